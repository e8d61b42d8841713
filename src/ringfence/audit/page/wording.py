"""Every sentence of the audit in one language, from YAML; values are data and are never read as a template."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from ringfence.audit.page.errors import PageLanguageError
from ringfence.audit.page.plain import full_width, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.schema import DataCategory, Sdk, SinkKind

LANGUAGES = ("zh", "en")
_NAMED = 3
_LIBRARY = "公共库 "  # how the analysis calls code that is neither the app's own nor a known component's
_LONGEST = 2000  # of a text from our own tables; a longer one was not written by us


class Wording:
    """The sentences of one language.

    Raises:
        PageLanguageError: there is no such language.
    """

    def __init__(self, lang: str = "zh") -> None:
        if lang not in LANGUAGES:
            raise PageLanguageError(lang)
        self.lang = lang
        self.table = _words(lang)

    def __call__(self, path: str, **values: object) -> str:
        """Return the sentence at ``path`` (``cards.read_sdk``) with ``values`` filled in."""
        text = self.entry(path)
        return text.format_map(values) if values else text

    def entry(self, path: str) -> str:
        """Return the sentence at ``path`` as it stands."""
        found: Any = self.table
        for key in path.split("."):
            found = found[key]
        return str(found)

    def pick(self, table: str, key: str, otherwise: str) -> str:
        """Return one entry of a table of words, ``otherwise`` when it has none."""
        found: Any = self.table
        for part in table.split("."):
            found = found[part]
        return str(found.get(key, otherwise))

    def category(self, category: DataCategory) -> str:
        """Return the name of a kind of data."""
        return str(self.table["categories"][category.value])

    def way(self, kind: SinkKind) -> str:
        """Return the name of a way out."""
        return str(self.table["ways"][kind.value])

    def ways(self, kinds: Sequence[SinkKind]) -> str:
        """Return up to three ways out by name, and how many there are when there are more."""
        named = self.join(self.way(kind) for kind in kinds[:_NAMED])
        return named if len(kinds) <= _NAMED else self("more_ways", ways=named, n=len(kinds))

    def join(self, texts: Iterable[str]) -> str:
        """Return the texts as a list in the language's own punctuation."""
        return str(self.table["join"]).join(texts)

    def aside(self, text: str) -> str:
        """Return ``text`` in the language's brackets, "" for none."""
        return self.entry("aside").format(text=text) if text else ""

    def both(self, zh: str, en: str) -> str:
        """Return the one of two texts of a noun that is in this language, whatever there is when it has only one."""
        return (en or zh) if self.lang == "en" else full_width((zh or en)[:_LONGEST])

    def maker(self, name_zh: str, sdks: dict[str, Sdk], limit: int = 40) -> str:
        """Return whose code: a component's name in this language, or "the app's own"."""
        sdk = sdks.get(name_zh)
        if sdk is None and name_zh.startswith(_LIBRARY):
            return self("library", name=shown(name_zh.removeprefix(_LIBRARY), limit))
        return shown(self.both(sdk.name_zh, sdk.name_en) if sdk else name_zh, limit) or str(self.table["own_code"])


@cache
def _words(lang: str) -> dict[str, Any]:
    text = (files("ringfence.audit.page") / "words" / f"{lang}.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table
