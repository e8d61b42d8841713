"""One entry of a YAML table, read strictly: every key is asked for once, by type, and none is left over."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from ringfence.law.errors import PackError
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

E = TypeVar("E", bound=StrEnum)


class Entry:
    """A mapping of a pack with the place it stands at, so that every fault names file and key."""

    def __init__(self, raw: object, file: str, key: str) -> None:
        if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw):
            raise PackError(file, key, "应为“键: 值”的一组", "must be a mapping with text keys")
        self._raw: Mapping[str, object] = raw
        self._asked: set[str] = set()
        self.file = file
        self.key = key

    def fault(self, name: str, zh: str, en: str) -> PackError:
        """Return the error that says what is wrong with the field ``name``."""
        return PackError(self.file, f"{self.key}.{name}", zh, en)

    def has(self, name: str) -> bool:
        """Tell whether the field is there and not null."""
        return self._raw.get(name) is not None

    def raw(self, name: str) -> object:
        """Return the field as YAML gave it, None when absent."""
        self._asked.add(name)
        return self._raw.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; without ``default`` it must be there and not be empty."""
        value = self.raw(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.fault(name, "应填写文字(数字请加引号)", "must be a text (quote numbers)")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when the field is absent."""
        value = self.raw(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fault(name, "应为文字的列表", "must be a list of texts")
        return tuple(value)

    def said(self, name: str) -> str:
        """Return ``{name}_zh`` with its English ``{name}_en``, "" when absent; without the English the Chinese stands for both."""
        zh, en = self.text(f"{name}_zh", ""), self.text(f"{name}_en", "")
        if en and not zh:
            raise self.fault(f"{name}_zh", "有英文却没有中文", "is missing beside its English")
        return Said(zh, en)

    def saids(self, name: str) -> tuple[str, ...]:
        """Return the list ``{name}_zh``, each with its English of ``{name}_en`` when that is there."""
        zh, en = self.texts(f"{name}_zh"), self.texts(f"{name}_en")
        if en and len(en) != len(zh):
            raise self.fault(f"{name}_en", "应与中文逐句对应", "must have as many sentences as the Chinese")
        return tuple(Said(one, other) for one, other in zip(zh, en or zh, strict=True))

    def number(self, name: str) -> int | float:
        """Return a number."""
        value = self.raw(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(name, "应为数字", "must be a number")
        return value

    def day(self, name: str) -> date | None:
        """Return a calendar day or None; written as 2026-01-01 without quotes."""
        value = self.raw(name)
        if value is None:
            return None
        if type(value) is not date:
            raise self.fault(name, "日期应写成 2026-01-01,不加引号", "must be a day like 2026-01-01, without quotes")
        return value

    def choice(self, name: str, kind: type[E]) -> E:
        """Return a member of ``kind``."""
        value = self.raw(name)
        try:
            return kind(str(value))
        except ValueError:
            allowed = "、".join(kind)
            raise self.fault(name, f"只能是:{allowed}", f"must be one of {', '.join(kind)}") from None

    def choices(self, name: str, kind: type[E]) -> tuple[E, ...]:
        """Return a list of members of ``kind``, empty when the field is absent."""
        try:
            return tuple(kind(value) for value in self.texts(name))
        except ValueError:
            allowed = "、".join(kind)
            raise self.fault(name, f"只能是:{allowed}", f"may hold only {', '.join(kind)}") from None

    def children(self, name: str) -> tuple[Entry, ...]:
        """Return a list of entries, empty when the field is absent."""
        value = self.raw(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.fault(name, "应为列表", "must be a list")
        return tuple(Entry(item, self.file, f"{self.key}.{name}[{place}]") for place, item in enumerate(value))

    def done(self) -> None:
        """Raise PackError when a key was never asked for: a misspelt field would silently change the law."""
        stray = sorted(set(self._raw) - self._asked)
        if stray:
            raise self.fault(stray[0], "没有这个字段,请检查拼写", "is an unknown field, check its spelling")


def entries(raw: object, file: str, *, by: str = "id") -> Iterable[Entry]:
    """Yield the entries of a table (a YAML list), each named by its ``by`` field."""
    if not isinstance(raw, list):
        raise PackError(file, "-", "整个文件应为列表,每项以“- ”开头", "the whole file must be a list")
    for place, item in enumerate(raw):
        named = item.get(by) if isinstance(item, dict) else None
        yield Entry(item, file, str(named) if named is not None else f"[{place}]")
