"""Hiding third parties: numbers keep their ends, names their surname, ids and cards a few digits.

A caller's own number is evidence and stays whole; what is hidden is anybody else's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from ringfence.respond.wording import words
from ringfence.schema import NumberKind, display_phone, mask_phone, parse_phone

if TYPE_CHECKING:
    from ringfence.schema import Dossier

_COMPOUND = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "夏侯",
    "令狐",
    "宇文",
    "长孙",
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[0-9Xx])(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<!\d)(\d{4})[ ]?\d{4}[ ]?\d{4}[ ]?(\d{1,3}[ ]?)?(\d{4})(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")


@dataclass(frozen=True)
class Mask:
    """What may be shown of whom.

    Attributes:
        on: hide; False shows everything, as the user asked.
        callers: keys of numbers that collected: evidence, always shown.
        own: keys of the borrower's numbers, shown to the borrower's own addressees.
        names: names of third parties, longest first.
        contacts: names that recordings' file names give, of whoever did not collect.
    """

    on: bool = True
    callers: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    names: tuple[str, ...] = field(default_factory=tuple)
    contacts: tuple[str, ...] = field(default_factory=tuple)

    @classmethod
    def of(cls, dossier: Dossier) -> Mask:
        """Return the mask that ``dossier`` asks for; a number in the address book is never taken for a caller's."""
        matter = dossier.matter
        theirs = {parse_phone(number).key for person in matter.people for number in person.numbers}
        callers = {key for key in dossier.metrics.numbers["address_key"].to_list() if key}
        callers |= {number for party in matter.parties for number in party.numbers}
        own = frozenset(parse_phone(number).key for number in matter.borrower.numbers)
        names = {person.name.strip() for person in matter.people if len(person.name.strip()) > 1}
        shown = frozenset(callers - theirs - matter.address_book - own)
        heard = {one.contact for one in dossier.showing.recordings if one.contact and one.address_key not in shown}
        return cls(
            on=dossier.masked,
            callers=shown,
            own=own,
            contacts=tuple(sorted(heard, key=lambda name: (-len(name), name))),
            names=tuple(sorted(names - _kin(), key=lambda name: (-len(name), name))),
        )

    def number(self, key: str) -> str:
        """Return a number for a table: a caller's whole, anybody else's masked."""
        shown = display_phone(key)
        if not self.on or key in self.callers:
            return shown
        kind = parse_phone(shown).kind
        if kind in {NumberKind.NAME, NumberKind.WITHHELD}:
            return shown
        return _hidden(shown)

    def name(self, written: str) -> str:
        """Return a third party's name: surname and a star, kinship words as they are."""
        name = written.strip()
        if not self.on or len(name) < 2 or name in _kin():
            return name
        surname = next((two for two in _COMPOUND if name.startswith(two) and len(name) > 2), name[0])
        return f"{surname}*"

    def text(self, body: str) -> str:
        """Return a message with others' numbers, names, identity and card numbers hidden; callers' numbers stay."""
        if not self.on:
            return body
        body = _IDENTITY.sub(r"\1********\2", body)
        body = _CARD.sub(r"\1 **** **** \3", body)
        body = _MOBILE.sub(self._found, body)
        body = _LANDLINE.sub(self._found, body)
        for name in self.names:
            body = body.replace(name, self.name(name))
        return body

    def file_name(self, name: str) -> str:
        """Return a file's name; phones write into a recording's with whom it was."""
        for contact in self.contacts if self.on else ():
            name = name.replace(contact, self.name(contact))
        return self.text(name)

    def identity(self, written: str) -> str:
        """Return a contract or identity number with its middle hidden."""
        if not self.on or len(written) < 6:
            return written
        return f"{written[:2]}{'*' * min(8, len(written) - 4)}{written[-2:]}"

    def _found(self, found: re.Match[str]) -> str:
        written = found.group(0)
        return written if parse_phone(written).key in self.callers else _hidden(written)


def _hidden(written: str) -> str:
    """Mask one number; a landline keeps its area code and last two digits."""
    number = parse_phone(written)
    if number.kind is NumberKind.LANDLINE:
        area, _, local = display_phone(number.key).partition("-")
        return f"{area}-{'*' * (len(local) - 2)}{local[-2:]}"
    return mask_phone(written)


@cache
def _kin() -> frozenset[str]:
    return frozenset(words("kin")["words"])
