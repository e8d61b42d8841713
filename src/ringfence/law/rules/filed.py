"""Proceedings as the rules read them: whose, what was asked, what came back, what is late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.law.deadlines import GRANTED, happened, started
from ringfence.law.docket import lender_behind
from ringfence.law.words import day_zh
from ringfence.schema import Outcome, ProceedingKind, Said, StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.schema import Due, Proceeding, ProceedingStep

RIGHTS = frozenset(
    {
        ProceedingKind.DELETE,
        ProceedingKind.ACCESS,
        ProceedingKind.COPY,
        ProceedingKind.EXPLAIN,
        ProceedingKind.WITHDRAW_CONSENT,
    }
)
ASKED_ZH = {
    ProceedingKind.DELETE: "删除个人信息",
    ProceedingKind.ACCESS: "查阅个人信息",
    ProceedingKind.COPY: "复制个人信息或录音",
    ProceedingKind.EXPLAIN: "解释个人信息处理规则",
    ProceedingKind.WITHDRAW_CONSENT: "撤回同意",
}
ASKED_EN = {
    ProceedingKind.DELETE: "to delete personal information",
    ProceedingKind.ACCESS: "to see personal information",
    ProceedingKind.COPY: "for copies of personal information or recordings",
    ProceedingKind.EXPLAIN: "to explain how personal information is handled",
    ProceedingKind.WITHDRAW_CONSENT: "withdrawing consent",
}
REFUSALS = frozenset({Outcome.REFUSED, Outcome.REFUSED_NO_REASON})
ANSWERS = (StepKind.REPLIED, StepKind.DECIDED, StepKind.NOT_ACCEPTED)
NOTED = Said(
    "这一点来自您填写的程序记录,请附上发出、收到和答复的凭证。",
    "This comes from the steps you noted; attach proof of sending, receipt and answer.",
)
UNKNOWN_YEAR = Said(
    "期限所在的年份还没有放假安排的数据,只按周末计算;遇节假日,对方的期限会更晚。",
    "The holidays of that year are not in the data; only weekends were counted. With holidays their day is later.",
)


@dataclass(frozen=True, slots=True)
class Filed:
    """One proceeding up to the day of judging.

    Attributes:
        lender: Party.id of the lender behind it, None when about none.
        steps: oldest first, none later than the day of judging.
    """

    proceeding: Proceeding
    lender: str | None
    steps: tuple[ProceedingStep, ...]

    @property
    def exhibits(self) -> tuple[str, ...]:
        """Return the papers that prove its steps, each once."""
        return tuple(dict.fromkeys(source for step in self.steps for source in step.sources))

    @property
    def settled(self) -> bool:
        """Tell whether what was asked was done, as far as anybody looked; a later check that it was not counts more."""
        told = [step.outcome for step in self.steps if step.outcome in GRANTED | {Outcome.NOT_DONE}]
        return bool(told) and told[-1] in GRANTED

    @property
    def closed(self) -> bool:
        """Tell whether the user has closed it."""
        return any(step.kind is StepKind.CLOSED for step in self.steps)

    def answers(self) -> tuple[ProceedingStep, ...]:
        """Return what came back."""
        return tuple(step for step in self.steps if step.kind in ANSWERS)


def filed(docket: Docket, kinds: Iterable[ProceedingKind]) -> Iterator[Filed]:
    """Yield the proceedings of these kinds."""
    wanted = frozenset(kinds)
    for proceeding in docket.matter.proceedings:
        if proceeding.kind in wanted:
            yield _filed(docket, proceeding)


def running(docket: Docket, *deadlines: str) -> Iterator[tuple[Due, Filed]]:
    """Yield the open deadlines of these ids that hang on a proceeding."""
    by_id = {proceeding.id: proceeding for proceeding in docket.matter.proceedings}
    for due in docket.dues:
        if due.deadline in deadlines and not due.met and due.proceeding in by_id:
            yield due, _filed(docket, by_id[due.proceeding])


def _filed(docket: Docket, proceeding: Proceeding) -> Filed:
    steps = tuple(happened(proceeding, docket.matter.as_of))
    return Filed(proceeding, lender_behind(docket.matter, proceeding.lender), steps)


def proved(docket: Docket, due: Due, case: Filed) -> bool:
    """Tell whether it is certain that the other side had the paper on the day the clock started."""
    begun = started(docket.deadlines[due.deadline], list(case.steps))
    return begun is not None and begun[1]


def notes(docket: Docket, due: Due, *more: str) -> tuple[str, ...]:
    """Return what is not certain about a deadline that has passed."""
    known = docket.calendar.knows(due.starts, due.day)
    return (NOTED, *((UNKNOWN_YEAR,) if not known else ()), *more)


def days_zh(**days: date) -> dict[str, str]:
    """Return days as words of a Chinese sentence."""
    return {name: day_zh(day) for name, day in days.items()}


def days_en(**days: date) -> dict[str, str]:
    """Return days as words of an English sentence."""
    return {name: day.isoformat() for name, day in days.items()}
