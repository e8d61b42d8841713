"""How a source of law is named: on screen with its confidence, in a letter only as far as it was checked.

Letters (LAW.md): a fact from memory is never cited; one known from a second source is named by instrument and number,
without an article; only an article that was read is printed with its number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.schema import RANK_ZH, Rank, full_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Citation, Finding

_PREFIX = re.compile(r"^GB(?:/T)?\s*\d+(?:\.\d+)?\s*[-—–]\s*\d{4}\s*")
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_NUMBERED = re.compile(r"\d+号|〔\d{4}〕|GB/T|年第\d+")
_YEAR = re.compile(r"[(（]\d{4}[)）]$")


def instrument(citation: Citation) -> str:
    """Return the instrument with its number: ``《消费金融公司管理办法》（国家金融监督管理总局令2024年第4号）``."""
    title, extra = _parts(citation)
    return f"《{title}》" + (f"（{'，'.join(extra)}）" if extra else "")


def ranked(citation: Citation) -> str:
    """Return the instrument with its number and rank in one pair of brackets, as letters list it."""
    title, extra = _parts(citation)
    return f"《{title}》（{'，'.join([*extra, RANK_ZH[citation.rank]])}）"


def _parts(citation: Citation) -> tuple[str, list[str]]:
    title = _PREFIX.sub("", citation.title).strip()
    note = _NOTE.search(title)
    extra = []
    if note and "试行" not in note.group(0) and "征求意见" not in note.group(0):
        extra.append(full_width(note.group(0)[1:-1]))
        title = title[: note.start()].strip()
    number = _YEAR.sub("", re.split("[,，]", citation.doc_number)[0]).strip()
    if number.startswith("令"):  # an order is nobody's without the office that gave it
        number = citation.issuer.removeprefix("原") + number
    if citation.rank is Rank.SELF_REGULATION and citation.issuer:
        extra.append(citation.issuer)
    if _NUMBERED.search(number) and number not in title:
        extra.append(number)
    return full_width(title), extra


def in_letter(citation: Citation) -> str:
    """Return the source as a letter may name it: with its article only if that article was read.

    Raises:
        ValueError: the source must not be cited at all.
    """
    if not citation.in_letters:
        raise ValueError(citation.fact)
    return instrument(citation) + place(citation)


def place(citation: Citation) -> str:
    """Return the article as Chinese writing cites it: ``第一千零三十三条第一项``; empty when it was not read."""
    return citation.article_zh if citation.article_confirmed else ""


def says(citation: Citation) -> str:
    """Return what the source says about the wrong it is cited for, without full stop."""
    return (citation.line_zh or citation.paraphrase_zh).rstrip("。；;")


def on_screen(citation: Citation, lang: str = "zh") -> str:
    """Return the source as the report shows it: its article only if it was read, as in letters."""
    if lang == "zh":
        return instrument(citation) + place(citation)
    return f"{instrument(citation)} {citation.article if citation.article_confirmed else ''}".strip()


def quotable(findings: Iterable[Finding], *, binding: bool) -> tuple[Citation, ...]:
    """Return what letters may cite for ``findings``, once each, highest rank first.

    Args:
        findings: what the letter states.
        binding: law and rules (True), or standards and self-regulation (False); drafts and what only stands beside are
            never cited.
    """
    found = {
        citation.fact: citation
        for finding in findings
        for citation in finding.citations
        if citation.in_letters
        and not citation.aside
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
