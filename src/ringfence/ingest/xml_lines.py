"""The fast path: elements that stand one to a line with the same attributes, split as columns without an object per row.

A line is taken here only when its attribute-name template is sound XML (unique names, double quotes, closed in itself) and
no value holds a raw ``<``; all other lines are left as byte ranges for the tag scanner. Splitting by the quote character
gives name pieces and values by turns, so that equal templates show as equal pieces, checked for every row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ringfence.ingest.xml_mend import ENTITIES, Mark, mend_controls, mend_references, mend_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_FEW = 4  # fewer lines of one shape than this go to the scanner: columns would cost more
_TEMPLATES = 16  # shapes with the same number of attributes per segment
_PIECE = re.compile(r"\s+([A-Za-z_][\w.-]*)\s*=\s*")
_TAIL = re.compile(r"\s*/>[ \t\r]*")
_PLAIN = ENTITIES | {"\t": " ", "\r": " "}  # raw tabs and returns in a value are spaces (XML 1.0, 3.3.3)


@dataclass(frozen=True, slots=True)
class Template:
    """The pieces between the values of one shape of line."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    indent: int
    trailing: int

    @classmethod
    def of_line(cls, line: str, tag: str) -> Template | None:
        """Return the template of a line without its line end, None when it is not a plain ``tag`` element."""
        pieces = tuple(line.split('"')[::2])
        opening = re.match(rf"[ \t]*<{tag}(?=\s)", pieces[0])
        if opening is None or len(pieces) < 2 or line.count('"') % 2 or not _TAIL.fullmatch(pieces[-1]):
            return None
        heads = (pieces[0][opening.end() :], *pieces[1:-1])
        names = tuple(found.group(1) for piece in heads if (found := _PIECE.fullmatch(piece)))
        if len(names) != len(heads) or len(set(names)) != len(names):
            return None
        tail = pieces[-1]
        return cls(pieces, names, pieces[0].index("<"), len(tail) - tail.index(">") - 1)

    @property
    def width(self) -> int:
        """Return the pieces and values of one line, its tail left out."""
        return 2 * len(self.names)


@dataclass(frozen=True, slots=True)
class Split:
    """What the fast path made of a segment.

    Attributes:
        frame: the wanted attributes as String columns, with offset, length and repair; None when no line fits.
        odd: (start, end) bytes in the segment that it did not take, in order.
        marks: what was mended in the lines taken.
    """

    frame: pl.DataFrame | None
    odd: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...] = ()


def split_lines(data: bytes, offset: int, tag: str, wanted: Sequence[str]) -> Split:
    """Split a segment of whole lines that begins at stream byte ``offset``."""
    whole = Split(None, ((0, len(data)),))
    codes = np.frombuffer(data, np.uint8)
    if not data.endswith(b"\n") or _has_pair(codes, b"<", b"!?"):
        return whole
    ends = np.flatnonzero(codes == 10)
    mended, marks, series = _mended(data, codes, len(ends))
    codes = np.frombuffer(mended, np.uint8)
    if _count(codes, b"\n") != len(ends):
        return whole
    frame = _uniform(mended, codes, series, len(ends), tag, wanted)
    if frame is None:
        frame = _grouped(series, tag, wanted)
    if frame is None:
        return whole
    return _placed(frame, ends, marks, offset)


def _count(codes: NDArray[np.uint8], byte: bytes) -> int:
    """Count a byte; numpy is ten times faster here than ``bytes.count``."""
    return int(np.count_nonzero(codes == byte[0]))


def _has_pair(codes: NDArray[np.uint8], first: bytes, seconds: bytes) -> bool:
    """Tell whether ``first`` is anywhere followed by one of ``seconds``."""
    following = codes[np.flatnonzero(codes[:-1] == first[0]) + 1]
    return any(bool((following == second).any()) for second in seconds)


def _mended(data: bytes, codes: NDArray[np.uint8], lines: int) -> tuple[bytes, list[Mark], pl.Series]:
    """Return the segment as valid text, in bytes and as a series of one string."""
    mended, marks = mend_references(data)
    allowed = lines + _count(codes, b"\t") + _count(codes, b"\r")
    if np.count_nonzero(codes < 32) != allowed or _has_pair(codes, b"\xef", b"\xbf"):
        marks += mend_controls(data)[1]
        mended = mend_controls(mended)[0]
    try:
        series = pl.Series([mended], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:
        marks += mend_utf8(data)[1]
        mended = mend_utf8(mended)[0]
        series = pl.Series([mended], dtype=pl.Binary).cast(pl.String)
    return mended, marks, series


def _uniform(
    mended: bytes, codes: NDArray[np.uint8], series: pl.Series, lines: int, tag: str, wanted: Sequence[str]
) -> pl.DataFrame | None:
    """Split a segment in which all lines have one template, None when they do not."""
    template = Template.of_line(mended[: mended.index(b"\n")].decode(), tag)
    if template is None or _count(codes, b"<") != lines or _count(codes, b'"') != lines * template.width:
        return None
    parts = series.str.split('"').explode().alias("part")
    joint = f"{template.pieces[-1]}\n{template.pieces[0]}"
    if parts[-1] != f"{template.pieces[-1]}\n":
        return None
    part, width = pl.col("part"), template.width
    same = [(part.slice(0, len(parts) - 1).gather_every(width, width) == joint).all().alias("0")]
    same += [
        (part.gather_every(width, 2 * index) == piece).all().alias(str(index))
        for index, piece in enumerate(template.pieces[1:-1], 1)
    ]
    if not all(parts.to_frame().select(same).row(0)):
        return None
    return _values(parts, template, template.width, wanted).with_columns(
        _line=pl.int_range(pl.len(), dtype=pl.Int64),
        _indent=pl.lit(template.indent, pl.Int64),
        _trailing=pl.lit(template.trailing, pl.Int64),
    )


def _values(parts: pl.Series, template: Template, width: int, wanted: Sequence[str]) -> pl.DataFrame:
    """Return the wanted values, references resolved."""
    rows = len(parts) // width
    places = {name: 2 * index + 1 for index, name in enumerate(template.names) if name in wanted}
    part = pl.col("part")
    frame = (
        parts.alias("part")
        .to_frame()
        .select(
            part.gather_every(width, places[name]).alias(name)
            if name in places
            else pl.repeat(None, rows, dtype=pl.String).alias(name)
            for name in wanted
        )
    )
    if not places:
        return frame
    special = frame.select(pl.col(list(places)).str.contains("[&\t\r]").any()).row(0)
    plain = [
        pl.col(name).str.replace_many(list(_PLAIN), list(_PLAIN.values()))
        for name, found in zip(places, special, strict=True)
        if found
    ]
    return frame.with_columns(plain)


def _grouped(series: pl.Series, tag: str, wanted: Sequence[str]) -> pl.DataFrame | None:
    """Split a segment of several templates: lines with as many quotes together, then template by template."""
    lines = series.str.split("\n").explode()
    table = pl.DataFrame({"text": lines}).with_columns(
        _line=pl.int_range(pl.len(), dtype=pl.Int64),
        quotes=pl.col("text").str.count_matches('"', literal=True),
        angles=pl.col("text").str.count_matches("<", literal=True),
    )
    table = table.filter((pl.col("angles") == 1) & (pl.col("quotes") > 0) & (pl.col("quotes") % 2 == 0))
    table = table.filter(pl.col("text").str.contains(rf"^[ \t]*<{tag}\s"))
    frames: list[pl.DataFrame] = []
    for group in table.partition_by("quotes", maintain_order=True):
        frames += _group(group, tag, wanted)
    return pl.concat(frames).sort("_line") if frames else None


def _group(group: pl.DataFrame, tag: str, wanted: Sequence[str]) -> list[pl.DataFrame]:
    frames: list[pl.DataFrame] = []
    for _ in range(_TEMPLATES):
        if len(group) < _FEW:
            break
        template = Template.of_line(group["text"][0], tag)
        if template is None:
            group = group[1:]
            continue
        width = template.width + 1
        parts = group["text"].str.split('"').explode()
        fits = pl.repeat(value=True, n=len(group), dtype=pl.Boolean, eager=True)
        for index, piece in enumerate(template.pieces):
            fits &= parts.gather_every(width, 2 * index) == piece
        taken = group.filter(fits)
        parts = taken["text"].str.split('"').explode()
        frames.append(
            _values(parts, template, width, wanted).with_columns(
                taken["_line"],
                _indent=pl.lit(template.indent, pl.Int64),
                _trailing=pl.lit(template.trailing, pl.Int64),
            )
        )
        group = group.filter(~fits)
    return frames


def _placed(frame: pl.DataFrame, ends: NDArray[np.int64], marks: list[Mark], offset: int) -> Split:
    """Add places and repairs, and list the lines not taken."""
    taken = frame["_line"].to_numpy()
    starts = np.concatenate(([0], ends[:-1] + 1))
    first = starts[taken] + frame["_indent"].to_numpy()
    last = ends[taken] - frame["_trailing"].to_numpy()
    frame = frame.with_columns(
        pl.Series("offset", first + offset, dtype=pl.Int64), pl.Series("length", last - first, dtype=pl.Int32)
    )
    is_taken = np.zeros(len(ends), dtype=bool)
    is_taken[taken] = True
    frame, kept = _repaired(frame, ends, marks, is_taken)
    return Split(frame.drop("_line", "_indent", "_trailing"), _runs(is_taken, starts, ends), kept)


def _repaired(
    frame: pl.DataFrame, ends: NDArray[np.int64], marks: list[Mark], is_taken: NDArray[np.bool_]
) -> tuple[pl.DataFrame, tuple[Mark, ...]]:
    """Add the column ``repair``; only marks in lines taken are kept (the scanner counts its own)."""
    if not marks:
        return frame.with_columns(repair=pl.lit(None, pl.String)), ()
    lines = np.searchsorted(ends, [mark.at for mark in marks], side="left")
    kinds: dict[int, set[str]] = {}
    kept: list[Mark] = []
    for line, mark in zip(lines.tolist(), marks, strict=True):
        if is_taken[line]:
            kinds.setdefault(line, set()).add(mark.kind)
            kept.append(mark)
    table = pl.DataFrame(
        {"_line": list(kinds), "repair": [",".join(sorted(found)) for found in kinds.values()]},
        schema={"_line": pl.Int64, "repair": pl.String},
    )
    return frame.join(table, on="_line", how="left", maintain_order="left"), tuple(kept)


def _runs(
    is_taken: NDArray[np.bool_], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[tuple[int, int], ...]:
    """Return the byte ranges of consecutive lines that were not taken."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], is_taken.astype(np.int8), [1]))))
    return tuple(
        (int(starts[begin]), int(ends[stop - 1]) + 1) for begin, stop in zip(edges[::2], edges[1::2], strict=True)
    )
