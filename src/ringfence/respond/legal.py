"""The legal basis of a letter: law and rules first, standards apart and said to be no law; each with the facts it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond.basis import place, quotable, ranked, says
from ringfence.respond.papers import Papers, say
from ringfence.respond.wording import words
from ringfence.schema import Bullets, Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.schema import Block, Citation, Finding

_Places = dict[str, dict[str, list[int]]]  # article -> what it says -> numbers of the facts


def basis(papers: Papers, findings: list[Finding], who: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of the legal basis and the facts cited in them.

    Lenders and supervisors do not apply the criminal law: it is left to the page for the police, where it is no threat.

    Args:
        papers: the desk.
        findings: what the letter states, in the order in which its facts are numbered.
        who: ``institution`` or ``supervisor``: who is asked to check an article.
    """
    table = words("letters")
    you, crime = table["you"][who], set(table["crime_laws"])
    binding, benchmark = (
        [
            (number, one)
            for number, finding in enumerate(findings, 1)
            for one in quotable([finding], binding=kind)
            if one.law not in crime
        ]
        for kind in (True, False)
    )
    blocks: list[Block] = []
    if binding:
        blocks += [Paragraph(say("basis_binding", you=you)), _listed(papers, binding)]
    if benchmark:
        blocks += [Paragraph(say("basis_benchmark")), _listed(papers, benchmark)]
    if not blocks:
        blocks.append(Paragraph(say("basis_none", you=you)))
    return tuple(blocks), tuple(dict.fromkeys(one.fact for _, one in (*binding, *benchmark)))


def _listed(papers: Papers, cited: list[tuple[int, Citation]]) -> Bullets:
    """Return one line per instrument, highest rank first: its articles in order, what they say, the facts they are about."""
    laws: dict[str, _Places] = {}
    for number, one in sorted(cited, key=lambda pair: (pair[1].rank.order, pair[1].law, _number(pair[1]), pair[0])):
        name = papers.cover.fit(ranked(one))
        said = papers.said(says(one))
        numbers = laws.setdefault(name, {}).setdefault(papers.cover.fit(place(one)), {}).setdefault(said, [])
        if number not in numbers:
            numbers.append(number)
    return Bullets(tuple(f"{name}：{_articles(places)}。" for name, places in laws.items()), numbered=True)


def _articles(places: Mapping[str, Mapping[str, list[int]]]) -> str:
    return "；".join(
        say("basis_line", place=article, meaning=meaning, numbers="、".join(map(str, numbers)))
        for article, meanings in places.items()
        for meaning, numbers in meanings.items()
    )


def _number(citation: Citation) -> tuple[int, str]:
    digits = "".join(sign if sign.isdigit() else " " for sign in citation.article).split()
    return int(digits[0]) if digits else 0, citation.article
