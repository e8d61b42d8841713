"""Android's own tables: ``sms`` and ``pdu`` (mmssms.db), ``calls`` (contacts2.db, calllog.db), ``data`` (contacts2.db).

Columns and codes: android.provider.Telephony, CallLog.Calls and ContactsContract. Makers add columns; only the common ones are
used, and a column that is missing is no fault.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ringfence.ingest.database import place_of, whole_number
from ringfence.ingest.phone_frames import BOXES, CALL_TYPES, NOBODY, Record, micros_of
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.ingest.database import Database, Row, Value
    from ringfence.ingest.tally import Tally

_FROM = 137  # PduHeaders.FROM
_NOTIFICATION = 130  # an MMS that was announced and not fetched
_MIB_LATIN_1 = 4  # IANA MIBenum; Android keeps a subject's bytes as Latin-1 letters
_CHARSETS = {106: "utf-8", 3: "ascii", 4: "latin-1", 1015: "utf-16", 2025: "gb2312", 113: "gb18030", 114: "gb18030"}
_LINES = ("sub_id", "sim_id", "phone_id", "subscription_id")
_PHONE = "vnd.android.cursor.item/phone_v2"
_NAME = "vnd.android.cursor.item/name"
_ORG = "vnd.android.cursor.item/organization"
_NOTE = "vnd.android.cursor.item/note"
_PHONE_TYPES = {1: "home", 2: "mobile", 3: "work", 7: "other", 17: "mobile"}  # CommonDataKinds.Phone


def sms_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield the rows of ``sms``, numbered from ``row``."""
    columns = ("address", "date", "date_sent", "type", "subject", "body", *_LINES)
    for number, found in enumerate(db.rows("sms", *columns), row):
        place = place_of("sms", found)
        box = whole_number(found["type"])
        if box not in BOXES:
            tally.unread(place, "收发类型不认识，记录已保留", "an unknown message type; the record is kept")
        yield {
            "row": number,
            "kind": "sms",
            "direction": BOXES.get(box or 0, "unknown"),
            "address": db.text(found["address"], place),
            "ts": micros_of(whole_number(found["date"])),
            "ts_sent": micros_of(whole_number(found["date_sent"])),
            "subject": db.text(found["subject"], place),
            "body": db.text(found["body"], place),
            "line": _line(db, found, place),
            "attachments": 0,
            "entry": place,
        }


def mms_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield the rows of ``pdu`` with their ``addr`` and ``part`` rows, numbered from ``row``."""
    addresses = _addresses(db)
    parts = _parts(db)
    number = row
    for found in db.rows("pdu", "date", "date_sent", "msg_box", "m_type", "sub", "sub_cs", *_LINES):
        place = place_of("pdu", found)
        kind = whole_number(found["m_type"])
        if kind not in {None, 128, _NOTIFICATION, 132}:  # reports of delivery and reading are no messages
            tally.note(
                Said(
                    "彩信的送达、阅读回执不是消息，未列为记录。",
                    "Delivery and read reports of MMS are no messages and no records.",
                )
            )
            continue
        if kind == _NOTIFICATION:
            tally.unread(place, "彩信只有通知，手机没有下载内容", "an MMS that was announced and never fetched")
        box = whole_number(found["msg_box"])
        key = whole_number(found["rowid"]) or 0
        texts, attachments = parts.get(key, ([], 0))
        yield _mms(found, number, place, BOXES.get(box or 0, "unknown"), addresses[key]) | {
            "subject": _subject(db, found, place),
            "body": "\n".join(texts) or None,
            "line": _line(db, found, place),
            "attachments": min(attachments, 65_535),
        }
        number += 1


def _mms(found: Row, row: int, place: str, direction: str, people: list[tuple[int, str]]) -> Record:
    """Return a message's record; the party of one that came in is its sender, of one that went out all it went to."""
    inward = direction == "in"
    others = [number for kind, number in people if number not in NOBODY and (kind == _FROM) is inward]
    return {
        "row": row,
        "kind": "mms",
        "direction": direction,
        "address": "~".join(others),
        "ts": micros_of(whole_number(found["date"])),
        "ts_sent": micros_of(whole_number(found["date_sent"])),
        "entry": place,
    }


def _addresses(db: Database) -> defaultdict[int, list[tuple[int, str]]]:
    people: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for found in db.rows("addr", "msg_id", "address", "type"):
        number = db.text(found["address"], place_of("addr", found)) or ""
        people[whole_number(found["msg_id"]) or 0].append((whole_number(found["type"]) or 0, number))
    return people


def _parts(db: Database) -> dict[int, tuple[list[str], int]]:
    parts: dict[int, tuple[list[str], int]] = {}
    for found in db.rows("part", "mid", "ct", "text"):
        place = place_of("part", found)
        sort = (db.text(found["ct"], place) or "").casefold()
        texts, attachments = parts.get(whole_number(found["mid"]) or 0, ([], 0))
        text = db.text(found["text"], place)
        if sort.startswith("text/") and text is not None:
            texts.append(text)
        elif sort != "application/smil":
            attachments += 1
        parts[whole_number(found["mid"]) or 0] = (texts, attachments)
    return parts


def _subject(db: Database, found: Row, place: str) -> str | None:
    """Return a subject; Android writes its bytes as Latin-1 letters and their charset beside."""
    text = db.text(found["sub"], place)
    charset = whole_number(found["sub_cs"]) or 0
    if not text or charset == _MIB_LATIN_1 or charset not in _CHARSETS:
        return text or None
    try:
        return text.encode("latin-1").decode(_CHARSETS[charset])
    except UnicodeError:
        return text


def _line(db: Database, found: Row, place: str) -> str | None:
    """Return which SIM it was, as the phone numbers them."""
    values: list[Value] = [found[name] for name in _LINES if found[name] is not None]
    return db.text(values[0], place) if values and whole_number(values[0]) != -1 else None


def call_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield the rows of ``calls``, numbered from ``row``."""
    columns = ("number", "date", "duration", "type", "name", "geocoded_location", *_LINES)
    for number, found in enumerate(db.rows("calls", *columns), row):
        place = place_of("calls", found)
        sort = whole_number(found["type"])
        if sort not in CALL_TYPES:
            tally.unread(place, "通话类型不认识，记录已保留", "an unknown call type; the record is kept")
        seconds = whole_number(found["duration"])
        yield {
            "row": number,
            "direction": CALL_TYPES.get(sort or 0, "unknown"),
            "address": db.text(found["number"], place),
            "ts": micros_of(whole_number(found["date"])),
            "duration_s": seconds if seconds is not None and 0 <= seconds < 2**31 else None,
            "name": db.text(found["name"], place) or None,
            "line": _line(db, found, place),
            "location": db.text(found["geocoded_location"], place) or None,
            "entry": place,
        }


def contact_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield one row per number of ``data``, all of one person with the same row number."""
    sorts = {whole_number(found["_id"]): db.text(found["mimetype"], "mimetypes") for found in _kinds(db)}
    deleted = {
        whole_number(found["rowid"]) for found in db.rows("raw_contacts", "deleted") if whole_number(found["deleted"])
    }
    if deleted:
        tally.note(
            Said(
                f"另有 {len(deleted)} 位联系人已标记删除，一并列出。",
                f"{len(deleted)} more contact(s) marked as deleted are listed too.",
            )
        )
    cards: dict[int, _Card] = {}
    for found in db.rows("data", "mimetype_id", "raw_contact_id", "data1", "data2", "data3"):
        card = cards.setdefault(whole_number(found["raw_contact_id"]) or 0, _Card())
        card.take(db, sorts.get(whole_number(found["mimetype_id"])) or "", found)
    for number, (key, card) in enumerate(cards.items(), row):
        yield from card.records(number, f"raw_contacts:{key}", "已删除的联系人" if key in deleted else None)


def _kinds(db: Database) -> list[Row]:
    return list(db.rows("mimetypes", "_id", "mimetype"))


class _Card:
    """One person while the rows of ``data`` arrive."""

    def __init__(self) -> None:
        self._name = ""
        self._org: str | None = None
        self._note: str | None = None
        self._numbers: list[tuple[str, str | None]] = []

    def take(self, db: Database, sort: str, found: Row) -> None:
        """Take one datum."""
        place = place_of("data", found)
        value = db.text(found["data1"], place)
        if value is None:
            return
        if sort == _PHONE:
            kind = whole_number(found["data2"])
            own = db.text(found["data3"], place) or None
            self._numbers.append((value, own if not kind else _PHONE_TYPES.get(kind, "other")))
        elif sort == _NAME:
            self._name = self._name or value
        elif sort == _ORG:
            self._org = self._org or value
        elif sort == _NOTE:
            self._note = self._note or value

    def records(self, row: int, place: str, remark: str | None) -> Iterator[Record]:
        """Yield one record per number, one with an empty number when there is none."""
        if not (self._name or self._numbers):
            return
        note = "\n".join(filter(None, (self._note, remark))) or None
        for number, label in self._numbers or [("", None)]:
            yield {
                "row": row,
                "name": self._name,
                "address": number,
                "label": label,
                "org": self._org,
                "note": note,
                "entry": place,
            }
