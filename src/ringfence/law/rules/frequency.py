"""How often: CN-COL-003 to CN-COL-007."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.docket import CALLS
from ringfence.law.rules.hours import due_notes
from ringfence.law.rules.outcome import Outcome, hits, joined, judges, per_lender
from ringfence.law.rules.windows import MICROS_A_DAY, MICROS_A_SECOND, distinct_within, within
from ringfence.schema import EventKind, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule

_DAY_OF_ONE = ("source", "person", "local_date")
_DAY = pl.concat_str("person", pl.col("local_date").cast(pl.String), separator="|")


def _calls(docket: Docket) -> pl.DataFrame:
    """Return collecting calls whose source is known, with their mode (unknown where it is not said)."""
    return docket.events.filter(
        pl.col("collecting") & pl.col("kind").is_in(CALLS) & pl.col("source").is_not_null()
    ).with_columns(mode=pl.col("mode").fill_null("unknown"))


def _sorted_out(docket: Docket, per_day: float) -> pl.DataFrame:
    """Return connected calls to those who owe, with the day's figures.

    ``notices``: connected notification calls. ``talks``: effective interactive calls. ``either``: effective calls of which it is
    not known which of the two they are. ``too_many``: more than both lines together can hold, however ``either`` is divided.
    """
    effective = (pl.col("duration_s") >= docket.settings.min_effective_s).fill_null(value=False)
    by_person = pl.col("kind") == EventKind.CALL.value
    calls = _calls(docket).filter(pl.col("obliged") & pl.col("connected").fill_null(value=False))
    sorted_out = calls.with_columns(
        notice=pl.col("mode") == "notify",
        talk=(pl.col("mode") == "interactive") & effective & by_person,
        open=(pl.col("mode") == "unknown") & effective & by_person,
        unclear=(pl.col("mode") == "unknown") | ((pl.col("mode") == "interactive") & pl.col("duration_s").is_null()),
    )
    return sorted_out.with_columns(
        notices=pl.col("notice").sum().over(_DAY_OF_ONE).cast(pl.Int64),
        talks=pl.col("talk").sum().over(_DAY_OF_ONE).cast(pl.Int64),
        either=pl.col("open").sum().over(_DAY_OF_ONE).cast(pl.Int64),
        unclears=pl.col("unclear").sum().over(_DAY_OF_ONE).cast(pl.Int64),
    ).with_columns(too_many=pl.col("notices") + pl.col("talks") + pl.col("either") > 2 * per_day)


@judges("CN-COL-003")
def notices_a_day(docket: Docket, rule: Rule) -> Outcome:
    """Connected notification calls to one debtor, lender and collectors together, more than the standard's number a day."""
    per_day = rule.threshold.value("per_day")
    calls = _sorted_out(docket, per_day)
    found = calls.filter(pl.col("notice") & (pl.col("notices") > per_day))
    open_days = calls.filter((pl.col("notices") <= per_day) & (pl.col("notices") + pl.col("unclears") > per_day))
    missing = (
        (
            Said(
                "有的日子接通的电话不少,但不知道是不是告知式语音(例如机器人播报),没有判断。",
                "On some days many calls were connected, but whether they were automatic announcements is not known; not judged.",
            ),
        )
        if open_days.height
        else ()
    )
    return Outcome(hits(found, counted=_DAY, most=pl.col("notices")), missing, due_notes(docket, found))


@judges("CN-COL-004")
def talks_a_day(docket: Docket, rule: Rule) -> Outcome:
    """Effective interactive calls to one debtor, more than the standard's number a day.

    Where a day holds more effective calls than both lines of the standard together, one of the two is crossed however the
    calls of unknown kind are divided; that is said.
    """
    per_day = rule.threshold.value("per_day")
    calls = _sorted_out(docket, per_day)
    sure = calls.filter(pl.col("talk") & (pl.col("talks") > per_day))
    rest = calls.filter((pl.col("talks") <= per_day) & (pl.col("notices") <= per_day))
    divided = rest.filter(pl.col("too_many") & (pl.col("notice") | pl.col("talk") | pl.col("open")))
    open_days = rest.filter(~pl.col("too_many") & (pl.col("talks") + pl.col("unclears") > per_day))
    missing = (
        (
            Said(
                "有的日子接通的电话不少,但不知道通话时长,或不知道是人工通话还是机器播报,没有判断。",
                "On some days many calls were connected, but their length, or whether a person or a machine spoke, is not "
                "known; not judged.",
            ),
        )
        if open_days.height
        else ()
    )
    found = pl.concat(
        [
            hits(sure, counted=_DAY, most=pl.col("talks")),
            hits(divided, counted=_DAY, most=pl.col("notices") + pl.col("talks") + pl.col("either")),
        ]
    )
    note = per_lender(
        divided,
        Said(
            "其中{n}次通话没有标明是人工通话还是告知式语音;但一天之内的次数多到无论怎么划分,都超过了标准的两项上限之一。",
            "For {n} calls it is not said whether a person or a machine spoke; but there were so many within one day that, "
            "however divided, one of the standard's two limits was passed.",
        ),
    )
    return Outcome(found, missing, joined(note, due_notes(docket, found)))


@judges("CN-COL-005")
def unanswered_a_day(docket: Docket, rule: Rule) -> Outcome:
    """Unanswered attempts to one called number, more than the association's number a day; only what surely did not connect."""
    per_day = rule.threshold.value("per_day")
    one_number = (*_DAY_OF_ONE, "called")
    calls = _calls(docket).with_columns(called=pl.col("line").fill_null(""), failed=~pl.col("connected"))
    counted = calls.with_columns(
        fails=pl.col("failed").fill_null(value=False).sum().over(one_number).cast(pl.Int64),
        tries=pl.col("failed").fill_null(value=True).sum().over(one_number).cast(pl.Int64),
    )
    found = counted.filter(pl.col("failed").fill_null(value=False) & (pl.col("fails") > per_day))
    open_days = counted.filter((pl.col("fails") <= per_day) & (pl.col("tries") > per_day))
    missing = (
        (
            Said(
                "有的日子拨打次数不少,但记录没有说明是否接通,没有判断。",
                "On some days there were many calls, but the record does not say whether they were connected; not judged.",
            ),
        )
        if open_days.height
        else ()
    )
    day = pl.concat_str("person", "called", pl.col("local_date").cast(pl.String), separator="|")
    return Outcome(hits(found, counted=day, most=pl.col("fails")), missing, due_notes(docket, found))


@judges("CN-COL-006")
def rotating_numbers(docket: Docket, _rule: Rule) -> Outcome:
    """Many calling numbers of one lender within some days."""
    calls = _calls(docket).filter(pl.col("lender").is_not_null() & (pl.col("address_key").fill_null("") != ""))
    window = docket.settings.rotating_days * MICROS_A_DAY
    found = distinct_within(calls, ["lender"], "address_key", window, docket.settings.rotating_numbers)
    return Outcome(hits(found, counted=pl.col("address_key"), most=pl.col("most")), uncertain=due_notes(docket, found))


@judges("CN-COL-007")
def in_quick_succession(docket: Docket, _rule: Rule) -> Outcome:
    """Many calls to one number within an hour; times remembered only roughly do not count."""
    calls = _calls(docket).filter(pl.col("person").is_not_null()).with_columns(called=pl.col("line").fill_null(""))
    exact = calls.filter(pl.col("precision_s") <= docket.settings.exact_s)
    window = docket.settings.burst_window_s * MICROS_A_SECOND
    found = within(exact, ["source", "person", "called"], window, docket.settings.burst_calls)
    return Outcome(hits(found, counted=pl.col("run"), most=pl.col("most")), uncertain=due_notes(docket, found))
