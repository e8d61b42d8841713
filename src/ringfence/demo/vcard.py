"""The address book as Chinese phones export it: one file in which the cards of several phones have gathered.

Most cards are Android's vCard 2.1: quoted-printable with soft line breaks, mobiles hyphenated as if they were American
(``1-990-000-0123``). Every twentieth came from an iPhone (3.0, item groups, UTF-8 as it is), and one from an old phone in GBK.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ringfence.demo.records import Card

_WIDTH = 76  # columns of a quoted-printable line, RFC 2045 6.7 (5)
_IPHONE_EVERY = 20
_GBK_CARD = 7


def write_contacts(path: Path, cards: Sequence[Card]) -> None:
    """Write ``cards`` as one .vcf with CRLF line ends."""
    path.write_bytes("".join(_card(place, card) for place, card in enumerate(cards)).encode("utf-8"))


def _card(place: int, card: Card) -> str:
    if place % _IPHONE_EVERY == _IPHONE_EVERY - 1:
        return _iphone(card)
    return _android(card, "GBK" if place == _GBK_CARD else "UTF-8")


def _android(card: Card, charset: str) -> str:
    lines = ["BEGIN:VCARD", "VERSION:2.1"]
    lines += printable("N", (card.name, "", "", "", ""), charset)
    lines += printable("FN", (card.name,), charset)
    for number in card.numbers:
        lines.append(f"TEL;{'CELL' if _mobile(number) else 'WORK'}:{hyphenated(number)}")
    if card.org:
        lines += printable("ORG", (card.org,), charset)
    if card.note:
        lines += printable("NOTE", (card.note,), charset)
    return "\r\n".join([*lines, "END:VCARD", ""])


def printable(name: str, values: tuple[str, ...], charset: str) -> list[str]:
    """Return the lines of a property in quoted-printable; long ones are broken softly with ``=`` at the end."""
    coded = ";".join("".join(f"={byte:02X}" for byte in value.encode(charset)) for value in values)
    line = f"{name};CHARSET={charset};ENCODING=QUOTED-PRINTABLE:{coded}"
    lines: list[str] = []
    while len(line) > _WIDTH:
        cut = _WIDTH - 1
        while "=" in line[cut - 2 : cut]:  # never inside =E6
            cut -= 1
        lines.append(line[:cut] + "=")
        line = line[cut:]
    return [*lines, line]


def hyphenated(number: str) -> str:
    """Return a mobile as Android's formatter for North America leaves it; others stay."""
    return f"{number[0]}-{number[1:4]}-{number[4:7]}-{number[7:]}" if _mobile(number) else number


def _mobile(number: str) -> bool:
    return len(number) == 11 and number.startswith("1")


def _iphone(card: Card) -> str:
    lines = ["BEGIN:VCARD", "VERSION:3.0", "PRODID:-//Apple Inc.//iPhone OS 17.5//EN"]
    lines += [f"N:{card.name};;;;", f"FN:{card.name}"]
    if card.org:
        lines.append(f"ORG:{card.org};")
    for place, number in enumerate(card.numbers, start=1):
        shown = f"{number[:3]} {number[3:7]} {number[7:]}" if _mobile(number) else number
        lines += [
            f"item{place}.TEL;type=pref:{shown}",
            f"item{place}.X-ABLabel:{'_$!<Mobile>!$_' if _mobile(number) else '_$!<Work>!$_'}",
        ]
    if card.note:
        lines.append(f"NOTE:{card.note}")
    return "\r\n".join([*lines, "END:VCARD", ""])
