"""Quiet hours: CN-COL-001 and CN-COL-002."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import lender_behind
from ringfence.law.rules.outcome import Notes, Outcome, hits, joined, judges, per_lender
from ringfence.schema import EventKind, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

KINDS = tuple(
    kind.value
    for kind in (EventKind.CALL, EventKind.VOICE_ROBOT, EventKind.SMS, EventKind.MMS, EventKind.IM, EventKind.VISIT)
)
DAY = 86_400
ALL_HOURS = frozenset(range(24))


@judges("CN-COL-001")
def at_night(docket: Docket, rule: Rule) -> Outcome:
    """Collection whose whole possible time lies outside the allowed hours, whoever is reached."""
    return outside_hours(docket, rule, docket.events.filter(pl.col("collecting")))


@judges("CN-COL-002")
def contacts_at_night(docket: Docket, rule: Rule) -> Outcome:
    """The same, aimed at people who do not owe the debt."""
    return outside_hours(docket, rule, docket.events.filter(pl.col("collecting") & pl.col("outsider")))


def quiet_hours(written: str) -> frozenset[int]:
    """Return the hours of the day in ``22:00-08:00``.

    Raises:
        ValueError: it is not written like that, with full hours.
    """
    start, _, end = written.partition("-")
    hours = [part.split(":") for part in (start, end)]
    if any(len(hour) != 2 or hour[1] != "00" for hour in hours):
        raise ValueError(f"full hours like 22:00-08:00 expected, not {written!r}")
    return _span(int(hours[0][0]), int(hours[1][0]))


def _span(start: int, end: int) -> frozenset[int]:
    """Return the hours from ``start`` up to ``end``, over midnight when need be; equal ends mean the whole day."""
    length = (end - start) % 24 or 24
    return frozenset((start + step) % 24 for step in range(length))


def _agreed(docket: Docket) -> dict[str, tuple[frozenset[int], bool]]:
    """Return per lender the hours agreed in writing, and whether all its debts have such an agreement."""
    found: dict[str, list[frozenset[int] | None]] = {}
    for debt in docket.matter.debts:
        lender = lender_behind(docket.matter, debt.lender) or debt.lender
        found.setdefault(lender, []).append(_span(*debt.agreed_hours) if debt.agreed_hours else None)
    return {
        lender: (frozenset().union(*[hours for hours in agreed if hours]), all(hours is not None for hours in agreed))
        for lender, agreed in found.items()
        if any(agreed)
    }


def _stretches(hours: frozenset[int]) -> list[tuple[int, int]]:
    """Return the hours as stretches of seconds; one over midnight ends beyond 86400."""
    if hours == ALL_HOURS:
        return [(0, 2 * DAY)]
    starts = sorted(hour for hour in hours if (hour - 1) % 24 not in hours)
    stretches: list[tuple[int, int]] = []
    for start in starts:
        length = next(step for step in range(1, 25) if (start + step) % 24 not in hours)
        stretches.append((start * 3600, (start + length) * 3600))
    return stretches


def _in(hours: frozenset[int], *, whole: bool) -> pl.Expr:
    """Tell whether all (or, not ``whole``, any) of the time an event may have happened lies in ``hours``."""
    early = pl.col("local_second") - pl.col("precision_s")
    late = pl.col("local_second") + pl.col("precision_s")
    tests = [
        ((early + shift >= start) & (late + shift < end))
        if whole
        else ((late + shift >= start) & (early + shift < end))
        for start, end in _stretches(hours)
        for shift in (-DAY, 0, DAY)
    ]
    return pl.any_horizontal(tests) if tests else pl.lit(value=False)


def _forbidden(docket: Docket, quiet: frozenset[int], *, whole: bool, agreements: bool) -> pl.Expr:
    """Tell whether an event lies outside the allowed hours of its lender; ``agreements`` False: agreed hours change nothing.

    Agreed hours bind debtor and lender: for the debtor they replace the quiet hours (any debt's allowed hour is allowed). The
    agreement is not the contact's; hours it allows are still not held against the lender, the doubt is the lender's.
    """
    forbidden = _in(quiet, whole=whole)
    for lender, (hours, everywhere) in _agreed(docket).items() if agreements else ():
        allowed = hours if everywhere else hours | (ALL_HOURS - quiet)
        one = (
            pl.when(pl.col("outsider"))
            .then(_in(quiet - hours, whole=whole))
            .otherwise(_in(ALL_HOURS - allowed, whole=whole))
        )
        forbidden = pl.when(pl.col("lender") == lender).then(one).otherwise(forbidden)
    return forbidden


def outside_hours(docket: Docket, rule: Rule, collecting: pl.DataFrame, *, agreements: bool = True) -> Outcome:
    """Return those of ``collecting`` whose whole possible time lies in the rule's quiet hours.

    Hours agreed with the borrower go first unless the rule knows no such exception (``agreements`` False).
    """
    quiet = quiet_hours(rule.threshold.original)
    tried = collecting.filter(pl.col("kind").is_in(KINDS)).with_columns(
        sure=_forbidden(docket, quiet, whole=True, agreements=agreements),
        perhaps=_forbidden(docket, quiet, whole=False, agreements=agreements),
    )
    found = tried.filter(pl.col("sure"))
    doubtful = tried.filter(~pl.col("sure") & pl.col("perhaps"))
    named = set(found["lender"])
    missing = [
        Said(
            f"有{count}次的时间只有大概的说法,可能在夜间也可能不在,没有计入。",
            f"{count} have a rough time only and may or may not have been at night; they were left out.",
        )
        for lender, count in doubtful.group_by("lender").len().iter_rows()
        if lender not in named
    ]
    return Outcome(
        hits(found.drop("sure", "perhaps")), tuple(missing[:1]), _notes(docket, found, doubtful, agreements=agreements)
    )


def _notes(docket: Docket, found: pl.DataFrame, doubtful: pl.DataFrame, *, agreements: bool) -> Notes:
    texts = found.filter(pl.col("kind").is_in(["sms", "mms"]))
    agreed: dict[str | None, tuple[str, ...]] = {
        lender: (
            Said(
                "您填写过与它约定的联系时间,已按约定的时段判断。",
                "You told of hours agreed with it; it was judged by those.",
            ),
        )
        for lender in _agreed(docket)
        if agreements and lender in set(found["lender"])
    }
    return joined(
        agreed,
        per_lender(
            doubtful,
            Said(
                "另有{n}次的时间只有大概的说法,可能在夜间也可能不在,没有计入。",
                "{n} more have a rough time only and may or may not have been at night; they were left out.",
            ),
        ),
        per_lender(
            texts,
            Said(
                "其中{n}条短信按手机收到的时间计算;手机关机或信号不好时,收到的时间会比发出的晚。",
                "{n} message(s) count by the time the phone received them; with the phone off or a bad signal that is later "
                "than they were sent.",
            ),
        ),
        due_notes(docket, found),
    )


def due_notes(docket: Docket, found: pl.DataFrame) -> Notes:
    """Return a sentence for each lender whose due day is not known."""
    return {
        lender: (
            Said(
                "没有填写这笔欠款的到期日,是否已经逾期只按信息内容判断。",
                "The debt's due date was not given; whether it was overdue was judged by the messages' words only.",
            ),
        )
        for lender in set(found["lender"])
        if lender is not None and docket.due.get(lender) is None
    }
