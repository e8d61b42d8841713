"""A screen's bubbles and calls as rows of MESSAGES and CALLS, and every field's box as rows of REGIONS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence.ingest.numbers import with_numbers
from ringfence.ingest.screenshot.moments import Resolved, time_of
from ringfence.schema import CALLS, MESSAGES, REGIONS, conform

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.line import Box
    from ringfence.ingest.screenshot.parts import Bubble, CallItem, Written
    from ringfence.ingest.screenshot.read import Shot
    from ringfence.ingest.screenshot.taken import Taken
    from ringfence.ingest.tally import Tally

_APPS = {"sms": "sms", "wechat": "im", "chat": "im"}
_DERIVED = {"address_key", "address_kind"}


class Recorder:
    """Writes the records of one picture and remembers where their fields stand."""

    def __init__(self, shot: Shot, taken: Taken, zone: str, tally: Tally) -> None:
        self._shot = shot
        self._taken = taken
        self._zone = zone
        self._tally = tally
        self._regions: list[dict[str, Any]] = []

    def messages(self) -> pl.DataFrame:
        """Return one row per bubble, from top to bottom."""
        rows = [self._message(number, bubble) for number, bubble in enumerate(self._shot.screen.bubbles, 1)]
        return _frame(rows, MESSAGES)

    def calls(self) -> pl.DataFrame:
        """Return one row per entry of a call list, from top to bottom."""
        return _frame([self._call(number, item) for number, item in enumerate(self._shot.screen.calls, 1)], CALLS)

    def regions(self) -> pl.DataFrame:
        """Return where the fields stand that were written so far, the lines that belong to no record, and every line seen."""
        lines = [self._region("", 0, "line", line.text, line.box, line.score) for line in self._shot.screen.left_over]
        if self._shot.straight is None:  # on a slanted photograph a line's upright box holds parts of its neighbours
            lines += [self._region("", 0, "seen", line.text, line.box, line.score) for line in self._shot.page.lines]
        return pl.DataFrame(self._regions + lines, schema=REGIONS)

    def _message(self, row: int, bubble: Bubble) -> dict[str, Any]:
        screen = self._shot.screen
        when = time_of(bubble, self._taken, self._zone)
        party = bubble.sender if bubble.sender is not None else screen.title
        self._note("messages", row, "text", bubble.text, bubble.box)
        self._regions.append(self._region("messages", row, "side", bubble.side, bubble.box, bubble.side_score))
        self._note_time("messages", row, bubble.time, when)
        if party is not None and bubble.side != "out":
            self._note("messages", row, "address", party, party.box)
        if screen.title is not None and bubble.sender is not None:
            self._note("messages", row, "title", screen.title, screen.title.box)
        repairs = [*when.repairs, *(["cut"] if bubble.cut else [])]
        return {
            "row": row,
            "kind": bubble.app if bubble.app in {"sms", "im"} else _APPS.get(screen.layout, "im"),
            "direction": "failed" if bubble.failed else bubble.side,
            **_party(party if bubble.side != "out" or not screen.group else screen.title),
            "ts": when.micros,
            "zone": self._zone,
            "clock": when.clock,
            "subject": screen.title.text if screen.title is not None and screen.group else None,
            "body": bubble.text.text,
            "attachments": 0,
            **self._repaired(repairs, bubble.box),
        }

    def _call(self, row: int, item: CallItem) -> dict[str, Any]:
        when = time_of(item, self._taken, self._zone)
        self._note("calls", row, "address", item.party, item.party.box)
        self._note_time("calls", row, item.time, when)
        said = f"{item.direction} {item.detail}".strip()
        self._regions.append(self._region("calls", row, "direction", said, item.box, item.party.score))
        repairs = [*when.repairs, *(["several_calls_in_one_entry"] if item.count > 1 else [])]
        return {
            "row": row,
            "direction": item.direction,
            **_party(item.party),
            "ts": when.micros,
            "zone": self._zone,
            "clock": when.clock,
            "duration_s": item.duration_s,
            "connected": item.connected,
            **self._repaired(repairs, item.box),
        }

    def _repaired(self, kinds: list[str], box: Box) -> dict[str, Any]:
        for kind in kinds:
            self._tally.repair(kind, self._shot.place(box))
        return {"offset": -1, "length": -1, "repair": ",".join(kinds) or None}

    def _note(self, table: str, row: int, name: str, written: Written, box: Box) -> None:
        self._regions.append(self._region(table, row, name, written.text, box, written.score))

    def _note_time(self, table: str, row: int, written: Written | None, when: Resolved) -> None:
        if written is not None:
            region = self._region(table, row, "time", written.text, written.box, written.score)
            self._regions.append(region | {"precision_s": when.precision_s})

    def _region(self, table: str, row: int, name: str, text: str, box: Box, score: float) -> dict[str, Any]:
        return {
            "table": table,
            "row": row,
            "field": name,
            "text": text,
            "place": self._shot.place(box),
            "confidence": round(score, 4),
            "precision_s": None,
        }


def _party(written: Written | None) -> dict[str, str | None]:
    """Return the other side as the phone shows it: a number, or a name that stands for itself."""
    text = "" if written is None else written.text.strip()
    return {"address": text, "name": text if text and not any(char.isdigit() for char in text) else None}


def _frame(rows: list[dict[str, Any]], schema: pl.Schema) -> pl.DataFrame:
    plain = pl.Schema({name: kind for name, kind in schema.items() if name not in _DERIVED})
    given = [{name: row.get(name) for name in plain} for row in rows]
    return conform(with_numbers(pl.DataFrame(given, schema=plain)), schema)
