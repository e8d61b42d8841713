"""Inspects: what a lender's app can take and where its code can send it. Nothing here runs an app's code or asks the network.

Importing this costs nothing: each name is loaded with what stands behind it when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringfence.audit.box import Fault, FaultKind, Limits, Outcome
    from ringfence.audit.many import audit_many, in_order

__all__ = ["Fault", "FaultKind", "Limits", "Outcome", "audit_many", "in_order"]

_WHERE = {
    "Fault": "box",
    "FaultKind": "box",
    "Limits": "box",
    "Outcome": "box",
    "audit_many": "many",
    "in_order": "many",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- whatever the name stands for
    """Load what stands behind a public name."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"ringfence.audit.{_WHERE[name]}"), name)
