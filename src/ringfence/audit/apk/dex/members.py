"""The fields and methods that classes define, of all classes at once.

class_data items are runs of ULEB128 numbers (dex format, "class_data_item"). They mostly lie one behind the other, so a
stretch of the file is decoded as one array of numbers and each class takes its part. A class whose numbers are not all
inside the stretch up to the next class is read alone, number by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.dex.leb128 import BadLebError, read_uleb, uleb_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex.tables import DexFile

STRETCH = 1 << 22
"""Bytes decoded at once."""
WINDOW = 1 << 20
"""A class with more bytes than this before the next one is read alone."""


@dataclass(frozen=True, slots=True)
class Members:
    """Columns of what the classes of one dex file define, in the order of the class table.

    Attributes:
        field_class, field_index, field_access: class row, field id, access flags; static fields of a class first.
        field_static: whether it stands in the list of static fields.
        method_class, method_index, method_access, method_code: class row, method id, access flags, byte of the code item
            (0 = none); direct methods of a class first.
        method_direct: whether it stands in the list of direct methods.
        field_from, method_from: for class row ``c`` its rows are ``from[c]`` to ``from[c + 1]``.
    """

    field_class: NDArray[np.int32]
    field_index: NDArray[np.int32]
    field_access: NDArray[np.int32]
    field_static: NDArray[np.bool_]
    method_class: NDArray[np.int32]
    method_index: NDArray[np.int32]
    method_access: NDArray[np.int32]
    method_code: NDArray[np.int64]
    method_direct: NDArray[np.bool_]
    field_from: NDArray[np.int64]
    method_from: NDArray[np.int64]


Rows = tuple["NDArray[np.int64]", ...]


def read_members(dex: DexFile) -> Members:
    """Return all members of ``dex``; what is damaged is left out with a warning in ``dex.notes``."""
    fields: list[Rows] = []
    methods: list[Rows] = []
    alone: list[tuple[int, int]] = []
    for classes, starts, ends in _stretches(dex):
        _read_stretch(dex, classes, starts, ends, (fields, methods, alone))
    left = 8 * (len(dex.fields) + len(dex.methods)) + 1024
    for row, at in alone:
        left = _read_alone(dex, row, at, fields, methods, left)
    return _gathered(dex, fields, methods)


def _stretches(dex: DexFile) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield (class rows, first byte, byte behind) for classes whose data lie closely together."""
    at = dex.classes["data"].astype(np.int64)
    rows = np.flatnonzero(at)
    outside = rows[at[rows] >= len(dex.data)]
    for row in outside[:8].tolist():
        dex.notes.add("类数据不在文件之内。", "A class's data lie outside the file.", int(at[row]))
    rows = rows[at[rows] < len(dex.data)]
    rows = rows[np.argsort(at[rows], kind="stable")]
    starts = at[rows]
    again = np.flatnonzero(np.diff(starts) == 0) + 1
    if len(again):
        dex.notes.add("多个类共用同一份类数据。", "Several classes share one set of data.", int(starts[again[0]]))
        rows, starts = np.delete(rows, again), np.delete(starts, again)
    ends = np.append(starts[1:], min(len(dex.data), int(starts[-1]) + WINDOW if len(starts) else 0))
    wide = ends - starts > WINDOW
    ends = np.minimum(ends, starts + WINDOW)
    begun = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or wide[end - 1] or ends[end - 1] - starts[begun] > STRETCH:
            yield rows[begun:end], starts[begun:end], ends[begun:end]
            begun = end


def _read_stretch(
    dex: DexFile,
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    out: tuple[list[Rows], list[Rows], list[tuple[int, int]]],
) -> None:
    """Decode one stretch and add its rows to ``out`` = (fields, methods, classes to read alone)."""
    base = int(starts[0])
    region = dex.octets[base : int(ends[-1])]
    last = np.flatnonzero(region < 0x80)
    first = np.empty(len(last), np.int64)
    if len(last):
        first[0] = 0
        first[1:] = last[:-1] + 1
    begins = np.searchsorted(last, starts - base)
    limits = np.append(begins[1:], np.searchsorted(last, ends[-1] - base))
    inside = begins < len(last)
    first[begins[inside]] = (starts - base)[inside]
    numbers = uleb_values(region, first, last)
    whole = limits - begins >= 4
    counts = np.zeros((len(rows), 4), np.int64)
    for column in range(4):
        counts[whole, column] = numbers[begins[whole] + column]
    whole &= (counts >= 0).all(axis=1)
    need = 4 + 2 * (counts[:, 0] + counts[:, 1]) + 3 * (counts[:, 2] + counts[:, 3])
    whole &= need <= limits - begins
    out[2].extend(zip(rows[~whole].tolist(), starts[~whole].tolist(), strict=True))
    rows, begins, counts = rows[whole], begins[whole], counts[whole]
    of_fields = begins + 4
    of_methods = of_fields + 2 * (counts[:, 0] + counts[:, 1])
    out[0].append(_listed(numbers, rows, of_fields, counts[:, 0], counts[:, 1], 2))
    out[1].append(_listed(numbers, rows, of_methods, counts[:, 2], counts[:, 3], 3))


def _listed(
    numbers: NDArray[np.int64],
    rows: NDArray[np.int64],
    begins: NDArray[np.int64],
    one: NDArray[np.int64],
    two: NDArray[np.int64],
    width: int,
) -> Rows:
    """Return columns (class row, id, access, code or 0, whether of the first list) of two lists per class.

    An id is written as the difference to the one before it in its list, so ids are running sums that begin anew.
    """
    counts = one + two
    total = int(counts.sum())
    before = np.cumsum(counts) - counts
    owner = np.repeat(np.arange(len(rows)), counts)
    place = np.arange(total) - before[owner]
    at = begins[owner] + width * place
    delta = numbers[at]
    in_first = place < one[owner]
    opens = (place == 0) | (place == one[owner])
    sums = np.cumsum(delta)
    opening = np.flatnonzero(opens)
    base = np.repeat(sums[opening] - delta[opening], np.diff(np.append(opening, total)))
    access = numbers[at + 1]
    code = numbers[at + 2] if width == 3 else np.zeros(total, np.int64)
    bad = (delta < 0) | (access < 0) | (code < 0) | ((delta == 0) & ~opens)
    faults = np.cumsum(bad)  # one fault makes every later id of its list doubtful
    bad = faults > np.repeat(faults[opening] - bad[opening], np.diff(np.append(opening, total)))
    index = np.where(bad, -1, sums - base)
    return rows[owner], index, access, code, in_first


def _read_alone(dex: DexFile, row: int, at: int, fields: list[Rows], methods: list[Rows], left: int) -> int:
    """Read one class number by number until it ends or breaks; return how much may still be read this way."""
    found: tuple[list[list[int]], list[list[int]]] = ([], [])
    try:
        counts = []
        for _ in range(4):
            number, at = read_uleb(dex.data, at)
            counts.append(number)
        for which, count in enumerate(counts):
            index = 0
            for place in range(count):
                delta, at = read_uleb(dex.data, at)
                access, at = read_uleb(dex.data, at)
                code, at = read_uleb(dex.data, at) if which > 1 else (0, at)
                index += delta
                left -= 1
                rows_of = len(dex.fields) if which < 2 else len(dex.methods)
                if index >= rows_of or left < 0 or (delta == 0 and place):
                    raise BadLebError(at)  # noqa: TRY301 -- one way out for every fault of a class
                found[which // 2].append([row, index, access, code, which % 2 == 0])
    except BadLebError as fault:
        dex.notes.add(
            "类数据中途损坏，其余成员略过。", "A class's data break off; its other members are skipped.", fault.args[0]
        )
    for rows, out in zip(found, (fields, methods), strict=True):
        if rows:
            columns = np.array(rows, np.int64).T
            out.append((columns[0], columns[1], columns[2], columns[3], columns[4]))
    return left


def _gathered(dex: DexFile, fields: list[Rows], methods: list[Rows]) -> Members:
    """Join the parts in the order of the class table, without rows that name what is not there or is another class's."""
    field = _sound(dex, fields, dex.fields["cls"])
    method = _sound(dex, methods, dex.methods["cls"])
    borders = np.arange(len(dex.classes) + 1)
    return Members(
        field_class=field[0].astype(np.int32),
        field_index=field[1].astype(np.int32),
        field_access=field[2].astype(np.int32),
        field_static=field[4].astype(np.bool_),
        method_class=method[0].astype(np.int32),
        method_index=method[1].astype(np.int32),
        method_access=method[2].astype(np.int32),
        method_code=method[3],
        method_direct=method[4].astype(np.bool_),
        field_from=np.searchsorted(field[0], borders),
        method_from=np.searchsorted(method[0], borders),
    )


def _sound(dex: DexFile, parts: list[Rows], owners: NDArray[np.uint16]) -> list[NDArray[np.int64]]:
    """Return the columns of all parts sorted by class, faulty rows left out."""
    if not parts:
        return [np.empty(0, np.int64) for _ in range(5)]
    columns = [np.concatenate([part[column].astype(np.int64) for part in parts]) for column in range(5)]
    rows, index = columns[0], columns[1]
    good = (index >= 0) & (index < len(owners))
    good[good] = owners[index[good]] == dex.classes["cls"][rows[good]]
    if not good.all():
        lost = int(len(good) - good.sum())
        dex.notes.add(
            f"{lost} 个成员的编号不正确，已略过。", f"{lost} members with wrong ids were skipped.", dex.header.at
        )
    order = np.flatnonzero(good)
    order = order[np.argsort(rows[order], kind="stable")]
    return [column[order] for column in columns]
