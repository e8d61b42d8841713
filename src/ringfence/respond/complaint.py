"""The complaint letter: whom, what, dated evidence, basis, requests, attachments. One for the lender, one for its supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond.evidence import ids_of
from ringfence.respond.legal import basis
from ringfence.respond.papers import Papers, blank, heading, paragraph, say
from ringfence.respond.typography import day
from ringfence.respond.wording import fill, words
from ringfence.schema import (
    PARTY_TYPE_ZH,
    Bullets,
    Document,
    DocumentKind,
    FindingKind,
    Heading,
    Paragraph,
    Party,
    PartyType,
    Table,
    display_phone,
)

if TYPE_CHECKING:
    from ringfence.schema import Block, Finding

ROWS, ROWS_EACH = 36, (2, 8)  # evidence rows in all, and least and most per finding; the rest is offered
NUMBERS = 6
_GROUPS = (FindingKind.BREACH, FindingKind.INDICATION, FindingKind.BENCHMARK)


def complaint(
    papers: Papers, party: Party, findings: list[Finding], *, who: str, to: str, title: str, stem: str, channel: str
) -> Document:
    """Return the complaint about ``party`` with ``findings``.

    Args:
        papers: the desk.
        party: the lender complained of.
        findings: what to state; already only those that may be in a letter.
        who: ``institution`` or ``supervisor``.
        to: the addressee.
        title: the document's title.
        stem: file name without suffix.
        channel: Channel.id.
    """
    facts, order = _facts(papers, party, findings, who)
    law, cited = basis(papers, [findings[index] for index in order], who)
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(say("salutation", to=to), indent=False),
        Paragraph(_opening(papers, party, who)),
        *complainant(papers),
        *_respondent(papers, party, findings, who),
        *facts,
        *_evidence(papers, party, [findings[index] for index in order]),
        heading("basis_heading"),
        *law,
        heading("demands_heading"),
        Bullets(_demands(papers, party, who), numbered=True),
        heading("attachments_heading"),
        Bullets(_attachments(papers, findings, who), numbered=True),
        paragraph("closing"),
        blank("signature_label"),
        blank("date_label"),
    ]
    stated = tuple(finding.id for finding in findings)
    return Document(stem, DocumentKind.COMPLAINT, title, to, tuple(blocks), party.id, channel, stated, cited)


def _opening(papers: Papers, party: Party, who: str) -> str:
    debtor = any(debt.lender == party.id for debt in papers.dossier.matter.debts)
    return fill(str(words("letters")["opening"][who]).strip(), lender=papers.names.party(party.id), debtor=debtor)


def complainant(papers: Papers, title: str = "complainant_heading") -> list[Block]:
    """Return the fields about the borrower: filled where it is known, blank where it is not."""
    borrower = papers.dossier.matter.borrower
    number = display_phone(borrower.numbers[0]) if borrower.numbers else ""
    fit = papers.cover.fit
    return [
        heading(title),
        blank("name_label", fit(borrower.name)),
        blank("id_label", fit(borrower.id_number)),
        blank("phone_label", fit(number)),
        blank("address_label", fit(borrower.address)),
    ]


def _respondent(papers: Papers, party: Party, findings: list[Finding], who: str) -> list[Block]:
    you = words("letters")["you"][who]
    blocks: list[Block] = [heading("respondent_heading"), Paragraph(_typed(papers, party))]
    for debt in papers.dossier.matter.debts:
        if debt.lender == party.id:
            contract = papers.cover.fit(papers.mask.identity(debt.contract_no))
            product = papers.said(debt.product) or say("unstated")
            blocks.append(paragraph("debt_line", product=product, opened=day(debt.opened), contract=contract))
    speakers = _speakers(papers, party)
    if speakers:
        blocks.append(paragraph("agency_line", agencies="、".join(speakers), you=you))
    else:
        blocks.append(paragraph("agency_unknown", you=you))
    numbers = _numbers(papers, findings)
    if numbers:
        listed = "、".join(numbers[:NUMBERS])
        blocks.append(paragraph("numbers_line", numbers=listed, more=len(numbers) > NUMBERS, all=len(numbers)))
    blocks.append(blank("contract_label"))
    if who == "supervisor":
        blocks.append(blank("before_label"))
    return blocks


def _typed(papers: Papers, party: Party) -> str:
    if party.type is PartyType.UNKNOWN:
        source = say("type_unknown")
    elif party.type_source == "user":
        source = say("type_source_user")
    elif party.type_source.startswith("register:"):
        source = say("type_source_register", register=papers.said(party.type_source.removeprefix("register:")))
    else:
        source = say("type_source_other")
    kind = PARTY_TYPE_ZH[party.type].replace("(", "（").replace(")", "）")
    return say("respondent", lender=papers.names.party(party.id), type=kind, type_source=source)


def _speakers(papers: Papers, party: Party) -> list[str]:
    frame = papers.dossier.metrics.numbers
    seen = set(frame.filter(frame["lender"] == party.id)["speaker"].drop_nulls().to_list()) - {party.id}
    return [papers.names.party(one.id) for one in papers.dossier.matter.parties if one.id in seen]


def _numbers(papers: Papers, findings: list[Finding]) -> list[str]:
    keys = papers.evidence.numbers(ids_of(findings))["address_key"].to_list()
    return list(dict.fromkeys(papers.mask.number(key) for key in keys))


def _facts(papers: Papers, party: Party, findings: list[Finding], who: str) -> tuple[list[Block], list[int]]:
    """Return the facts by how much they claim, and the order in which the findings were numbered."""
    counts = papers.counts(party.id)
    blocks: list[Block] = [heading("facts_heading")]
    if counts.attempts:
        blocks.append(paragraph("facts_lead", lender=papers.names.party(party.id), **papers.counted(counts)))
    else:
        blocks.append(paragraph("facts_lead_none"))
    order: list[int] = []
    group, verb = 0, words("letters")["verb"][who]
    for kind in _GROUPS:
        mine = [index for index, finding in enumerate(findings) if finding.kind is kind]
        if not mine:
            continue
        group += 1
        blocks.append(Heading(say(f"group_{kind.value}", n="一二三"[group - 1], verb=verb), 3))
        if kind is FindingKind.BENCHMARK:
            blocks.append(paragraph("group_benchmark_note"))
        for index in mine:
            order.append(index)
            blocks.append(Paragraph(f"{len(order)}. {say('fact_line', **papers.fact(findings[index]))}"))
    return blocks, order


def _evidence(papers: Papers, party: Party, findings: list[Finding]) -> list[Block]:
    """Return the table: the first rows of every finding, each row once, with the numbers of the facts it belongs to."""
    evidence = papers.evidence
    known = evidence.of(ids_of(findings))
    if not known.height:
        return [heading("evidence_heading"), paragraph("evidence_lead_none")]
    least, most = ROWS_EACH
    each = min(most, max(least, ROWS // len(findings)))
    listed = {event for one in findings for event in evidence.of(one.events)["event"].head(each)}
    about: dict[str, list[str]] = {event: [] for event in listed}
    for number, finding in enumerate(findings, 1):
        for event in listed.intersection(finding.events):
            about[event].append(str(number))
    rows = tuple(
        (str(index), row.time, row.who, row.means, row.number, row.what, " ".join(about[row.event]), row.refs)
        for index, row in enumerate(evidence.rows(evidence.of(listed)), 1)
    )
    table = words("letters")
    hidden = papers.mask.on and papers.counts(party.id).people > 0
    return [
        heading("evidence_heading"),
        paragraph("evidence_lead", all=known.height, shown=len(rows), masked=hidden),
        Table(tuple(table["evidence_header"]), rows, tuple(table["evidence_widths"])),
    ]


def _demands(papers: Papers, party: Party, who: str) -> tuple[str, ...]:
    sentences: dict[str, str] = words("letters")["demand"][who]
    reached = papers.counts(party.id).people > 0
    left_out = set() if reached else {"stop_third", "contacts"}  # nobody else was contacted: nothing to ask about them
    return tuple(text for key, text in sentences.items() if key not in left_out)


def _attachments(papers: Papers, findings: list[Finding], who: str) -> tuple[str, ...]:
    """Return the list: only the exhibits that this letter's evidence stands on, so that no other matter is shown."""
    used = papers.evidence.sources(ids_of(findings))
    listed = [say("attachment_exhibits")] if papers.dossier.exhibits else []
    listed += [
        say("attachment_line", id=one.id, kind=papers.said(one.kind), name=papers.mask.text(one.name))
        for one in papers.dossier.exhibits
        if one.id in used
    ]
    listed += [say("attachment_id"), say("attachment_contract")]
    if who == "supervisor":
        listed.append(say("attachment_earlier"))
    return tuple(listed)
