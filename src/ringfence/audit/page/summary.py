"""Many apps, one row each: for a spreadsheet (CSV) or for a program (JSON Lines)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from ringfence.audit.page.cards import readings
from ringfence.audit.page.plain import shown
from ringfence.audit.page.weight import KINDS, LEAVES, categories_of, kinds_of, outward
from ringfence.schema import Certainty, Need

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import AppAudit

SUMMARY_FIELDS = (
    "file",
    "sha256",
    "package",
    "label",
    "version_name",
    "version_code",
    "signer_sha256",
    "verdict",
    "flows_looked",
    "reads",
    "sends",
    "sends_possible",
    "ways",
    "permissions",
    "not_needed",
    "store_barred",
    "sdks",
    "packers",
    "blind",
    "hosts",
    "indicator_hits",
    "audited",
    "engine",
)
_FORMULA = "=+-@\t\r"  # a spreadsheet would run a cell that begins so


def summary_row(audit: AppAudit) -> dict[str, str | int | bool | None]:
    """Return one app as a flat row, keys as in ``SUMMARY_FIELDS``; several values of one field are joined by blanks.

    ``sends`` are the kinds of data with a resolved path that leaves the app (network, SMS, SDK, other app, process);
    ``sends_possible`` those with only a possible one; ``ways`` all ways out, files and log included.
    """
    audit = outward(audit)
    leaving = [flow for flow in audit.flows if flow.kind in LEAVES]
    sure = categories_of(flow for flow in leaving if flow.certainty is Certainty.RESOLVED)
    return {
        "file": shown(audit.file, 200),
        "sha256": shown(audit.sha256, 64),
        "package": shown(audit.package, 200),
        "label": shown(audit.label, 100),
        "version_name": shown(audit.version_name, 60),
        "version_code": audit.version_code,
        "signer_sha256": shown(audit.signers[0].sha256, 64) if audit.signers else "",
        "verdict": audit.verdict.value,
        "flows_looked": audit.flows_looked,
        "reads": " ".join(categories_of(readings(audit))),
        "sends": " ".join(sure),
        "sends_possible": " ".join(one for one in categories_of(leaving) if one not in sure),
        "ways": " ".join(kind for kind in KINDS if kind in kinds_of(audit.flows)),
        "permissions": len(audit.permissions),
        "not_needed": sum(one.need is Need.NOT_NEEDED for one in audit.permissions),
        "store_barred": sum(bool(one.store_barred) for one in audit.permissions),
        "sdks": len(audit.sdks),
        "packers": " ".join(shown(one.id, 40) for one in audit.packers[:10]),
        "blind": " ".join(sorted({shown(one.kind, 40) for one in audit.blind})),
        "hosts": len(audit.hosts),
        "indicator_hits": len(audit.indicators),
        "audited": shown(audit.audited, 20),
        "engine": shown(audit.engine, 60),
    }


def summary_csv(audits: Iterable[AppAudit]) -> str:
    """Return the rows as CSV with a header; write it as UTF-8 with a mark for spreadsheets. Formulas are made harmless."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, SUMMARY_FIELDS, lineterminator="\r\n")
    rows.writeheader()
    for audit in audits:
        rows.writerow({key: _harmless(value) for key, value in summary_row(audit).items()})
    return out.getvalue()


def summary_jsonl(audits: Iterable[AppAudit]) -> str:
    """Return the rows as JSON Lines, one object a line."""
    return "".join(json.dumps(summary_row(audit), ensure_ascii=False) + "\n" for audit in audits)


def _harmless(value: str | int | bool | None) -> str | int | bool | None:  # noqa: FBT001 -- a cell
    return f"'{value}" if isinstance(value, str) and value[:1] and value[0] in _FORMULA else value
