"""Addresses of homes and work places, e-mail addresses, and the handles of chat applications."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ringfence.respond.redact.span import Private, Span
from ringfence.respond.wording import words
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.respond.redact.plain import Plain

_HAN = r"[\u3400-\u9fff]"
_EMAIL = re.compile(r"(?<![a-z0-9._%+\-])[a-z0-9][a-z0-9._%+\-]*@[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,}")
_WHEN = re.compile(
    r"\d{1,2}(?:日|点|时|分钟?|月|:\d\d)|周[一二三四五六日天末]|星期[一二三四五六日天]"
)  # ends a time, begins a place
_LONGEST = 40  # characters of an address before its street ends
_COUNT = r"[a-z]?(?:\d{1,5}(?:[-—–]\d{1,4})*|[零一二三四五六七八九十百]{1,5}|[甲乙丙丁东西南北])[a-z]?"


def places_in(text: Plain) -> Iterator[Span]:
    """Yield addresses: a street, village or estate with a house number, or an unbroken chain of places down to a village."""
    done = 0
    for found in _addresses().finditer(text.text):
        start = _begin(
            text.text, _back(text.text, max(done, found.start() - _LONGEST), found.start()), found.end("end")
        )
        done = found.end()
        if start < found.start():
            first, last = text.span(start, found.end())
            yield Span(
                first,
                last,
                Private.ADDRESS,
                text.text[start : found.end()],
                Said("路名或小区加门牌", "street or estate with a house number"),
            )
    for found in _chains().finditer(text.text):
        start = _begin(text.text, found.start(), found.end())
        rest = text.text[found.end() : found.end() + 6]
        if found.end() - start >= 6 and not any(end in rest for end in _table()["public_ends"]):
            first, last = text.span(start, found.end())
            yield Span(
                first,
                last,
                Private.ADDRESS,
                text.text[start : found.end()],
                Said("省市县乡连写", "province, city, county in a row"),
            )


def handles_in(text: Plain) -> Iterator[Span]:
    """Yield e-mail addresses, and WeChat or QQ names behind a word that says what they are."""
    for found in _EMAIL.finditer(text.text):
        first, last = text.span(*found.span())
        yield Span(first, last, Private.EMAIL, found.group(), Said("邮箱格式", "form of an e-mail address"))
    for found in _handles().finditer(text.text):
        first, last = text.span(*found.span("id"))
        yield Span(
            first,
            last,
            Private.HANDLE,
            found.group("id"),
            Said("前面写明是微信或QQ", "called a WeChat or QQ name before it"),
        )


def _back(row: str, lowest: int, at: int) -> int:
    """Return where the unbroken row of characters that ends at ``at`` begins, not before ``lowest``."""
    while at > lowest and (row[at - 1].isalnum() or row[at - 1] == " "):
        at -= 1
    return at


def _begin(row: str, start: int, name_end: int) -> int:
    """Return where the address begins: after the last word of the sentence before it."""
    head = row[start:name_end]
    province = _provinces().search(head)
    if province:
        return start + province.start()
    best = start + max((found.end() for found in _WHEN.finditer(head)), default=0)
    best += len(head[best - start :]) - len(head[best - start :].lstrip("0123456789 "))
    for word in _table_words("address_before"):
        at = head.rfind(word, 0, max(0, len(head) - 2))
        if at >= 0:
            best = max(best, start + at + len(word))
    return best


@cache
def _addresses() -> re.Pattern[str]:
    ends = "|".join(_table_words("street_ends"))
    house = "|".join(sorted(_table_words("house_ends"), key=len, reverse=True))
    number = rf"{_COUNT}\s*(?:{house})"
    return re.compile(
        rf"(?P<end>{ends})(?:\s*[东西南北中](?:段|侧|区)?)?(?:[(][^)]{{1,12}}[)])?\s*{number}"
        rf"(?:[\s,、\-]{{0,2}}(?:{_HAN}{{1,10}}?(?:{ends}|楼|座))?\s{{0,3}}{number}){{0,8}}(?:[\s\-]?\d{{1,5}}室?(?![\d月日年点时:.元万平米折%])){{0,1}}"
    )


@cache
def _chains() -> re.Pattern[str]:
    """Match province or city, then county or district, then town or village: three steps name a home."""
    return re.compile(
        rf"{_HAN}{{2,8}}(?:自治区|自治州|省|市|盟){_HAN}{{1,7}}?(?:自治县|新区|市|区|县|旗)"
        rf"(?:{_HAN}{{1,7}}?(?:镇|乡|街道|办事处))(?:{_HAN}{{1,7}}?(?:村|社区|屯|庄))?(?:{_COUNT}(?:组|队|号))?"
    )


@cache
def _handles() -> re.Pattern[str]:
    table = "|".join(map(re.escape, sorted(_table()["handle_words"], key=len, reverse=True)))
    return re.compile(
        rf"(?:{table})(?:号|号码|id)?\s*[:：是为]?\s*(?P<id>(?=[a-z0-9_\-]*[0-9_])[a-z0-9][a-z0-9_\-]{{4,19}})(?![a-z0-9_])"
    )


@cache
def _provinces() -> re.Pattern[str]:
    return re.compile("|".join(_table_words("provinces")))


def _table_words(name: str) -> list[str]:
    return str(_table()[name]).split()


@cache
def _table() -> dict[str, Any]:
    return words("redact")
