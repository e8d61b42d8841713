"""What a screen holds once it is understood: bubbles with sides and times, calls, and what could not be placed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringfence.ingest.screenshot.line import Box

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.line import Line


@dataclass(frozen=True, slots=True)
class Written:
    """A field as it stands on the picture.

    Attributes:
        text: as recognised.
        box: where; ``score``: 0 to 1, the weakest line's.
    """

    text: str
    box: Box
    score: float

    @classmethod
    def of(cls, *lines: Line, text: str | None = None) -> Written:
        """Return the field that these lines make up."""
        joined = " ".join(line.text for line in lines) if text is None else text
        return cls(joined, Box.around(line.box for line in lines), min(line.score for line in lines))


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message.

    Attributes:
        text: what it says.
        side: ``in``, ``out`` or ``unknown``.
        side_score: 0 to 1.
        box: the whole bubble.
        time: the time that stands with it or last above it, None when none is visible.
        own_time: the time belongs to this bubble alone (the first below a time, or a time printed with it).
        until: the next time below, None when there is none: the message is not later.
        sender: a name above or in it (groups, notifications).
        failed: the phone says that it was not sent.
        cut: the picture ends inside it.
        app: kind of message where the picture says so itself (notifications).
    """

    text: Written
    side: str
    side_score: float
    box: Box
    time: Written | None = None
    own_time: bool = False
    until: Written | None = None
    sender: Written | None = None
    failed: bool = False
    cut: bool = False
    app: str = ""


@dataclass(frozen=True, slots=True)
class CallItem:
    """One entry of a call list.

    Attributes:
        party: number or name as shown.
        time: as shown.
        direction: in out missed rejected blocked unknown.
        connected: None when the entry does not say.
        duration_s: likewise.
        count: how many calls the entry stands for.
        detail: its other words (place, SIM, ...).
        box: the whole entry.
    """

    party: Written
    time: Written | None
    direction: str
    connected: bool | None
    duration_s: int | None
    count: int
    detail: str
    box: Box


@dataclass(frozen=True, slots=True)
class Screen:
    """One picture, understood.

    Attributes:
        layout: ``sms`` ``wechat`` ``chat`` (which app is not clear) ``calls`` ``notification`` ``unknown``.
        title: the counterpart at the top, None when it is not visible.
        group: the title ends in a number of members.
        left_over: lines that were given no place; kept and shown.
        furniture: lines of the app itself.
    """

    layout: str
    title: Written | None = None
    group: bool = False
    bubbles: tuple[Bubble, ...] = ()
    calls: tuple[CallItem, ...] = ()
    left_over: tuple[Line, ...] = ()
    furniture: tuple[Line, ...] = field(default=())
