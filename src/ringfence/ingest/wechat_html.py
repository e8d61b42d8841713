"""The page that MemoTrace (留痕) writes: messages as JavaScript objects in a list, read as text; no script is ever run.

``{ type:1, text: '...',is_send:0,avatar_path:'...',timestamp:1700000000,is_chatroom:0,displayname:'...'},``
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEGIN = re.compile(r"\{\s*type\s*:")
_PAIR = re.compile(r"\s*(\w+)\s*:\s*('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|-?[\w.]+)\s*(,|\})", re.DOTALL)
_TAG = re.compile(r"</?([a-zA-Z]+)([^<>]{0,2000})>")
_ALT = re.compile(r"\balt\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
_TITLE = re.compile(r"<title>([^<]*)</title>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Thing:
    """One object: its fields as text, and where it stands in the page (characters)."""

    fields: dict[str, str]
    start: int
    end: int


def title_of(page: str) -> str:
    """Return the page's title: whose chat it is."""
    found = _TITLE.search(page)
    return html.unescape(found.group(1)).strip() if found else ""


def things(page: str) -> Iterator[Thing | tuple[int, int]]:
    """Yield the objects in order, and (start, end) of a piece that begins like one and makes no sense."""
    at = 0
    while (begin := _BEGIN.search(page, at)) is not None:
        fields, end = _fields(page, begin.start() + 1)
        if end is None:
            at = begin.end()
            yield begin.start(), at
            continue
        at = end
        if "is_send" in fields or "timestamp" in fields:
            yield Thing(fields, begin.start(), end)


def _fields(page: str, at: int) -> tuple[dict[str, str], int | None]:
    """Return the pairs from ``at`` to the closing brace, and the place behind it; None when there is none."""
    fields: dict[str, str] = {}
    while (pair := _PAIR.match(page, at)) is not None:
        name, value, mark = pair.groups()
        fields[name] = _ESCAPE.sub(_unescaped, value[1:-1]) if value[0] in "'\"" else value
        at = pair.end()
        if mark == "}":
            return fields, at
        if (closing := re.compile(r"\s*\}").match(page, at)) is not None:  # a comma after the last pair
            return fields, closing.end()
    return fields, None


def _unescaped(found: re.Match[str]) -> str:
    return _PLAIN.get(found.group(1), found.group(1))


def plain_text(text: str) -> str:
    """Return a message's words: line breaks, pictures of faces and entities resolved, other markup dropped."""
    return html.unescape(_TAG.sub(_words, text))


def _words(tag: re.Match[str]) -> str:
    """Return what a tag stands for."""
    name = tag.group(1).casefold()
    if name == "br":
        return "\n"
    alt = _ALT.search(tag.group(2)) if name == "img" else None
    return (alt.group(1) if alt else "[表情]") if name == "img" else ""
