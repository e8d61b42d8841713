"""Which of the four layouts a page has, and the page read as that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.call_list import looks_like_calls, read_calls
from ringfence.ingest.screenshot.chat import read_chat
from ringfence.ingest.screenshot.notice import looks_like_notice, read_notices
from ringfence.ingest.screenshot.parts import Screen

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.line import Page


def understand(page: Page) -> Screen:
    """Return the page as a screen; ``unknown`` with every line left over when it is none of the four."""
    if looks_like_notice(page):
        return read_notices(page)
    if looks_like_calls(page):
        return read_calls(page)
    screen = read_chat(page)
    return screen if screen.bubbles else Screen("unknown", left_over=page.lines)
