"""How a source of law is named: on screen with its confidence, in a letter only as far as it was checked.

Letters (LAW.md): a fact from memory is never cited; one known from a second source is named by instrument and number,
without an article; only an article that was read is printed with its number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.respond.typography import full_width, numeral
from ringfence.respond.wording import words
from ringfence.schema import RANK_ZH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Citation, Finding

_PREFIX = re.compile(r"^GB(?:/T)?\s*\d+(?:\.\d+)?\s*[-—–]\s*\d{4}\s*")
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_NUMBERED = re.compile(r"\d+号|〔\d{4}〕|GB/T|年第\d+")
_YEAR = re.compile(r"[(（]\d{4}[)）]$")
_ARTICLE = re.compile(r"(\d+)(之[一二三四五六七八九十])?")


def instrument(citation: Citation) -> str:
    """Return the instrument with its number: ``《消费金融公司管理办法》（令2024年第4号）``."""
    title = _PREFIX.sub("", citation.title).strip()
    note = _NOTE.search(title)
    extra = []
    if note and "试行" not in note.group(0) and "征求意见" not in note.group(0):
        extra.append(note.group(0)[1:-1])
        title = title[: note.start()].strip()
    number = _YEAR.sub("", re.split("[,，]", citation.doc_number)[0]).strip()
    if _NUMBERED.search(number) and number not in title:
        extra.append(number)
    return f"《{full_width(title)}》" + (f"（{'，'.join(extra)}）" if extra else "")


def article(citation: Citation) -> str:
    """Return the article as a Chinese letter writes it: ``第一千零三十三条第一项``; empty when it cannot be said exactly."""
    exact = words("articles").get(citation.fact)
    if exact:
        return str(exact)
    numbers = [found for part in citation.article.split(",") if (found := _ARTICLE.match(part.strip()))]
    if not numbers or "?" in citation.article or "." in citation.article:
        return ""
    return "、".join(f"第{numeral(int(found.group(1)))}条{found.group(2) or ''}" for found in numbers)


def in_letter(citation: Citation) -> str:
    """Return the source as a letter may name it: with its article only if that article was read.

    Raises:
        ValueError: the source must not be cited at all.
    """
    if not citation.in_letters:
        raise ValueError(citation.fact)
    return instrument(citation) + (article(citation) if citation.article_confirmed else "")


def on_screen(citation: Citation, lang: str = "zh") -> str:
    """Return the source as the report shows it, with the article of the data when it is not exact."""
    place = article(citation) or ("" if citation.article in {"", "—", "-"} else full_width(citation.article))
    name = instrument(citation)
    return f"{name}{place}" if lang == "zh" else f"{name} {citation.article}".strip()


def quotable(findings: Iterable[Finding], *, binding: bool) -> tuple[Citation, ...]:
    """Return what letters may cite for ``findings``, once each, highest rank first.

    Args:
        findings: what the letter states.
        binding: law and rules (True), or standards and self-regulation (False); drafts are never cited.
    """
    found = {
        citation.fact: citation
        for finding in findings
        for citation in finding.citations
        if citation.in_letters
        and citation.rank.binding is binding
        and citation.rank in RANK_ZH
        and not _draft(citation)
    }
    return tuple(sorted(found.values(), key=lambda one: (one.rank.order, one.law, _first_number(one))))


def _draft(citation: Citation) -> bool:
    return citation.rank.value == "draft"


def _first_number(citation: Citation) -> int:
    found = re.search(r"\d+", citation.article)
    return int(found.group(0)) if found else 0
