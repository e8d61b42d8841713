"""The place in an instrument as Chinese writing cites it: ``第一千零三十三条``."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"(\d+)(之[一二三四五六七八九十])?")


def article_in_words(article: str) -> str:
    """Return the articles of a data form by their numbers alone, empty when they cannot be said exactly.

    The data form ``50(1)(5)`` does not tell a paragraph (款) from an item (项): that is said by ``article_zh`` in the data.
    An article alone is never wrong.

    >>> article_in_words("293之一")
    '第二百九十三条之一'
    """
    numbers = [found for part in article.split(",") if (found := _ARTICLE.match(part.strip()))]
    if not numbers or "?" in article or "." in article:
        return ""
    return "、".join(f"第{numeral(int(found.group(1)))}条{found.group(2) or ''}" for found in numbers)


def numeral(value: int) -> str:
    """Return 1..9999 in Chinese numerals as statutes count their articles: 1033 → ``一千零三十三``."""
    digits = "零一二三四五六七八九"
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure, value = divmod(value, unit)
        if figure:
            text += ("零" if gap else "") + digits[figure] + name
            gap = False
        elif text:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text
