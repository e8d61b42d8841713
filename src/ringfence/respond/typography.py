"""How dates, durations, sizes and digests are written. Punctuation: `ringfence.schema.full_width`."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- part of the public signatures, read by documentation tools


def day(value: date | None, lang: str = "zh") -> str:
    """Return a day as people write it: ``2026年8月3日`` or ``2026-08-03``; empty for None."""
    if value is None:
        return ""
    return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else value.isoformat()


def span(first: date | None, last: date | None, lang: str = "zh") -> str:
    """Return a stretch of days, naming the year once: ``2026年8月3日至8月9日``."""
    if first is None or last is None or first == last:
        return day(first or last, lang)
    if lang != "zh":
        return f"{first.isoformat()} to {last.isoformat()}"
    if first.year != last.year:
        return f"{day(first)}至{day(last)}"
    return f"{day(first)}至{last.month}月{last.day}日"


def length(seconds: int | None, lang: str = "zh") -> str:
    """Return a duration: ``3分20秒`` or ``3 min 20 s``; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    if lang != "zh":
        return f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{minutes}分{rest}秒" if minutes else f"{rest}秒"


def size(octets: int) -> str:
    """Return a file size: ``3.4 MB``."""
    amount = float(octets)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" or amount >= 100 else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def grouped(digest: str, every: int = 16) -> str:
    """Return hex in groups that an eye can compare and a line can break at."""
    return " ".join(digest[place : place + every] for place in range(0, len(digest), every))
