"""Lines of one bubble as the text that was sent: broken lines are joined where the screen broke them, kept where the sender did."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.ingest.screenshot.line import Line

_WORD = re.compile(r"[!-~]+")
_FULL = 1.6  # line heights: a line that ends this far from the widest one was ended by the sender
_ROW = 0.55  # of a height: middles so near lie in one row
_GAP = 0.75  # line heights: so wide a hole between two pieces of a row was a blank


def rows_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return lines as rows from top to bottom, each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.box.cy):
        if rows and _one_row(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box.x) for row in rows]


def _one_row(row: Sequence[Line], line: Line) -> bool:
    """Tell whether a line continues a row: at its height, and beside its pieces, not under them."""
    near = abs(line.box.cy - row[0].box.cy) < _ROW * min(line.box.h, row[0].box.h)
    return near and all(
        min(line.box.right, one.box.right) - max(line.box.x, one.box.x) < 0.3 * min(line.box.w, one.box.w)
        for one in row
    )


def joined(lines: Sequence[Line]) -> str:
    """Return the text of one bubble."""
    rows = rows_of(lines)
    texts = [_row_text(row) for row in rows]
    ends = [max(line.box.right for line in row) for row in rows]
    height = sorted(line.box.h for line in lines)[len(lines) // 2]
    whole = texts[0]
    for number in range(1, len(texts)):
        needed = max(_FULL, 0.5 * len(_first_word(texts[number]))) * height
        broken_by_sender = ends[number - 1] + needed < max(ends)
        whole += ("\n" if broken_by_sender else _seam(whole, texts[number])) + texts[number]
    return whole


def _row_text(row: Sequence[Line]) -> str:
    text = row[0].text
    for before, line in itertools.pairwise(row):
        apart = line.box.x - before.box.right > _GAP * min(line.box.h, before.box.h)
        text += (" " if apart else "") + line.text
    return text


def _first_word(text: str) -> str:
    """Return the Latin word, number or address a text begins with: phones move it to the next line as a whole."""
    found = _WORD.match(text)
    return found.group() if found else ""


def _seam(before: str, after: str) -> str:
    """Return a blank between two Latin words, nothing between Chinese or inside a number or an address."""
    both = before[-1:] + after[:1]
    return " " if both.isascii() and both.isalpha() and "/" not in before.rsplit(" ", maxsplit=1)[-1] else ""
