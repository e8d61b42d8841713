"""What may stand in Chinese on an English page: the case's own material and the proper names of the law data."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ringfence.case import Case

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
STOPS = re.compile(r"[A-Za-z)][。；，]")  # of ours; the end of a quoted Chinese piece may stand by itself
_ARTICLE = re.compile(r"(第?[零〇一二三四五六七八九十百千之]+[条款项编章]?)+")
_APART = re.compile(
    r"[^\u3007\u3400-\u4dbf\u4e00-\u9fff]+"
)  # what is between the letters: signs are set in several ways
EXAMPLES = ("日息万五", "早上7点左右", "已遮盖")  # of what to type, in hints; what the file of a masked copy is called
_ATTRIBUTES = frozenset({"title", "alt", "aria-label", "placeholder", "value"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "col", "wbr"})
_PART = frozenset(
    {"option", "textarea", "text", "title"}
)  # hold no mark of a part: what stands in them is looked at as a whole


class Known:
    """All Chinese that has no English of ours, letters only."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._all = "\n".join(_APART.sub("", text) for text in texts)

    def strange(self, text: str) -> list[str]:
        """Return the pieces of ``text`` that are not among it."""
        return [
            piece for piece in _APART.split(text) if piece and piece not in self._all and not _ARTICLE.fullmatch(piece)
        ]


class _Reader(HTMLParser):
    """Goes through a page and collects what is Chinese: not marked, or marked and not known."""

    def __init__(self, material: Known) -> None:
        super().__init__()
        self._material = material
        self._open: list[tuple[str, str, bool]] = []  # element, its language, whether its text is looked at
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes; remember the element's language."""
        told = dict(attrs)
        before = self._open[-1] if self._open else ("", "", True)
        lang = told.get("lang") or before[1]
        part = "own" in (told.get("class") or "").split() or tag in _PART
        whole = lang.startswith("zh") and not part
        if not (before[1].startswith("zh") and not before[2]):
            self.found += [
                f"{tag}@{name}: {value}"
                for name, value in attrs
                if name in _ATTRIBUTES and value and self._material.strange(value)
            ]
        if tag not in _VOID:
            self._open.append((tag, lang, not whole))

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and what was left open in it."""
        places = [place for place, (name, _, _) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        """Look at a text."""
        tag, lang, looked = self._open[-1] if self._open else ("", "", True)
        if not looked or tag in {"script", "style"}:
            return
        if STOPS.search(data) and not lang.startswith("zh") and tag not in {"title", "bdi"}:
            self.found.append(f"{tag}: a Chinese stop in an English sentence: {data.strip()}")
        if not HAN.search(data):
            return
        marked = lang.startswith("zh") or tag in {"title", "bdi"}  # bdi: a name of a file's own, of no known language
        strange = self._material.strange(data)
        if strange or not marked:
            self.found.append(f"{tag}: {'' if marked else 'not marked '}{strange} in {data.strip()}")


def chinese_in(html: str, material: Known) -> list[str]:
    """Return what is Chinese in an English page and is neither marked nor known."""
    reader = _Reader(material)
    reader.feed(html)
    return reader.found


def of_case(case: Case) -> list[str]:
    """Return the texts of a case's own."""
    state = case.state
    mine = [state.name, *case.events()["text"].drop_nulls().to_list()]
    mine += [text for one in state.parties.values() for text in (one.name, *one.short_names)]
    mine += [one.name for one in state.apps.values()]
    mine += [one.name for one in state.people.values()] + [one.name for one in state.sources.values()]
    mine += [text for one in state.debts.values() for text in (one.product, one.contract_no)]
    mine += [
        text
        for one in state.proceedings.values()
        for step in one.steps
        for text in (one.office, step.means, step.note, step.agent)
    ]
    return [*mine, state.borrower.name, state.borrower.city, state.borrower.address]


def proper_names() -> list[str]:
    """Return the names of laws, with who issued them."""
    from ringfence import law  # noqa: PLC0415 -- only where it is needed
    from ringfence.respond.basis import instrument  # noqa: PLC0415 -- as above

    pack = law.load_pack("cn")
    names = [text for one in pack.laws.values() for text in (one.title, one.issuer, one.doc_number)]
    return names + [instrument(fact.citation()) for fact in pack.facts.values() if fact.effective_from is not None]


def known(folder: Path, passphrase: str) -> Known:
    """Return what the case in ``folder`` and the law data hold."""
    from ringfence.case import Case  # noqa: PLC0415 -- only where it is needed
    from web.browser.filling import own_words  # noqa: PLC0415 -- the same

    with Case.open(folder, passphrase=passphrase, read_only=True) as case:
        return Known([*proper_names(), *of_case(case), folder.name, *own_words(), *EXAMPLES])
