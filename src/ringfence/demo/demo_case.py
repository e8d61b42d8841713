"""What the demo hands back: the files, what the borrower would tell the program, and the truth to compare findings with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- field types of a public record are read at run time
from pathlib import Path  # noqa: TC003 -- the same

from ringfence.schema import Borrower, Debt, Party, Person  # noqa: TC001 -- the same


@dataclass(frozen=True, slots=True)
class Planted:
    """A wrong that was put into the story on purpose.

    Attributes:
        rule: id of the rule it breaks (``CN-COL-001``).
        lender: Party.id of the lender it counts against (for an agency the lender it acts for).
        count: how many, in the rule's own unit: events for most, days for CN-COL-004 and 005, calling numbers for 006, runs
            for 007, persons for CN-3P-005 and 006, debts for CN-CON-012.
        first_day: day of the first; None when the wrong has no day (CON-012).
        last_day: day of the last.
        note_zh: what happened, in the words of the story.
    """

    rule: str
    lender: str
    count: int
    first_day: date | None
    last_day: date | None
    note_zh: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Something that looks like a wrong and is none; a finding on it would be a false accusation.

    Attributes:
        lender: Party.id, None when no lender has to do with it.
    """

    rule: str
    lender: str | None
    day: date
    note_zh: str


@dataclass(frozen=True, slots=True)
class Contents:
    """How much the files hold, to compare with what a reader finds.

    Attributes:
        texts: distinct messages over both backups.
        rings: calls in the phone's log.
        carrier_rows: calls in the carrier's list.
        carrier_only: of those, the ones the phone no longer has.
        cards: cards in the address book.
        reports: rows in the statements.
    """

    texts: int
    rings: int
    carrier_rows: int
    carrier_only: int
    cards: int
    reports: int


@dataclass(frozen=True, slots=True)
class DemoCase:
    """One written demo.

    Attributes:
        files: paths in the order in which a user would add them.
        today: the day on which the story is judged.
        planted: the wrongs, one per rule and lender, in the order of the rules.
        near_misses: what must not be found.
        declared_known: the borrower remembers whom they gave to the lenders as contacts.
    """

    files: tuple[Path, ...]
    borrower: Borrower
    parties: tuple[Party, ...]
    debts: tuple[Debt, ...]
    people: tuple[Person, ...]
    today: date
    planted: tuple[Planted, ...]
    near_misses: tuple[NearMiss, ...]
    contents: Contents
    declared_known: bool = True
