"""Call lists: one entry per call, with the number or name, the direction and the time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.ingest.moment import parse_duration
from ringfence.ingest.screenshot.line import Box
from ringfence.ingest.screenshot.parts import CallItem, Screen, Written
from ringfence.ingest.screenshot.text import rows_of
from ringfence.ingest.screenshot.when import is_time
from ringfence.ingest.screenshot.words import bare, call_direction, is_furniture, is_number, is_status, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ringfence.ingest.screenshot.line import Line, Page

_COUNT = re.compile(r"^(?P<party>.+?)\s*[(（](?P<n>\d{1,3})[)）]$")
_DURATION = re.compile(r"(?:\d{1,2}小时)?(?:\d{1,3}分钟?)?(?:\d{1,3}秒)?")
_GLUED = re.compile(r"(?:\d{1,2}小时)?(?:\d{1,3}分钟?)?\d{1,3}秒|(?:\d{1,2}小时)?\d{1,3}分钟|响铃\d+声")
_RINGS = re.compile(r"响铃\d+(?:声|秒)")
_STATUS_BAR = 0.1  # of the width


def looks_like_calls(page: Page) -> bool:
    """Tell whether the page lists calls: at least two entries with a time and a word or duration of a call each."""
    entries = list(_entries(page, _rows(page)))
    telling = [rows for rows in entries if _time_of(rows) and (_tells(rows) or is_number(_party_text(rows)))]
    words = sum(1 for rows in entries if _tells(rows))
    heading = any(
        bare(line.text) in {"通话", "最近通话", "通话记录", "所有通话", "未接来电", "最近通话记录"}
        for line in page.lines
    )
    return len(telling) >= 2 and (heading or 2 * words >= len(telling))


def read_calls(page: Page) -> Screen:
    """Return the page as a list of calls."""
    rows = _rows(page)
    entries = list(_entries(page, rows))
    used = {id(line) for entry in entries for row in entry for line in row}
    items = [item for entry in entries if (item := _item(entry)) is not None]
    kept = {id(line) for entry in entries if _item(entry) is None for row in entry for line in row}
    rest = [line for line in page.lines if id(line) not in used or id(line) in kept]
    return Screen(
        layout="calls",
        calls=tuple(items),
        left_over=tuple(line for line in rest if not _known(page, line)),
        furniture=tuple(line for line in rest if _known(page, line)),
    )


def _known(page: Page, line: Line) -> bool:
    plain = bare(line.text)
    in_bar = line.box.cy < _STATUS_BAR * page.width and is_status(line.text)
    return in_bar or is_furniture(line.text) or plain in word_set("calls", "headings")


def _rows(page: Page) -> list[list[Line]]:
    return rows_of([line for line in page.lines if not _known(page, line)])


def _entries(page: Page, rows: Sequence[list[Line]]) -> Iterator[list[list[Line]]]:
    """Yield rows that make one entry: it begins with a row whose first line is a party, and its details follow closely."""
    entry: list[list[Line]] = []
    for row in rows:
        if _is_party(row[0]) and not (entry and not _is_party(entry[0][0])):
            if entry:
                yield entry
            entry = [row]
        elif entry and row[0].box.y - entry[-1][0].box.bottom < 0.06 * page.width:
            entry.append(row)
        elif entry:
            yield entry
            entry = []
    if entry:
        yield entry


def _is_party(line: Line) -> bool:
    text = line.text
    return not is_time(text) and not _detail(text) and (is_number(_bare_party(text)) or len(bare(text)) >= 2)


def _detail(text: str) -> bool:
    """Tell whether a line can only be an entry's detail."""
    plain = bare(text)
    if call_direction(plain) is not None or _RINGS.search(plain):
        return True
    return bool(plain) and _DURATION.fullmatch(plain) is not None


def _party_text(entry: Sequence[Sequence[Line]]) -> str:
    return _bare_party(entry[0][0].text)


def _bare_party(text: str) -> str:
    found = _COUNT.match(text)
    return found["party"] if found else text


def _pieces(entry: Sequence[Sequence[Line]]) -> list[tuple[Line, str]]:
    """Return the entry's words with the line each stands in; a detail row may hold time, direction and place at once."""
    pieces = []
    for line in [line for row in entry for line in row][1:]:
        whole = line.text
        parts = [whole] if is_time(whole) else _split(whole)
        pieces += [(line, part) for part in _paired(parts) if part]
    return pieces


def _split(text: str) -> list[str]:
    """Return the words of a detail row; blanks beside direction and duration are often not recognised."""
    apart = _GLUED.sub(r" \g<0> ", text)
    return [part for part in re.split(r"[\s|,，·]+", apart) if part]


def _paired(parts: list[str]) -> list[str]:
    """Put a day and a clock that a blank had parted together again."""
    paired: list[str] = []
    for part in parts:
        if paired and is_time(paired[-1]) and is_time(part) and is_time(f"{paired[-1]} {part}"):
            paired[-1] += f" {part}"
        else:
            paired.append(part)
    return paired


def _time_of(entry: Sequence[Sequence[Line]]) -> Written | None:
    found = [(line, part) for line, part in _pieces(entry) if is_time(part)]
    if not found:
        return None
    text = found[0][1]
    if len(found) > 1 and is_time(f"{text} {found[1][1]}"):
        text = f"{text} {found[1][1]}"
        return Written.of(found[0][0], found[1][0], text=text)
    return Written.of(found[0][0], text=text)


def _tells(entry: Sequence[Sequence[Line]]) -> bool:
    return any(call_direction(part) or _is_duration(part) for _, part in _pieces(entry))


def _is_duration(part: str) -> bool:
    plain = bare(part)
    return bool(plain) and _DURATION.fullmatch(plain) is not None and not plain.isdigit()


def _item(entry: Sequence[Sequence[Line]]) -> CallItem | None:
    """Return the entry, None when it shows neither a time nor a word of a call."""
    time = _time_of(entry)
    if time is None and not _tells(entry):
        return None
    first = entry[0][0]
    counted = _COUNT.match(first.text)
    parts = [part for _, part in _pieces(entry) if not is_time(part)]
    direction = next((found for part in parts if (found := call_direction(part))), None)
    duration = next((parse_duration(bare(part)) for part in parts if _is_duration(part)), None)
    if direction is None:
        direction = "missed" if first.red else "unknown"
    unanswered = any(word in bare(part) for part in parts for word in word_set("calls", "unanswered"))
    return CallItem(
        party=Written.of(first, text=_bare_party(first.text)),
        time=time,
        direction=direction,
        connected=_connected(direction, duration, unanswered=unanswered),
        duration_s=duration,
        count=int(counted["n"]) if counted else 1,
        detail=" ".join(parts),
        box=Box.around(line.box for row in entry for line in row),
    )


def _connected(direction: str, duration: int | None, *, unanswered: bool) -> bool | None:
    if direction in {"missed", "rejected", "blocked"} or unanswered:
        return False
    return True if duration else None
