"""A transcript as a text file that people correct in any editor and hand back.

One line per utterance: who spoke in brackets, its number, its time, its words. Empty brackets: nobody has checked it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.ingest.errors import IngestError

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKS = {"": " ", "unknown": "核", "other": "对", "me": "我"}
_SAID = {"": "", " ": "", "核": "unknown", "x": "unknown", "X": "unknown", "√": "unknown", "对": "other", "我": "me"}
_LINE = re.compile(
    r"[\[［【]\s*([^\]］】]{0,4}?)\s*[\]］】]\s*#?(\d{1,6})\s+(?:\d+:[\d.:]+\s*[-–—~]\s*\d+:[\d.:]+)\s?(.*)"
)
_HEAD = """\
# 护联录音文字稿 {source}《{name}》
# 机器转写,没有核对过的内容不作为依据。机器分不出是谁在说话。
# 请边听录音边改:改正文字,并在开头的方括号里写
#   [对] 对方说的  [我] 自己这边说的  [核] 核对过,但分不清谁说的(或两人都说了)  [ ] 没有核对
# 只有 [对] 的话才会用来判断对方说了什么。不要改编号和时间。改完后:ringfence transcribe {source} --import 这个文件
"""


class BadTranscriptFileError(IngestError):
    """A corrected transcript that cannot be taken in; nothing was changed."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(
            f"文字稿第 {line} 行有问题：{zh}。没有做任何改动；请改正后再导入。",
            f"Line {line} of the transcript: {en}. Nothing was changed; mend it and import it again.",
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance for or from the file; ``speaker``: "" not checked, else unknown, other or me."""

    number: int
    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


def write_lines(lines: Iterable[Line], *, source: str, name: str) -> str:
    """Return the file for ``lines``; ``source`` and ``name`` are told in its head."""
    head = _HEAD.format(source=source, name="".join(one for one in name if one.isprintable()))
    return head + "".join(
        f"[{MARKS[line.speaker]}] #{line.number} {clock(line.start_ms)}-{clock(line.end_ms)} {line.text}\n"
        for line in lines
    )


def read_utterances(text: str) -> dict[int, tuple[str, str]]:
    """Return number -> (words, speaker) of a file that :func:`write_lines` wrote and somebody corrected.

    Raises:
        BadTranscriptFileError: a line is neither comment nor utterance, a mark is not known, or a number stands twice.
    """
    found: dict[int, tuple[str, str]] = {}
    for at, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        read = _LINE.fullmatch(line.strip())
        if read is None:
            raise BadTranscriptFileError(at, "认不出编号和时间", "its number and time are not recognised")
        mark, number, words = read.group(1), int(read.group(2)), " ".join(read.group(3).split())
        if mark not in _SAID:
            raise BadTranscriptFileError(
                at, "方括号里只能写 对、我、核 或留空", "the brackets may hold 对, 我, 核 or nothing"
            )
        if number in found:
            raise BadTranscriptFileError(at, f"#{number} 出现了两次", f"#{number} stands twice")
        found[number] = (words, _SAID[mark])
    return found


def clock(ms: int) -> str:
    """Return a place in a recording as minutes, seconds and tenths."""
    return f"{ms // 60_000}:{ms % 60_000 // 100 / 10:04.1f}"
