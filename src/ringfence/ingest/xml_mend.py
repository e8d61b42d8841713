"""Pre-pass over XML bytes: what no parser accepts but phones write becomes valid, each mend counted with its place.

Phones write emoji as two UTF-16 surrogate references (``&#55357;&#56838;``), NUL and other control references, CESU-8,
raw control characters and bare ampersands. ``recover=True`` of libxml2 loses or mangles these silently, so they are
mended here, before any parser. The pre-pass never adds or removes a line end or a quote: lines and attributes stay where
they are, and the original bytes stay in the vault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Only these leave the pre-pass; all others become the character itself.
ENTITIES = {
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&#9;": "\t",
    "&#10;": "\n",
    "&#13;": "\r",
}
_ESCAPED = {value: name for name, value in ENTITIES.items()}
_RUN = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#10|#13|#9);)(#[xX]?[0-9A-Fa-f]{1,12};(?:&#[xX]?[0-9A-Fa-f]{1,12};)*)?")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mend: ``at`` is the byte in the bytes as given, ``kind`` a Repair.kind."""

    at: int
    kind: str


def mend_references(data: bytes) -> tuple[bytes, list[Mark]]:
    """Return ``data`` with only the references of ENTITIES left, and what had to be mended."""
    marks: list[Mark] = []

    def _replace(match: re.Match[bytes]) -> bytes:
        text, faults = _characters(match.group(1))
        if faults:
            marks.extend(Mark(match.start(), fault) for fault in faults)
        return text

    return _RUN.sub(_replace, data), marks


@lru_cache(maxsize=4096)
def _characters(run: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    """Return a run of numeric references as UTF-8, surrogates joined, and the Repair.kind of each mend."""
    if run is None:  # an ampersand that begins no known reference
        return b"&amp;", ("bare_ampersand",)
    units = [_code_point(name) for name in run.replace(b"&", b"").rstrip(b";").split(b";")]
    out: list[str] = []
    faults: list[str] = []
    position = 0
    while position < len(units):
        unit = units[position]
        following = units[position + 1] if position + 1 < len(units) else 0
        if 0xD800 <= unit < 0xDC00 and 0xDC00 <= following < 0xE000:
            out.append(chr(0x10000 + ((unit - 0xD800) << 10) + (following - 0xDC00)))
            faults.append("surrogate_pair")
            position += 2
            continue
        fault = _fault(unit)
        if fault:
            faults.append(fault)
        character = _REPLACEMENT if fault else chr(unit)
        out.append(_ESCAPED.get(character, character))
        position += 1
    return "".join(out).encode(), tuple(faults)


def _code_point(name: bytes) -> int:
    digits = name[1:]
    try:
        return int(digits[1:], 16) if digits[:1] in {b"x", b"X"} else int(digits)
    except ValueError:  # decimal with letters: no number at all
        return -1


def _fault(point: int) -> str | None:
    """Return the Repair.kind of a code point that XML 1.0 does not allow (section 2.2), None for an allowed one."""
    if point == 0:
        return "nul"
    if 0xD800 <= point < 0xE000:
        return "lone_surrogate"
    if point < 0 or point > 0x10FFFF or point in {0xFFFE, 0xFFFF}:
        return "invalid_reference"
    return "control_character" if point < 0x20 and point not in {9, 10, 13} else None


def mend_controls(data: bytes) -> tuple[bytes, list[Mark]]:
    """Replace raw characters that XML 1.0 does not allow by U+FFFD."""
    marks = [
        Mark(found.start(), "nul" if found.group() == b"\x00" else "control_character")
        for found in _CONTROL.finditer(data)
    ]
    return (_CONTROL.sub(_REPLACEMENT.encode(), data), marks) if marks else (data, marks)


def mend_utf8(data: bytes) -> tuple[bytes, list[Mark]]:
    """Return valid UTF-8; each line that is not is read as CESU-8, GB18030 or with U+FFFD, whichever fits."""
    marks: list[Mark] = []
    lines: list[bytes] = []
    at = 0
    for line in data.split(b"\n"):
        try:
            line.decode()
        except UnicodeDecodeError:
            text, kind = _decode_odd(line)
            marks.append(Mark(at, kind))
            lines.append(text.encode())
        else:
            lines.append(line)
        at += len(line) + 1
    return b"\n".join(lines), marks


def _decode_odd(line: bytes) -> tuple[str, str]:
    try:
        halves = line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        pass
    else:
        return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "cesu8"
    replaced = line.decode("utf-8", "replace")
    bad = replaced.count(_REPLACEMENT)
    if sum(not character.isascii() for character in replaced) <= 2 * bad:  # mostly not UTF-8: then GBK, if that fits
        try:
            return line.decode("gb18030"), "charset_guess"
        except UnicodeDecodeError:
            pass
    return replaced, "invalid_utf8"
