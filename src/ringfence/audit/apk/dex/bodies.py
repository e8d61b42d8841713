"""Where the code of all methods of one dex file lies, as columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.dex.body import HEAD, MOST_UNITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ringfence.audit.apk.dex.members import Members
    from ringfence.audit.apk.dex.tables import DexFile


@dataclass(frozen=True, slots=True)
class Bodies:
    """The distinct code items of one dex file by ascending place; methods may share one.

    Attributes:
        at: byte of each item.
        start, end: first code unit and the one behind the last, counted in units from the file's start.
        apart: items that overlap an earlier one; no compiler writes these, so each is looked at alone.
        rows: member rows (``Members.method_*``) sorted by item.
        rows_from: for item ``b`` its rows are ``rows[rows_from[b]:rows_from[b + 1]]``.
    """

    at: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    apart: NDArray[np.bool_]
    rows: NDArray[np.int64]
    rows_from: NDArray[np.int64]

    def of(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the item that each code unit lies in, -1 for none; items that lie apart are not looked at."""
        alone = np.flatnonzero(~self.apart)
        found = np.searchsorted(self.start[alone], units, "right") - 1
        inside = found >= 0
        items = alone[found[inside]]
        result = np.full(len(units), -1, np.int64)
        result[inside] = np.where(units[inside] < self.end[items], items, -1)
        return result


def read_bodies(dex: DexFile, members: Members) -> Bodies:
    """Return where code lies; items outside the file are left out with a warning."""
    rows = np.flatnonzero(members.method_code)
    at = members.method_code[rows]
    sound = (at % 4 == 0) & (at >= HEAD) & (at + HEAD <= len(dex.data))
    sizes = np.zeros(len(rows), np.int64)
    for byte in range(4):
        sizes[sound] |= dex.octets[at[sound] + 12 + byte].astype(np.int64) << (8 * byte)
    sound &= (at + HEAD + 2 * sizes <= len(dex.data)) & (sizes <= MOST_UNITS)
    if not sound.all():
        faulty = int(at[~sound][0])
        dex.notes.add(
            "有方法的代码过长或不在文件之内，已略过。", "Code that is too long or outside the file was skipped.", faulty
        )
    rows, at, sizes = rows[sound], at[sound], sizes[sound]
    order = np.argsort(at, kind="stable")
    rows, at, sizes = rows[order], at[order], sizes[order]
    first = np.flatnonzero(np.append(True, np.diff(at) > 0)) if len(at) else np.empty(0, np.int64)
    start = (at[first] + HEAD) // 2
    end = start + sizes[first]
    return Bodies(
        at=at[first],
        start=start,
        end=end,
        apart=_overlapping(dex, start, end),
        rows=rows,
        rows_from=np.append(first, len(rows)),
    )


def _overlapping(dex: DexFile, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which items begin inside an earlier one."""
    if not len(start):
        return np.empty(0, np.bool_)
    reach = np.maximum.accumulate(end)
    found = np.append(False, start[1:] < reach[:-1])
    if found.any():
        place = int(start[np.argmax(found)]) * 2
        dex.notes.add("方法的代码互相重叠。", "Code of methods overlaps.", place)
    return found
