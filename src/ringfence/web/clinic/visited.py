"""Which page a line of the log of accesses tells of, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.web.access import Act
from ringfence.web.clinic.wording import words_of

if TYPE_CHECKING:
    from ringfence.web.accounts.models import AccessLog
    from ringfence.web.words import Say

ACTS = {
    Act.SEE: ("看", "see"),
    Act.ADD: ("加材料", "add"),
    Act.CORRECT: ("改正和登记", "correct"),
    Act.WRITE: ("写信和记进展", "write"),
    Act.PROVE: ("验证和导出", "prove"),
    Act.MANAGE: ("管理", "manage"),
}


def page_of(line: AccessLog, say: Say) -> str:
    """Return which page it was; of a program's request what for."""
    if line.page.startswith("pruned "):
        _, count, _, day = line.page.split(" ")
        return say(f"清理了 {count} 行,到 {day}", f"{count} lines removed, up to {day}")
    if line.token or line.page.startswith("api"):
        act = ACTS.get(Act(line.act)) if line.act else None
        return say("程序接口", "API") + (f" · {say(*act)}" if act else "")
    return say(*words_of("pages", line.page))
