"""Every fixed sentence of a page, by language, from YAML; sentences with values are small Jinja templates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
import yaml

from ringfence.respond.errors import LanguageError
from ringfence.schema import Said, english

LANGUAGES = ("zh", "en")
_ON, _OFF = "\x02", "\x03"  # never in a value: text from the case has passed coverage, which names control characters


class Wording:
    """The sentences of one language.

    Raises:
        LanguageError: there is no such language.
    """

    def __init__(self, lang: str = "zh") -> None:
        if lang not in LANGUAGES:
            raise LanguageError(lang)
        self.lang = lang
        self.words = words(f"report.{lang}")

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence ``key`` with ``values`` filled in (they are data: never read as a template)."""
        return fill(str(self.words[key]), **values)

    def rich(self, key: str, **values: object) -> list[tuple[str, bool]]:
        """Return the sentence as runs of (text, strong); only the template's own ``<b>`` counts, never a value's."""
        marked = str(self.words[key]).strip().replace("</b>", _OFF).replace("<b>", _ON)
        runs: list[tuple[str, bool]] = []
        for index, part in enumerate(fill(marked, **values).split(_ON)):
            strong, _, plain = part.partition(_OFF) if index else ("", "", part)
            runs += [(text, is_strong) for text, is_strong in ((strong, True), (plain, False)) if text]
        return runs

    def kind(self, kind: str) -> str:
        """Return the name of a means of contact (EventKind)."""
        return str(self.words["kinds"].get(kind, kind))

    def role(self, role: str) -> str:
        """Return the name of a role."""
        return str(self.words["roles"].get(role, role))

    def pick(self, table: str, key: str) -> str:
        """Return one entry of a table of words, the key itself when it has none."""
        return str(self.words[table].get(key, key))


@cache
def words(name: str) -> dict[str, Any]:
    """Return the package's YAML table ``words/<name>.yaml``."""
    text = (files("ringfence.respond") / "words" / f"{name}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C ten times as fast; not every build has it
    table: dict[str, Any] = _paired(yaml.load(text, Loader=loader))  # noqa: S506 -- both loaders are safe
    return table


def _paired(table: Any) -> Any:  # noqa: ANN401 -- whatever YAML holds
    """Return a table in which a sentence with its English beside it (``why`` or ``why_zh``, and ``why_en``) carries it."""
    if isinstance(table, list):
        return [_paired(one) for one in table]
    if not isinstance(table, dict):
        return table
    found = {key: _paired(value) for key, value in table.items()}
    for key in [name for name in found if str(name).endswith("_en")]:
        base = str(key).removesuffix("_en")
        base = base if base in found else f"{base}_zh"
        if base in found:
            found[base] = _with_english(found[base], found.pop(key))
    return found


def _with_english(zh: Any, en: Any) -> Any:  # noqa: ANN401 -- as above
    if isinstance(zh, dict):
        return {key: _with_english(value, en[key]) if key in en else value for key, value in zh.items()}
    if isinstance(zh, list):
        return [_with_english(one, other) for one, other in zip(zh, en, strict=True)]
    return Said(str(zh), str(en))


def fill_both(template: str, **values: object) -> Said:
    """Return a sentence with ``values`` in both languages; a value that carries its English stands so in the English one."""
    spoken = {name: english(value) if isinstance(value, str) else value for name, value in values.items()}
    return Said(fill(str(template), **values), fill(english(template), **spoken))


def fill(template: str, **values: object) -> str:
    """Return ``template`` with ``values``; a name without a value is an error, not an empty place."""
    return _compiled(template).render(**values) if "{" in template else template


@cache
def _compiled(template: str) -> jinja2.Template:
    # Plain text, not markup: whatever ends in a page is escaped there, by the page's own template.
    texts = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)  # noqa: S701 -- no HTML is made here
    return texts.from_string(template)
