"""Amounts and days as agreements write them, out of folded text (:func:`ringfence.respond.agreement.clause.fold`)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

_DIGITS = dict(zip("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖两", (0, 0, *range(1, 10), *range(1, 10), 2), strict=True))
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
HAN = "零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟"
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,2})?"
# an amount: digits with a sign before or yuan after, or words with yuan after
MONEY = rf"(?:(?:人民币|¥|RMB|CNY)+{_PLAIN}万?元?|{_PLAIN}万?(?:元|块)|(?:人民币)?[{HAN}]+(?:元|圆)整?)"
_MONEY = re.compile(MONEY)
_FIGURE = re.compile(_PLAIN)
_DAY = re.compile(r"(20\d{2})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?!\d)日?")
DAY = r"20\d{2}(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}(?!\d)日?"


def amount(written: str) -> Decimal | None:
    """Return the yuan of one written amount, None when it is none."""
    found = _FIGURE.search(written)
    if found:
        try:
            value = Decimal(found.group(0).replace(",", ""))
        except InvalidOperation:
            return None
        return value * 10_000 if written[found.end() : found.end() + 1] == "万" else value
    words = "".join(char for char in written if char in HAN)
    value_of = count(words) if words else None
    return None if value_of is None else Decimal(value_of)


def amounts(text: str) -> list[tuple[int, int, Decimal]]:
    """Return (start, end, yuan) of every amount in ``text``, in order."""
    found = [(match.start(), match.end(), amount(match.group(0))) for match in _MONEY.finditer(text)]
    return [(start, end, value) for start, end, value in found if value is not None]


def count(written: str) -> int | None:
    """Return a number written in digits or Chinese words, None when it is neither."""
    if written.isascii() and written.isdigit():
        return int(written)
    total, section, digit = 0, 0, 0
    for char in written:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
        else:
            return None
    return total + section + digit if written else None


def days(text: str) -> list[tuple[int, int, date]]:
    """Return (start, end, day) of every full date in ``text``; an impossible date is none."""
    found: list[tuple[int, int, date]] = []
    for match in _DAY.finditer(text):
        year, month, day = (int(part) for part in match.groups())
        try:
            found.append((match.start(), match.end(), date(year, month, day)))
        except ValueError:
            continue
    return found
