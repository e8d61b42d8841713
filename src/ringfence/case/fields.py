"""What a picture holds, field by field: as it was recognised, and as it counts after what the user corrected.

A correction is keyed by what was seen (the digest of all that was recognised of its record) and by where it stood on the
picture, never by a row number alone. When a later version of the reader recognises something else there, the correction is
not applied to whatever now has that number: it is *lost*, and said to be so.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence.case.field_values import FIELDS, moment, put, value_of
from ringfence.schema import (
    CALLS,
    MESSAGES,
    REGIONS,
    Clock,
    FieldChange,
    FieldFix,
    FixAct,
    ReadField,
    ReadRecord,
    conform,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.case.merge import Records

ADDED_ROWS = (
    100_000  # rows of records that the user added: this plus the number of the log entry; no picture has so many
)
TOP = "top"  # the place of an added record above all others
BY_USER = "corrected_by_user"
_SCHEMAS = {"messages": MESSAGES, "calls": CALLS}
_REGION = {"duration": "direction", "answered": "direction"}  # fields that stand in another one's box
_BESIDE = {"kind": "text"}


@dataclass
class SheetRow:
    """One record of a picture.

    Attributes:
        was: its row as recognised; ``now``: as it counts.
        regions: field -> row of REGIONS.
        precision: of its time, now.
        fixed: field -> the correction that gave its value.
        dropped, added: the correction that did so.
    """

    table: str
    row: int
    was: dict[str, Any]
    now: dict[str, Any]
    regions: dict[str, dict[str, Any]] = field(default_factory=dict)
    precision: int | None = None
    fixed: dict[str, FieldFix] = field(default_factory=dict)
    dropped: FieldFix | None = None
    added: FieldFix | None = None

    @property
    def seen(self) -> str:
        """Return the digest of what was recognised of it; empty for one that the user added."""
        if self.added is not None:
            return ""
        told = [self.table, sorted([name, region["text"]] for name, region in self.regions.items())]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]

    @property
    def place(self) -> str:
        """Return where its main field stands."""
        region = self.regions.get("text" if self.table == "messages" else "direction")
        return "" if region is None else str(region["place"] or "")

    def was_text(self, name: str) -> str:
        """Return a field as recognised."""
        if self.added is not None:
            return ""
        return value_of(self.was, name, self._read_precision)

    def now_text(self, name: str) -> str:
        """Return a field as it counts."""
        return value_of(self.now, name, self.precision)

    @property
    def _read_precision(self) -> int | None:
        region = self.regions.get("time")
        return None if region is None else region["precision_s"]

    def _sharper(self, change: FieldChange) -> bool:
        """Tell whether the user confirms a time that was only supposed: the same value, but now it is said by somebody."""
        if change.field != "time" or not change.value:
            return False
        return moment(change.value, self.now["zone"])[1] < (self._read_precision or 0)

    def fix(self, change: FieldChange, by: FieldFix) -> None:
        """Set a field; the recognised value given back is no correction any more."""
        if self.added is None and change.value == self.was_text(change.field) and not self._sharper(change):
            names = {"time": ["ts", "clock"], "address": ["address", "address_key", "address_kind", "name"]}
            column = {"side": "direction", "text": "body", "duration": "duration_s", "answered": "connected"}
            for name in names.get(change.field, [column.get(change.field, change.field)]):
                self.now[name] = self.was[name]
            if change.field == "time":
                self.precision = self._read_precision
            self.fixed.pop(change.field, None)
            return
        precision = put(self.now, change.field, change.value)
        if change.field == "time":
            self.precision = precision
        self.fixed[change.field] = by


class Sheet:
    """The records of one picture with the user's corrections."""

    def __init__(self, records: Records, zone: str) -> None:
        self._records = records
        self.zone = zone
        self.lost: list[FieldFix] = []
        regions = [] if records.regions is None else records.regions.to_dicts()
        self.lines = [one for one in regions if not one["table"]]
        self.rows: list[SheetRow] = []
        self._titles = {str(one["text"]) for one in regions if one["field"] == "title"}
        for table in _SCHEMAS:
            frame: pl.DataFrame | None = getattr(records, table)
            for row in [] if frame is None else frame.to_dicts():
                mine = {one["field"]: one for one in regions if one["table"] == table and one["row"] == row["row"]}
                made = SheetRow(table, row["row"], row, dict(row), mine)
                made.precision = mine["time"]["precision_s"] if "time" in mine else None
                self.rows.append(made)

    def find(self, row: int) -> SheetRow | None:
        """Return the record with this number."""
        return next((one for one in self.rows if one.row == row), None)

    @property
    def title(self) -> str | None:
        """Return the one counterpart that the whole picture shows (empty: none visible), None when it shows several."""
        if self._titles:
            return next(iter(self._titles)) if len(self._titles) == 1 else None
        shown = {row.was_text("address") for row in self.rows if row.table == "messages" and row.added is None}
        return next(iter(shown)) if len(shown) == 1 else None

    def apply(self, fixes: Iterable[FieldFix]) -> None:
        """Apply corrections in the order of the log, those of the whole picture first: what is said of one record wins."""
        listed = list(fixes)
        ordered = [fix for fix in listed if fix.act is FixAct.ADD]
        ordered += [fix for fix in listed if fix.act is FixAct.TITLE]
        ordered += [fix for fix in listed if fix.act in {FixAct.CORRECT, FixAct.DROP}]
        for fix in ordered:
            if not _APPLY[fix.act](self, fix):
                self.lost.append(fix)

    def _add(self, fix: FieldFix) -> bool:
        made = _blank(fix, self.zone)
        if fix.table == "messages" and self.title:
            put(made.now, "address", self.title)  # the counterpart of the conversation, unless the user names another
        for change in fix.changes:
            made.fix(change, fix)
        at = len(self.rows)
        if fix.place == TOP:
            at = 0
        elif fix.seen:
            after = self._match(fix)
            at = len(self.rows) if after is None else self.rows.index(after) + 1
        while at < len(self.rows) and self.rows[at].added is not None:
            at += 1  # several after one record: in the order in which they were added
        self.rows.insert(at, made)
        return True

    def _title(self, fix: FieldFix) -> bool:
        change = fix.changes[0]
        hit = False
        for row in self.rows:
            if row.table != "messages":
                continue
            shown = row.was_text("address") if row.added is None else row.now_text("address")
            if shown == change.was and (row.added is None or "address" not in row.fixed):
                row.fix(replace(change, field="address"), fix)
                hit = True
            if change.was and row.was["subject"] == change.was:
                row.now["subject"] = change.value
                hit = True
        return hit

    def _correct(self, fix: FieldFix) -> bool:
        row = self._match(fix)
        if row is None:
            return fix.row >= ADDED_ROWS  # what was added and then undone takes its corrections along
        for change in fix.changes:
            row.fix(change, fix)
        return True

    def _drop(self, fix: FieldFix) -> bool:
        row = self._match(fix)
        if row is None:
            return fix.row >= ADDED_ROWS
        row.dropped = fix
        return True

    def _match(self, fix: FieldFix) -> SheetRow | None:
        """Return the record that a correction means: the one where the same was recognised at the same place."""
        if not fix.seen:
            return next((row for row in self.rows if row.added is not None and row.row == fix.row), None)
        fits = [
            row
            for row in self.rows
            if row.table == fix.table and row.seen == fix.seen and same_place(row.place, fix.place)
        ]
        return fits[0] if len(fits) == 1 else None

    def records(self) -> Records:
        """Return the records as they count, with those as recognised beside them; the very same when nothing differs."""
        if not any(row.fixed or row.dropped or row.added for row in self.rows):
            return self._records
        kept = [row for row in self.rows if row.dropped is None]
        frames = {
            table: _frame([row for row in kept if row.table == table], schema) for table, schema in _SCHEMAS.items()
        }
        return replace(
            self._records,
            messages=frames["messages"] if self._has("messages") else self._records.messages,
            calls=frames["calls"] if self._has("calls") else self._records.calls,
            regions=self._regions(),
            as_read=self._records,
            fixed={row.row: frozenset(row.fixed) for row in self.rows if row.fixed or row.added},
            dropped=frozenset(row.row for row in self.rows if row.dropped is not None),
        )

    def _has(self, table: str) -> bool:
        return any(row.table == table for row in self.rows)

    def _regions(self) -> pl.DataFrame:
        """Return REGIONS with the precision of corrected times; what the picture does not show has no place."""
        found: list[dict[str, Any]] = []
        for row in self.rows:
            told = {name: dict(region) for name, region in row.regions.items()}
            if "time" in row.fixed:
                blank = dict.fromkeys(REGIONS.names()) | {"table": row.table, "row": row.row, "field": "time"}
                blank |= {"text": "", "place": ""}
                told["time"] = told.get("time", blank) | {"precision_s": row.precision}
            found += told.values()
        return conform(pl.DataFrame([*found, *self.lines], schema=REGIONS), REGIONS)

    def applied(self) -> tuple[FieldFix, ...]:
        """Return what differs from what was recognised, one per record and log entry, with each record's row now."""
        told: list[FieldFix] = []
        for row in self.rows:
            acts: dict[int, list[str]] = {}
            by: dict[int, FieldFix] = {}
            for name, fix in row.fixed.items():
                acts.setdefault(fix.seq, []).append(name)
                by[fix.seq] = fix
            told += [
                replace(
                    by[seq], table=row.table, row=row.row, changes=tuple(_change(row, name) for name in sorted(names))
                )
                for seq, names in acts.items()
            ]
            if row.dropped is not None:
                told.append(replace(row.dropped, row=row.row))
        return tuple(told)

    def read_records(self) -> tuple[ReadRecord, ...]:
        """Return every record with every field: shown, understood, counting."""
        return tuple(
            ReadRecord(
                row.table,
                row.row,
                tuple(_read_field(row, name) for name in FIELDS[row.table]),
                row.place,
                added=row.added is not None,
                dropped=row.dropped is not None,
            )
            for row in self.rows
        )

    def read_lines(self) -> tuple[ReadField, ...]:
        """Return what belongs to no record."""
        return tuple(
            ReadField("line", one["text"] or "", place=one["place"] or "", confidence=one["confidence"])
            for one in self.lines
        )


def corrected(records: Records, fixes: Sequence[FieldFix], zone: str) -> tuple[Records, Sheet | None]:
    """Return records with the corrections of their source; None when there are none for it."""
    mine = [fix for fix in fixes if fix.source == records.source]
    if not mine:
        return records, None
    sheet = Sheet(records, zone)
    sheet.apply(mine)
    return sheet.records(), sheet


def same_place(one: str, other: str) -> bool:
    """Tell whether two boxes are one: each holds the middle of the other."""
    here, there = _box(one), _box(other)
    return here is not None and there is not None and _holds(here, there) and _holds(there, here)


_Box = tuple[int, int, int, int]


def _box(place: str) -> _Box | None:
    kind, _, numbers = place.partition(":")
    sides = numbers.split(",")
    if kind != "box" or len(sides) != 4 or not all(side.isdecimal() for side in sides):
        return None
    x, y, w, h = (int(side) for side in sides)
    return x, y, w, h


def _holds(outer: _Box, inner: _Box) -> bool:
    middle = (inner[0] + inner[2] / 2, inner[1] + inner[3] / 2)
    return outer[0] <= middle[0] <= outer[0] + outer[2] and outer[1] <= middle[1] <= outer[1] + outer[3]


def _blank(fix: FieldFix, zone: str) -> SheetRow:
    """Return an empty record that the user adds."""
    row: dict[str, Any] = dict.fromkeys(_SCHEMAS[fix.table].names())
    row |= {"row": fix.row, "zone": zone, "clock": Clock.DEVICE.value, "direction": "unknown"}
    row |= {"address": "", "address_key": "", "address_kind": "withheld", "offset": -1, "length": -1}
    if fix.table == "messages":
        row |= {"kind": "sms", "body": "", "attachments": 0}
    return SheetRow(fix.table, fix.row, row, dict(row), added=fix)


def _frame(rows: list[SheetRow], schema: pl.Schema) -> pl.DataFrame:
    given: list[dict[str, Any]] = []
    for row in rows:
        repairs = [row.now["repair"]] if row.now["repair"] else []
        touched = [BY_USER] if row.fixed or row.added is not None else []
        given.append(row.now | {"repair": ",".join([*repairs, *touched]) or None})
    return conform(pl.DataFrame(given, schema=schema), schema)


def _change(row: SheetRow, name: str) -> FieldChange:
    return FieldChange(name, row.was_text(name), row.now_text(name))


def _read_field(row: SheetRow, name: str) -> ReadField:
    region = row.regions.get(_REGION.get(name, name))
    beside = row.regions.get(_BESIDE.get(name, ""))
    fix = row.fixed.get(name)
    return ReadField(
        name,
        shown="" if region is None else str(region["text"] or ""),
        was=row.was_text(name),
        value=row.now_text(name),
        place=str((region or beside or {"place": ""})["place"] or ""),
        confidence=None if region is None else region["confidence"],
        precision_s=row.precision if name == "time" else None,
        by_user=fix is not None,
        at_micros=0 if fix is None else fix.at_micros,
        seq=-1 if fix is None else fix.seq,
    )


_APPLY = {
    FixAct.ADD: Sheet._add,  # noqa: SLF001 -- the sheet's own table of acts
    FixAct.TITLE: Sheet._title,  # noqa: SLF001 -- likewise
    FixAct.CORRECT: Sheet._correct,  # noqa: SLF001 -- likewise
    FixAct.DROP: Sheet._drop,  # noqa: SLF001 -- likewise
}
