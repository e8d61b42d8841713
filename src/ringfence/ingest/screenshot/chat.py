"""Conversations: an SMS thread or a chat, as bubbles with sides, times and the counterpart of the title."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.bubbles import Shape, in_status_bar, shapes_of, sides
from ringfence.ingest.screenshot.parts import Bubble, Screen, Written
from ringfence.ingest.screenshot.text import joined, rows_of
from ringfence.ingest.screenshot.when import is_time
from ringfence.ingest.screenshot.words import (
    bare,
    is_app_sentence,
    is_furniture,
    is_number,
    members,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.ingest.screenshot.line import Box, Line, Page

_HEAD = 0.34  # of the width: status bar and title lie above
_CENTRED = 0.13  # of the width from the middle


@dataclass(slots=True)
class _Sorted:
    """Lines outside of bubbles, by what they are."""

    title: Written | None
    group: bool
    times: list[Line]
    under: list[Line]
    senders: list[Line]
    furniture: list[Line]
    left: list[Line]


def read_chat(page: Page) -> Screen:
    """Return the page as a conversation; without any bubble the screen has none either."""
    shapes = _without_bars(page, shapes_of(page))
    inside = {id(line) for shape in shapes for line in shape.lines}
    outside = [line for line in page.lines if id(line) not in inside]
    kinds = _sort(page, outside, shapes)
    bubbles = _bubbles(page, shapes, kinds)
    return Screen(
        layout=_layout(page, shapes, outside),
        title=kinds.title,
        group=kinds.group,
        bubbles=tuple(bubbles),
        left_over=tuple(kinds.left),
        furniture=tuple(kinds.furniture),
    )


def _without_bars(page: Page, shapes: Sequence[Shape]) -> list[Shape]:
    """Drop the field one types in at the bottom and the buttons: what holds nothing but their words."""
    words = word_set("sms_hints") | word_set("im_hints")
    kept = []
    for shape in shapes:
        text = "".join(bare(line.text) for line in shape.lines)
        low = shape.box.cy > page.height - 0.35 * page.width
        if not ((is_furniture(text) and (low or shape.box.cy < _HEAD * page.width)) or (low and text in words)):
            kept.append(shape)
    return kept


def _sort(page: Page, lines: Sequence[Line], shapes: Sequence[Shape]) -> _Sorted:
    found = _Sorted(None, group=False, times=[], under=[], senders=[], furniture=[], left=[])
    first = min((shape.box.y for shape in shapes), default=page.height)
    last = max((shape.box.bottom for shape in shapes), default=0)
    title_lines = _title(page, lines, first)
    head = max((line.box.bottom for line in title_lines), default=0)
    if title_lines:
        name, found.group = members(" ".join(line.text for line in title_lines))
        found.title = Written.of(*title_lines, text=name)
    for line in lines:
        if any(line is one for one in title_lines):
            continue
        _place(page, line, (head, first, last), shapes, found)
    return found


def _place(page: Page, line: Line, ends: tuple[int, int, int], shapes: Sequence[Shape], found: _Sorted) -> None:
    """Put one line outside of all bubbles where it belongs; ``ends``: end of the title, first and last bubble."""
    head, first, last = ends
    time_text = without_sim(line.text)
    if line.box.bottom <= head or in_status_bar(page, line):
        found.furniture.append(line)
    elif is_time(time_text) and line.box.y < last + page.width:
        centred = abs(line.box.cx - page.width / 2) < _CENTRED * page.width
        (found.times if centred or line.box.bottom < first else found.under).append(line)
    elif bare(line.text) in word_set("delivered") | word_set("failed"):
        found.under.append(line)
    elif is_furniture(line.text) or is_app_sentence(line.text) or line.box.y > last + 0.1 * page.width:
        found.furniture.append(line)
    elif _names_next(line, shapes):
        found.senders.append(line)
    elif _beside(line, shapes) and len(bare(line.text)) <= 2:
        found.furniture.append(line)  # letters on an avatar
    else:
        found.left.append(line)


def without_sim(text: str) -> str:
    """Return a time without the SIM card or state that some phones print beside it (``21:03 卡1``)."""
    parts = text.replace("|", " ").replace("·", " ").split()
    kept = [part for part in parts if part not in {"卡1", "卡2", "SIM1", "SIM2"} and part not in word_set("delivered")]
    return " ".join(kept) if kept else text


def _title(page: Page, lines: Sequence[Line], first: int) -> list[Line]:
    """Return the lines of the title: the tallest row near the top that is no status, time or button."""
    limit = min(_HEAD * page.width, first)
    status = [line for line in lines if in_status_bar(page, line)]
    rows = []
    for row in rows_of([line for line in lines if line.box.cy < limit]):
        if status and any(abs(row[0].box.cy - bar.box.cy) < 0.6 * bar.box.h for bar in status):
            continue
        words = [line for line in row if not _no_title(line)]
        if words and not is_time(" ".join(line.text for line in words)):
            rows.append(words)
    if not rows:
        return []
    best = max(rows, key=lambda row: (max(line.box.h for line in row), -row[0].box.y))
    return _middle_piece(best)


def _middle_piece(row: list[Line]) -> list[Line]:
    """Return the pieces of a row that belong together, from the tallest on; far pieces are buttons."""
    core = max(row, key=lambda line: line.box.w)
    return [line for line in row if line is core or _gap(line.box, core.box) < 1.2 * core.box.h]


def _gap(one: Box, other: Box) -> int:
    return max(one.x - other.right, other.x - one.right, 0)


def _no_title(line: Line) -> bool:
    text = bare(line.text).strip("<>‹›〈〉《》＜＞←→")
    unread = text.isdigit() and len(text) <= 3  # how many unread, beside the arrow back
    return is_furniture(line.text) or unread or is_app_sentence(line.text)


def _names_next(line: Line, shapes: Sequence[Shape]) -> bool:
    """Tell whether a small line stands right above a bubble and begins about where it begins: the name in a group."""
    return any(
        0 <= shape.box.y - line.box.bottom + 0.3 * line.box.h < 1.2 * line.box.h
        and abs(line.box.x - shape.box.x) < 1.5 * line.box.h
        for shape in shapes
    )


def _beside(line: Line, shapes: Sequence[Shape]) -> bool:
    return any(shape.box.y <= line.box.cy <= shape.box.bottom for shape in shapes)


def _bubbles(page: Page, shapes: Sequence[Shape], kinds: _Sorted) -> list[Bubble]:
    found: list[Bubble] = []
    used: set[int] = set()
    for shape, (side, certainty) in zip(shapes, sides(page, shapes), strict=True):
        time = max((line for line in kinds.times if line.box.cy < shape.box.y + 2), key=_top, default=None)
        until = min((line for line in kinds.times if line.box.cy > shape.box.y + 2), key=_top, default=None)
        own = time is not None and id(time) not in used
        if time is not None:
            used.add(id(time))
        bubble = Bubble(
            text=Written.of(*shape.lines, text=joined(shape.lines)),
            side=side,
            side_score=certainty,
            box=shape.box,
            time=None if time is None else _time(time),
            own_time=own,
            until=None if until is None else _time(until),
            sender=_sender(shape, kinds.senders),
            cut=_cut(page, shape, kinds.title),
        )
        found.append(_with_foot(bubble, shape, kinds.under, shapes))
    return found


def _top(line: Line) -> int:
    return line.box.y


def _time(line: Line) -> Written:
    return Written.of(line, text=without_sim(line.text))


def _sender(shape: Shape, senders: Iterable[Line]) -> Written | None:
    return next((Written.of(line) for line in senders if _names_next(line, [shape])), None)


def _with_foot(bubble: Bubble, shape: Shape, under: Iterable[Line], shapes: Sequence[Shape]) -> Bubble:
    """Take the time or state printed right below a bubble or beside its last line."""
    following = min((other.box.y for other in shapes if other.box.y > shape.box.y), default=10**9)
    for line in under:
        height = line.box.h
        below = shape.box.bottom - height < line.box.cy < min(following, shape.box.bottom + 2.2 * height)
        if not below:
            continue
        if bare(line.text) in word_set("failed"):
            bubble = replace(bubble, failed=True)
        elif is_time(without_sim(line.text)):
            bubble = replace(bubble, time=_time(line), own_time=True, until=None)
    return bubble


def _cut(page: Page, shape: Shape, title: Written | None) -> bool:
    """Tell whether the picture (or the bar above) ends inside the bubble: no room between its edge and its text."""
    height = min(line.box.h for line in shape.lines)
    top = min(line.box.y for line in shape.lines) - shape.box.y
    low = shape.box.bottom - max(line.box.bottom for line in shape.lines)
    touches = shape.box.y <= 1 or shape.box.bottom >= page.height - 1
    squeezed = min(top, low) < 0.05 * height and max(top, low) > 0.3 * height
    under_title = title is not None and shape.box.y < title.box.bottom
    return touches or squeezed or under_title


def _layout(page: Page, shapes: Sequence[Shape], outside: Sequence[Line]) -> str:
    """Return the app by what only it shows: avatars and a green bubble, or the words of a messaging field."""
    if not shapes:
        return "unknown"
    texts = {bare(line.text) for line in page.lines}
    if texts & word_set("im_hints"):
        return "wechat"
    if texts & word_set("sms_hints"):
        return "sms"
    if sum(1 for shape in shapes if shape.avatar) * 2 >= len(shapes):
        return "wechat"
    numbers = any(is_number(line.text) for line in outside if line.box.cy < _HEAD * page.width)
    return "sms" if numbers else "chat"
