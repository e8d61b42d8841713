"""Why a list of indicators as a whole could not be read. What is wrong with one entry stands in ``IndicatorList.skipped``."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class IndicatorFileError(RingfenceError):
    """The list cannot be read. ``line``: 1-based line of the file, 0 when it concerns the whole file."""

    def __init__(self, name: str, line: int, zh: str, en: str) -> None:
        at_zh, at_en = (f"第 {line} 行", f"line {line}") if line else ("整个文件", "the whole file")
        super().__init__(
            f"名单“{name}”读不了({at_zh}):{zh}。请改好后再用,或换一份。",
            f"The list “{name}” cannot be read ({at_en}): {en}. Mend it or use another one.",
        )
        self.name = name
        self.line = line
