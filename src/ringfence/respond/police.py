"""One page for the police: facts first, what may apply and since when, what is asked. Only for what the police may look into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond.basis import in_letter, quotable, says
from ringfence.respond.evidence import ids_of
from ringfence.respond.faults import to_confirm
from ringfence.respond.papers import Papers, blank, heading, paragraph, say
from ringfence.respond.typography import day
from ringfence.respond.wording import words
from ringfence.schema import (
    Bullets,
    Document,
    DocumentKind,
    FindingKind,
    Heading,
    Paragraph,
    Rank,
    Table,
    display_phone,
)

if TYPE_CHECKING:
    from ringfence.schema import Block, Citation, Finding

FACTS, ROWS, SOURCES = 4, 5, 5  # what fits one page in plain size
CHANNEL = "ch-police"
LONGEST = 64  # characters of a message on that page


def police_findings(papers: Papers) -> list[Finding]:
    """Return the findings that a route leads to the police and that cite what the police may look into.

    The route knows when pestering becomes their matter; without a route, or without an article of theirs that may be cited,
    nothing goes to them.
    """
    laws = set(words("letters")["police_laws"])
    led = _led(papers)
    return [
        finding
        for finding in papers.usable.values()
        if finding.id in led
        and finding.kind in {FindingKind.BREACH, FindingKind.INDICATION}
        and any(one.law in laws and one.in_letters and not one.aside for one in finding.citations)
    ]


def police_unsure(papers: Papers) -> list[Block]:
    """Return the sentence that names, and does not state, what a person must look at first; nothing when there is none."""
    laws = set(words("letters")["police_laws"])
    kinds = {FindingKind.BREACH, FindingKind.INDICATION}
    led = _led(papers)
    unsure = [
        one
        for one in to_confirm(papers.dossier.findings)
        if one.id in led and one.kind in kinds and any(law.law in laws and law.in_letters for law in one.citations)
    ]
    titles = "、".join(dict.fromkeys(papers.said(one.title_zh) for one in unsure))
    return [paragraph("police_unsure", titles=titles)] if titles else []


def _led(papers: Papers) -> set[str]:
    """Return the findings that a route leads to the police."""
    return {
        finding
        for route in papers.dossier.routes
        for step in route.steps
        if step.channel.id == CHANNEL
        for finding in step.findings
    }


def police_summary(papers: Papers, findings: list[Finding], *, to: str, title: str, stem: str) -> Document:
    """Return the summary of ``findings`` on one page."""
    table = words("letters")
    borrower = papers.dossier.matter.borrower
    number = display_phone(borrower.numbers[0]) if borrower.numbers else ""
    rows, known = _rows(papers, findings)
    law = _law(findings)
    blocks: list[Block] = [
        Heading(title, 1),
        blank("police_people", "　".join(part for part in (papers.cover.fit(borrower.name), number) if part)),
        blank("id_label", papers.cover.fit(borrower.id_number)),
        heading("police_heading_what"),
        paragraph("police_lead", overdue=_overdue(papers), **papers.counted(papers.counts())),
        heading("police_heading_facts"),
        Bullets(_facts(papers, findings), numbered=True),
        *police_unsure(papers),
        heading("police_heading_evidence", all=known, shown=len(rows)),
        Table(tuple(table["police_header"]), tuple(rows), tuple(table["police_widths"])),
        heading("police_heading_law"),
        Bullets(tuple(dict.fromkeys(_source(papers, one, findings) for one in law))),
        paragraph("police_law_note"),
        heading("police_heading_ask"),
        paragraph("police_ask"),
        Paragraph(say("police_attach", masked=papers.mask.on)),
        blank("police_signature"),
        blank("date_label"),
    ]
    stated = tuple(finding.id for finding in findings)
    cited = tuple(one.fact for one in law)
    return Document(stem, DocumentKind.POLICE_SUMMARY, title, to, tuple(blocks), None, CHANNEL, stated, cited)


def _overdue(papers: Papers) -> bool:
    matter = papers.dossier.matter
    return any(debt.due is not None and debt.due < matter.as_of for debt in matter.debts)


def _facts(papers: Papers, findings: list[Finding]) -> tuple[str, ...]:
    lines = [
        say("police_fact", party=papers.names.party(finding.lender), **papers.fact(finding))
        for finding in findings[:FACTS]
    ]
    if len(findings) > FACTS:
        titles = "、".join(dict.fromkeys(papers.said(finding.title_zh) for finding in findings[FACTS:]))
        lines.append(say("police_fact_more", n=len(findings) - FACTS, titles=titles))
    return tuple(lines)


def _rows(papers: Papers, findings: list[Finding]) -> tuple[list[tuple[str, ...]], int]:
    """Return at most :data:`ROWS` rows, in turn from each fact on the page so that all are shown, and how many there are."""
    per = [papers.evidence.of(finding.events)["event"].head(ROWS).to_list() for finding in findings[:FACTS]]
    turns: dict[str, None] = {}
    for turn in range(ROWS):
        for known in per:
            if turn < len(known) and len(turns) < ROWS:
                turns.setdefault(known[turn])
    rows: list[tuple[str, ...]] = [
        (row.time, row.who, row.means, row.number, _short(row.what), row.refs)
        for row in papers.evidence.rows(papers.evidence.of(turns))
    ]
    return rows, papers.evidence.of(ids_of(findings)).height


def _short(what: str) -> str:
    return (
        what if len(what) <= LONGEST else f"{what[: LONGEST - 3]}……”" if what.endswith("”") else f"{what[:LONGEST]}……"
    )


def _law(findings: list[Finding]) -> tuple[Citation, ...]:
    """Return what may apply to the facts on the page, each fact in turn; standards have no place here.

    The public order law comes before the criminal law: that is where these cases start.
    """
    laws = set(words("letters")["police_laws"])
    per = [[one for one in quotable([finding], binding=True) if one.law in laws] for finding in findings[:FACTS]]
    for citations in per:
        citations.sort(key=lambda one: (one.law == "CRIM", one.rank is not Rank.LAW))
    found: dict[str, Citation] = {}
    for turn in range(max((len(citations) for citations in per), default=0)):
        for citations in per:
            if turn < len(citations) and len(found) < SOURCES:
                found.setdefault(citations[turn].fact, citations[turn])
    return tuple(found.values())


def _source(papers: Papers, citation: Citation, findings: list[Finding]) -> str:
    numbers = [
        str(number)
        for number, finding in enumerate(findings[:FACTS], 1)
        if any(one.fact == citation.fact for one in finding.citations)
    ]
    return say(
        "police_law",
        name=papers.cover.fit(in_letter(citation)),
        first=day(citation.effective_from),
        last=day(citation.effective_to),
        meaning=papers.said(says(citation)),
        numbers="、".join(numbers),
    )
