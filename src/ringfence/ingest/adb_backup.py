"""adb backups (``.ab``), plain and encrypted: SMS and MMS of the telephony app, and phone databases where they are inside.

Everything streams: decrypt, inflate, tar, and one file of at most a thousand messages at a time. Messages lie in
``apps/com.android.providers.telephony/d_f/000000_sms_backup`` and ``_mms_backup``, JSON arrays compressed once more
(AOSP: TelephonyBackupAgent).
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from ringfence.ingest.adb_header import MAGIC, Header, Key, read_header, unlock
from ringfence.ingest.backup_columns import micros
from ringfence.ingest.errors import IngestError
from ringfence.ingest.numbers import with_numbers
from ringfence.ingest.phone_database import PhoneDatabase
from ringfence.ingest.phone_frames import BOXES, NOBODY, Record, messages_frame, micros_of
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.source import Source, read_full
from ringfence.ingest.tally import Tally
from ringfence.ingest.tar_stream import TarBrokenError, TarStream
from ringfence.schema import CALLS, CONTACTS, MESSAGES, Clock, Said, conform, empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.ciphers import CipherContext

_CHUNK = 64 * 1024
_PIECE = 64 * 1024
_TOGETHER = 4  # files: fewer cost time, more cost memory
_JSON = 64 * 1024 * 1024  # a thousand messages take a megabyte
_PACKED = 32 * 1024 * 1024
_DATABASE = 512 * 1024 * 1024
_FILE = re.compile(r"apps/com\.android\.providers\.telephony/.*/(\d+_(?P<kind>sms|mms)_backup)")
_DATABASES = {"mmssms.db", "contacts2.db", "calllog.db"}
_FIELDS = ("address", "body", "date", "date_sent", "type", "subject", "self_phone")
_ROWS = pl.Schema(dict.fromkeys(_FIELDS, pl.String))
_HALVES = re.compile(rb"\\u[dD][89a-fA-F]")  # halves of characters; polars makes NUL of a lone one without a word
_BOXES = {str(code): box for code, box in BOXES.items()}
_FROM = 137


class AdbBackup:
    """Reader of adb backups."""

    name = "adb-backup"
    version = 1
    kind_zh = "安卓整机备份（adb）"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the first line is that of an adb backup."""
        if not source.head.startswith(MAGIC):
            return None
        return Match(self.name, self.kind_zh, 1.0, "首行是 ANDROID BACKUP")

    def check_password(self, source: Source, password: str | None) -> None:
        """Return when it is not encrypted or the password opens it.

        Raises:
            PasswordNeededError, WrongPasswordError: it does not.
        """
        try:
            header = read_header(source.name, source.head)
        except IngestError:
            return  # too broken to ask for a password; kept and reported like anything else
        unlock(source.name, header, password)

    def read(self, request: Request) -> ReadResult:
        """Read all messages.

        Raises:
            BrokenFileError: no header.
            PasswordNeededError, WrongPasswordError: it is encrypted.
        """
        header = read_header(request.source.name, request.source.head)
        key = unlock(request.source.name, header, request.password, request.key)
        tally = Tally()
        inside = _Inside()
        frames = list(_frames(request, header, key, tally, inside))
        messages = _gathered(frames)
        inside.explain(tally)
        tables = [result for result in inside.databases if result.messages is not None]
        if tables:
            messages = pl.concat([messages, *(one.messages for one in tables if one.messages is not None)])
        calls = [one.calls for one in inside.databases if one.calls is not None]
        contacts = [one.contacts for one in inside.databases if one.contacts is not None]
        found = len(messages) + sum(map(len, calls)) + sum(map(len, contacts))
        times = pl.concat([messages["ts"], *(frame["ts"] for frame in calls)])
        return _numbered(
            ReadResult(
                self.name,
                self.version,
                self.kind_zh,
                tally.completeness(None, found, times),
                messages=messages,
                calls=pl.concat([empty(CALLS), *calls]) if calls else None,
                contacts=pl.concat([empty(CONTACTS), *contacts]) if contacts else None,
                key=key.token() if key else "",
            )
        )


@dataclass(slots=True)
class _Inside:
    """What else was seen on the way."""

    files: int = 0
    messages: int = 0
    databases: list[ReadResult] = field(default_factory=list)
    apps: set[str] = field(default_factory=set)

    def explain(self, tally: Tally) -> None:
        """Say what the backup holds and what it does not."""
        tally.note(
            Said(
                f"备份里有 {len(self.apps)} 个应用、{self.files} 个文件；短信彩信文件 {self.messages} 个。",
                f"The backup holds {len(self.apps)} apps and {self.files} files; {self.messages} of them message files.",
            )
        )
        if not self.messages:
            tally.note(
                Said(
                    "备份里没有短信：许多新手机（包括小米）的 adb 备份不含短信，请改用短信备份软件导出。",
                    "No messages in the backup: adb backups of many newer phones (Xiaomi's too) leave them out. Export with "
                    "a message backup app instead.",
                )
            )
        tally.note(
            Said("adb 备份一般不含通话记录，请另行导出。", "An adb backup usually holds no call log; export it apart.")
        )


def adb_frames(request: Request, tally: Tally | None = None) -> Iterator[pl.DataFrame]:
    """Yield a backup's messages file by file in bounded memory, before number keys are made and rows are counted.

    Raises:
        BrokenFileError, PasswordNeededError, WrongPasswordError: it cannot be opened.
    """
    header = read_header(request.source.name, request.source.head)
    key = unlock(request.source.name, header, request.password, request.key)
    return _frames(request, header, key, tally or Tally(), _Inside())


def _frames(request: Request, header: Header, key: Key | None, tally: Tally, inside: _Inside) -> Iterator[pl.DataFrame]:
    with request.source.open() as stream:
        read_full(stream, header.start)
        content = _Content(stream, header, key)
        tar = TarStream(content)
        batch = _Batch(request.zone, tally)
        try:
            for entry in tar.entries():
                inside.files += 1
                parts = entry.name.split("/")
                if parts[0] == "apps" and len(parts) > 2:
                    inside.apps.add(parts[1])
                file = _FILE.fullmatch(entry.name)
                if file is not None:
                    inside.messages += 1
                    packed = tar.read(min(entry.size, _PACKED))
                    yield from _messages(packed, file.group(1), file.group("kind"), batch)
                elif parts[-1] in _DATABASES and entry.size <= _DATABASE:
                    _database(Source.of_bytes(entry.name, tar.read(entry.size)), request, tally, inside)
                request.progress(Said("读取备份", "reading the backup"), content.taken, request.source.size)
        except TarBrokenError as broken:
            tally.unread(
                f"tar:{broken.at}",
                "备份到此中断或已损坏，其后的内容读不出来",
                "the backup breaks off or is damaged here; what follows cannot be read",
            )
        yield from batch.flush()
    request.progress(Said("读取备份", "reading the backup"), request.source.size, request.source.size)


def taken_out(packed: bytes, name: str, kind: str, zone: str, tally: Tally) -> pl.DataFrame:
    """Return the messages (MESSAGES) of one file that somebody took out of a backup; ``kind``: ``sms`` or ``mms``."""
    batch = _Batch(zone, tally)
    return _gathered([*_messages(packed, name, kind, batch), *batch.flush()])


class _Batch:
    """Some SMS files together, since a frame of a thousand rows costs as much to shape as one of many thousand."""

    def __init__(self, zone: str, tally: Tally) -> None:
        self.zone = zone
        self.tally = tally
        self._frames: list[pl.DataFrame] = []
        self._names: list[str] = []

    def add(self, rows: pl.DataFrame, name: str) -> Iterator[pl.DataFrame]:
        """Take the rows of a file; yield all when there are enough."""
        self._frames.append(rows)
        self._names.append(name)
        if len(self._frames) >= _TOGETHER:
            yield from self.flush()

    def flush(self) -> Iterator[pl.DataFrame]:
        """Yield what is waiting."""
        if self._frames:
            frames, self._frames = self._frames, []
            names, self._names = self._names, []
            yield _typed(pl.concat(frames), _entries(names, [len(frame) for frame in frames]), self.zone, self.tally)


def _entries(names: list[str], lengths: list[int]) -> pl.Series:
    """Return ``name:1`` to ``name:length`` for each file in turn."""
    table = pl.DataFrame({"name": names, "end": [length + 1 for length in lengths]}).filter(pl.col("end") > 1)
    counted = table.select("name", pl.int_ranges(1, "end").alias("number")).explode("number")
    return counted.select(pl.concat_str("name", pl.lit(":"), "number").alias("entry")).to_series()


class _Content:
    """The tar inside a backup: decrypted and inflated as it is asked for."""

    def __init__(self, stream: BinaryIO, header: Header, key: Key | None) -> None:
        self.taken = header.start
        self._stream = stream
        self._cipher: CipherContext | None = key.decryptor() if key else None
        self._inflater = zlib.decompressobj() if header.compressed else None
        self._rest = b""
        self._ready = bytearray()

    def read(self, size: int, /) -> bytes:
        """Return ``size`` bytes, fewer only where the content ends or is damaged."""
        while len(self._ready) < size and (piece := self._next()):
            self._ready += piece
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def _next(self) -> bytes:
        while True:
            feed = self._rest or self._clear()
            if self._inflater is None or not feed:
                return feed
            try:
                piece = self._inflater.decompress(feed, _PIECE)
            except zlib.error:
                return b""
            self._rest = self._inflater.unconsumed_tail
            if piece or self._inflater.eof:
                return piece

    def _clear(self) -> bytes:
        """Return the next bytes after decryption; a last block that is not whole is nothing."""
        data = read_full(self._stream, _CHUNK)
        self.taken += len(data)
        return self._cipher.update(data) if self._cipher and data else data


def _database(source: Source, request: Request, tally: Tally, inside: _Inside) -> None:
    reader = PhoneDatabase()
    if reader.sniff(source) is None:
        tally.unread(f"entry:{source.name}", "不是数据库", "no database")
        return
    try:
        result = reader.read(replace(request, source=source))
    except IngestError as fault:
        tally.unread(f"entry:{source.name}", fault.zh, fault.en)
        return
    within = pl.concat_str(pl.lit(f"{source.name}!"), "entry").alias("entry")
    inside.databases.append(
        replace(
            result,
            **{
                name: frame.with_columns(within)
                for name in ("messages", "calls", "contacts")
                if (frame := getattr(result, name)) is not None
            },
        )
    )
    for piece in result.completeness.unread:
        tally.unread(f"entry:{source.name}!{piece.place}", piece.zh, piece.en)
    for note in result.completeness.told:
        tally.note(Said(f"{source.name}：{note}", f"{source.name}: {note.en}"))


def _messages(packed: bytes, name: str, kind: str, batch: _Batch) -> Iterator[pl.DataFrame]:
    """Yield the messages of one file, SMS together with others; what is broken in it is reported."""
    tally = batch.tally
    inflater = zlib.decompressobj()
    try:
        data = inflater.decompress(packed, _JSON)
    except zlib.error:
        tally.unread(f"entry:{name}", "压缩数据已损坏", "the compressed data is damaged")
        return
    if not inflater.eof:
        tally.unread(
            f"entry:{name}", "内容没有结束或过大，只读到一部分", "it does not end or is too large; read in part"
        )
    fast = _fast(data) if kind == "sms" else None
    if fast is not None:
        yield from batch.add(fast, name)
        return
    rows = _objects(data, name, tally)
    if kind == "sms":
        plain = [
            {**{wanted: _text(row.get(wanted), name, tally) for wanted in _FIELDS}, **_several(row)} for row in rows
        ]
        yield from batch.add(pl.DataFrame(plain, schema=_ROWS), name)
    else:
        yield from batch.flush()
        records = [_multimedia(row, f"{name}:{number}", name, tally) for number, row in enumerate(rows, 1)]
        yield messages_frame(records, batch.zone, tally).drop("row", "address_key", "address_kind")


def _fast(data: bytes) -> pl.DataFrame | None:
    """Return an SMS file as columns, None where anything in it is out of the ordinary and wants a closer look."""
    if not data.startswith(b"[{") or _HALVES.search(data):
        return None
    try:
        frame = pl.read_json(BytesIO(data), schema=_ROWS)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    return None if any(frame.get_column(name).null_count() for name in ("address", "date", "type")) else frame


def _objects(data: bytes, name: str, tally: Tally) -> list[dict[str, Any]]:
    """Return the objects of a JSON array one by one, up to where it breaks off."""
    text = data.decode("utf-8", "replace")
    if "\ufffd" in text:
        tally.repair("invalid_utf8", f"entry:{name}")
    decoder = json.JSONDecoder(strict=False)
    rows: list[dict[str, Any]] = []
    at = text.find("[") + 1
    while at:
        at = _next_value(text, at)
        if at >= len(text) or text[at] == "]":
            break
        try:
            row, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        if isinstance(row, dict):
            rows.append(row)
        else:
            tally.unread(f"entry:{name}!value:{len(rows) + 1}", "不是一条消息", "no message")
    if not at or at >= len(text):
        tally.unread(f"entry:{name}", "JSON 不完整，读到的部分已保留", "broken JSON; what was read is kept")
    elif text[at] != "]":
        tally.unread(
            f"entry:{name}!value:{len(rows) + 1}",
            "JSON 到此已损坏，之前的已保留",
            "the JSON is damaged here; the rest is lost",
        )
    return rows


def _next_value(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _text(value: object, name: str, tally: Tally) -> str | None:
    """Return a value as text; half a character becomes U+FFFD and is counted."""
    if value is None or isinstance(value, dict | list):
        return None
    text = str(value)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        tally.repair("lone_surrogate", f"entry:{name}")
        text = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def _several(row: dict[str, Any]) -> dict[str, str]:
    """Return the address of a message whose row names only recipients."""
    others = row.get("recipients")
    if row.get("address") or not isinstance(others, list):
        return {}
    return {"address": "~".join(str(number) for number in others if number)}


def _typed(rows: pl.DataFrame, entries: pl.Series, zone: str, tally: Tally) -> pl.DataFrame:
    """Return an SMS file's rows as MESSAGES without number keys and row numbers."""
    frame = rows.with_columns(
        pl.lit("sms").alias("kind"),
        pl.col("type").replace_strict(_BOXES, default="unknown", return_dtype=pl.String).alias("direction"),
        pl.col("address").fill_null(""),
        micros("date").alias("ts"),
        micros("date_sent").alias("ts_sent"),
        pl.lit(zone).alias("zone"),
        pl.lit(Clock.DEVICE.value).alias("clock"),
        pl.col("self_phone").alias("line"),
        pl.lit(0, pl.UInt16).alias("attachments"),
        pl.lit(-1, pl.Int64).alias("offset"),
        pl.lit(-1, pl.Int32).alias("length"),
        entries,
    ).drop("date", "date_sent", "type", "self_phone")
    if frame["ts"].null_count():
        for place in frame.filter(pl.col("ts").is_null())["entry"]:
            tally.unread(f"entry:{place}", "时间无法读懂，记录已保留", "unreadable time; the record is kept")
    return conform(frame, _SHAPE)


_SHAPE = pl.Schema(
    {name: kind for name, kind in MESSAGES.items() if name not in {"row", "address_key", "address_kind"}}
)


def _multimedia(row: dict[str, Any], place: str, name: str, tally: Tally) -> Record:
    """Return an MMS; times are in seconds; the party of one that came in is its sender."""
    box = _BOXES.get(str(row.get("msg_box")), "unknown")
    given = row.get("mms_addresses")
    people = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    numbers = [
        str(one.get("address"))
        for one in people
        if str(one.get("address")) not in NOBODY | {"None"} and (str(one.get("type")) == str(_FROM)) is (box == "in")
    ]
    fallback = _several(row).get("address", "")
    return {
        "kind": "mms",
        "direction": box,
        "address": "~".join(numbers) or fallback,
        "ts": micros_of(_whole(row.get("date"))),
        "ts_sent": micros_of(_whole(row.get("date_sent"))),
        "subject": _text(row.get("sub"), name, tally) or None,
        "body": _text(row.get("mms_body"), name, tally),
        "line": _text(row.get("self_phone"), name, tally),
        "attachments": 0,
        "entry": place,
    }


def _whole(value: object) -> int | None:
    text = str(value)
    return (
        int(text) if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 19 else None
    )


def _gathered(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Return all messages as MESSAGES."""
    if not frames:
        return empty(MESSAGES)
    return conform(with_numbers(pl.concat([conform(frame, _SHAPE) for frame in frames])), MESSAGES)


def _numbered(result: ReadResult) -> ReadResult:
    """Return the result with rows numbered through all tables."""
    at = 1
    numbered: dict[str, pl.DataFrame] = {}
    for name in ("messages", "calls", "contacts"):
        frame: pl.DataFrame | None = getattr(result, name)
        if frame is not None:
            numbered[name] = frame.with_columns(row=pl.int_range(at, at + len(frame), dtype=pl.UInt32))
            at += len(frame)
    return replace(result, **numbered)  # type: ignore[arg-type]  # the three names are tables
