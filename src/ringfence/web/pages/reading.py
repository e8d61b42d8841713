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


def account_of(source: SourceFile, say: Say) -> Account:
    """Return the account of a source."""
    told = source.completeness
    declared = told.declared if told is not None else None
    found = told.found if told is not None else 0
    unread = told.unread[:FIRST] if told is not None else ()
    return Account(
        kind=source.kind_zh,
        read=bool(source.reader),
        problem=say(source.problem_zh, source.problem_en),
        counts=tuple(
            (say(*TABLES[name]), int(about["rows"])) for name, about in source.tables.items() if name in TABLES
        ),
        found=found,
        declared=declared,
        missing=max(0, (declared or 0) - found),
        whole=told is not None and told.whole,
        unread=tuple((where(piece.place, say), say(piece.zh, piece.en)) for piece in unread),
        unread_count=told.unread_count if told is not None else 0,
        more=max(0, (told.unread_count if told is not None else 0) - len(unread)),
        repairs=sum(one.count for one in told.repairs) if told is not None else 0,
        without_time=told.without_time if told is not None else 0,
        notes=told.notes if told is not None else (),
        first=told.first_micros if told is not None else None,
        last=told.last_micros if told is not None else None,
    )


def where(place: str, say: Say) -> str:
    """Return a place in words; one that has none as it stands."""
    kind, bar, rest = place.partition(":")
    if bar and kind == "box":
        return say("图上的一处", "a spot on the picture")
    if bar and kind in _PLACES:
        return say(*_PLACES[kind]).format(rest)
    return place
