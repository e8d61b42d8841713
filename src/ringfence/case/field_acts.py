"""What a user does to the fields of a picture, checked and turned into the body of one log entry; and the picture as read."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringfence.case.faults import FieldValueError, NoPictureError, UnknownNameError
from ringfence.case.field_values import FIELDS, checked, settled
from ringfence.case.fields import ADDED_ROWS, TOP, Sheet, SheetRow
from ringfence.case.sources import load_records
from ringfence.schema import MICROS, FieldChange, FieldFix, FixAct, Reading, to_micros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.case.state import SourceFile, State
    from ringfence.vault import Vault

PICTURES = "screenshot"  # the reader of pictures
_DAY = 86_400 * MICROS


def picture_of(state: State, source_id: str) -> SourceFile:
    """Return the picture with this id.

    Raises:
        UnknownNameError: no such source.
        NoPictureError: it is no picture that was read.
    """
    source = state.sources.get(source_id)
    if source is None:
        raise UnknownNameError("证据编号", "source", source_id)
    if source.reader != PICTURES:
        raise NoPictureError(source_id)
    return source


def sheet_of(vault: Vault, state: State, source: SourceFile) -> Sheet:
    """Return what the picture holds with the corrections made so far."""
    sheet = Sheet(load_records(vault, source), source.zone)
    sheet.apply([fix for fix in state.fixes if fix.source == source.id])
    return sheet


def reading_of(source: SourceFile, sheet: Sheet) -> Reading:
    """Return all that was recognised on a picture beside what counts now."""
    return Reading(
        source.id,
        source.name,
        source.kind_zh,
        f"{source.reader}/{source.version}",
        source.zone,
        sheet.read_records(),
        sheet.read_lines(),
        tuple(sheet.lost),
    )


def correction(source: SourceFile, sheet: Sheet, row: int, given: Mapping[str, str]) -> FieldFix:
    """Return the correction of some fields of a record; fields given as they already count are left out.

    Raises:
        UnknownNameError: the picture has no such record.
        FieldValueError: no such field, no value of it, or nothing would change.
    """
    record = _record(source, sheet, row)
    values = _checked(source, record.table, given)
    if record.table == "calls":
        values = settled({name: record.now_text(name) for name in FIELDS["calls"]}, values)
    changes = tuple(
        FieldChange(name, record.was_text(name), value)
        for name, value in values.items()
        if value != record.now_text(name) or _confirms(record, name)
    )
    if not changes:
        raise FieldValueError("record", "与现在的内容相同", "it says so already")
    return FieldFix(source.id, FixAct.CORRECT, record.table, record.row, record.seen, record.place, changes)


def drop(source: SourceFile, sheet: Sheet, row: int) -> FieldFix:
    """Return the act of saying that a record is none.

    Raises:
        UnknownNameError: the picture has no such record.
        FieldValueError: it was said before.
    """
    record = _record(source, sheet, row)
    if record.dropped is not None:
        raise FieldValueError("record", "之前已经去掉了", "it was dropped before")
    return FieldFix(source.id, FixAct.DROP, record.table, record.row, record.seen, record.place)


def added(
    source: SourceFile,
    sheet: Sheet,
    given: Mapping[str, str],
    *,
    seq: int,
    call: bool = False,
    after: int | None = None,
) -> FieldFix:
    """Return the act of adding a record that recognition missed.

    Args:
        source: the picture.
        sheet: what it holds.
        given: its fields; ``side`` and ``text`` of a message, ``direction`` of a call are needed.
        seq: the log entry it will be.
        call: it is a call.
        after: the record it stands below; 0: above all; None: below all.

    Raises:
        UnknownNameError: no record ``after``.
        FieldValueError: a field is wrong or missing.
    """
    table = "calls" if call else "messages"
    values = _checked(source, table, given)
    for name in ("direction", "address", "time") if call else ("side", "text"):
        if not values.get(name):
            raise FieldValueError(name, "补记时必须写明", "needed when a record is added")
    if call:
        values = settled({}, values)
    changes = tuple(FieldChange(name, "", value) for name, value in values.items())
    seen, place = "", TOP if after == 0 else ""
    if after:
        above = _record(source, sheet, after)
        seen, place = above.seen, above.place
    return FieldFix(source.id, FixAct.ADD, table, ADDED_ROWS + seq, seen, place, changes)


def retitled(source: SourceFile, sheet: Sheet, value: str) -> FieldFix:
    """Return the correction of the counterpart of a whole conversation.

    Raises:
        FieldValueError: the picture shows several counterparts or no conversation, or it says so already.
    """
    title = sheet.title
    if title is None:
        raise FieldValueError(
            "title",
            "图里没有对话,或有不止一个对方,请逐条用 --from 改",
            "there is no conversation or several counterparts; correct each record with --from",
        )
    new = checked("messages", "address", value, source.zone, latest_of(source))
    rows = [row for row in sheet.rows if row.table == "messages" and row.was_text("address") == title]
    if rows and all(row.now_text("address") == new for row in rows):
        raise FieldValueError("title", "与现在的内容相同", "it says so already")
    return FieldFix(source.id, FixAct.TITLE, changes=(FieldChange("address", title, new),))


def latest_of(source: SourceFile) -> int:
    """Return the latest moment that can stand on a picture: it was there when it was added (a day more for clocks set wrong)."""
    day = datetime.combine(datetime.fromisoformat(source.today), time(23, 59), tzinfo=ZoneInfo(source.zone))
    return max(source.added_micros, to_micros(day)) + int(_DAY)


def _record(source: SourceFile, sheet: Sheet, row: int) -> SheetRow:
    record = sheet.find(row)
    if record is None:
        raise UnknownNameError("记录编号", "record", f"{source.id}#{row}")
    return record


def _checked(source: SourceFile, table: str, given: Mapping[str, str]) -> dict[str, str]:
    latest = latest_of(source)
    return {name: checked(table, name, value, source.zone, latest) for name, value in given.items()}


def _confirms(record: SheetRow, name: str) -> bool:
    """Tell whether giving the same time again says more than recognition did (the day was only supposed)."""
    return (
        name == "time" and name not in record.fixed and (record.precision or 0) > timedelta(minutes=1).total_seconds()
    )
