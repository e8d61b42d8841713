"""A table of payments (CSV, Chinese or English headings) as flows: tolerant of form, never guessing at money."""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import TYPE_CHECKING

from ringfence.finance.errors import FlowTableError
from ringfence.finance.words import sentence, table
from ringfence.schema import Flow, FlowKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 2000  # rows
_SHOWN = 20  # characters of a cell in an error
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[t\d:.+z-].*)?|(\d{4})(\d{2})(\d{2})")
_AMOUNT = re.compile(r"([+-]?)[¥$]?([+-]?)(\d{1,15}(?:\.\d{1,6})?)(?:元|块|rmb|cny)?")


def read_flows(text: str, *, today: date) -> tuple[Flow, ...]:
    """Return the payments of a table.

    The first row names the columns: day and amount are needed; kind, name and paid may be left out. Without a kind the sign
    of the amount tells (plus came in, minus went out); without a sign a table is one of repayments. Without a word on whether
    it was paid, what lies after ``today`` is taken as due.

    Args:
        text: the table, separated by commas, semicolons or tabs.
        today: days after it have not happened yet.

    Raises:
        FlowTableError: the table or a row cannot be read; nothing is left out silently.
    """
    rows = [row for row in _rows(text) if any(cell.strip() for cell in row)]
    if not rows:
        raise _fault("empty")
    if len(rows) > MOST:
        raise _fault("many", most=MOST)
    columns = _columns(rows[0])
    if "day" not in columns or "amount" not in columns:
        raise _fault("columns")
    body = rows[1:]
    if not body:
        raise _fault("empty")
    signed = any(_signed(_cell(row, columns["amount"])) for row in body)
    return tuple(_flow(number, row, columns, today, signed=signed) for number, row in enumerate(body, start=2))


def _rows(text: str) -> list[list[str]]:
    plain = text.lstrip("\ufeff").replace("\0", "")
    head = plain.split("\n", 1)[0]
    glue = max(",;\t，", key=head.count)
    if glue == "，":
        plain, glue = plain.replace("，", ","), ","
    try:
        return list(csv.reader(StringIO(plain), delimiter=glue))
    except csv.Error:
        raise _fault("columns") from None


def _columns(header: Sequence[str]) -> dict[str, int]:
    """Return the place of each column: its heading is a known word, else begins with one.

    Raises:
        FlowTableError: several columns may be the amount (principal, interest, fee apart) and none is said to be the total.
    """
    words: Mapping[str, list[str]] = table("flows")["columns"]
    cells = [_even(cell) for cell in header]
    found: dict[str, int] = {}
    for fits in (str.__eq__, str.startswith):
        for name, known in words.items():
            places = [
                at
                for at, cell in enumerate(cells)
                if at not in found.values() and any(fits(cell, word) for word in known)
            ]
            if places:
                found.setdefault(name, places[0])
    others = {at for name, at in found.items() if name != "amount"}
    amounts = [
        at
        for at, cell in enumerate(cells)
        if at not in others and any(cell.startswith(word) for word in words["amount"])
    ]
    if len(amounts) > 1:
        totals = [at for at in amounts if any(word in cells[at] for word in table("flows")["totals"])]
        if len(totals) != 1:
            raise _fault("amounts", names="、".join(header[at].strip()[:_SHOWN] for at in amounts))
        found["amount"] = totals[0]
    return found


def _flow(number: int, row: Sequence[str], columns: Mapping[str, int], today: date, *, signed: bool) -> Flow:
    day = _day(number, _cell(row, columns["day"]))
    amount = _amount(number, _cell(row, columns["amount"]))
    name = _cell(row, columns.get("name")).strip()
    kind = _kind(number, _cell(row, columns.get("kind")), name, amount, signed=signed)
    return Flow(day, abs(amount), kind, name, paid=_paid(number, _cell(row, columns.get("paid")), day <= today))


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _even(cell: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).lower()


def _day(number: int, cell: str) -> date:
    match = _DAY.fullmatch(_even(cell))
    if match is not None:
        year, month, day = (part for part in match.groups() if part is not None)
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    raise _fault("day", row=number, text=cell.strip()[:_SHOWN])


def _signed(cell: str) -> bool:
    return _even(cell).lstrip("¥").startswith(("-", "+"))


def _amount(number: int, cell: str) -> Decimal:
    match = _AMOUNT.fullmatch(re.sub(r"(?<=\d),(?=\d{3})", "", _even(cell)))
    try:
        if match is not None:
            value = Decimal(match[3])
            return -value if "-" in (match[1] + match[2]) else value
    except InvalidOperation:
        pass
    raise _fault("amount", row=number, text=cell.strip()[:_SHOWN])


def _kind(number: int, cell: str, name: str, amount: Decimal, *, signed: bool) -> FlowKind:
    """Return what a payment was for: as its column says, else as its name or sign tells."""
    if cell.strip():
        kind = _named(_even(cell))
        if kind is None:
            raise _fault("kind", row=number, text=cell.strip()[:_SHOWN])
        return kind
    kind = _named(_even(name)) if name else None
    if kind is not None:
        return kind
    return FlowKind.RECEIVED if signed and amount > 0 else FlowKind.REPAID


def _named(word: str) -> FlowKind | None:
    whole: Mapping[str, list[str]] = table("flows")["kinds"]
    for kind, words in whole.items():
        if word in words:
            return FlowKind(kind)
    inside: list[tuple[str, list[str]]] = table("flows")["inside"]
    return next((FlowKind(kind) for kind, words in inside if any(part in word for part in words)), None)


def _paid(number: int, cell: str, happened: bool) -> bool:  # noqa: FBT001 -- one private caller
    word = _even(cell)
    if not word:
        return happened
    words = table("flows")
    if word in map(str, words["paid"]):
        return True
    if word in map(str, words["unpaid"]):
        return False
    raise _fault("paid", row=number, text=cell.strip()[:_SHOWN])


def _fault(key: str, **values: object) -> FlowTableError:
    values = {name: _printable(value) if isinstance(value, str) else value for name, value in values.items()}
    return FlowTableError(sentence("flows", "say", key, "zh", **values), sentence("flows", "say", key, "en", **values))


def _printable(text: str) -> str:
    """Return text that a terminal only shows."""
    return "".join(char if char.isprintable() else " " for char in text)
