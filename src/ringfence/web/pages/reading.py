"""What was read from an original, in plain words: counted against what it declares, what could not be read and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringfence.case import SourceFile
    from ringfence.web.words import Say

FIRST = 8  # pieces told one by one
TABLES = {
    "messages": ("消息", "messages"),
    "calls": ("通话", "calls"),
    "contacts": ("联系人", "contacts"),
    "statements": ("陈述", "statements"),
    "recordings": ("录音", "recordings"),
    "pages": ("页文字", "pages of text"),
}
KINDS_EN = {  # by reader; what a source is has Chinese words of its own
    "sms-backup-restore": "message backup",
    "call-backup-restore": "call backup",
    "app-package": "package of an app",
    "vcard": "address book",
    "china-mobile": "China Mobile call list",
    "china-unicom": "China Unicom call list",
    "carrier-pdf": "PDF",
    "word": "Word document",
    "text": "text file",
    "adb-backup": "Android backup",
    "adb-messages": "messages of an Android backup",
    "ios-backup": "iPhone backup",
    "phone-database": "phone database",
    "wechat": "WeChat chat",
    "mail": "e-mail",
    "statement-form": "statement",
    "screenshot": "screenshot",
    "recording": "recording",
    "table": "table",
    "zip": "archive",
}
_PLACES = {
    "line": ("第 {} 行", "line {}"),
    "row": ("第 {} 行", "row {}"),
    "bytes": ("文件的第 {} 个字节处", "byte {}"),
    "entry": ("第 {} 条", "entry {}"),
    "page": ("第 {} 页", "page {}"),
}


@dataclass(frozen=True, slots=True)
class Account:
    """How far an original was read. ``missing``: how many fewer than it declares."""

    kind: str
    read: bool
    problem: str
    counts: tuple[tuple[str, int], ...]
    found: int
    declared: int | None
    missing: int
    whole: bool
    unread: tuple[tuple[str, str], ...]
    unread_count: int
    more: int
    repairs: int
    without_time: int
    notes: tuple[str, ...]
    first: int | None
    last: int | None
    zone: str


def account_of(source: SourceFile, say: Say) -> Account:
    """Return the account of a source."""
    told = source.completeness
    declared = told.declared if told is not None else None
    found = told.found if told is not None else 0
    unread = told.unread[:FIRST] if told is not None else ()
    return Account(
        kind=say(source.kind_zh, KINDS_EN.get(source.reader, source.reader)),
        read=bool(source.reader),
        problem=plain(source.problem_zh, source.problem_en, say),
        counts=tuple(
            (say(*TABLES[name]), int(about["rows"])) for name, about in source.tables.items() if name in TABLES
        ),
        found=found,
        declared=declared,
        missing=max(0, (declared or 0) - found),
        whole=told is not None and told.whole,
        unread=tuple((where(piece.place, say), plain(piece.zh, piece.en, say)) for piece in unread),
        unread_count=told.unread_count if told is not None else 0,
        more=max(0, (told.unread_count if told is not None else 0) - len(unread)),
        repairs=sum(one.count for one in told.repairs) if told is not None else 0,
        without_time=told.without_time if told is not None else 0,
        notes=told.notes if told is not None else (),
        first=told.first_micros if told is not None else None,
        last=told.last_micros if told is not None else None,
        zone=source.zone,
    )


def plain(zh: str, en: str, say: Say) -> str:
    """Return why something could not be read; where a part of the program is missing, without the line that installs it."""
    if "ringfence[" not in en:
        return say(zh, en)
    parts = {
        "audio": ("读录音", "recordings"),
        "ocr": ("认图片上的字", "writing on pictures"),
        "asr": ("听写", "speech"),
    }
    what = next((words for extra, words in parts.items() if extra in en), ("读这种文件", "such files"))
    return say(
        f"这台电脑上还没有装“{what[0]}”的组件,所以先原样保存。请帮您安装护联的人加装,然后点“再读一遍”。",
        f"The part that reads {what[1]} is not installed here, so it is kept as it is. Have it added, then read it again.",
    )


def where(place: str, say: Say) -> str:
    """Return a place in words; one that has none as it stands."""
    kind, bar, rest = place.partition(":")
    if bar and kind == "box":
        return say("图上的一处", "a spot on the picture")
    if bar and kind in _PLACES:
        return say(*_PLACES[kind]).format(rest)
    return place
