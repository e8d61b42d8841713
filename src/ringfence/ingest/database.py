"""A phone's SQLite database, opened in memory and only read: its plaintext never touches the disk.

A database file is a program for a virtual machine as much as it is data, so: no triggers, views or virtual tables are touched,
no function but counting runs, values and time are bounded (https://www.sqlite.org/security.html).
"""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Self

from ringfence.ingest.errors import BrokenFileError
from ringfence.ingest.wal import replay
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.ingest.source import Source
    from ringfence.ingest.tally import Tally

MAGIC = b"SQLite format 3\x00"
LIMIT = 1024 * 1024 * 1024
_VALUE = 64 * 1024 * 1024
_SECONDS = 300.0
_STEPS = 100_000
_COLLATIONS = ("PHONEBOOK", "LOCALIZED", "UNICODE")  # Android's own; only their names are needed to open the schema
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_TRANSACTION}
_FUNCTIONS = {"count", "max"}
_COMPUTED = re.compile(rb"\bAS\s*(?:/\*.*?\*/|--[^\n]*\n|\s)*\(", re.IGNORECASE | re.DOTALL)
_FAULTS = (sqlite3.Error, UnicodeDecodeError, OverflowError, MemoryError)  # a damaged schema can even spoil the message
Value = int | float | bytes | None
Row = dict[str, Value]


def is_database(head: bytes) -> bool:
    """Tell whether the head is that of a SQLite database: magic, a page size that exists, and the fixed fractions."""
    if not head.startswith(MAGIC) or len(head) < 100:
        return False
    page = int.from_bytes(head[16:18], "big")
    return (page == 1 or (512 <= page <= 32_768 and not page & (page - 1))) and head[21:24] == b"\x40\x20\x20"


class Database:
    """An open database. Use as a context manager."""

    def __init__(self, source: Source, tally: Tally) -> None:
        """Open ``source`` with the log beside it.

        Raises:
            BrokenFileError: its schema cannot be read.
            TooLargeError: over 1 GiB.
        """
        self._tally = tally
        self._name = source.name
        self._deadline = time.monotonic() + _SECONDS
        data = self._with_log(source)
        if data[18:20] == b"\x02\x02":  # journal mode WAL, which a database in memory cannot have
            data = data[:18] + b"\x01\x01" + data[20:]
        self._connection = sqlite3.connect(":memory:")
        try:
            self._open(data)
            self.tables = self._tables()
        except _FAULTS as error:
            self._connection.close()
            raise BrokenFileError(source.name, "SQLite") from error

    def _with_log(self, source: Source) -> bytes:
        data = source.whole(LIMIT)
        log = source.beside.get("-wal")
        if log is not None and log.size:
            replayed = replay(data, log.whole(LIMIT))
            self._tally.note(
                Said(
                    f"已把 {log.name} 中 {replayed.frames} 页较新的内容合并读取（在内存中，原件不变）。",
                    f"{replayed.frames} newer page(s) of {log.name} were merged for reading (in memory; the original is "
                    "unchanged).",
                )
            )
            if replayed.left:
                self._tally.note(
                    Said(
                        f"{log.name} 末尾 {replayed.left} 页没有完成写入，未采用。",
                        f"{replayed.left} page(s) at the end of {log.name} were not written out and not used.",
                    )
                )
            return replayed.data
        if data[18:20] == b"\x02\x02":
            self._tally.note(
                Said(
                    f"数据库使用预写日志：最新的记录可能在同名的“{self._name.rsplit('/', 1)[-1]}-wal”文件里，"
                    "如有请把两个文件打包成 ZIP 一起加入。",
                    f"The database writes ahead: the newest records may be in “{self._name.rsplit('/', 1)[-1]}-wal”; if "
                    "there is one, add "
                    "both in a ZIP.",
                )
            )
        return data

    def _open(self, data: bytes) -> None:
        connection = self._connection
        connection.deserialize(data)
        connection.text_factory = bytes
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA query_only = ON")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _VALUE)
        for name in _COLLATIONS:
            connection.create_collation(name, lambda a, b: (a > b) - (a < b))
        connection.set_progress_handler(lambda: int(time.monotonic() > self._deadline), _STEPS)
        connection.set_authorizer(_authorize)

    def _tables(self) -> dict[str, tuple[str, ...]]:
        """Return table -> columns, names in lower case, of true tables without columns that compute (phones have none)."""
        listed = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        found = [(bytes(name), bytes(sql or b"")) for name, sql in self._connection.execute(listed)]
        names = [name.decode("utf-8", "replace") for name, sql in found if not _COMPUTED.search(sql)]
        tables = {}
        for name in names:
            try:
                query = f"SELECT * FROM {_quoted(name)} LIMIT 0"  # noqa: S608 -- quoted
                with closing(self._connection.execute(query)) as cursor:
                    tables[name.casefold()] = tuple(column[0].casefold() for column in cursor.description)
            except _FAULTS:
                continue
        return tables

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def has(self, table: str, *columns: str) -> bool:
        """Tell whether there is such a table with all of these columns."""
        return set(columns) <= set(self.tables.get(table, ())) and table in self.tables

    def count(self, table: str) -> int | None:
        """Return the number of rows, None when the table is damaged."""
        try:
            (found,) = self._connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()  # noqa: S608 -- quoted
        except _FAULTS:
            return None
        return int(found)

    def rows(self, table: str, *columns: str) -> Iterator[Row]:
        """Yield the rows with ``columns`` (None where the table has no such column) and ``rowid``.

        Damage ends the rows and is reported with the last row before it.
        """
        if table not in self.tables:
            return
        there = [column for column in columns if column in self.tables[table]]
        missing = dict.fromkeys(column for column in columns if column not in there)
        wanted = ", ".join(["rowid", *map(_quoted, there)])
        last: int | None = 0
        try:
            for values in self._connection.execute(f"SELECT {wanted} FROM {_quoted(table)}"):  # noqa: S608 -- quoted names
                last = whole_number(values[0])
                yield {"rowid": values[0], **dict(zip(there, values[1:], strict=True)), **missing}
        except _FAULTS as error:
            self._tally.unread(
                f"{table}:{last}",
                f"数据库在此记录之后已损坏，其后的读不出来（{type(error).__name__}）",
                f"the database is damaged after this record; what follows cannot be read ({type(error).__name__})",
            )

    def text(self, value: Value, place: str) -> str | None:
        """Return a value as text, null as None; bytes that are no UTF-8 are replaced and counted."""
        if value is None:
            return None
        if isinstance(value, bytes):
            try:
                return value.decode()
            except UnicodeDecodeError:
                self._tally.repair("invalid_utf8", place)
                return value.decode("utf-8", "replace")
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def place_of(table: str, row: Row) -> str:
    """Return a row's place, ``sms:17``."""
    return f"{table}:{whole_number(row['rowid'])}"


def whole_number(value: Value) -> int | None:
    """Return a value as an integer where it is one or is written as one."""
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if abs(value) < 2**63 else None
    text = b"" if value is None else value.strip()
    return int(text) if text.removeprefix(b"-").isdigit() and len(text) < 19 else None


def _authorize(action: int, first: str | None, second: str | None, base: str | None, source: str | None) -> int:
    """Allow reading tables and nothing else; ``source``: the view or trigger that asks."""
    del first, base
    if source is None and (action in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and second in _FUNCTIONS)):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
