"""The nouns of a list: comparisons, joined by "all of" and "any of", with the list's own name for what they point to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison. ``kind``: ``package``, ``certificate``, ``domain``, ``digest``, ``ip``, ``url``, in normal form."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class All:
    """Fits when every part fits."""

    parts: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Fits when one part fits."""

    parts: tuple[Test, ...]


Test = Comparison | All | Any


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry. ``name`` as the list has it; ``line`` 1-based in a CSV, number of the object in a bundle; ``until`` ISO date."""

    test: Test
    name: str = ""
    line: int = 0
    until: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry, or a part of one, that is not compared, and why. ``line`` as in ``Indicator``."""

    line: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class IndicatorList:
    """A list as read. ``source``: its file name; ``skipped``: what of it is not compared, at most 1,000 told, all counted."""

    source: str
    indicators: tuple[Indicator, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    skipped_count: int = 0
