"""What is gathered while a list is read, within bounds."""

from __future__ import annotations

from ringfence.audit.indicators.indicator import All, Any, Indicator, IndicatorList, Skipped
from ringfence.audit.indicators.stix_pattern import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ringfence.audit.indicators.indicator import Test

MOST_INDICATORS = 1_000_000
MOST_TOLD = 1000


class Gathering:
    """Takes entries and notes of entries that are not compared; ``full`` when no more are taken."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._taken: list[Indicator] = []
        self._skipped: list[Skipped] = []
        self._skipped_count = 0
        self.full = False

    def take(self, test: Test, name: str, line: int, until: str = "") -> None:
        """Keep one entry, unless nothing in it can ever fit."""
        if len(self._taken) >= MOST_INDICATORS:
            self.full = True
            return self.skip(
                line,
                f"名单超过 {MOST_INDICATORS} 条,后面的没有读",
                f"more than {MOST_INDICATORS} entries; the rest is left",
            )
        if not can_fit(test):
            return self.skip(line, "比较的是安装包里没有的东西", "it compares what no package holds")
        return self._taken.append(Indicator(test, name, line, until))

    def skip(self, line: int, zh: str, en: str) -> None:
        """Note an entry that is not compared."""
        self._skipped_count += 1
        if len(self._skipped) < MOST_TOLD:
            self._skipped.append(Skipped(line, zh, en))

    def done(self) -> IndicatorList:
        """Return the list."""
        return IndicatorList(self._source, tuple(self._taken), tuple(self._skipped), self._skipped_count)


def can_fit(test: Test) -> bool:
    """Tell whether an app exists that fits: no comparison that is needed asks for what an audit does not hold."""
    if isinstance(test, All):
        return all(can_fit(part) for part in test.parts)
    if isinstance(test, Any):
        return any(can_fit(part) for part in test.parts)
    return test.kind != UNKNOWN
