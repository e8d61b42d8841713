"""The complaint letter: whom, what, dated evidence, basis, requests, attachments. One for the lender, one for its supervisor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond.evidence import ids_of
from ringfence.respond.legal import basis
from ringfence.respond.papers import Papers, blank, heading, paragraph, say
from ringfence.respond.themes import Themes, about_collecting
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
    full_width,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import Block, Finding

ROWS, ROWS_EACH = 36, (2, 8)  # evidence rows in all, and least and most per finding; the rest is offered
NUMBERS = 6
FOREMOST = 4  # wrongs named in the summary
_LICENSED_ONLY = ("one_person",)  # asked of nobody who may not lend: the user is to give them nothing more
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
        Paragraph(_opening(papers, party, findings, who)),
        *_summary(papers, party, [findings[index] for index in order], who),
        *complainant(papers),
        *_respondent(papers, party, findings, who),
        *facts,
        *_evidence(papers, party, [findings[index] for index in order]),
        heading("basis_heading"),
        *law,
        heading("demands_heading"),
        Bullets(_demands(papers, party, findings, who), numbered=True),
        heading("attachments_heading"),
        Bullets(_attachments(papers, findings, who), numbered=True),
        paragraph("closing"),
        blank("signature_label"),
        blank("date_label"),
    ]
    stated = tuple(finding.id for finding in findings)
    return Document(stem, DocumentKind.COMPLAINT, title, to, tuple(blocks), party.id, channel, stated, cited)


def _opening(papers: Papers, party: Party, findings: list[Finding], who: str) -> str:
    debtor = any(debt.lender == party.id for debt in papers.dossier.matter.debts)
    about = Themes.of(findings).said()
    return fill(
        str(words("letters")["opening"][who]).strip(),
        lender=papers.names.party(party.id),
        debtor=debtor,
        licensed=party.type is not PartyType.UNLICENSED,
        **about,
    )


def _summary(papers: Papers, party: Party, findings: list[Finding], who: str) -> list[Block]:
    """Return the letter in three lines: how much, what, what is asked. Many officials read no further."""
    counts = papers.counts(party.id)
    lines = []
    if counts.attempts:
        lines.append(say("summary_counts", **papers.counted(counts)))
    told = [
        say("summary_fault", title=papers.said(one.title_zh), amount=papers.amount(one)) for one in findings[:FOREMOST]
    ]
    lines.append(say("summary_faults", faults="、".join(told), all=len(findings), more=len(findings) > FOREMOST))
    short: dict[str, str] = words("letters")["demand_short"][who]
    lines.append(say("summary_asks", asks="；".join(short[key] for key in _asked(papers, party, findings, short))))
    return [Heading(say("summary_heading"), 3), Bullets(tuple(lines))]


def complainant(papers: Papers, title: str = "complainant_heading", *, full: bool = True) -> list[Block]:
    """Return the fields about the borrower: filled where it is known, blank where it is not.

    Args:
        papers: the desk.
        title: key of the heading.
        full: with identity number and address, which not every office needs.
    """
    borrower = papers.dossier.matter.borrower
    number = display_phone(borrower.numbers[0]) if borrower.numbers else ""
    fit = papers.cover.fit
    called, reached = blank("name_label", fit(borrower.name)), blank("phone_label", fit(number))
    if not full:
        return [heading(title), called, reached]
    known, lives = blank("id_label", fit(borrower.id_number)), blank("address_label", full_width(fit(borrower.address)))
    return [heading(title), called, known, reached, lives]


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
    elif Themes.of(findings).collecting:
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
    collecting = [finding for finding in findings if about_collecting(finding)]
    them = say("them") if counts.attempts and collecting else ""
    lead = "facts_lead" if them else "facts_lead_none"
    other = len(collecting) < len(findings)
    blocks.append(paragraph(lead, lender=papers.names.party(party.id), them=them, other=other))
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
            called = them if about_collecting(findings[index]) else ""  # "they" are the collectors, not who lent
            blocks.append(Paragraph(f"{len(order)}. {say('fact_line', **papers.fact(findings[index], called))}"))
    return blocks, order


def _evidence(papers: Papers, party: Party, findings: list[Finding]) -> list[Block]:
    """Return the table: the first rows of every finding, each row once, with the numbers of the facts it belongs to.

    A state of affairs (no day) is not shown by single rows: it would stand beside every one of them. What papers show is said
    below the table, with their exhibits.
    """
    told = [(number, one) for number, one in enumerate(findings, 1) if not about_collecting(one) and not one.events]
    ids = dict.fromkeys(exhibit for _, one in told for exhibit in one.exhibits)
    numbers = "、".join(str(number) for number, _ in told)
    shown_by = (
        [paragraph("evidence_papers", numbers=numbers, ids="、".join(sorted(ids, key=_in_order)))] if told else []
    )
    evidence = papers.evidence
    shown = [one.events if one.first_day is not None else () for one in findings]
    known = evidence.of(dict.fromkeys(event for events in shown for event in events))
    if not known.height:
        return [heading("evidence_heading"), *(shown_by or [paragraph("evidence_lead_none")])]
    least, most = ROWS_EACH
    each = min(most, max(least, ROWS // len(findings)))
    listed = {event for events in shown for event in evidence.of(events)["event"].head(each)}
    about: dict[str, list[str]] = {event: [] for event in listed}
    for number, events in enumerate(shown, 1):
        for event in listed.intersection(events):
            about[event].append(str(number))
    rows = tuple(
        (str(index), row.time, row.who, row.means, row.number, row.what, "、".join(about[row.event]), row.refs)
        for index, row in enumerate(evidence.rows(evidence.of(listed)), 1)
    )
    table = words("letters")
    hidden = papers.mask.on and papers.counts(party.id).people > 0
    return [
        heading("evidence_heading"),
        paragraph("evidence_lead", all=known.height, shown=len(rows), masked=hidden),
        Table(tuple(table["evidence_header"]), rows, tuple(table["evidence_widths"])),
        *shown_by,
    ]


def _in_order(exhibit: str) -> tuple[int, str]:
    """Return what exhibits are sorted by: S2 before S10."""
    digits = "".join(sign for sign in exhibit if sign in "0123456789")
    return int(digits or 0), exhibit


def _demands(papers: Papers, party: Party, findings: list[Finding], who: str) -> tuple[str, ...]:
    sentences: dict[str, str] = words("letters")["demand"][who]
    collecting = Themes.of(findings).collecting
    return tuple(fill(sentences[key], collecting=collecting) for key in _asked(papers, party, findings, sentences))


def _asked(papers: Papers, party: Party, findings: list[Finding], keys: Iterable[str]) -> list[str]:
    """Return which of the requests ``keys`` are made: what the findings give no reason for is not asked."""
    about, others = Themes.of(findings), papers.counts(party.id).people > 0
    unfit = _LICENSED_ONLY if party.type is PartyType.UNLICENSED else ()
    return [key for key in keys if key not in unfit and about.asks(key, others=others)]


def _attachments(papers: Papers, findings: list[Finding], who: str) -> tuple[str, ...]:
    """Return the list: only the exhibits that this letter's evidence stands on, so that no other matter is shown."""
    used = papers.evidence.sources(ids_of(findings)) | {one for finding in findings for one in finding.exhibits}
    listed = [say("attachment_exhibits")] if papers.dossier.exhibits else []
    kinds: dict[str, list[str]] = {}
    for one in papers.dossier.exhibits:
        if one.id in used:
            kinds.setdefault(papers.said(one.kind), []).append(one.id)
    if kinds:
        named = "、".join(say("attachment_kind", kind=kind, ids="、".join(ids)) for kind, ids in kinds.items())
        listed.append(say("attachment_originals", kinds=named))
    listed += [say("attachment_id"), say("attachment_contract")]
    if who == "supervisor":
        listed.append(say("attachment_earlier"))
    return tuple(listed)
