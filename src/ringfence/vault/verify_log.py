"""Reading a log that may be damaged anywhere: names every bad entry and goes on behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ringfence.vault.disk import reading
from ringfence.vault.frame import ZERO, Frame, FrameFault, find_frame, parse_frame
from ringfence.vault.log import LOG_FOLDER, segments

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ringfence.vault.frame import Claim
    from ringfence.vault.report import Findings


@dataclass(slots=True)
class LogReading:
    """What the log's files hold.

    Attributes:
        leaves: the digest stored with each entry, in order.
        claims: for each file of the vault, the last entry that speaks of it and what it says.
        first_damage: number of the first bad entry; None when all are sound.
        torn: (entry number it would have, file name, byte offset) of bytes at the very end that are no whole frame.
    """

    leaves: list[bytes] = field(default_factory=list)
    claims: dict[str, tuple[int, Claim]] = field(default_factory=dict)
    first_damage: int | None = None
    torn: tuple[int, str, int] | None = None


def read_log(
    folder: Path, signed: int, findings: Findings, check: Callable[[Frame], tuple[str, str] | None]
) -> LogReading:
    """Read every frame.

    Args:
        folder: the vault.
        signed: entries that the newest head covers; damage behind them was never acknowledged and is a remark.
        findings: where to note what is wrong.
        check: looks into an intact frame and says (zh, en) what is wrong with its content, or None.
    """
    reader = _Reader(signed, findings, check)
    for first, path in segments(folder):
        with reading(f"{LOG_FOLDER}/{path.name}"):
            data = path.read_bytes()
        reader.file(first, path.name, data)
    return reader.result


class _Reader:
    def __init__(self, signed: int, findings: Findings, check: Callable[[Frame], tuple[str, str] | None]) -> None:
        self.result = LogReading()
        self._signed = signed
        self._findings = findings
        self._check = check
        self._previous: bytes | None = ZERO  # None behind damage: the next link cannot be judged
        self._last_micros = 0

    @property
    def _next(self) -> int:
        return len(self.result.leaves)

    def file(self, first: int, name: str, data: bytes) -> None:
        """Read one file of the log."""
        self._give_up_torn()
        self._reach(first)
        at = 0
        while at < len(data):
            try:
                frame = parse_frame(data, at)
            except FrameFault:
                at = self._skip(name, data, at)
                continue
            at = self._take(frame, data, at)

    def _take(self, frame: Frame, data: bytes, at: int) -> int:
        """Judge one frame and return where to go on."""
        expected = self._next
        if not frame.intact:
            # Its length may be what was changed: believe it only if a frame or the end of the file follows.
            end = at + frame.size
            if end != len(data) and data[end : end + 4] != data[at : at + 4]:
                end = _next_intact(data, at + 1)
            self._bad(expected, "字节被改动", "its bytes were changed")
            self._keep(frame.digest)
            self._previous = None
            return end
        if frame.seq < expected:
            self._bad(frame.seq, "重复出现,或被挪了位置", "it appears again or out of its place")
            self._previous = None
            return at + frame.size
        self._reach(frame.seq)
        if self._previous is not None and frame.previous != self._previous:
            self._bad(frame.seq, "与前一条的链接断开", "its link to the entry before is broken")
        self._accept(frame)
        return at + frame.size

    def _accept(self, frame: Frame) -> None:
        wrong = self._check(frame)
        if wrong is not None:
            self._bad(frame.seq, *wrong)
        if frame.written_micros < self._last_micros:
            self._findings.remark(
                f"entry:{frame.seq}",
                f"第 {frame.seq} 条的写入时间早于前一条:本机时钟曾被往回调",
                f"entry {frame.seq} bears an earlier time than the one before: this machine's clock was set back",
            )
        self._last_micros = frame.written_micros
        for claim in frame.claims:
            self.result.claims[claim.path] = (frame.seq, claim)
        self._keep(frame.digest)
        self._previous = frame.digest

    def _skip(self, name: str, data: bytes, at: int) -> int:
        """Go on behind bytes that are no frame: at the end of the log they may be a write that was cut short."""
        end = _next_intact(data, at + 1)
        if end == len(data):
            self.result.torn = (self._next, name, at)
            return end
        found = parse_frame(data, end).seq
        missing = found if self._next < found <= self._next + data.count(b"RFE1", at, end) + 1 else self._next + 1
        while self._next < missing:
            self._bad(self._next, "字节被改动", "its bytes were changed")
            self._keep(ZERO)
        self._previous = None
        return end

    def _reach(self, seq: int) -> None:
        """Note entries that are missing before ``seq``."""
        first = self._next
        if seq <= first:
            return
        zh, en = (
            (f"第 {first} 条", f"entry {first} is")
            if seq == first + 1
            else (
                f"第 {first} 条到第 {seq - 1} 条",
                f"entries {first} to {seq - 1} are",
            )
        )
        self._findings.problem(f"entry:{first}", f"{zh}缺失或被挪走", f"{en} missing or moved")
        self._damage(first)
        self.result.leaves += [ZERO] * min(seq - first, 1 << 20)
        self._previous = None

    def _give_up_torn(self) -> None:
        """Bytes that looked like a cut-short write are damage when another file follows."""
        if self.result.torn is not None:
            seq, _, _ = self.result.torn
            self.result.torn = None
            self._bad(seq, "字节被改动", "its bytes were changed")
            self._keep(ZERO)
            self._previous = None

    def _bad(self, seq: int, zh: str, en: str) -> None:
        if seq >= self._signed:
            self._findings.remark(
                f"entry:{seq}",
                f"第 {seq} 条从未写完也未被签名({zh}),下次写入时会丢弃",
                f"entry {seq} was never finished nor signed ({en}); the next writer drops it",
            )
            return
        self._findings.problem(f"entry:{seq}", f"第 {seq} 条{zh}", f"entry {seq}: {en}")
        self._damage(seq)

    def _damage(self, seq: int) -> None:
        first = self.result.first_damage
        self.result.first_damage = seq if first is None else min(first, seq)

    def _keep(self, digest: bytes) -> None:
        self.result.leaves.append(digest)


def _next_intact(data: bytes, at: int) -> int:
    """Return where the next intact frame begins at or after ``at``; the end of the data when there is none."""
    at = find_frame(data, at)
    while at < len(data):
        try:
            if parse_frame(data, at).intact:
                return at
        except FrameFault:
            pass
        at = find_frame(data, at + 1)
    return at
