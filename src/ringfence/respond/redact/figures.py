"""Rows of digits that belong to a person: identity numbers, bank cards and accounts, phones; never amounts, dates, times.

Checks: GB 11643-1999 (check digit ISO 7064 MOD 11-2 and a date that exists; the county code is not checked, because lists of
counties age), Luhn for cards (ISO/IEC 7812-1), the numbering plan for phones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from ringfence.respond.redact.span import Private, Span
from ringfence.respond.wording import words
from ringfence.schema import NumberKind, Said, parse_phone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.respond.redact.plain import Plain

_BETWEEN = r"[ \t\-_.*·•‧・,、/|~—–‐―()]{0,3}"  # what people put between the digits of one number
_RUN = re.compile(rf"(?<!\d)(?<!\d\.)\+?[(]?\d(?:{_BETWEEN}[\dx])+")
_GAP = r"[ \t\-.·_—–]{0,3}"
_BY_DATE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dx]|1[3-9]\d(?!\d){_GAP}\d{{8}}"
    rf"|[(]?0(?:10|2\d|[3-9]\d\d)[)\- ]{{1,2}}\d{{8}})(?!\d)"
)
_Found = tuple[int, int, Private, str, str]
_PART = re.compile(r"[+(]?[\dx]+")
_LISTED = re.compile(r"[,、/|]")  # what stands between two numbers of a list
_MOST_PARTS, _MOST_FIGURES = 19, 22
_LONGEST = 64  # characters of an amount or date with its time
_CROSSED = re.compile(r"x(?!$)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OLD_IDENTITY = re.compile(r"[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_MOBILE = re.compile(r"(?:\+?(?:00)?86|0|17951|12593)?(1[3-9]\d{9})")
_AREA = r"0(?:10|2[0-57-9]|[3-9]\d{2})"
_LANDLINE = re.compile(rf"(?:\+?(?:00)?86)?({_AREA}|(?<=86)(?:10|2[0-57-9]|[3-9]\d{{2}}))([2-8]\d{{6,7}})")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d{2}"
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
_DATES = re.compile(
    rf"(?<!\d)(?:{_YEAR}\s*[-/.年]\s*{_MONTH}\s*[-/.月]\s*{_DAY}(?!\d)日?(?:[ t,，]*{_CLOCK})?"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ _t\-]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?(?:\d{{3}})?)?(?!\d)"
    rf"|{_YEAR}\s*年(?:\s*{_MONTH}\s*月)?|{_MONTH}\s*月\s*{_DAY}\s*[日号]|{_MONTH}-{_DAY}[ ,]+{_CLOCK}|{_CLOCK})"
)
_THOUSANDS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_SUM = rf"{_THOUSANDS}|\d+(?:\.\d+)?"
_GROUPS = frozenset(
    {(11,), (3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (5, 6), (6, 5), (3, 8), (7, 4), (8, 3), (4, 7), (1, 3, 3, 4)}
    | {(3, 2, 2, 4), (5, 3, 3), (3, 3, 3, 2), (2, 3, 3, 3), (3, 4, 2, 2), (3, 2, 2, 2, 2), (2, 4, 5), (1,) * 11}
)


def figures_in(text: Plain) -> Iterator[Span]:
    """Yield every identity number, card, account and phone of ``text``; amounts, dates and times are left alone."""
    taken = bytearray(len(text.digits))
    for found in _with_date_inside(text):
        taken[found[0] : found[1]] = b"\1" * (found[1] - found[0])
        yield _span(text, found)
    kept = [(first, last) for first, last in kept_alone(text) if not any(taken[first:last])]
    for run in _RUN.finditer(text.digits):
        for start, end in _pieces(text, run.start(), run.end(), kept):
            for found in _named(text, start, end):
                if not any(taken[found[0] : found[1]]):
                    yield _span(text, found)


def _span(text: Plain, found: _Found) -> Span:
    start, end, kind, key, why = found
    return Span(*text.span(start, end), kind, key, why)


def _with_date_inside(text: Plain) -> Iterator[_Found]:
    """Yield numbers written in groups of which one looks like a date: ``110105 19491231 002X``, ``139 20261113``."""
    for row in _BY_DATE.finditer(text.digits):
        found = _one(text, *row.span())
        if found is not None:
            yield found


def kept_alone(text: Plain) -> list[tuple[int, int]]:
    """Return the places of amounts, dates and times, in order."""
    kept = [found.span() for found in _DATES.finditer(text.digits)]
    kept += [found.span() for found in _amounts().finditer(text.digits)]
    return sorted(kept)


@cache
def _table() -> dict[str, Any]:
    return words("redact")


@cache
def _amounts() -> re.Pattern[str]:
    """Match an amount: with a mark before it, a unit after it (at most nine digits: longer is no sum owed), or thousands."""
    units = "|".join(map(re.escape, sorted(_table()["amount_units"], key=len, reverse=True)))
    marks = "|".join(map(re.escape, _table()["amount_marks"]))
    return re.compile(
        rf"(?<!\d)(?<!\d[.,])(?:(?:{marks})\s*(?:{_SUM})|(?:{_THOUSANDS}|\d{{1,9}}(?:\.\d+)?)(?=\s*(?:{units}))"
        rf"|{_THOUSANDS}|\d{{4,}}\.\d\d(?![\d.]))(?!\d)"
    )


def _pieces(text: Plain, start: int, end: int, kept: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut the run [start, end) at amounts and dates inside it."""
    at = start
    for first, last in islice(kept, bisect_left(kept, (start - _LONGEST,)), None):
        if first >= end:
            break
        if last <= at:
            continue
        if _is_number_itself(text, start, end, first, last):
            continue
        if first > at:
            yield at, first
        at = max(at, last)
    if at < end:
        yield at, end


def _is_number_itself(text: Plain, start: int, end: int, first: int, last: int) -> bool:
    """Tell whether a seeming date is only a part of one unbroken row of digits (a birthday inside an identity number)."""
    row = text.digits[start:end]
    before = start < first and text.digits[first - 1].isdigit()
    after = last < end and text.digits[last].isdigit()
    return (before or after) and row.replace("x", "").isdigit()


def _named(text: Plain, start: int, end: int) -> Iterator[_Found]:
    """Yield what stands in one run: the whole if it is one thing, else the longest things its parts make, left to right."""
    whole = _one(text, start, end)
    if whole is not None:
        yield whole
        return
    parts = [(part.start(), part.end()) for part in _PART.finditer(text.digits, start, end)]
    at = 0
    while at < len(parts):
        found, used = _longest(text, parts, at)
        if found is not None:
            yield found
        at += used


def _longest(text: Plain, parts: list[tuple[int, int]], at: int) -> tuple[_Found | None, int]:
    """Return the longest thing that begins with part ``at`` and how many parts it takes; inside a long part, what it holds."""
    first = parts[at][0]
    for last in range(min(len(parts), at + _MOST_PARTS), at, -1):
        row = text.digits[first : parts[last - 1][1]]
        if sum(char.isdigit() or char == "x" for char in row) > _MOST_FIGURES or _LISTED.search(row):
            continue
        found = _one(text, first, parts[last - 1][1], alone=False)
        if found is not None:
            return found, last - at
    return None, 1


def _one(text: Plain, start: int, end: int, *, alone: bool = True) -> _Found | None:
    """Return what [start, end) is as a whole, None when it is nobody's; ``alone``: no other figures stand beside it."""
    row = text.digits[start:end]
    while row and not (row[-1].isdigit() or row[-1] == "x"):
        row, end = row[:-1], end - 1
    figures = re.sub(r"[^\dx]", "", row)
    before = text.text[max(0, start - 14) : start]
    if len(figures) in {15, 18}:
        why = _identity(figures, before)
        if why:
            return start, end, Private.IDENTITY, figures, why
    if figures.endswith("x"):  # a cross that belongs to the next word
        row = row[: row.rindex("x")]
        end, figures = start + len(row.rstrip(" -")), figures[:-1]
    if "x" in figures:
        return None
    phone = _phone(row, figures, before, alone=alone)
    if phone:
        return start, end, Private.PHONE, phone, Said("号码规则", "how phone numbers are made")
    if 12 <= len(figures) <= 19:
        return _card(figures, before, start, end)
    return None


def _identity(figures: str, before: str) -> str:
    """Return why these 15 or 18 figures are an identity number, empty when they are not."""
    told = any(word in before for word in _table()["identity_words"])
    if len(figures) == 15:
        good = bool(_OLD_IDENTITY.fullmatch(figures)) and (told or figures[0] in "123456")
        return (
            Said("15 位旧证件号", "an old identity number of 15 figures")
            if good and (told or not luhn(figures))
            else ""
        )
    if _CROSSED.search(figures):
        return ""
    if check_digit(figures[:17]) == figures[17] and _birthday(figures[6:14]):
        return Said("校验码与出生日期相符", "check digit and date of birth fit")
    return Said("前面写明是证件号", "called an identity number before it") if told else ""


def check_digit(first: str) -> str:
    """Return the 18th figure of an identity number from its first 17 (ISO 7064 MOD 11-2)."""
    total = sum(weight * int(figure) for weight, figure in zip(_WEIGHTS, first, strict=True))
    return "10x98765432"[total % 11]


def _birthday(written: str) -> bool:
    try:
        born = date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return False
    return 1850 <= born.year <= 2100


def luhn(figures: str) -> bool:
    """Tell whether a row of digits passes the Luhn check (ISO/IEC 7812-1 annex B)."""
    total = 0
    for place, figure in enumerate(reversed(figures)):
        value = int(figure) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _card(figures: str, before: str, start: int, end: int) -> _Found | None:
    told = any(word in before for word in _table()["card_words"])
    if len(figures) >= 15 and luhn(figures) and figures[0] in _table()["card_heads"]:
        return start, end, Private.CARD, figures, Said("卡号校验（Luhn）通过", "check digit of a card (Luhn)")
    if told:
        return start, end, Private.ACCOUNT, figures, Said("前面写明是卡号或账号", "called a card or account before it")
    return None


def _phone(row: str, figures: str, before: str, *, alone: bool) -> str:
    """Return the key of the phone number that this row is, empty when it is none or belongs to a public service."""
    sign = "+" if row.startswith("+") else ""
    mobile = _MOBILE.fullmatch(sign + figures)
    if mobile:
        head = len(figures) - 11
        return parse_phone(mobile[1]).key if _grouped(row, head, alone=alone) else ""
    landline = _LANDLINE.fullmatch(sign + figures)
    if landline and not re.search(r"\d[.,，、*]\d", row):
        area = landline[1] if landline[1].startswith("0") else f"0{landline[1]}"
        return parse_phone(area + landline[2]).key
    number = parse_phone(sign + figures)
    if number.kind is NumberKind.FOREIGN and sign:
        return number.key
    if number.kind is NumberKind.LOCAL and re.fullmatch(r"\d{3,4}[ -]?\d{4}", row):
        close = before.rstrip(" :：是为")[-6:]
        return number.key if any(close.endswith(word) for word in _table()["local_phone_words"]) else ""
    return ""


def _grouped(row: str, head: int, *, alone: bool) -> bool:
    """Tell whether the digits stand in groups as one number is written, not as a row of several figures."""
    sizes: list[int] = []
    for part in re.findall(r"\d+", row):
        skip = min(head, len(part))
        head -= skip
        if len(part) > skip:
            sizes.append(len(part) - skip)
    if tuple(sizes) in _GROUPS:
        return True
    gaps = set(re.findall(r"(?<=\d)[^\d]+(?=\d)", row))
    return alone and len(gaps) <= 1 and (len(sizes) <= 6 or max(sizes) <= 2)
