"""One account of many pieces: what the members of an archive or backup gave, as the records of one source.

A record of a member keeps its byte place there and names the member in ``entry``; rows are numbered through, so that a row
number means one record in the whole source.
"""

from __future__ import annotations

import re

import polars as pl

from ringfence.ingest.reader import ReadResult
from ringfence.ingest.recording_name import parse_recording_name
from ringfence.ingest.tally import Tally
from ringfence.schema import CALLS, CONTACTS, MESSAGES, PAGES, STATEMENTS, Completeness, Said, conform

TABLES = {"messages": MESSAGES, "calls": CALLS, "contacts": CONTACTS, "statements": STATEMENTS, "pages": PAGES}
SOUNDS = 500  # recordings taken out of one archive
VOICES = (
    30  # of them, such as are not named as phones name recordings of calls; more are taken for the voices of a chat
)
_BEFORE = re.compile(r"[/!\\]")  # what stands before a member's own name: folders, archives
_NAMED = 40  # members named one by one in the notes


class Collection:
    """Gathers results in the order in which the members are read."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.device = ""
        self._frames: dict[str, list[pl.DataFrame]] = {name: [] for name in TABLES}
        self._accounts: list[Completeness] = []
        self._apps: list[str] = []
        self._sounds: list[str] = []
        self._rows = 0
        self._named = 0

    @property
    def members(self) -> int:
        """Return how many members gave a result."""
        return len(self._accounts)

    def add(self, entry: str, result: ReadResult) -> None:
        """Take what one member gave."""
        account = result.completeness
        self._accounts.append(account)
        self.device = self.device or result.device
        highest = 0
        for name in TABLES:
            frame: pl.DataFrame | None = getattr(result, name)
            if frame is None or frame.is_empty():
                continue
            highest = max(highest, int(frame["row"].max() or 0))  # type: ignore[arg-type]  # a column of UInt32
            self._frames[name].append(_within(entry, frame, self._rows))
        self._rows += highest
        self._apps += [f"{entry}!{inner}" if inner else entry for inner in result.apps]
        for sound in result.sounds:
            self.set_aside(f"{entry}!{sound}")
        self._say(entry, result)
        for piece in account.unread:
            self.tally.unread(f"entry:{entry}!{piece.place}", piece.zh, piece.en)
        self.tally.unread_count += account.unread_count - len(account.unread)
        for repair in account.repairs:
            self.tally.repair(repair.kind, f"entry:{entry}!{repair.first}", repair.count)

    def set_aside(self, entry: str) -> None:
        """Leave a recording to be added by itself: what joins calls, is played and transcribed is an original, not a member."""
        self._sounds.append(entry)

    def _taken(self) -> tuple[str, ...]:
        """Return the recordings to be taken out, and say so; the voices of a whole chat stay where they are, which is said too."""
        voices = {entry for entry in self._sounds if parse_recording_name(_BEFORE.split(entry)[-1]) is None}
        taken = [entry for entry in self._sounds if entry not in voices or len(voices) <= VOICES][:SOUNDS]
        for entry in taken:
            if self._counted():
                self.tally.note(
                    Said(
                        f"{entry}：录音，取出来单独作为一份材料。",
                        f"{entry}: a recording, taken out as material of its own.",
                    )
                )
        for entry in self._sounds:
            if entry not in taken:
                self.tally.unread(
                    f"entry:{entry}",
                    "录音太多，没有逐一取出，原件在压缩包里；需要的请单独加入",
                    "too many recordings to take out each; kept in the archive, add it by itself",
                )
        return tuple(taken)

    def _counted(self) -> bool:
        """Count a member; tell whether it is still named one by one."""
        self._named += 1
        if self._named > _NAMED:
            self.tally.note(
                Said(
                    f"其余成员不逐一列出（前 {_NAMED} 个已列）。",
                    f"The other members are not listed one by one (the first {_NAMED} are).",
                )
            )
        return self._named <= _NAMED

    def _say(self, entry: str, result: ReadResult) -> None:
        if not self._counted():
            return
        account = result.completeness
        declared = "" if account.declared is None else f"，自称 {account.declared} 条"
        found = "" if result.apps else f"，读到 {account.found} 条{declared}"
        of = "" if account.declared is None else f" of {account.declared} declared"
        read = "" if result.apps else f"{account.found} read{of}"
        self.tally.note(
            Said(f"{entry}：{result.kind_zh}{found}。", f"{entry}: {result.reader}{', ' if read else ''}{read}.")
        )
        for note in account.told:
            self.tally.note(Said(f"{entry}：{note}", f"{entry}: {note.en}"))

    def result(self, reader: str, version: int, kind_zh: str, *, key: str = "") -> ReadResult:
        """Return all as one; the whole declares a count only when every member does."""
        taken = self._taken()
        frames = {
            name: conform(pl.concat(found), TABLES[name]) if found else None for name, found in self._frames.items()
        }
        declared = [account.declared for account in self._accounts]
        whole = sum(count for count in declared if count is not None)
        times = [
            moment
            for account in self._accounts
            for moment in (account.first_micros, account.last_micros)
            if moment is not None
        ]
        told = self.tally.completeness(
            whole if declared and None not in declared else None,
            sum(account.found for account in self._accounts),
            pl.Series([min(times), max(times)], dtype=pl.Int64) if times else None,
        )
        without = sum(account.without_time for account in self._accounts)
        completeness = Completeness(
            declared=told.declared,
            found=told.found,
            unread=told.unread,
            unread_count=told.unread_count,
            repairs=told.repairs,
            first_micros=told.first_micros,
            last_micros=told.last_micros,
            without_time=without,
            notes=told.notes,
            notes_en=told.notes_en,
        )
        return ReadResult(
            reader,
            version,
            kind_zh,
            completeness,
            messages=frames["messages"],
            calls=frames["calls"],
            contacts=frames["contacts"],
            statements=frames["statements"],
            device=self.device,
            key=key,
            pages=frames["pages"],
            apps=tuple(self._apps),
            sounds=taken,
        )


def _within(entry: str, frame: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Return the frame with its rows numbered on and its entry named from the outside in."""
    inner = pl.col("entry")
    return frame.with_columns(
        (pl.col("row") + rows).cast(pl.UInt32),
        pl.when(inner.is_null())
        .then(pl.lit(entry))
        .otherwise(pl.concat_str(pl.lit(f"{entry}!"), inner))
        .alias("entry"),
    )
