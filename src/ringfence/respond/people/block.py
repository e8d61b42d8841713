"""The block list: which numbers, which not and why, in the forms that phones and apps really read (words/blocklist.yaml)."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.respond.wording import words
from ringfence.respond.write import save
from ringfence.schema import NumberKind, PartyType, display_phone, from_micros, parse_phone

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import polars as pl

    from ringfence.schema import Matter, Party

_OFFICIAL = frozenset({NumberKind.PUBLIC, NumberKind.CARRIER, NumberKind.SHORT})
_SERVICE = frozenset({NumberKind.SERVICE_95, NumberKind.SERVICE_96, NumberKind.SERVICE_400})
_NOBODY = frozenset({NumberKind.WITHHELD, NumberKind.INVALID, NumberKind.NAME})
_FORMULA = re.compile(r"^[=+\-@\t]")  # a table program would take such a cell for a formula


@dataclass(frozen=True, slots=True)
class Blocked:
    """One number with whom it was attributed to and how often it collected; times UTC microseconds."""

    key: str
    party: str
    attempts: int
    first: int | None
    last: int | None

    @property
    def dialled(self) -> str:
        """Return it as a person dials it."""
        return display_phone(self.key)


@dataclass(frozen=True, slots=True)
class BlockList:
    """``numbers`` to block, and what was left out: (number, reason) by the table's names."""

    numbers: tuple[Blocked, ...]
    left_out: tuple[tuple[str, str], ...]


def block_list(numbers: pl.DataFrame, matter: Matter, officials: Collection[str] = ()) -> BlockList:
    """Choose the numbers to block.

    Args:
        numbers: ``Metrics.numbers``: numbers that collected, with the party they were attributed to.
        matter: parties, people and address book; nobody in them is blocked, nor a lender's own numbers.
        officials: numbers of offices, as dialled.
    """
    parties = {party.id: party for party in matter.parties}
    mine = {parse_phone(number).key for number in matter.borrower.numbers}
    people = {parse_phone(number).key for person in matter.people for number in person.numbers}
    lenders = _own_numbers(parties)
    kept: dict[str, Blocked] = {}
    out: dict[str, str] = {}
    for row in numbers.to_dicts():
        key, party = row["address_key"] or "", parties.get(row["speaker"] or "") or parties.get(row["lender"] or "")
        known = {"own": mine, "book": people | matter.address_book, "official": set(officials), "lender": lenders}
        reason = next((name for name, keys in known.items() if key in keys), "") or _reason(key, party)
        if reason:
            out[key] = reason
        elif party is not None:
            before = kept.get(key)
            attempts = row["attempts"] + (before.attempts if before else 0)
            kept[key] = Blocked(key, party.name, attempts, row["first_ts"], row["last_ts"])
    return BlockList(
        tuple(sorted(kept.values(), key=lambda one: (-one.attempts, one.key))),
        tuple((key, reason) for key, reason in out.items() if key),
    )


def _own_numbers(parties: dict[str, Party]) -> set[str]:
    """Return the numbers that lenders and platforms name as their own; an agency's are no official channel."""
    return {
        parse_phone(number).key
        for party in parties.values()
        if party.type not in {PartyType.AGENCY, PartyType.UNLICENSED}
        for number in party.numbers
    }


def _reason(key: str, party: Party | None) -> str:
    kind = parse_phone(display_phone(key)).kind
    if kind in _NOBODY:
        return "foreign"
    if kind in _OFFICIAL:
        return "official"
    if kind is NumberKind.SERVICE_106:
        return "gateway"
    if kind in _SERVICE:
        return "service"
    return "" if party is not None else "unknown"


def block_words() -> dict[str, Any]:
    """Return the table of sentences (words/blocklist.yaml)."""
    return words("blocklist")


def write_block_list(found: BlockList, folder: Path, zone: str) -> tuple[Path, ...]:
    """Write the list in every form into ``folder`` and return the paths."""
    made = {
        "numbers.txt": "".join(f"{one.dialled}\n" for one in found.numbers),
        "blocklist.csv": "\ufeff" + _table(found, zone),  # without the mark Excel takes it for another code
        "blocklist.vcf": _card(found),
        "fossify.txt": ",".join(one.key for one in found.numbers),
        "nophonespam.txt": "".join(f"{one.key}: {_plain(one.party)}\n" for one in found.numbers),
        "spamblocker.csv": _rules(found),
        "keywords.txt": "".join(f"{word}\n" for word in words("blocklist")["keywords"]),
        "先看这里.txt": _readme(found),
    }
    return tuple(save(folder / name, text.encode()) for name, text in made.items())


def _table(found: BlockList, zone: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("号码", "归属", "次数", "首次", "最近"))
    for one in found.numbers:
        times = (f"{from_micros(at, zone):%Y-%m-%d %H:%M}" if at is not None else "" for at in (one.first, one.last))
        writer.writerow((one.dialled, _FORMULA.sub(r"'\g<0>", _plain(one.party)), one.attempts, *times))
    return out.getvalue()


def _card(found: BlockList) -> str:
    """Return one contact with all numbers (vCard 3.0, RFC 2426: CRLF, commas and semicolons escaped)."""
    if not found.numbers:
        return ""
    name = str(words("blocklist")["card_name"])
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{name};;;;", f"FN:{name}"]
    lines += [f"TEL;TYPE=CELL:{one.key}" for one in found.numbers]
    return "\r\n".join([*lines, "END:VCARD", ""])


def _rules(found: BlockList) -> str:
    """Return the CSV of SpamBlocker: the pattern is compared without the leading plus, with or without the country code."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("pattern", "description"))
    for one in found.numbers:
        digits = one.key.removeprefix("+")
        pattern = f"(86)?0?{digits.removeprefix('86')}" if one.key.startswith("+86") else digits
        writer.writerow((pattern, _plain(one.party)))
    return out.getvalue()


def _readme(found: BlockList) -> str:
    table = words("blocklist")
    lines = [*(f"{number}. {text}" for number, text in enumerate(table["warnings"], 1)), ""]
    lines += [f"{name}：{text}" for name, text in table["files"].items()]
    lines += ["", str(table["keyword_note"]), "", f"共{len(found.numbers)}个号码。没有放进名单的："]
    lines += [f"{display_phone(key)}：{table['left_out'][reason]}" for key, reason in found.left_out]
    return "\n".join(lines) + "\n"


def _plain(name: str) -> str:
    return "".join(char if char.isprintable() else " " for char in name)
