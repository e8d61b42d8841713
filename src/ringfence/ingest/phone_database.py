"""A phone's own databases, Android's and Apple's: whichever known tables a file holds are read, with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest import android_tables as android
from ringfence.ingest import apple_tables as apple
from ringfence.ingest.database import Database, is_database
from ringfence.ingest.errors import UnknownFormatError
from ringfence.ingest.phone_frames import Record, calls_frame, contacts_frame, messages_frame
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ringfence.ingest.source import Source


@dataclass(frozen=True, slots=True)
class _Known:
    """A table that is read.

    Attributes:
        sort: which of our tables its records belong to.
        table: its name, lower case; ``needs``: the columns by which it is known.
        zh: what it is.
        records: yields its records from a row number on.
    """

    sort: str
    table: str
    needs: tuple[str, ...]
    zh: str
    records: Callable[[Database, int, Tally], Iterator[Record]]


_KNOWN = (
    _Known("messages", "sms", ("address", "body", "date"), "安卓短信", android.sms_records),
    _Known("messages", "pdu", ("msg_box", "date"), "安卓彩信", android.mms_records),
    _Known("messages", "message", ("handle_id", "is_from_me", "date"), "苹果短信", apple.message_records),
    _Known("calls", "calls", ("number", "duration", "date"), "安卓通话记录", android.call_records),
    _Known("calls", "zcallrecord", ("zaddress", "zdate"), "苹果通话记录", apple.call_records),
    _Known("contacts", "data", ("mimetype_id", "raw_contact_id", "data1"), "安卓通讯录", android.contact_records),
    _Known("contacts", "abperson", ("first", "last"), "苹果通讯录", apple.contact_records),
)
_COUNTED = {"messages", "calls"}  # in these one row of the table is one record


class PhoneDatabase:
    """Reader of SQLite databases of phones."""

    name = "phone-database"
    version = 1
    kind_zh = "手机数据库"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to every sound SQLite header; what is inside shows when it is read."""
        if not is_database(source.head):
            return None
        return Match(self.name, self.kind_zh, 0.99, "SQLite 数据库（只在内存中读取）")

    def read(self, request: Request) -> ReadResult:
        """Read every known table.

        Raises:
            UnknownFormatError: it holds none of them.
            BrokenFileError: its schema cannot be read.
        """
        tally = Tally()
        with Database(request.source, tally) as db:
            known = [one for one in _KNOWN if db.has(one.table, *one.needs)]
            if not known:
                raise UnknownFormatError(request.source.name)
            found, declared = _gather(db, known, request, tally)
        messages = messages_frame(found["messages"], request.zone, tally) if "messages" in found else None
        calls = calls_frame(found["calls"], request.zone, tally) if "calls" in found else None
        contacts = contacts_frame(found["contacts"]) if "contacts" in found else None
        times = pl.concat([pl.Series("ts", [], pl.Int64), *(f["ts"] for f in (messages, calls) if f is not None)])
        rows = sum(len(frame) for frame in (messages, calls, contacts) if frame is not None)
        return ReadResult(
            self.name,
            self.version,
            "、".join(one.zh for one in known),
            tally.completeness(declared, rows, times),
            messages=messages,
            calls=calls,
            contacts=contacts,
        )


def _gather(
    db: Database, known: list[_Known], request: Request, tally: Tally
) -> tuple[dict[str, list[Record]], int | None]:
    """Return our table -> records, and how many rows the database itself counts; None where rows are no records."""
    found: dict[str, list[Record]] = {}
    declared: int | None = 0
    row = 1
    for done, one in enumerate(known):
        request.progress(Said("读取数据库", "reading the database"), done, len(known))
        records = list(one.records(db, row, tally))
        found.setdefault(one.sort, []).extend(records)
        row = int(records[-1]["row"] or 0) + 1 if records else row
        count = db.count(one.table)
        counted = one.sort in _COUNTED and one.table != "pdu"
        own = count if counted else len(records)
        declared = None if declared is None or own is None else declared + own
        tally.note(f"{one.zh}：表中 {'不明' if count is None else count} 行，读到 {len(records)} 条。")
        if counted and records:
            _say_gaps(one, records, tally)
    request.progress(Said("读取数据库", "reading the database"), len(known), len(known))
    return found, declared


def _say_gaps(one: _Known, records: list[Record], tally: Tally) -> None:
    """Say when the numbering shows that rows were deleted."""
    last = max(int(str(record["entry"]).rsplit(":", 1)[1]) for record in records)
    if last > len(records):
        tally.note(
            Said(
                f"{one.zh}编号到 {last}，现有 {len(records)} 条：其余已从手机上删除或移走，本软件不恢复已删除的内容。",
                f"Numbered up to {last}, {len(records)} are there: the others were deleted or moved off the phone; nothing "
                "deleted is restored.",
            )
        )
