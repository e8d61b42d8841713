"""What is private in recognised writing, as places to paint over: any angle, generous, and never surer than recognition is.

A recogniser gives a line's four corners, not each character's. Where the widths of the characters explain the length of the line,
the part that is private is covered with a margin; where they do not (low score, odd spacing, a line standing on end), all of it
is. Recognition mistakes letters for digits and breaks numbers over lines, so lines are looked at in three ways: as read, with
look-alikes taken for digits, and joined with their neighbours to the right and below.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from ringfence.schema import Said, english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ringfence.respond.redact.span import Span
    from ringfence.respond.redact.text import Redactor
    from ringfence.schema import Point, SeenLine

    _Bounds = tuple[float, float, float, float]

UNSURE = 0.8  # a score below: the place of a character in the line is not trusted
_TALL = 1.5  # height over width from which the recogniser turns a line: the way it runs is not told
_UNIT = 0.42  # of a line's height is the usual width of half a Chinese character
_ODD = (0.6, 1.6)  # times that: other spacing than the widths of the characters explain
_ALONG, _OF_LINE, _ACROSS = 0.5, 0.03, 0.2  # margins: heights of the line, its length, heights above and below
_LOOK_ALIKE = str.maketrans("OoQDlI|i!丨SsBZzgqb〇", "0000111111558229960")
_DIGIT_LIKE = re.compile(r"[0-9OoQDlI|i!丨SsBZzgqb〇]{5,}")
_CONTEXT = 12
_PARALLEL = 0.97  # cosine: lines of one text run in one direction
_FRAGMENT = 3  # digits in a row that a number shares with what is left beside its cover


@dataclass(frozen=True, slots=True)
class Patch:
    """One place that is painted over.

    Attributes:
        corners: what is painted, clockwise.
        kind: its kind (Private).
        before, secret, after: what stood there as recognised; for the user's own screen.
        why: why it was taken for private.
        whole: the whole line is covered, because the place inside it was not sure.
    """

    corners: tuple[Point, Point, Point, Point]
    kind: str
    before: str
    secret: str
    after: str
    why: str
    whole: bool = False


def private_patches(lines: Sequence[SeenLine], redactor: Redactor) -> tuple[Patch, ...]:
    """Return what to paint over in recognised lines."""
    found: dict[tuple[int, int, int], Patch] = {}
    for chain in (*([index] for index in range(len(lines))), *_rows(lines), *_stacks(lines)):
        for index, start, end, span in _spans(lines, chain, redactor):
            if not any(one == index and first <= start and end <= last for one, first, last in found):
                found[index, start, end] = _patch(lines[index], start, end, span)
    return tuple(patch for _, patch in sorted(found.items()))


def leftovers(lines: Sequence[SeenLine], done: Sequence[Patch], redactor: Redactor) -> tuple[Patch, ...]:
    """Return what is still to be covered when a covered picture is read again: whole lines, private or beside a cover.

    A number that was covered too short leaves a few digits beside its cover; by themselves they are no number.
    """
    found = [
        _patch(lines[index], 0, len(lines[index].text), span, whole=True)
        for chain in (*([index] for index in range(len(lines))), *_rows(lines), *_stacks(lines))
        for index, _, _, span in _spans(lines, chain, redactor)
    ]
    for line in lines:
        beside = next((patch for patch in done if _shares(line.text, patch) and _touch(line, patch)), None)
        if beside is not None and not _kept(line.text, redactor):
            why = Said(f"紧挨着已遮盖的内容({beside.why})", f"beside what is covered ({english(beside.why)})")
            found.append(Patch(_grown(line, 0, 1), beside.kind, "", line.text, "", why, whole=True))
    return tuple(found)


def _spans(lines: Sequence[SeenLine], chain: Sequence[int], redactor: Redactor) -> Iterator[tuple[int, int, int, Span]]:
    """Yield (line, first, last, span) for each part of a private thing in lines that are read on from one to the next."""
    starts = [0]
    for index in chain:
        starts.append(starts[-1] + len(lines[index].text))
    joined = "".join(lines[index].text for index in chain)
    mended = _DIGIT_LIKE.sub(_as_digits, joined)
    for text in dict.fromkeys((joined, mended)):
        for span in redactor.spans(text):
            for at, index in enumerate(chain):
                first, last = max(span.start, starts[at]), min(span.end, starts[at + 1])
                if first < last:
                    yield index, first - starts[at], last - starts[at], span


def _as_digits(found: re.Match[str]) -> str:
    text = found.group()
    return text.translate(_LOOK_ALIKE) if 2 * sum(char.isdigit() for char in text) >= len(text) else text


def _rows(lines: Sequence[SeenLine]) -> list[list[int]]:
    """Return lines that go on to the right of one another, by index."""
    return _chains(lines, _right_of)


def _stacks(lines: Sequence[SeenLine]) -> list[list[int]]:
    """Return lines that go on below one another, by index."""
    return _chains(lines, _below)


def _chains(lines: Sequence[SeenLine], follows: Callable[[_Frame, SeenLine], float | None]) -> list[list[int]]:
    after: dict[int, int] = {}
    for one, line in enumerate(lines):
        frame = _Frame.of(line)
        near = [
            (distance, other)
            for other, candidate in enumerate(lines)
            if other != one and frame.near(candidate) and (distance := follows(frame, candidate)) is not None
        ]
        if near:
            after[one] = min(near)[1]
    chains: list[list[int]] = []
    for first in sorted(after.keys() - set(after.values())):
        chain = [first]
        while (following := after.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        chains.append(chain)
    return chains


@dataclass(frozen=True, slots=True)
class _Frame:
    """A line as a frame of its own: its first corner is the origin, along and across are the directions one reads in."""

    origin: Point
    along: Point
    across: Point
    length: float
    height: float

    @classmethod
    def of(cls, line: SeenLine) -> _Frame:
        first, second, _, fourth = line.corners
        length, height = _sides(line)
        along = ((second[0] - first[0]) / length, (second[1] - first[1]) / length)
        return cls(first, along, ((fourth[0] - first[0]) / height, (fourth[1] - first[1]) / height), length, height)

    def near(self, line: SeenLine) -> bool:
        """Tell whether a line lies near enough, and runs in the same direction."""
        x, y = line.corners[0]
        end = line.corners[1]
        if (
            hypot(x - self.origin[0], y - self.origin[1])
            > self.length + hypot(end[0] - x, end[1] - y) + 4 * self.height
        ):
            return False
        length = max(1.0, hypot(end[0] - x, end[1] - y))
        return (end[0] - x) / length * self.along[0] + (end[1] - y) / length * self.along[1] > _PARALLEL

    def bounds(self, line: SeenLine) -> _Bounds:
        """Return left, top, right, bottom of a line in this frame."""
        moved = [(x - self.origin[0], y - self.origin[1]) for x, y in line.corners]
        return _bounds(
            (x * self.along[0] + y * self.along[1], x * self.across[0] + y * self.across[1]) for x, y in moved
        )


def _bounds(corners: Iterable[Point]) -> _Bounds:
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _right_of(one: _Frame, line: SeenLine) -> float | None:
    """Return how far ``line`` lies to the right of ``one`` in the same row, None when it does not."""
    other = one.bounds(line)
    gap = other[0] - one.length
    level = abs(one.height - (other[1] + other[3])) / 2
    return gap if -0.5 * one.height < gap < 2.5 * one.height and level < 0.5 * one.height else None


def _below(one: _Frame, line: SeenLine) -> float | None:
    """Return how far ``line`` lies below ``one`` as its next line, None when it does not."""
    other = one.bounds(line)
    gap = other[1] - one.height
    shared = min(one.length, other[2]) - max(0.0, other[0])
    alike = 0.6 < (other[3] - other[1]) / one.height < 1.7
    fits = shared > 0.3 * min(one.length, other[2] - other[0])
    return gap if -0.5 * one.height < gap < 0.9 * one.height and fits and alike else None


def _patch(line: SeenLine, start: int, end: int, span: Span, *, whole: bool = False) -> Patch:
    text = line.text
    whole = whole or _unsure(line)
    edges = [0]
    for char in text:
        edges.append(edges[-1] + (2 if unicodedata.east_asian_width(char) in "WF" else 1))
    ends = (0.0, 1.0) if whole else (edges[start] / edges[-1], edges[end] / edges[-1])
    return Patch(
        _grown(line, *ends),
        span.kind.value,
        text[max(0, start - _CONTEXT) : start],
        text[start:end],
        text[end : end + _CONTEXT],
        span.why,
        whole=whole,
    )


def _sides(line: SeenLine) -> tuple[float, float]:
    """Return the length and the height of a line."""
    first, second, third, fourth = line.corners
    along = (hypot(second[0] - first[0], second[1] - first[1]) + hypot(third[0] - fourth[0], third[1] - fourth[1])) / 2
    across = (hypot(fourth[0] - first[0], fourth[1] - first[1]) + hypot(third[0] - second[0], third[1] - second[1])) / 2
    return max(1.0, along), max(1.0, across)


def _unsure(line: SeenLine) -> bool:
    """Tell whether it is not known where in the line a character stands."""
    along, across = _sides(line)
    units = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line.text)
    stretch = along / units / (_UNIT * across)
    return line.score < UNSURE or across > _TALL * along or not _ODD[0] < stretch < _ODD[1]


def _grown(line: SeenLine, start: float, end: float) -> tuple[Point, Point, Point, Point]:
    """Return the corners of the part of a line from ``start`` to ``end`` (0 to 1), with the margins."""
    along, across = _sides(line)
    margin = (_ALONG * across + _OF_LINE * along) / along
    first, second, third, fourth = line.corners

    def at(share: float, depth: float) -> Point:
        top = (first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share)
        low = (fourth[0] + (third[0] - fourth[0]) * share, fourth[1] + (third[1] - fourth[1]) * share)
        return (top[0] + (low[0] - top[0]) * depth, top[1] + (low[1] - top[1]) * depth)

    start, end = start - margin, end + margin
    return at(start, -_ACROSS), at(end, -_ACROSS), at(end, 1 + _ACROSS), at(start, 1 + _ACROSS)


def _shares(text: str, patch: Patch) -> bool:
    """Tell whether a text holds a piece of what a patch covers: three digits in a row, or two letters of a name."""
    digits = "".join(char for char in patch.secret if char.isdigit())
    size, secret = (_FRAGMENT, digits) if len(digits) > _FRAGMENT else (2, patch.secret)
    plain = "".join(text.split())
    return any(secret[at : at + size] in plain for at in range(len(secret) - size + 1))


def _touch(line: SeenLine, patch: Patch) -> bool:
    left, top, right, bottom = _bounds(line.corners)
    reach = 0.6 * _sides(line)[1]
    other = _bounds(patch.corners)
    return (
        left - reach < other[2]
        and other[0] < right + reach
        and top + 0.3 * (bottom - top) < other[3]
        and other[1] < bottom - 0.3 * (bottom - top)
    )


def _kept(text: str, redactor: Redactor) -> bool:
    """Tell whether a text holds a number that the user wants to stay."""
    digits = "".join(char for char in text if char.isdigit())
    return any("".join(char for char in key if char.isdigit())[-8:] in digits for key in redactor.keep if key)
