"""What the timeline holds after the day they said it was done: contact with others speaks against it, and is shown as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.respond.proceedings.course import Course
from ringfence.respond.proceedings.kinds import kind_of
from ringfence.schema import EventKind, Label, Outcome, Role, Said

if TYPE_CHECKING:
    from datetime import date

    from ringfence.schema import Matter, Proceeding

_COLLECTS = tuple(label.value for label in Label if label.collects)
_SPEECHLESS = (EventKind.CALL.value, EventKind.VOICE_ROBOT.value, EventKind.VISIT.value)
_OBLIGED = tuple(role.value for role in Role if role.obliged)


@dataclass(frozen=True, slots=True)
class LaterContact:
    """Contact with others after "done".

    Attributes:
        since: the day they said it; only later days count.
        events: EVENTS.event, oldest first.
        people: whom it reached.
        last: the day of the latest.
        unclear: how many of them are calls or visits of which it is not clear what was said.
    """

    since: date
    events: tuple[str, ...]
    people: tuple[str, ...]
    last: date
    unclear: int = 0

    @property
    def sentence_zh(self) -> str:
        """Say what the records show, and what they do not."""
        unclear = f"(其中{self.unclear}次说了什么没有判断清楚)" if self.unclear else ""
        also = f" (of {self.unclear} it is not clear what was said)" if self.unclear else ""
        return Said(
            f"{self.since}对方说已经办好;之后到{self.last},记录里还有{len(self.events)}次联系亲友{unclear},"
            f"涉及{len(self.people)}人。这可能与对方的说法不一致。是谁打的、说了什么,请先看一遍再使用。",
            f"On {self.since} they said it was done; until {self.last} the records still hold {len(self.events)} contact(s) with "
            f"others{also}, {len(self.people)} person(s). That may not agree with what they said. Look who called and what was "
            "said before using it.",
        )


def later_contact(proceeding: Proceeding, matter: Matter, today: date) -> LaterContact | None:
    """Return what speaks against "done", None when nothing was said to be done or nothing speaks against it.

    Counted: incoming events on later days that collect, or are calls and visits of which it is not clear what was said (that
    somebody was contacted is enough here), are attributed to the lender or to who acts for it, and reached somebody who does
    not owe the debt (for a request made for one contact: that person). Left out: what other sources contradict, and what
    only the model judged to collect.
    """
    if not kind_of(proceeding.kind).get("about_contacts") or proceeding.lender is None:
        return None
    said = [step for step in Course.of(proceeding, today).answers if step.outcome is Outcome.DONE]
    if not said:
        return None
    since = said[-1].day
    theirs = {proceeding.lender, *(party.id for party in matter.parties if party.acts_for == proceeding.lender)}
    unclear = (pl.col("label") == Label.UNSURE.value) & pl.col("kind").is_in(_SPEECHLESS)
    found = matter.events.filter(
        (pl.col("direction") == "in")
        & (pl.col("label").is_in(_COLLECTS) | unclear)
        & (pl.col("lender").is_in(sorted(theirs)) | pl.col("speaker").is_in(sorted(theirs)))
        & pl.col("local_date").is_between(since, today, closed="right")
        & pl.col("person").is_in(_others(proceeding, matter))
        & ~pl.col("role").is_in(_OBLIGED).fill_null(value=False)
        & ~(pl.col("agreement") == "contradicted").fill_null(value=False)
        & ~(pl.col("label_by") == "model").fill_null(value=False)
    ).sort("ts", "event")
    if found.is_empty():
        return None
    days: list[date] = found["local_date"].to_list()
    people = tuple(dict.fromkeys(found["person"].to_list()))
    return LaterContact(since, tuple(found["event"].to_list()), people, max(days), found.filter(unclear).height)


def _others(proceeding: Proceeding, matter: Matter) -> list[str]:
    """Return whom the request protects: the contact it was made for, else everybody who does not owe the debt."""
    if proceeding.person:
        return [proceeding.person]
    return [person.id for person in matter.people if not person.role.obliged]
