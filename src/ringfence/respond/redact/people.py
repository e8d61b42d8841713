"""Names from the address book, wherever they stand in a text, also pulled apart (``张 三``) or in traditional characters."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ringfence.respond.redact.plain import plain
from ringfence.respond.redact.span import Private, Span
from ringfence.respond.wording import words
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringfence.respond.redact.plain import Plain

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
_BRACKETED = re.compile(r"[(\[【{<《].*?[)\]】}>》]")
_LATIN = re.compile(r"[a-z][a-z.'\-]{2,}(?: [a-z][a-z.'\-]+)*")
_GAP = r"[ \t*.·•_\-|]{0,2}"


class People:
    """Finds the names of an address book. Kinship words and organisations name nobody and are not looked for."""

    def __init__(self, names: Iterable[str]) -> None:
        wanted: dict[str, str] = {}
        for name in sorted({name.strip() for name in names}, key=lambda name: (-len(name), name)):
            for form in _forms(name):
                wanted.setdefault(form, name)
        self._wanted = wanted
        self._pattern = _pattern(wanted) if wanted else None

    def names_in(self, text: Plain) -> Iterator[Span]:
        """Yield every name that stands in ``text``."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text.text):
            bare = re.sub(r"[ \t*.·•_\-|]", "", found.group())
            name = self._wanted.get(found.group()) or self._wanted.get(bare) or bare
            first, last = text.span(*found.span())
            yield Span(first, last, Private.NAME, name, Said("通讯录里的姓名", "a name of the address book"))


def _pattern(wanted: Iterable[str]) -> re.Pattern[str]:
    parts: list[str] = []
    for form in sorted(wanted, key=lambda form: (-len(form), form)):
        if form.isascii():
            parts.append(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])")
        else:
            parts.append(_GAP.join(map(re.escape, form)))
    return re.compile("|".join(parts))


def _forms(name: str) -> Iterator[str]:
    """Yield the plain forms of one entry that name a person: the whole, its parts, a given name before a title."""
    whole = plain(_BRACKETED.sub(" ", plain(name).text)).text
    for part in _HAN.findall(whole):
        if _names_somebody(part):
            yield part
            given = part[len(_surname(part)) :]
            if len(given) == 2:
                yield from (given + title for title in _table()["after_given"])
    for latin in _LATIN.findall(whole):
        if not _HAN.search(whole) or len(latin) > 3:
            yield latin


def _names_somebody(part: str) -> bool:
    if not 2 <= len(part) <= 6 or part in _kin() or any(word in part for word in _table()["not_names"]):
        return False
    return (len(part) <= 4 and bool(_surname(part))) or part[0] in "小老阿大" or len(part) >= 3


def _surname(name: str) -> str:
    double = next((two for two in _table()["double_surnames"] if name.startswith(two) and len(name) > 2), "")
    return double or (name[0] if name[0] in _surnames() else "")


@cache
def _table() -> dict[str, Any]:
    return words("redact")


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(_table()["surnames"].split()))


@cache
def _kin() -> frozenset[str]:
    return frozenset(words("kin")["words"])
