"""What a line of the log of accesses says in words: which page, with what result."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from ringfence.web.access import Act

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
RESULTS = {
    401: ("没有登录", "not signed in"),
    403: ("没让进", "refused"),
    404: ("没让进", "refused"),
    409: ("没做成", "not done"),
    423: ("案件锁着", "locked"),
    429: ("试得太多", "too many tries"),
}


@cache
def names() -> dict[str, tuple[str, str]]:
    """Return the words for each page by its name in the addresses."""
    told = yaml.safe_load((files(__package__) / "visited.yaml").read_text(encoding="utf-8"))
    return {name: (zh, en) for name, (zh, _, en) in ((name, text.partition("|")) for name, text in told.items())}


def page_of(line: AccessLog, say: Say) -> str:
    """Return which page it was; of a program's request what for."""
    if line.page.startswith("pruned "):
        _, count, _, day = line.page.split(" ")
        return say(f"清理了 {count} 行,到 {day}", f"{count} lines removed, up to {day}")
    if line.token or line.page.startswith("api"):
        act = ACTS.get(Act(line.act)) if line.act else None
        return say("程序接口", "API") + (f" · {say(*act)}" if act else "")
    return say(*names().get(line.page, (line.page, line.page)))


def result_of(line: AccessLog, say: Say) -> str:
    """Return how it ended."""
    if line.result < 400:
        return say("成功", "done")
    return say(*RESULTS.get(line.result, ("出错", "failed")))
