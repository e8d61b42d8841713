"""What an API token may be good for, in words, and which acts on a case each scope holds."""

from __future__ import annotations

from ringfence.web.access import Act

SCOPES: dict[str, tuple[str, str, frozenset[Act]]] = {
    "read": ("看案件", "read cases", frozenset({Act.SEE})),
    "add": ("加材料", "add material", frozenset({Act.SEE, Act.ADD})),
    "correct": ("改正和登记", "correct and name", frozenset({Act.SEE, Act.CORRECT})),
    "write": ("写报告和信件、记进展", "write reports and letters, note steps", frozenset({Act.SEE, Act.WRITE})),
    "prove": ("验证和导出", "verify and export", frozenset({Act.SEE, Act.PROVE})),
}


def acts_of(scopes: list[str]) -> frozenset[Act]:
    """Return the acts of ``scopes``; unknown ones give nothing."""
    return frozenset[Act]().union(*(SCOPES[one][2] for one in scopes if one in SCOPES))
