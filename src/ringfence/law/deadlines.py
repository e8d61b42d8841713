"""Every deadline that is running: in a proceeding, or with the events of the timeline.

Where it is open how to count, doubt goes against whoever would gain from it: the user's own deadlines are shown on the earlier
day, those of others on the later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind, prepare
from ringfence.law.pack import TimeUnit
from ringfence.law.starts import starts_of
from ringfence.law.words import day_zh
from ringfence.law.workdays import MONTHS_A_YEAR, add_days, add_months
from ringfence.schema import Confidence, Due, Duty, Outcome, PartyType, Said, StepKind, together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Acts, Deadline, Fact, Pack
    from ringfence.law.workdays import Calendar
    from ringfence.schema import Matter, Proceeding, ProceedingStep

UNIT_ZH = {
    TimeUnit.DAYS: Said("日", "days"),
    TimeUnit.WORKDAYS: Said("个工作日", "workdays"),
    TimeUnit.MONTHS: Said("个月", "months"),
    TimeUnit.YEARS: Said("年", "years"),
}
STALLING = frozenset({Outcome.MORE_ID, Outcome.MORE_TIME, Outcome.NO_ANSWER, Outcome.UNKNOWN})
DENIALS = frozenset({Outcome.REFUSED, Outcome.REFUSED_NO_REASON, Outcome.NOT_US, Outcome.PARTIAL})
GRANTED = frozenset({Outcome.DONE, Outcome.CONFIRMED})
UNCONFIRMED = Said(
    "没有写对方收到的日期,先从发出的次日起算;对方收到得晚,期限也晚。",
    "The day they received it was not given; it is counted from the day after sending. If it came later, the time ends later.",
)


@dataclass(frozen=True, slots=True)
class Start:
    """What started one clock.

    Attributes:
        key: ends the deadline's id (``X1``, ``L1``).
        note_zh: what is open about the day, a sentence, "" when nothing.
        met_on: the day it was met, None while open.
        longer: how many extensions were announced.
    """

    key: str
    day: date
    lender: str | None
    proceeding: str = ""
    note_zh: str = ""
    met_on: date | None = None
    longer: int = 0


def deadlines(matter: Matter, pack: Pack) -> tuple[Due, ...]:
    """Return all deadlines of ``matter`` as of its day: the open ones first, the nearest first.

    Steps later than the day of judging are not looked at. A deadline that no fact in force on its first day supports is left out.
    """
    return running(prepare(matter, pack.settings), pack)


def running(docket: Docket, pack: Pack) -> tuple[Due, ...]:
    """Return the deadlines of a matter that is prepared already."""
    found = [
        due
        for deadline in pack.deadlines.values()
        for start in _starts(docket, deadline)
        if (due := _due(docket, pack.calendar, deadline, start)) is not None
    ]
    return tuple(sorted(found, key=lambda due: (due.met, due.day, due.id)))


def happened(proceeding: Proceeding, as_of: date) -> list[ProceedingStep]:
    """Return the steps up to ``as_of``, oldest first."""
    return sorted((step for step in proceeding.steps if step.day <= as_of), key=lambda step: step.day)


def started(deadline: Deadline, steps: list[ProceedingStep]) -> tuple[ProceedingStep, bool] | None:
    """Return the step that starts the clock, and whether it proves that the other side had the paper by then.

    The kinds of ``deadline.starts`` are asked in their order; a sending by a means that reaches the other side at once is receipt.
    A mere reply starts something only when it denies what was asked.
    """
    for kind in deadline.starts:
        fit = [one for one in steps if one.kind is kind and (kind is not StepKind.REPLIED or one.outcome in DENIALS)]
        step = fit[0] if fit else None
        if step is not None:
            return step, kind is not StepKind.SENT or _at_once(step.means, deadline)
    return None


def answered(deadline: Deadline, steps: list[ProceedingStep], since: date) -> date | None:
    """Return the day of the first step that meets the deadline; a reply that only plays for time does not.

    What a reply says was done counts as an answer; whether it was done is another matter (``Outcome.NOT_DONE``).
    """
    for step in steps:
        if step.day < since:
            continue
        confirmed = step.kind is StepKind.CHECKED and step.outcome is Outcome.CONFIRMED
        if confirmed or step.kind is StepKind.CLOSED:
            return step.day
        if step.kind in deadline.met_by and step.outcome not in STALLING:
            return step.day
    return None


def last_day(calendar: Calendar, start: date, value: int, unit: TimeUnit) -> date:
    """Return the last day of a period; the day it starts on is not counted."""
    if unit is TimeUnit.WORKDAYS:
        return calendar.add_workdays(start, value)
    if unit is TimeUnit.DAYS:
        return add_days(start, value)
    return add_months(start, value * (MONTHS_A_YEAR if unit is TimeUnit.YEARS else 1))


def _starts(docket: Docket, deadline: Deadline) -> Iterator[Start]:
    if deadline.acts is not None:
        yield from _from_events(docket, deadline, deadline.acts)
    for proceeding in docket.matter.proceedings:
        if proceeding.kind in deadline.kinds:
            start = _from_steps(docket, deadline, proceeding)
            if start is not None:
                yield start


def _from_steps(docket: Docket, deadline: Deadline, proceeding: Proceeding) -> Start | None:
    steps = happened(proceeding, docket.matter.as_of)
    begun = started(deadline, steps)
    if begun is None:
        return None
    step, sure = begun
    sent = next((one.means for one in steps if one.kind is StepKind.SENT), "")
    if deadline.only_means and not (_holds(sent, deadline.only_means) or _holds(step.means, deadline.only_means)):
        return None
    said = f"{step.note}|{step.reference}"
    if _holds(said, deadline.unless_said) and not _holds(said, deadline.though_said):
        return None
    if deadline.unless_done and step.outcome in GRANTED:
        return None
    extended = sum(one.kind is StepKind.EXTENDED or one.outcome is Outcome.MORE_TIME for one in steps)
    return Start(
        key=proceeding.id,
        day=step.day,
        lender=lender_behind(docket.matter, proceeding.lender),
        proceeding=proceeding.id,
        note_zh="" if sure else UNCONFIRMED,
        met_on=_met_on(docket, deadline, proceeding, steps, step.day),
        longer=min(extended, len(deadline.longer)),
    )


def _met_on(
    docket: Docket, deadline: Deadline, proceeding: Proceeding, steps: list[ProceedingStep], since: date
) -> date | None:
    own = answered(deadline, steps, since)
    children = [
        day
        for other in docket.matter.proceedings
        if other.kind in deadline.kept_by and _follows(other, proceeding)
        if (day := _lodged(docket, other, since)) is not None
    ]
    return min([day for day in (own, *children) if day is not None], default=None)


def _follows(other: Proceeding, proceeding: Proceeding) -> bool:
    """Tell whether ``other`` follows from ``proceeding``; one without a parent may, when it is about the same lender."""
    return other.parent == proceeding.id or (not other.parent and other.lender == proceeding.lender)


def _lodged(docket: Docket, proceeding: Proceeding, since: date) -> date | None:
    """Return the day a proceeding was begun outside the house, on or after ``since``."""
    lodged = {StepKind.SENT, StepKind.RECEIVED, StepKind.ACCEPTED, StepKind.NOT_ACCEPTED}
    days = [step.day for step in happened(proceeding, docket.matter.as_of) if step.kind in lodged and step.day >= since]
    return min(days, default=None)


def _from_events(docket: Docket, deadline: Deadline, acts: Acts) -> Iterator[Start]:
    for lender, day in starts_of(docket, deadline, acts):
        kept = [
            lodged
            for proceeding in docket.matter.proceedings
            if proceeding.kind in deadline.kept_by
            and (proceeding.lender is None or lender_behind(docket.matter, proceeding.lender) == lender)
            and (lodged := _lodged(docket, proceeding, day)) is not None
        ]
        yield Start(key=lender or "debtor", day=day, lender=lender, met_on=min(kept, default=None))


def _due(docket: Docket, calendar: Calendar, deadline: Deadline, start: Start) -> Due | None:
    kind = docket.type_of(start.lender) if start.lender is not None else PartyType.UNKNOWN
    longer = deadline.longer[: start.longer]
    facts = [fact for fact in deadline.cites if _stands(fact, start.day, kind)]
    if not facts:
        return None
    facts += [one.cite for one in longer if _stands(one.cite, start.day, kind) and one.cite not in facts]
    value = deadline.value + sum(one.add for one in longer)
    counted = last_day(calendar, start.day, value, deadline.unit)
    day = calendar.on_or_after(counted) if deadline.duty is Duty.THEIRS else counted
    return Due(
        id=f"{deadline.id}:{start.key}",
        deadline=deadline.id,
        name_zh=deadline.due_zh,
        proceeding=start.proceeding,
        starts=start.day,
        day=day,
        duty=deadline.duty,
        hard=not deadline.practice and any(_binds(fact) for fact in facts),
        cites=tuple(fact.citation() for fact in facts),
        note_zh=together(_notes(calendar, deadline, start, value, counted)),
        met=start.met_on is not None,
        met_on=start.met_on,
    )


def _stands(fact: Fact, day: date, kind: PartyType) -> bool:
    return fact.in_force(day) and fact.covers(kind)


def _at_once(means: str, deadline: Deadline) -> bool:
    return _holds(means, deadline.at_once) and not _holds(means, deadline.by_post)


def _binds(fact: Fact) -> bool:
    return fact.law.rank.binding and fact.confidence is not Confidence.MEMORY


def _notes(calendar: Calendar, deadline: Deadline, start: Start, value: int, counted: date) -> Iterator[str]:
    """Say how it was counted: from when, how long, with what extension, and what to do about days off."""
    longer = Said(f",已计入{start.longer}次延长", f", with {start.longer} extension(s)") if start.longer else Said("")
    yield Said(
        f"从{day_zh(start.day)}的次日起算,共{value}{UNIT_ZH[deadline.unit]}{longer}。",
        f"Counted from the day after {start.day}: {value} {UNIT_ZH[deadline.unit].en}{longer.en}.",
    )
    yield start.note_zh
    off = not calendar.is_workday(counted)
    if off and deadline.duty is Duty.THEIRS:
        yield Said(
            f"最后一天{day_zh(counted)}是休息日,按顺延到下一个工作日计算。",
            f"The last day, {counted}, is a day off; it moves to the next workday.",
        )
    if off and deadline.duty is Duty.YOURS and deadline.kept_by:
        yield Said(
            f"最后一天是休息日,能不能顺延没有核实,请最迟在{day_zh(calendar.on_or_before(counted))}办理。",
            f"The last day is a day off; whether it moves was not confirmed. Act by {calendar.on_or_before(counted)} at the "
            "latest.",
        )
    # A day that is one notice too early would accuse; a year without a notice is said instead.
    if (deadline.unit is TimeUnit.WORKDAYS or deadline.duty is Duty.THEIRS) and not calendar.knows(start.day, counted):
        yield Said(
            "其中有的年份的放假安排不在数据里,只按周末计算,遇节假日会更晚。",
            "The holidays of one of the years are not in the data; only weekends were counted. With holidays the day is later.",
        )
    yield deadline.how_zh


def _holds(text: str, words: tuple[str, ...]) -> bool:
    folded = text.casefold()
    return any(word.casefold() in folded for word in words)
