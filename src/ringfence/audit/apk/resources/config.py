"""For which phones an entry of the table is meant: language, and whether anything else is asked."""

from __future__ import annotations

from typing import NamedTuple

_TRADITIONAL = frozenset(("TW", "HK", "MO"))


class Config(NamedTuple):
    """A configuration: ``zh``, ``CN``, ``Hans``, "" for any; ``special``: more is asked than a language."""

    language: str = ""
    region: str = ""
    script: str = ""
    special: bool = False

    @property
    def name(self) -> str:
        """Return the qualifier as folders are named: ``zh-rCN``, ``b+zh+Hans``, ""."""
        if self.script:
            return "+".join(part for part in ("b", self.language, self.script, self.region) if part)
        return f"{self.language}-r{self.region}" if self.region else self.language

    def rank(self, languages: tuple[str, ...]) -> tuple[int, bool]:
        """Return how well it fits the wanted languages, the smallest best; what was not asked for at all comes last."""
        for place, wanted in enumerate(languages):
            if wanted == self.name:
                return 4 * place, self.special
            if wanted and "-" not in wanted and wanted == self.language:
                other = self.script == "Hant" or (not self.script and self.region in _TRADITIONAL)
                return 4 * place + (2 if other else 1), self.special
        return 4 * len(languages) + bool(self.language), self.special


def read_config(raw: bytes) -> Config:
    """Return the configuration of a ``ResTable_config`` without its size field; what is cut off counts as any."""
    raw = raw[:60].ljust(60, b"\0")
    language = _code(raw[4:6], ord("a"))
    region = _code(raw[6:8], ord("0"))
    script = raw[32:36].rstrip(b"\0").decode("ascii", "replace")
    special = any(raw[:4]) or any(raw[8:32]) or any(raw[36:60])
    return Config(language, region, script, special)


def _code(pair: bytes, base: int) -> str:
    """Return a language or region code: two letters, or three packed into five bits each (AOSP ``unpackLanguageOrRegion``)."""
    if not pair[0]:
        return ""
    if pair[0] & 0x80:
        first = pair[1] & 0x1F
        second = (pair[1] & 0xE0) >> 5 | (pair[0] & 0x03) << 3
        third = (pair[0] & 0x7C) >> 2
        return "".join(chr(base + part) for part in (first, second, third))
    return pair.rstrip(b"\0").decode("ascii", "replace")
