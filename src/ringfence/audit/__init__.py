"""Inspects: what a lender's app can take and where its code can send it, what its privacy policy says of that.

Nothing here runs an app's code or asks the network.

The names below are loaded when they are first asked for, so that a door which audits nothing pays nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringfence.audit.apk.inspect import audit_apk
    from ringfence.audit.box import Fault, FaultKind, Limits, Outcome
    from ringfence.audit.compare import compare as compare_audits
    from ringfence.audit.indicators import IndicatorFileError, IndicatorList, read_indicators
    from ringfence.audit.indicators import match as match_indicators
    from ringfence.audit.many import audit_many, in_order
    from ringfence.audit.page import (
        SUMMARY_FIELDS,
        AuditFormatError,
        PageLanguageError,
        audit_page,
        audit_rows,
        case_rows,
        change_page,
        change_rows,
        change_to_json,
        from_json,
        index_page,
        summary_csv,
        summary_jsonl,
        summary_row,
        to_json,
        verdict_sentences,
    )
    from ringfence.audit.policy import (
        change_to_json as policy_change_to_json,
    )
    from ringfence.audit.policy import (
        check_policy,
        compare_policies,
        policy_table,
        policy_to_json,
    )

# name -> (module, name there); the two that bear the name of a verb alone say here what they are about
_LAZY = {
    "audit_apk": ("apk.inspect", "audit_apk"),
    "audit_many": ("many", "audit_many"),
    "in_order": ("many", "in_order"),
    "compare_audits": ("compare", "compare"),
    "match_indicators": ("indicators", "match"),
    "policy_change_to_json": ("policy", "change_to_json"),
    **{name: ("policy", name) for name in ("check_policy", "compare_policies", "policy_table", "policy_to_json")},
    **{name: ("box", name) for name in ("Fault", "FaultKind", "Limits", "Outcome")},
    **{name: ("indicators", name) for name in ("IndicatorFileError", "IndicatorList", "read_indicators")},
    **{
        name: ("page", name)
        for name in (
            "SUMMARY_FIELDS",
            "AuditFormatError",
            "PageLanguageError",
            "audit_page",
            "audit_rows",
            "case_rows",
            "change_page",
            "change_rows",
            "change_to_json",
            "from_json",
            "index_page",
            "summary_csv",
            "summary_jsonl",
            "summary_row",
            "to_json",
            "verdict_sentences",
        )
    },
}

__all__ = [
    "SUMMARY_FIELDS",
    "AuditFormatError",
    "Fault",
    "FaultKind",
    "IndicatorFileError",
    "IndicatorList",
    "Limits",
    "Outcome",
    "PageLanguageError",
    "audit_apk",
    "audit_many",
    "audit_page",
    "audit_rows",
    "case_rows",
    "change_page",
    "change_rows",
    "change_to_json",
    "check_policy",
    "compare_audits",
    "compare_policies",
    "from_json",
    "in_order",
    "index_page",
    "match_indicators",
    "policy_change_to_json",
    "policy_table",
    "policy_to_json",
    "read_indicators",
    "summary_csv",
    "summary_jsonl",
    "summary_row",
    "to_json",
    "verdict_sentences",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- whatever the name stands for
    """Load what stands behind a public name."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _LAZY[name]
    return getattr(import_module(f"ringfence.audit.{module}"), there)
