"""Apple's tables: ``message`` (sms.db), ``ZCALLRECORD`` (CallHistory.storedata), ``ABPerson`` (AddressBook.sqlitedb).

Times count from 2001-01-01 UTC, in seconds or, from iOS 11 on in sms.db, nanoseconds. A message without ``text`` keeps it in
``attributedBody``, a typed stream whose first string is the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.database import place_of, whole_number
from ringfence.ingest.vcard import joined_name, plain_label
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.ingest.database import Database, Row, Value
    from ringfence.ingest.phone_frames import Record
    from ringfence.ingest.tally import Tally

_EPOCH_S = 978_307_200  # 2001-01-01T00:00:00Z
_YEARS_S = 3_200_000_000  # a century of seconds; what is larger is counted in nanoseconds
_PHONE = 3  # kABPersonPhoneProperty
_VIDEO, _AUDIO = 8, 16  # ZCALLTYPE of FaceTime


def apple_micros(value: Value) -> int | None:
    """Return UTC microseconds of a time since 2001; 0 and nonsense are None."""
    if isinstance(value, float):
        return round((value + _EPOCH_S) * 1_000_000) if 0 < value < _YEARS_S else None
    stamp = whole_number(value)
    if not stamp or stamp < 0:
        return None
    if stamp < _YEARS_S:
        return (stamp + _EPOCH_S) * 1_000_000
    micros = stamp // 1000
    return micros + _EPOCH_S * 1_000_000 if micros < _YEARS_S * 1_000_000 else None


def message_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield the rows of ``message`` with who they came from or went to, numbered from ``row``."""
    handles = {whole_number(found["rowid"]) or 0: db.text(found["id"], "handle") for found in db.rows("handle", "id")}
    groups = _groups(db, handles)
    files = _attachments(db)
    columns = ("text", "attributedbody", "handle_id", "subject", "service", "date", "is_from_me", "is_sent", "error")
    more = ("cache_has_attachments", "destination_caller_id", "item_type", "account")
    for number, found in enumerate(db.rows("message", *columns, *more), row):
        place = place_of("message", found)
        if whole_number(found["item_type"]):
            tally.note(
                Said(
                    "群聊改名、进出群等系统消息没有正文，也列为记录。",
                    "System messages of groups (renamed, joined, left) have no text and are listed as records too.",
                )
            )
        key = whole_number(found["rowid"]) or 0
        sender = handles.get(whole_number(found["handle_id"]) or 0)
        others = groups.get(key) or ([sender] if sender else [])
        mine = bool(whole_number(found["is_from_me"]))
        body, mended = _body(db, found, place, tally)
        yield {
            "row": number,
            "kind": "sms" if (db.text(found["service"], place) or "SMS").upper() in {"SMS", "RCS"} else "im",
            "direction": _direction(found, mine=mine),
            "address": "~".join(others) if mine or not sender else sender,
            "ts": apple_micros(found["date"]),
            "subject": db.text(found["subject"], place) or None,
            "body": body,
            "line": db.text(found["destination_caller_id"] or found["account"], place) or None,
            "attachments": min(files.get(key, int(bool(whole_number(found["cache_has_attachments"])))), 65_535),
            "repair": mended,
            "entry": place,
        }


def _direction(found: Row, *, mine: bool) -> str:
    if not mine:
        return "in"
    return "failed" if whole_number(found["error"]) and not whole_number(found["is_sent"]) else "out"


def _groups(db: Database, handles: dict[int, str | None]) -> dict[int, list[str]]:
    """Return message -> everybody in its chat, for messages whose row names nobody."""
    people: dict[int, list[str]] = {}
    for found in db.rows("chat_handle_join", "chat_id", "handle_id"):
        name = handles.get(whole_number(found["handle_id"]) or 0)
        if name:
            people.setdefault(whole_number(found["chat_id"]) or 0, []).append(name)
    return {
        whole_number(found["message_id"]) or 0: people.get(whole_number(found["chat_id"]) or 0, [])
        for found in db.rows("chat_message_join", "chat_id", "message_id")
    }


def _attachments(db: Database) -> dict[int, int]:
    counts: dict[int, int] = {}
    for found in db.rows("message_attachment_join", "message_id"):
        key = whole_number(found["message_id"]) or 0
        counts[key] = counts.get(key, 0) + 1
    return counts


def _body(db: Database, found: Row, place: str, tally: Tally) -> tuple[str | None, str | None]:
    """Return (text, how it was mended)."""
    text = db.text(found["text"], place)
    stream = found["attributedbody"]
    if text or not isinstance(stream, bytes):
        return text, None
    inner = first_string(stream)
    if inner is None:
        tally.unread(place, "正文在富文本里，无法读懂", "the text is inside a typed stream that cannot be read")
        return None, None
    tally.repair("attributed_body", place)
    return inner.decode("utf-8", "replace"), "attributed_body"


def first_string(stream: bytes) -> bytes | None:
    """Return the bytes of the first NSString of a typed stream, None when there is none.

    After the class comes ``+`` (a C string), then a length: one byte, or 0x81 and two, or 0x82 and four, little-endian.
    """
    at = stream.find(b"NSString")
    at = stream.find(b"+", at, at + 24) + 1 if at >= 0 else 0
    if not at or at >= len(stream):
        return None
    width = {0x81: 2, 0x82: 4}.get(stream[at], 0)
    length = int.from_bytes(stream[at + 1 : at + 1 + width], "little") if width else stream[at]
    start = at + 1 + width
    return stream[start : start + length] if start + length <= len(stream) else None


def call_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield the rows of ``ZCALLRECORD``, numbered from ``row``."""
    columns = ("zaddress", "zdate", "zduration", "zoriginated", "zanswered", "zname", "zlocation", "zcalltype")
    for number, found in enumerate(db.rows("zcallrecord", *columns), row):
        place = place_of("ZCALLRECORD", found)
        if whole_number(found["zcalltype"]) in {_VIDEO, _AUDIO}:
            tally.note(
                Said(
                    "其中有 FaceTime 通话，号码处可能是 Apple 账户。",
                    "FaceTime calls are among them; an Apple account may stand in place of the number.",
                )
            )
        seconds = whole_number(found["zduration"])
        yield {
            "row": number,
            "direction": _call_direction(found),
            "address": db.text(found["zaddress"], place),
            "ts": apple_micros(found["zdate"]),
            "duration_s": seconds if seconds is not None and 0 <= seconds < 2**31 else None,
            "name": db.text(found["zname"], place) or None,
            "location": db.text(found["zlocation"], place) or None,
            "entry": place,
        }


def _call_direction(found: Row) -> str:
    if whole_number(found["zoriginated"]):
        return "out"
    answered = whole_number(found["zanswered"])
    return "unknown" if answered is None else "in" if answered else "missed"


def contact_records(db: Database, row: int, tally: Tally) -> Iterator[Record]:
    """Yield one row per number of ``ABPerson``, all of one person with the same row number."""
    labels = {
        whole_number(found["rowid"]): db.text(found["value"], "ABMultiValueLabel")
        for found in db.rows("abmultivaluelabel", "value")
    }
    numbers: dict[int, list[tuple[str, str | None]]] = {}
    for found in db.rows("abmultivalue", "record_id", "property", "label", "value"):
        place = place_of("ABMultiValue", found)
        value = db.text(found["value"], place)
        if whole_number(found["property"]) == _PHONE and value:
            label = labels.get(whole_number(found["label"]))
            owner = numbers.setdefault(whole_number(found["record_id"]) or 0, [])
            owner.append((value, plain_label(label) if label else None))
    without = 0
    for number, found in enumerate(db.rows("abperson", "first", "middle", "last", "organization", "note"), row):
        place = place_of("ABPerson", found)
        family, given, middle = (db.text(found[name], place) or "" for name in ("last", "first", "middle"))
        org = db.text(found["organization"], place) or None
        own = numbers.pop(whole_number(found["rowid"]) or 0, [])
        without += not own
        for phone, label in own or [("", None)]:
            yield {
                "row": number,
                "name": joined_name([family, given, middle]) or org or "",
                "address": phone,
                "label": label,
                "org": org,
                "note": db.text(found["note"], place) or None,
                "entry": place,
            }
    if without:
        tally.note(Said(f"{without} 位联系人没有电话号码。", f"{without} contact(s) have no telephone number."))
    if numbers:
        tally.unread("ABMultiValue", "有号码找不到对应的联系人", "numbers without a person")
