"""Answers that institutions and offices owe: CN-DDL-001 to CN-DDL-004."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.deadlines import last_day
from ringfence.law.rules.filed import days_en, days_zh, notes, proved, running
from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.schema import FindingKind, Said

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.law.rules.filed import Filed
    from ringfence.schema import Due

PERHAPS_LONGER = "perhaps-longer"
UNPROVED = Said(
    "有投诉已经过了期限,但没有写对方收到的日期,不能断定对方逾期。",
    "A complaint is past its time, but the day they received it was not given; that they are late cannot be said.",
)
GENERAL = ("一般期限", "the usual time")
LONGEST = ("连同可以延长的时间,期限", "the time with all extensions")
MARKET = ("市场监管部门", "the market regulator")
POLICE = ("公安机关", "the police")


@judges("CN-DDL-001")
def institution_silent(docket: Docket, _rule: Rule) -> Outcome:
    """A complaint the institution neither answered nor extended in time; from the 60th day on it is the next rule's."""
    late = [
        (due, case)
        for due, case in running(docket, "institution_complaint")
        if due.overdue(docket.matter.as_of) and docket.matter.as_of <= _longest(docket, due)
    ]
    unsure = [
        due for due, case in _overdue(docket, "institution_complaint", "12315_accept") if not proved(docket, due, case)
    ]
    found = [_late(docket, due, case) for due, case in late if proved(docket, due, case)]
    return _outcome(docket, found, (UNPROVED,) if unsure else ())


@judges("CN-DDL-002")
def institution_over_the_limit(docket: Docket, _rule: Rule) -> Outcome:
    """A complaint without an answer after all extensions that there are."""
    found = [
        _late(docket, due, case, day=_longest(docket, due))
        for due, case in running(docket, "institution_complaint")
        if docket.matter.as_of > _longest(docket, due) and proved(docket, due, case)
    ]
    return _outcome(docket, found)


@judges("CN-DDL-003")
def market_regulator_silent(docket: Docket, _rule: Rule) -> Outcome:
    """No word from 12315 whether the complaint is taken, after so many working days."""
    found = [
        _late(docket, due, case, office=MARKET)
        for due, case in _overdue(docket, "12315_accept")
        if proved(docket, due, case)
    ]
    return _outcome(docket, found)


@judges("CN-DDL-004")
def police_case_open(docket: Docket, _rule: Rule) -> Outcome:
    """A public-order case still open after its time: a question to ask, and only after all extensions more than that."""
    found = [
        _late(docket, due, case, day=longest, office=POLICE)
        if docket.matter.as_of > (longest := _longest(docket, due))
        else _late(docket, due, case, office=POLICE, variant=PERHAPS_LONGER)
        for due, case in _overdue(docket, "police_case", "police_case_old")
    ]
    variants = {PERHAPS_LONGER: Variant(claims=FindingKind.HINT)}
    return Outcome(hits(docket.events.clear()), variants=variants, standing=tuple(found))


def _overdue(docket: Docket, *deadlines: str) -> list[tuple[Due, Filed]]:
    return [(due, case) for due, case in running(docket, *deadlines) if due.overdue(docket.matter.as_of)]


def _longest(docket: Docket, due: Due) -> date:
    """Return the last day after all extensions the rule allows, whether they were announced or not."""
    deadline = docket.deadlines[due.deadline]
    value = deadline.value + sum(one.add for one in deadline.longer)
    return docket.calendar.on_or_after(last_day(docket.calendar, due.starts, value, deadline.unit))


def _late(
    docket: Docket,
    due: Due,
    case: Filed,
    *,
    day: date | None = None,
    office: tuple[str, str] = ("", ""),
    variant: str = "",
) -> Standing:
    last = day or due.day
    period = GENERAL if day is None else LONGEST
    asking = (
        (
            Said(
                "公安机关可能已经依法延长,不一定逐次通知您;可以打电话问进度。",
                "The police may have extended it lawfully without telling you each time; you can ring and ask.",
            ),
        )
        if variant == PERHAPS_LONGER
        else ()
    )
    named = case.proceeding.office
    return Standing(
        case.lender,
        (docket.matter.as_of - due.starts).days,
        day=due.starts,
        subject=case.proceeding.id,
        words_zh={"office": named or office[0], "period": period[0], **days_zh(start=due.starts, day=last)},
        words_en={"office": named or office[1], "period": period[1], **days_en(start=due.starts, day=last)},
        uncertain_zh=notes(docket, due, *asking),
        variant=variant,
        exhibits=case.exhibits,
    )


def _outcome(docket: Docket, found: Iterable[Standing], missing: tuple[str, ...] = ()) -> Outcome:
    return Outcome(hits(docket.events.clear()), missing, standing=tuple(found))
