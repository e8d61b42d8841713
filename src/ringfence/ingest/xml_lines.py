"""The fast path: elements that stand one to a line with the same attributes, split as columns without an object per row.

A line is taken here only when its attribute-name template is sound XML (unique names, double quotes, closed in itself) and
no value holds a raw ``<``; all other lines are left as byte ranges for the tag scanner. Splitting by the quote character
gives name pieces and values by turns, so that equal templates show as equal pieces, checked for every row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.ingest.lazily import Lazily
from ringfence.ingest.xml_mend import ENTITIES, Mark, mend_controls, mend_references, mend_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
else:
    np = Lazily("numpy")

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
    if not data.endswith(b"\n"):
        return whole
    text = _Text.of(data)
    uniform = _uniform(text, tag, wanted)
    if uniform is not None:
        frame, template = uniform
        taken = np.arange(len(text.ends))
        return _placed(frame, text, offset, taken, template.indent, template.trailing)
    if _has_pair(text.codes, b"<", b"!?"):  # a comment or instruction: what looks like a line may not be one
        return whole
    grouped = _grouped(text, tag, wanted)
    if grouped is None:
        return whole
    numbers = (grouped[name].to_numpy() for name in ("_line", "_indent", "_trailing"))
    return _placed(grouped.select(wanted), text, offset, *numbers)


@dataclass(frozen=True, slots=True)
class _Text:
    """A segment as valid text.

    Attributes:
        codes: the bytes as given; ``ends``: where its line ends are; ``marks``: what was mended.
        series: the mended text, one string; ``first``: its first line.
        special: pattern of what a value may hold that is not yet plain text, "" when nothing does.
    """

    codes: NDArray[np.uint8]
    ends: NDArray[np.int64]
    marks: list[Mark]
    series: pl.Series
    first: str
    special: str

    @classmethod
    def of(cls, data: bytes) -> _Text:
        """Mend a segment; numpy's scans are several times faster here than those of ``bytes``."""
        codes = np.frombuffer(data, np.uint8)
        low = np.flatnonzero(codes < 32)
        found = codes[low]
        ends = low[found == 10]
        spaces = int(np.count_nonzero((found == 9) | (found == 13)))
        mended, marks = mend_references(data)
        if len(ends) + spaces != len(low) or _has_noncharacter(data):
            marks += mend_controls(data)[1]
            mended = mend_controls(mended)[0]
        try:
            series = pl.Series([mended], dtype=pl.Binary).cast(pl.String)
        except pl.exceptions.ComputeError:
            marks += mend_utf8(data)[1]
            mended = mend_utf8(mended)[0]
            series = pl.Series([mended], dtype=pl.Binary).cast(pl.String)
        first = mended[: mended.index(b"\n")].decode()
        return cls(codes, ends, marks, series, first, "[&\t\r]" if spaces else "&" if b"&" in mended else "")


def _has_noncharacter(data: bytes) -> bool:
    """Tell whether U+FFFE or U+FFFF may be in it: the bytes EF BF, looked for in pairs at both alignments."""
    return any(bool((np.frombuffer(data, "<u2", (len(data) - start) // 2, start) == 0xBFEF).any()) for start in (0, 1))


def _has_pair(codes: NDArray[np.uint8], first: bytes, seconds: bytes) -> bool:
    """Tell whether ``first`` is anywhere followed by one of ``seconds``."""
    following = codes[np.flatnonzero(codes[:-1] == first[0]) + 1]
    return any(bool((following == second).any()) for second in seconds)


def _uniform(text: _Text, tag: str, wanted: Sequence[str]) -> tuple[pl.DataFrame, Template] | None:
    """Split a segment in which all lines have one template, None when they do not.

    As many ``<`` as lines, one in each template: so no value holds one, and no comment is among the lines.
    """
    lines = len(text.ends)
    template = Template.of_line(text.first, tag)
    if template is None or np.count_nonzero(text.codes == ord("<")) != lines:
        return None
    parts = text.series.str.split('"').explode().alias("part")
    part, width = pl.col("part"), template.width
    end = f"{template.pieces[-1]}\n"
    if len(parts) != lines * width + 1 or parts[-1] != end:
        return None
    joint = part.slice(0, len(parts) - 1).gather_every(width, width) == f"{end}{template.pieces[0]}"
    same = [joint.all().alias("0")]
    same += [
        (part.gather_every(width, 2 * index) == piece).all().alias(str(index))
        for index, piece in enumerate(template.pieces[1:-1], 1)
    ]
    if not all(parts.to_frame().select(same).row(0)):
        return None
    return _values(parts, template, width, wanted, text.special), template


def _values(parts: pl.Series, template: Template, width: int, wanted: Sequence[str], special: str) -> pl.DataFrame:
    """Return the wanted values, references resolved; ``special`` finds the columns that have any."""
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
    if not (places and special):
        return frame
    found = frame.select(pl.col(list(places)).str.contains(special, literal=len(special) == 1).any()).row(0)
    plain = [
        pl.col(name).str.replace_many(list(_PLAIN), list(_PLAIN.values()))
        for name, any_found in zip(places, found, strict=True)
        if any_found
    ]
    return frame.with_columns(plain)


def _grouped(text: _Text, tag: str, wanted: Sequence[str]) -> pl.DataFrame | None:
    """Split a segment of several templates: lines with as many quotes together, then template by template."""
    lines = text.series.str.split("\n").explode()
    table = pl.DataFrame({"text": lines}).with_columns(
        _line=pl.int_range(pl.len(), dtype=pl.Int64),
        quotes=pl.col("text").str.count_matches('"', literal=True),
        angles=pl.col("text").str.count_matches("<", literal=True),
    )
    table = table.filter((pl.col("angles") == 1) & (pl.col("quotes") > 0) & (pl.col("quotes") % 2 == 0))
    table = table.filter(pl.col("text").str.contains(rf"^[ \t]*<{tag}\s"))
    frames: list[pl.DataFrame] = []
    for group in table.partition_by("quotes", maintain_order=True):
        frames += _group(group, tag, wanted, text.special)
    return pl.concat(frames).sort("_line") if frames else None


def _group(group: pl.DataFrame, tag: str, wanted: Sequence[str], special: str) -> list[pl.DataFrame]:
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
            _values(parts, template, width, wanted, special).with_columns(
                taken["_line"],
                _indent=pl.lit(template.indent, pl.Int64),
                _trailing=pl.lit(template.trailing, pl.Int64),
            )
        )
        group = group.filter(~fits)
    return frames


def _placed(
    frame: pl.DataFrame,
    text: _Text,
    offset: int,
    taken: NDArray[np.int64],
    indent: NDArray[np.int64] | int,
    trailing: NDArray[np.int64] | int,
) -> Split:
    """Add places and repairs to the lines ``taken``, and list those that were not."""
    ends = text.ends
    starts = np.concatenate(([0], ends[:-1] + 1))
    first, last = starts[taken] + indent, ends[taken] - trailing
    is_taken = np.zeros(len(ends), dtype=bool)
    is_taken[taken] = True
    repairs, kept = _repairs(text, is_taken)
    frame = frame.with_columns(
        pl.Series("offset", first + offset, dtype=pl.Int64),
        pl.Series("length", (last - first).astype(np.int32), dtype=pl.Int32),
        pl.Series("repair", [repairs.get(line) for line in taken.tolist()], dtype=pl.String)
        if repairs
        else pl.lit(None, pl.String).alias("repair"),
    )
    odd = () if len(taken) == len(ends) else _runs(is_taken, starts, ends)
    return Split(frame, odd, kept)


def _repairs(text: _Text, is_taken: NDArray[np.bool_]) -> tuple[dict[int, str], tuple[Mark, ...]]:
    """Return line -> kinds, and the marks, both only of lines taken: the scanner counts its own."""
    lines = np.searchsorted(text.ends, [mark.at for mark in text.marks], side="left")
    kinds: dict[int, set[str]] = {}
    kept: list[Mark] = []
    for line, mark in zip(lines.tolist(), text.marks, strict=True):
        if is_taken[line]:
            kinds.setdefault(line, set()).add(mark.kind)
            kept.append(mark)
    return {line: ",".join(sorted(found)) for line, found in kinds.items()}, tuple(kept)


def _runs(
    is_taken: NDArray[np.bool_], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[tuple[int, int], ...]:
    """Return the byte ranges of consecutive lines that were not taken."""
    edges = np.flatnonzero(np.diff(np.concatenate(([1], is_taken.astype(np.int8), [1]))))
    return tuple(
        (int(starts[begin]), int(ends[stop - 1]) + 1) for begin, stop in zip(edges[::2], edges[1::2], strict=True)
    )
