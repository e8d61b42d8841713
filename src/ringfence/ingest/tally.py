"""The account a reader keeps while it reads: what was mended, what was not understood, what the reader should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import Completeness, Repair, Said, Unread, english

if TYPE_CHECKING:
    import polars as pl

KEPT = 1000


class Tally:
    """Counts all, keeps the first thousand."""

    def __init__(self) -> None:
        self.unread_count = 0
        self._unread: list[Unread] = []
        self._repairs: dict[str, tuple[int, str]] = {}
        self._notes: list[str] = []

    def unread(self, place: str, zh: str, en: str) -> None:
        """Count one piece that was not understood."""
        self.unread_count += 1
        if len(self._unread) < KEPT:
            self._unread.append(Unread(place, zh, en))

    def repair(self, kind: str, place: str, count: int = 1) -> None:
        """Count a repair; the first place of each kind is kept."""
        before, first = self._repairs.get(kind, (0, place))
        self._repairs[kind] = (before + count, first)

    def note(self, zh: str) -> None:
        """Say something once to whoever uses the records."""
        if zh not in self._notes:
            self._notes.append(zh)

    def completeness(self, declared: int | None, found: int, times: pl.Series | None = None) -> Completeness:
        """Return the account; ``times`` holds the records' UTC microseconds, null where unreadable."""
        if declared is not None and declared != found:
            self.note(
                Said(
                    f"文件声明 {declared} 条，实际读到 {found} 条。",
                    f"The file declares {declared}, {found} were read.",
                )
            )
        known = None if times is None else times.drop_nulls()
        ends = (None, None) if known is None or known.is_empty() else (int(str(known.min())), int(str(known.max())))
        return Completeness(
            declared=declared,
            found=found,
            unread=tuple(self._unread),
            unread_count=self.unread_count,
            repairs=tuple(Repair(kind, count, first) for kind, (count, first) in self._repairs.items()),
            first_micros=ends[0],
            last_micros=ends[1],
            without_time=0 if times is None else times.null_count(),
            notes=tuple(map(str, self._notes)),
            notes_en=tuple(map(english, self._notes)),
        )
