"""The legal basis of a letter: law and rules first, standards apart and said to be no law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond.basis import in_letter, quotable
from ringfence.respond.papers import Papers, say
from ringfence.respond.wording import words
from ringfence.schema import RANK_ZH, Bullets, Paragraph

if TYPE_CHECKING:
    from ringfence.schema import Block, Citation, Finding


def basis(papers: Papers, findings: list[Finding], who: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of the legal basis and the facts cited in them.

    Args:
        papers: the desk.
        findings: what the letter states.
        who: ``institution``, ``supervisor`` or ``police``: who is asked to check an article.
    """
    you = words("letters")["you"][who]
    binding, benchmark = quotable(findings, binding=True), quotable(findings, binding=False)
    blocks: list[Block] = []
    if binding:
        blocks += [Paragraph(say("basis_binding")), _listed(papers, binding, f"贵{you}")]
    if benchmark:
        blocks += [Paragraph(say("basis_benchmark")), _listed(papers, benchmark, f"贵{you}")]
    if not blocks:
        blocks.append(Paragraph(say("basis_none", you=you)))
    return tuple(blocks), tuple(citation.fact for citation in (*binding, *benchmark))


def _listed(papers: Papers, citations: tuple[Citation, ...], who: str) -> Bullets:
    lines = [
        say(
            "basis_line",
            name=papers.cover.fit(in_letter(citation)),
            rank=RANK_ZH[citation.rank],
            meaning=papers.said(citation.paraphrase_zh).rstrip("。；"),
            confirmed=citation.article_confirmed,
            who=who,
        )
        for citation in citations
    ]
    return Bullets(tuple(dict.fromkeys(lines)), numbered=True)
