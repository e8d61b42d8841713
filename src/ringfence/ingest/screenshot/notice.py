"""Notifications on a lock screen or in the shade: one card per message, headed by the app and the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.line import Box
from ringfence.ingest.screenshot.parts import Bubble, Screen, Written
from ringfence.ingest.screenshot.text import joined, rows_of
from ringfence.ingest.screenshot.when import is_time
from ringfence.ingest.screenshot.words import app_kind, is_furniture, is_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.screenshot.line import Line, Page

_WIDE = 0.8  # of the width: a card is at least so wide


def looks_like_notice(page: Page) -> bool:
    """Tell whether there is a card whose first row names an app."""
    return any(_app(card) is not None for card in _cards(page))


def read_notices(page: Page) -> Screen:
    """Return every card as one message that came in."""
    cards = [card for card in _cards(page) if _app(card) is not None]
    used = {id(line) for card in cards for line in card}
    rest = [line for line in page.lines if id(line) not in used]
    return Screen(
        layout="notification",
        bubbles=tuple(bubble for card in cards if (bubble := _bubble(page, card)) is not None),
        left_over=tuple(line for line in rest if not _furniture(line)),
        furniture=tuple(line for line in rest if _furniture(line)),
    )


def _furniture(line: Line) -> bool:
    return (
        is_furniture(line.text) or line.text.strip(":：0123456789") == "" or is_status(line.text) or is_time(line.text)
    )


def _cards(page: Page) -> list[list[Line]]:
    """Return the lines of every card: wide areas that overlap in height are one card, whatever noise cut them into."""
    spans: list[tuple[int, int]] = []
    wide = [line.ground.box for line in page.lines if line.ground and not page.on_page(line)]
    for box in sorted((box for box in wide if box.w >= _WIDE * page.width), key=lambda box: box.y):
        if spans and box.y < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], box.bottom))
        else:
            spans.append((box.y, box.bottom))
    cards = [[line for line in page.lines if top <= line.box.cy < low] for top, low in spans]
    return [card for card in cards if card]


def _app(card: Sequence[Line]) -> str | None:
    """Return the kind of message of the card's app, from the words of its first row."""
    first = rows_of(card)[0]
    words = [part for line in first for part in line.text.replace("·", " ").replace("•", " ").split()]
    return next((kind for word in words if (kind := app_kind(word)) is not None), None)


def _bubble(page: Page, card: Sequence[Line]) -> Bubble | None:
    """Return a card as a message: first row app and time, second the sender, the rest what it says."""
    rows = rows_of(card)
    time = _time(rows[0]) or next((_time(row) for row in rows[1:2] if _time(row)), None)
    below = [[line for line in row if not is_time(line.text)] for row in rows[1:]]
    below = [row for row in below if row]
    if not below:
        return None
    sender = Written.of(*below[0]) if len(below) > 1 else None
    body = [line for row in (below[1:] if sender else below) for line in row]
    box = Box.around(line.ground.box if line.ground and not page.on_page(line) else line.box for line in card)
    kind = _app(card) or "sms"
    cut = box.y <= 1 or box.bottom >= page.height - 1 or body[-1].text.endswith(("…", "...", "··"))
    return Bubble(
        Written.of(*body, text=joined(body)), "in", 0.9, box, time, time is not None, None, sender, cut=cut, app=kind
    )


def _time(row: Sequence[Line]) -> Written | None:
    for line in row:
        parts = [part.strip() for part in line.text.replace("•", "·").split("·")]
        for part in (line.text, *reversed(parts), *line.text.split()[-2:], " ".join(line.text.split()[-2:])):
            if is_time(part):
                return Written.of(line, text=part)
    return None
