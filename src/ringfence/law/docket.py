"""The timeline as the rules read it: who is behind each attempt, whom it reached, whether it is collection at all.

What never counts: events without a time, events that other sources contradict, what is said in a text or call a person must
still look at (``unsure``), and anything before the debt was overdue (a reminder is no collection).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.workdays import Calendar
from ringfence.schema import EventKind, Label, NumberKind, PartyType, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ringfence.law.pack import Deadline, LprRate
    from ringfence.law.settings import Settings
    from ringfence.schema import Due, Matter, Party

CALLS = (EventKind.CALL.value, EventKind.VOICE_ROBOT.value)
SPEECHLESS = (*CALLS, EventKind.VISIT.value)  # may be collection although nothing of what was said is recorded
COLLECTS = tuple(label.value for label in Label if label.collects)
OBLIGED = tuple(role.value for role in Role if role.obliged)
DEBTOR = Role.DEBTOR.value
NO_COLLECTOR = (NumberKind.PUBLIC.value, NumberKind.CARRIER.value)


@dataclass(frozen=True, slots=True)
class Docket:
    """One matter, prepared for judging.

    Attributes:
        events: EVENTS of known time that nothing contradicts, in order of time, with ``lender`` resolved to the party that
            lends and these columns more: ``source`` (lender, or ``#number`` when no lender is known, null for a withheld
            number), ``inward``, ``obliged``, ``outsider`` (Boolean), ``pressing`` (an attempt that presses for the debt),
            ``collecting`` (pressing, and the debt was overdue), ``wordless`` (pressing, but nothing of what was said is
            recorded: it counts because of who called), ``approach`` (pressing, or a call or visit of the collectors of which
            it is not clear what was said: enough where the law asks only whether somebody was contacted).
        left_out: per lender, how many pressing events other sources contradict.
        due: per lender, the day its oldest unpaid instalment fell due; None when one of its debts has no such day.
        lpr: the one-year loan prime rate by date, oldest first.
        deadlines: the pack's periods by id; ``dues`` those that run, ``calendar`` by which they are counted. Filled by
            :func:`ringfence.law.judge.judge`.
    """

    matter: Matter
    settings: Settings
    events: pl.DataFrame
    left_out: Mapping[str | None, int]
    due: Mapping[str, date | None]
    lpr: tuple[LprRate, ...] = ()
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    dues: tuple[Due, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    def party(self, lender: str | None) -> Party | None:
        """Return the party behind a lender id."""
        return self.matter.party(lender)

    def type_of(self, lender: str | None) -> PartyType:
        """Return the type that decides which rules bind; a platform or agency whose lender is unknown counts as unknown."""
        party = self.matter.party(lender)
        if party is None or party.type in {PartyType.AGENCY, PartyType.ASSIST_PLATFORM}:
            return PartyType.UNKNOWN
        return party.type


def lender_behind(matter: Matter, party_id: str | None) -> str | None:
    """Return the party an agency or platform acts for, followed to its end; itself when it lends on its own."""
    seen: set[str] = set()
    current = party_id
    while current is not None and current not in seen:
        seen.add(current)
        party = matter.party(current)
        acts = party is not None and party.type in {PartyType.AGENCY, PartyType.ASSIST_PLATFORM}
        if party is None or not acts or party.acts_for is None:
            return current
        current = party.acts_for
    return party_id


def prepare(matter: Matter, settings: Settings) -> Docket:
    """Return the docket of ``matter``."""
    due = _due(matter)
    dated = _who(matter).filter(
        pl.col("ts").is_not_null() & pl.col("local_date").is_not_null() & pl.col("local_second").is_not_null()
    )
    agencies = [party.id for party in matter.parties if party.type is PartyType.AGENCY]
    marked = _pressing(_labelled(dated), due, agencies).sort("ts", "event")
    contradicted = (pl.col("agreement") == "contradicted").fill_null(value=False)
    lost = marked.filter(contradicted & pl.col("pressing")).group_by("lender").len()
    return Docket(matter, settings, marked.filter(~contradicted), dict(lost.iter_rows()), due)


def _due(matter: Matter) -> dict[str, date | None]:
    days: dict[str, list[date | None]] = {}
    for debt in matter.debts:
        days.setdefault(lender_behind(matter, debt.lender) or debt.lender, []).append(debt.due)
    return {
        lender: min((day for day in found if day), default=None) if all(found) else None
        for lender, found in days.items()
    }


def _who(matter: Matter) -> pl.DataFrame:
    """Resolve lender and role: the user's word about a person goes before the source's."""
    behind = {party.id: lender_behind(matter, party.id) for party in matter.parties}
    roles = {person.id: person.role.value for person in matter.people}
    told = pl.col("person").replace_strict(roles, default=None, return_dtype=pl.String)
    is_debtor = (pl.col("person") == DEBTOR).fill_null(value=False)
    role = pl.when(is_debtor).then(pl.lit(DEBTOR)).otherwise(pl.coalesce(told, "role"))
    obliged = (
        is_debtor | told.is_in(OBLIGED).fill_null(value=False) | pl.col("role").is_in(OBLIGED).fill_null(value=False)
    )
    number = pl.when(pl.col("address_key").fill_null("") != "").then(pl.concat_str(pl.lit("#"), "address_key"))
    return (
        matter.events.with_columns(
            lender=pl.coalesce(pl.col("lender").replace_strict(behind, default=None, return_dtype=pl.String), "lender"),
            role=role,
            obliged=obliged,
            inward=(pl.col("direction") == "in").fill_null(value=False),
        )
        .with_columns(outsider=pl.col("role").is_not_null() & ~pl.col("obliged"))
        .with_columns(source=pl.coalesce("lender", number))
    )


def _labelled(events: pl.DataFrame) -> pl.DataFrame:
    """Mark texts and calls whose class collects.

    Without a lender behind it, what comes from somebody in the borrower's own address book, or from a public office's number,
    is no collector's: a friend's joke or a warning that quotes a threat.
    """
    acquainted = pl.col("known").fill_null(value=False) | pl.col("address_kind").is_in(NO_COLLECTOR).fill_null(
        value=False
    )
    return events.with_columns(
        labelled=pl.col("inward")
        & pl.col("label").is_in(COLLECTS).fill_null(value=False)
        & (pl.col("lender").is_not_null() | ~acquainted),
        precision_s=pl.col("precision_s").fill_null(0),
    )


def _pressing(events: pl.DataFrame, due: Mapping[str, date | None], agencies: list[str]) -> pl.DataFrame:
    """Mark what presses for the debt.

    Every event whose class collects does. A call or visit without any class does only when a person says it was the lender's
    or an agency made it, and collection had begun: after the due day where it is known, else from the day of the lender's
    first event that collects. A lender's own hotline that merely rang proves nothing. The same with an unsure class is only
    an approach: that somebody was contacted is certain, what was said is not.
    """
    known = {lender: day for lender, day in due.items() if day is not None}
    due_day = pl.col("lender").replace_strict(known, default=None, return_dtype=pl.Date)
    begun = pl.col("local_date").filter(pl.col("labelled")).min().over("lender")
    said_so = pl.col("lender_by").is_in(["user", "statement"]) | pl.col("speaker").is_in(agencies)
    sent = (
        pl.col("inward")
        & pl.col("lender").is_not_null()
        & pl.col("kind").is_in(SPEECHLESS)
        & said_so.fill_null(value=False)
        & pl.when(pl.col("due_day").is_not_null())
        .then(pl.col("overdue"))
        .otherwise((pl.col("local_date") >= pl.col("begun")).fill_null(value=False))
    )
    unsure = (pl.col("label") == Label.UNSURE.value).fill_null(value=False)
    return (
        events.with_columns(due_day=due_day, begun=begun)
        .with_columns(overdue=(pl.col("local_date") > pl.col("due_day")).fill_null(value=True))
        .with_columns(unlabelled=sent & pl.col("label").is_null())
        .with_columns(pressing=pl.col("labelled") | pl.col("unlabelled"))
        .with_columns(
            collecting=pl.col("pressing") & pl.col("overdue"),
            approach=pl.col("pressing") | (sent & unsure),
            wordless=pl.col("unlabelled")
            | (pl.col("labelled") & (pl.col("label_by") == "number").fill_null(value=False)),
        )
        .drop("due_day", "begun", "unlabelled")
    )
