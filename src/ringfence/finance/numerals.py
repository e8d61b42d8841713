"""Figures as Chinese writes them: 0.5, 五, 十二, 二十四, 三点六, 半."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
ARABIC = r"\d{1,12}(?:\.\d{1,6})?"
_ONE = "[零〇一二两三四五六七八九]"
NUMERAL = rf"(?:{ARABIC}|半|{_ONE}?十?{_ONE}(?:点{_ONE}{{1,4}})?|[一二两三四五六七八九]?十)"


def number(written: str) -> Decimal:
    """Return the value of what :data:`NUMERAL` matches."""
    if written[:1].isascii():
        return Decimal(written)
    if written == "半":
        return Decimal("0.5")
    whole, _, part = written.partition("点")
    tens, ten, ones = whole.rpartition("十")
    value = (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0) if ten else _plain(ones)
    return Decimal(value) + (Decimal(_plain(part)).scaleb(-len(part)) if part else 0)


def _plain(digits: str) -> int:
    return int("".join(str(_DIGITS[digit]) for digit in digits))
