"""The name of a contact where a screenshot shows no number: whose number it is, when there can be only one.

Phones show a contact's name instead of the number. It is looked up in the address books of the same person's phone and, for the
borrower's phone, among the people of the case. Only when exactly one number fits is it taken; a number that is shown is never
replaced. Names in chats are chosen by whoever bears them and are not looked up.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence.schema import CALLS, MESSAGES, NumberKind, Said, conform, parse_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringfence.case.merge import Records
    from ringfence.schema import Person

SURE = 0.8  # a name recognised less surely is not looked up
FROM_BOOK = "number_from_address_book"
_PHONE_KINDS = ("sms", "mms")
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # how an emoji is to be drawn
_NO_NUMBER = {NumberKind.NAME, NumberKind.WITHHELD, NumberKind.INVALID}


class Fit(StrEnum):
    """How a shown name fits what is known."""

    NUMBER = "number"  # one number
    PERSON = "person"  # one person with several numbers, or none
    SEVERAL = "several"  # several people of that name
    NOBODY = "nobody"
    UNSURE = "unsure"  # the name itself was not recognised surely


_SAID = {
    Fit.NUMBER: Said(
        "只显示联系人的名字,号码是按通讯录或已登记的人里唯一的同名者认定的;不对请用 ringfence fields {source} 写明号码。",
        "show a contact's name only; the number was taken from the one person of that name. If wrong, name it with ringfence "
        "fields {source}.",
    ),
    Fit.PERSON: Said(
        "显示的联系人有不止一个号码(或没有号码),不知道用的是哪一个,没有认定号码。",
        "show a contact with several numbers or none; which was used is not known, and no number was taken.",
    ),
    Fit.SEVERAL: Said(
        "显示的名字有不止一个同名的联系人,不知道是谁,没有认定号码。",
        "show a name that several contacts have; who it is is not known, and no number was taken.",
    ),
    Fit.NOBODY: Said(
        "只显示名字,通讯录和已登记的人里没有同名的,不知道号码。",
        "show a name only that neither the contacts nor the people of the case have; the number is not known.",
    ),
    Fit.UNSURE: Said(
        "显示的名字识别得不可靠,没有据此认定号码。",
        "show a name that was not surely recognised; no number was taken from it.",
    ),
}


@dataclass
class _Known:
    """What is known of one name on one person's phone."""

    cards: list[set[str]] = field(default_factory=list)
    people: list[set[str]] = field(default_factory=list)

    def fit(self) -> tuple[Fit, str]:
        """Return how the name fits, and the number when there is exactly one."""
        every = [*self.cards, *self.people]
        numbers = set().union(*every)
        if not every:
            return Fit.NOBODY, ""
        if len(self.people) > 1:
            return Fit.SEVERAL, ""
        if len(numbers) == 1:
            return Fit.NUMBER, next(iter(numbers))
        whole = any(one == numbers for one in every)
        return (Fit.PERSON if whole else Fit.SEVERAL), ""


@dataclass(frozen=True, slots=True)
class Named:
    """Records with the numbers that shown names stand for.

    Attributes:
        resolved: refs whose number comes from a name.
        acquainted: refs whose name is certainly one of the borrower's contacts, though the number is not known.
        notes: sentences for the list of what is not known.
    """

    sources: tuple[Records, ...]
    resolved: frozenset[str] = frozenset()
    acquainted: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def plain_name(name: str | None) -> str:
    """Return a name as two spellings of it share it: no blanks, no emoji, one width and case."""
    folded = unicodedata.normalize("NFKC", name or "").casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LNMP" and char not in _SELECTORS)


def resolve_names(sources: Sequence[Records], people: Mapping[str, Person]) -> Named:
    """Return ``sources`` with the numbers of names on pictures filled in where exactly one fits."""
    known = {records.owner: _book(records.owner, sources, people) for records in sources if records.regions is not None}
    sure = {owner: _sure(owner, sources) for owner in known}
    fits: dict[str, tuple[Fit, str]] = {}
    changed: list[Records] = []
    for records in sources:
        if records.regions is None:
            changed.append(records)
            continue
        changed.append(_resolved(records, known[records.owner], sure[records.owner], fits))
    debtor = {f"{records.source}#" for records in sources if records.owner == "debtor"}
    return Named(
        tuple(changed),
        frozenset(ref for ref, (fit, _) in fits.items() if fit is Fit.NUMBER),
        frozenset(
            ref
            for ref, (fit, _) in fits.items()
            if fit in {Fit.NUMBER, Fit.PERSON, Fit.SEVERAL} and ref[: ref.index("#") + 1] in debtor
        ),
        tuple(_notes(fits)),
    )


def _book(owner: str, sources: Sequence[Records], people: Mapping[str, Person]) -> dict[str, _Known]:
    """Return plain name -> what is known, over the address books of ``owner``'s phone and the people of the case."""
    found: dict[str, _Known] = {}
    for records in sources:
        if records.contacts is None or records.owner != owner:
            continue
        cards: dict[tuple[int, str], set[str]] = {}
        for row, name, key, kind in records.contacts.select("row", "name", "address_key", "address_kind").iter_rows():
            if plain_name(name):
                numbers = cards.setdefault((row, plain_name(name)), set())
                numbers |= {key} if key and kind not in _NO_NUMBER else set()
        for (_, name), numbers in cards.items():
            found.setdefault(name, _Known()).cards.append(numbers)
    if owner == "debtor":  # what the borrower calls them; on another phone the same word may be another person
        for person in people.values():
            if plain_name(person.name):
                found.setdefault(plain_name(person.name), _Known()).people.append(set(person.numbers))
    return found


def _sure(owner: str, sources: Iterable[Records]) -> frozenset[str]:
    """Return the plain names that were recognised surely on any picture of ``owner``'s phone, or given by the user."""
    names: set[str] = set()
    for records in sources:
        if records.regions is None or records.owner != owner:
            continue
        fields = records.regions.filter(pl.col("field").is_in(["address", "title"]) & (pl.col("confidence") >= SURE))
        names |= {plain_name(text) for text in fields["text"].to_list()}
        given = [row for row, told in records.fixed.items() if "address" in told]
        for frame in (records.messages, records.calls):
            if frame is not None and given:
                names |= {plain_name(text) for text in frame.filter(pl.col("row").is_in(given))["address"].to_list()}
    return frozenset(names)


def _resolved(
    records: Records, known: Mapping[str, _Known], sure: frozenset[str], fits: dict[str, tuple[Fit, str]]
) -> Records:
    """Return one picture's records with numbers, and note how each name fits."""

    def fill(frame: pl.DataFrame | None, schema: pl.Schema, *, note: bool) -> pl.DataFrame | None:
        if frame is None:
            return None
        rows = frame.to_dicts()
        for row in rows:
            if not _is_name(row):
                continue
            name = plain_name(row["address"])
            fit = known.get(name, _Known()).fit() if name in sure else (Fit.UNSURE, "")
            if note:
                fits[f"{records.source}#{row['row']}"] = fit
            if fit[0] is Fit.NUMBER:
                number = parse_phone(fit[1])
                told = [row["repair"], FROM_BOOK] if row["repair"] else [FROM_BOOK]
                row |= {"address_key": fit[1], "address_kind": number.kind.value, "repair": ",".join(told)}
        return conform(pl.DataFrame(rows, schema=schema), schema)

    before = records.as_read
    return replace(
        records,
        messages=fill(records.messages, MESSAGES, note=True),
        calls=fill(records.calls, CALLS, note=True),
        as_read=None
        if before is None
        else replace(
            before,
            messages=fill(before.messages, MESSAGES, note=False),
            calls=fill(before.calls, CALLS, note=False),
        ),
    )


def _is_name(row: Mapping[str, Any]) -> bool:
    """Tell whether a record shows a phone contact's name: not a chat, not a group, not a number."""
    if row["address_kind"] != NumberKind.NAME or not row["address_key"]:
        return False
    return "kind" not in row or (row["kind"] in _PHONE_KINDS and row["subject"] is None)


def _notes(fits: Mapping[str, tuple[Fit, str]]) -> list[str]:
    counted: dict[tuple[str, Fit], int] = {}
    for ref, (fit, _) in fits.items():
        key = (ref.split("#")[0], fit)
        counted[key] = counted.get(key, 0) + 1
    return [
        Said(
            f"截图 {source} 有 {count} 条{_SAID[fit].replace('{source}', source)}",
            f"Screenshot {source}: {count} {_SAID[fit].en.replace('{source}', source)}",
        )
        for (source, fit), count in counted.items()
    ]
