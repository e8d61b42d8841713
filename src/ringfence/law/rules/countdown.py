"""The user's own deadlines that are running out: CN-DDL-005 to CN-DDL-010. Reminders with a day; they accuse nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.law.docket import lender_behind
from ringfence.law.rules.filed import days_en, days_zh
from ringfence.law.rules.outcome import Outcome, Standing, hits, judges

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import Due

OWN = "debtor"  # ends the id of a deadline that is about no lender


@judges("CN-DDL-005")
def reconsideration_of_non_filing(docket: Docket, _rule: Rule) -> Outcome:
    """Reconsideration by the same police office, after a notice of non-filing."""
    return _running_out(docket, "nonfiling_review")


@judges("CN-DDL-006")
def review_by_the_superior(docket: Docket, _rule: Rule) -> Outcome:
    """Review by the superior police office, after the reconsideration."""
    return _running_out(docket, "nonfiling_recheck")


@judges("CN-DDL-007")
def administrative_reconsideration(docket: Docket, _rule: Rule) -> Outcome:
    """Administrative reconsideration by the government, in a public-order case."""
    return _running_out(docket, "admin_reconsider")


@judges("CN-DDL-008")
def public_order_bar(docket: Docket, _rule: Rule) -> Outcome:
    """The time within which the police must learn of an act."""
    return _running_out(docket, "police_ps_time_bar", "police_ps_time_bar_old")


@judges("CN-DDL-009")
def limitation(docket: Docket, _rule: Rule) -> Outcome:
    """Limitation of claims for damages."""
    return _running_out(docket, "civil_limitation")


@judges("CN-DDL-010")
def call_records(docket: Docket, _rule: Rule) -> Outcome:
    """Call records that the carrier will soon not show any more."""
    return _running_out(docket, "cdr_export")


def _running_out(docket: Docket, *deadlines: str) -> Outcome:
    found = [
        _standing(docket, due)
        for due in docket.dues
        if due.deadline in deadlines and not due.met and _near(docket, due)
    ]
    return Outcome(hits(docket.events.clear()), standing=tuple(found))


def _near(docket: Docket, due: Due) -> bool:
    left = (due.day - docket.matter.as_of).days
    remind = docket.deadlines[due.deadline].remind
    return left >= 0 and (remind is None or left <= remind)


def _standing(docket: Docket, due: Due) -> Standing:
    return Standing(
        _lender(docket, due),
        (due.day - docket.matter.as_of).days + 1,
        day=due.starts,
        subject=due.proceeding,
        words_zh=days_zh(start=due.starts, day=due.day),
        words_en=days_en(start=due.starts, day=due.day),
        uncertain_zh=(due.note_zh,),
    )


def _lender(docket: Docket, due: Due) -> str | None:
    if due.proceeding:
        owner = next(one.lender for one in docket.matter.proceedings if one.id == due.proceeding)
        return lender_behind(docket.matter, owner)
    key = due.id.removeprefix(f"{due.deadline}:")
    return None if key == OWN else key
