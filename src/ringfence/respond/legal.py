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
    """Return one line per place that may be named: an article by itself, else the instrument with all that is known of it."""
    places: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        places.setdefault((papers.cover.fit(in_letter(citation)), RANK_ZH[citation.rank]), []).append(citation)
    return Bullets(
        tuple(
            say(
                "basis_line",
                name=name,
                rank=rank,
                meaning="；".join(dict.fromkeys(papers.said(one.paraphrase_zh).rstrip("。；") for one in same)),
                confirmed=all(one.article_confirmed for one in same),
                who=who,
            )
            for (name, rank), same in places.items()
        ),
        numbered=True,
    )
