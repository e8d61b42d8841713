"""Numbers as Chinese messages write them: ``一万二``, ``叁仟伍佰元整``, ``1.2万``, ``3k``, ``1,234.56``."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, row in enumerate(
    ("零〇○", "一壹幺", "二贰两貳", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in row}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_PLAIN = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([十百千万亿kw]*)(\d?)")
_LONE = re.compile(r"(?<!\d)\d(?=[十百千万亿]|$)")
_FACTORS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000, "w": 10_000}

NUMERAL_CLASS = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟幺"


def read_number(written: str) -> float | None:
    """Return the value of a number in digits, Chinese numerals or both; None when it is neither.

    A last numeral after 万, 千 or 百 counts in the next lower unit (``一万二`` = 12000, ``2万3`` = 23000).
    """
    text = written.strip().replace(" ", "").replace("，", ",")
    plain = _PLAIN.fullmatch(text)
    if plain:
        return _read_plain(*plain.groups())
    text = _mixed(text)
    if text and all(char in _DIGITS or char in _SMALL or char in _LARGE for char in text):
        return _read_chinese(text)
    return None


def _mixed(text: str) -> str:
    """Write lone digits among Chinese units as numerals (``1万5千`` -> ``一万五千``)."""
    return _LONE.sub(lambda found: "零一二三四五六七八九"[int(found.group())], text)


def _read_plain(digits: str, units: str, tail: str) -> float | None:
    if digits.strip(",") != digits or (tail and not units):
        return None
    factor = 1
    for unit in units:
        factor *= _FACTORS[unit]
    return float(digits.replace(",", "")) * factor + (int(tail) * factor / 10 if tail else 0)


def _read_chinese(text: str) -> float | None:
    if not any(char in _SMALL or char in _LARGE for char in text):
        return float("".join(str(_DIGITS[char]) for char in text))
    total = section = 0.0
    digit: int | None = None
    unit = 1
    zero = False
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit, zero = _DIGITS[char], zero or _DIGITS[char] == 0
        elif char in _SMALL:
            unit, zero = _SMALL[char], False
            section += (1 if digit is None and not section else digit or 0) * unit
            digit = None
        else:
            unit, zero = _LARGE[char], False
            total = (
                (total + section + (digit or 0)) * unit if unit > 10_000 else total + (section + (digit or 0)) * unit
            )
            section, digit = 0.0, None
    if digit:
        section += digit * (unit // 10 if unit >= 100 and not zero else 1)
    return total + section
