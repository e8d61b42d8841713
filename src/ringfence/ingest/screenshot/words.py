"""The words by which parts of a screen are told apart (screenshot.yaml), asked as questions."""

from __future__ import annotations

import re
from functools import cache

from ringfence.ingest.facts import facts
from ringfence.schema import NumberKind, parse_phone

_STATUS = re.compile(
    r"\d{1,2}[:：]\d{2}|\d{1,3}%|[2345]G\+?|HD|4GLTE|LTE|VoLTE|WiFi|WLAN|中国(?:移动|联通|电信|广电)|\d+(?:\.\d+)?[KM]B?/s|\d{1,3}",
    re.IGNORECASE,
)
_NUMBER_LIKE = re.compile(r"[+\d][\d\s\-()*]{3,}")
_BLANK = re.compile(r"\s+")
_MEMBERS = re.compile(r"^(?P<name>.+?)\s*[(（](?P<n>\d{1,4})[)）]$")


def bare(text: str) -> str:
    """Return a text without blanks."""
    return _BLANK.sub("", text)


@cache
def word_set(*path: str) -> frozenset[str]:
    """Return a list of the table as a set, blanks left out."""
    found = facts("screenshot")
    for step in path:
        found = found[step]
    return frozenset(bare(word) for word in found)


def is_status(text: str) -> bool:
    """Tell whether a text may stand in the status bar: clock, battery, network."""
    return all(_STATUS.fullmatch(part) for part in text.split()) if text.split() else False


def is_furniture(text: str) -> bool:
    """Tell whether a line is a button or a field's hint."""
    plain = bare(text).strip("<>‹›〈〉《》＜＞:：·.…+⊕○◎")
    return not plain or plain in word_set("furniture") or (len(plain) == 1 and not plain.isdigit())


def is_app_sentence(text: str) -> bool:
    """Tell whether the app itself wrote the line between two bubbles."""
    return any(part in bare(text) for part in word_set("app_sentences"))


def is_number(text: str) -> bool:
    """Tell whether a text is a telephone number, starred or not."""
    if _NUMBER_LIKE.fullmatch(text.strip()) is None:
        return False
    return "*" in text or parse_phone(text).kind not in {NumberKind.NAME, NumberKind.WITHHELD, NumberKind.INVALID}


def members(title: str) -> tuple[str, bool]:
    """Return a title without its number of members, and whether it had one."""
    found = _MEMBERS.match(title.strip())
    return (found["name"], True) if found and not is_number(found["name"]) else (title.strip(), False)


def call_direction(text: str) -> str | None:
    """Return what a call list's word says (in out missed rejected blocked), None when it says nothing."""
    plain = bare(text)
    for direction in ("blocked", "rejected", "missed", "out", "in"):
        if direction == "missed" and any(word in plain for word in word_set("calls", "unanswered")):
            continue
        if any(word in plain for word in word_set("calls", direction)):
            return direction
    return None


def app_kind(text: str) -> str | None:
    """Return the kind of message that an app's name stands for, None when it names no app known here."""
    plain = bare(text).split("·")[0].split("•")[0].casefold()
    for kind in ("sms", "im", "call"):
        if plain in {word.casefold() for word in word_set("apps", kind)}:
            return kind
    return None
