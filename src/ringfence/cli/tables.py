"""Tables on a terminal, and the words for classes and findings on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from ringfence.cli.words import say
from ringfence.schema import KIND_ZH, LABEL_ZH, MICROS, EventKind, Label, display_phone, from_micros, mask_phone

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from ringfence.schema import Party


def label_word(label: str | None) -> str:
    """Return a class in words, empty when there is none."""
    return say(LABEL_ZH[Label(label)]) if label else ""


def kind_word(kind: str) -> str:
    """Return the means of contact in words."""
    return say(KIND_ZH[EventKind(kind)])


def period_text(first: date | None, last: date | None) -> str:
    """Return a period in days, a dash for what has no day."""
    if first is None or last is None:
        return "—"
    return f"{first}" if first == last else f"{first} – {last}"


def party_text(party: Party | None) -> str:
    """Return a party by the name it signs with, else its full name."""
    if party is None:
        return say("未归属", "unnamed")
    return party.short_names[0] if party.short_names else party.name


def clock_text(ts: int | None, zone: str) -> str:
    """Return a moment on the wall clock, a dash when it is not known."""
    return f"{from_micros(ts, zone):%Y-%m-%d %H:%M:%S}" if ts is not None else "—"


def number_text(key: str | None, *, masked: bool) -> str:
    """Return a number as people write it, a phrase when it was withheld."""
    if not key:
        return say("未显示", "withheld")
    shown = display_phone(key)
    return mask_phone(shown) if masked else shown


def print_table(headers: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", whole: int = 0) -> None:
    """Print one table as wide as the terminal allows; the first ``whole`` columns are never broken."""
    table = Table(title=title or None, title_justify="left", box=SIMPLE, pad_edge=False)
    for place, header in enumerate(headers):
        table.add_column(header, no_wrap=place < whole, overflow="fold")
    for row in rows:
        table.add_row(*(plain(cell) for cell in row))
    Console().print(table)


def plain(cell: str) -> str:
    """Return text that the table does not take for markup or terminal control."""
    from rich.markup import escape

    return escape("".join(char if char.isprintable() else " " for char in cell))


def jsonable(row: dict[str, Any]) -> dict[str, Any]:
    """Return an event row with its time as ISO text beside the microseconds."""
    ts = row.get("ts")
    when = None if ts is None else from_micros(ts, row.get("zone") or "Asia/Shanghai").isoformat()
    return {key: str(value) if hasattr(value, "isoformat") else value for key, value in row.items()} | {"time": when}


__all__ = [
    "MICROS",
    "clock_text",
    "jsonable",
    "kind_word",
    "label_word",
    "number_text",
    "party_text",
    "period_text",
    "plain",
    "print_table",
]
