"""What the demo writes into its files: texts, rings (calls and attempts) and cards, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 -- field types of records are read by readers of this module, keep them real


@dataclass(slots=True)
class Text:
    """One message on the borrower's phone.

    Attributes:
        at: when the phone got or sent it, to the millisecond.
        number: the other side as the phone writes it.
        outgoing: sent by the borrower.
        label: what a careful reader would call it (``ringfence.schema.Label``); the analyze room is measured against it.
        name: how the address book calls the number, empty when it does not.
        others: further numbers of a group message; a text with others is written as MMS.
        deleted: gone from the phone before the last backup; only the earlier backup still has it.
        line: which of the phone's two SIM cards.
    """

    at: datetime
    number: str
    body: str
    outgoing: bool = False
    label: str = ""
    name: str = ""
    others: tuple[str, ...] = ()
    deleted: bool = False
    line: int = 1


@dataclass(slots=True)
class Ring:
    """One call or attempt on the borrower's phone.

    Attributes:
        at: start by the phone's clock.
        kind: in, out, missed, rejected or blocked; an unanswered outgoing call is ``out`` with 0 seconds.
        seconds: talk time.
        deleted: gone from the phone's log; only the carrier still lists it.
        line: which of the phone's two SIM cards.
    """

    at: datetime
    number: str
    kind: str
    seconds: int = 0
    name: str = ""
    deleted: bool = False
    line: int = 1

    @property
    def connected(self) -> bool:
        """Tell whether somebody answered."""
        return self.seconds > 0


@dataclass(slots=True)
class Card:
    """One card of the address book; ``circle`` says which talk it has: mother, family, friend, colleague or any."""

    name: str
    numbers: tuple[str, ...]
    circle: str
    org: str = ""
    note: str = ""
