"""What the file name of a recorded call says: whose number, when, and which system writes names like that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ringfence.ingest.facts import facts
from ringfence.ingest.moment import WrittenTime
from ringfence.schema import NumberKind, parse_phone

_LONGEST = 50  # characters that Xiaomi's recorder allows; a name this long was cut
_COPY = re.compile(r"\s*(?:\(\d{1,2}\)|-副本|（\d{1,2}）)$")


@dataclass(frozen=True, slots=True)
class RecordingName:
    """What a name says.

    Attributes:
        system: which phones name recordings like that; ``verified``: whether that was ever checked on real files.
        numbers: as written, freed of the recorder's own replacements; several for a conference, none when it gives a name only.
        contact: the name in the address book, "" without one.
        time: wall clock of the phone, no zone; None when it cannot be a time.
        cut: the name is as long as the recorder allows, so the end of the number or name may be missing.
    """

    system: str
    verified: bool
    numbers: tuple[str, ...]
    contact: str
    time: WrittenTime | None
    cut: bool


def parse_recording_name(name: str) -> RecordingName | None:
    """Read a file name; None when no known system names recorded calls like that."""
    stem, _, extension = name.rpartition(".")
    if extension.casefold() not in facts("recording_names")["extensions"]:
        return None
    stem = _COPY.sub("", stem)
    for system, pattern in _patterns():
        found = pattern.fullmatch(stem)
        if found is not None:
            return _read(system, found.groupdict(), stem)
    return None


@cache
def _patterns() -> tuple[tuple[dict[str, Any], re.Pattern[str]], ...]:
    return tuple(
        (system, re.compile(pattern, re.IGNORECASE))
        for system in facts("recording_names")["systems"]
        for pattern in system["patterns"]
    )


def _read(system: dict[str, Any], groups: dict[str, str | None], stem: str) -> RecordingName:
    contact = (groups.get("contact") or "").strip()
    numbers: list[str] = []
    for part in (groups.get("number") or "").split("_"):
        written = _restored(part) if system.get("restore") else part.strip()
        if written:
            numbers.append(written)
    if contact and parse_phone(contact).kind is not NumberKind.NAME:  # an unknown caller's number stands twice
        numbers, contact = numbers or [contact], ""
    time = _moment(groups.get("time") or "")
    return RecordingName(
        str(system["system"]), bool(system["verified"]), tuple(numbers), contact, time, len(stem) >= _LONGEST
    )


def _restored(part: str) -> str:
    """Undo the recorder's replacements: ``00`` before 86 was a plus, ``p`` a pause, ``s`` a star."""
    text = part.strip().replace("s", "*").replace("p", ",")
    return f"+{text[2:]}" if text.startswith("0086") else text


def _moment(written: str) -> WrittenTime | None:
    digits = re.sub(r"\D", "", written)
    if len(digits) == 12 and not digits.startswith("20"):
        digits = f"20{digits}"
    if len(digits) == 12:
        digits += "00"
    if len(digits) != 14:
        return None
    month, day, hour, minute, second = (int(digits[at : at + 2]) for at in range(4, 14, 2))
    time = WrittenTime(int(digits[:4]), month, day, hour, minute, second)
    return time if time.micros() is not None else None
