"""All letters of a case, in the order in which they are to be sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ringfence.respond.complaint import complaint
from ringfence.respond.errors import CitationError
from ringfence.respond.exhibits import exhibit_list
from ringfence.respond.number_report import number_report
from ringfence.respond.paper import claims_of
from ringfence.respond.papers import Papers, say, stem
from ringfence.respond.police import CHANNEL, police_findings, police_summary
from ringfence.respond.texts import texts
from ringfence.respond.themes import Themes
from ringfence.respond.wording import fill_both, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.schema import Document, Dossier, Finding, Party, RouteStep


NEUTRAL = "neutral"  # letters about conduct say nothing about whether and what is owed


def letters(dossier: Dossier) -> tuple[Document, ...]:
    """Return the letters ``dossier`` leads to: police summary, complaints along each lender's route, numbers, exhibits.

    A letter states only findings that a person need not confirm first, cites only what may be cited, and takes every
    count and date from the same place as the report.

    Raises:
        CitationError: a letter would cite what must not be cited (a fault of ours, caught before anything is written).
    """
    papers = Papers(dossier)
    written: list[Document] = []
    for write in (_police, _complaints, _numbers, _exhibits):
        written += write(papers, len(written) + 1)
    for document in written:
        _check(dossier, document)
    together = "".join(sorted({sign for document in written for text in texts(document) for sign in text}))
    return tuple(_finished(dossier, document, together) for document in written)


def _finished(dossier: Dossier, document: Document, glyphs: str) -> Document:
    """Return the letter with the characters of all of them, and with what it says about the debts."""
    party = dossier.matter.party(document.lender)
    claims = claims_of(dossier.matter, party, NEUTRAL) if party is not None else ()
    return replace(document, glyphs=glyphs, claims=claims)


def _police(papers: Papers, number: int) -> list[Document]:
    findings = police_findings(papers)
    if not findings:
        return []
    to, title, name = _office(CHANNEL, papers)
    return [police_summary(papers, findings, to=to, title=title, stem=stem(number, name))]


def _complaints(papers: Papers, number: int) -> list[Document]:
    made: list[Document] = []
    for party, step, findings in _steps(papers):
        who = _template(step.channel.id)
        if party is None or who not in {"institution", "supervisor"}:
            continue  # nobody is accused whom the borrower has not named
        to, title, name = _office(step.channel.id, papers, party, findings)
        here, channel = stem(number + len(made), name), step.channel.id
        made.append(complaint(papers, party, findings, who=who, to=to, title=title, stem=here, channel=channel))
    return made


def _numbers(papers: Papers, number: int) -> list[Document]:
    """Return one report for all lenders: 12321 looks at numbers, not at lenders."""
    wanted = {
        finding.id
        for _, step, findings in _steps(papers)
        if _template(step.channel.id) == "numbers"
        for finding in findings
    }
    if not wanted:
        return []
    to, title, name = _office("ch-12321", papers)
    findings = papers.of(wanted)
    return [number_report(papers, findings, to=to, title=title, stem=stem(number, name), channel="ch-12321")]


def _exhibits(papers: Papers, number: int) -> list[Document]:
    if number == 1 or not papers.dossier.exhibits:
        return []  # a list of exhibits goes with a letter
    return [exhibit_list(papers, title=words("letters")["exhibits_title"], stem=stem(number, say("exhibits_stem")))]


def _steps(papers: Papers) -> Iterator[tuple[Party | None, RouteStep, list[Finding]]]:
    """Yield each step that has something to state, with the lender it is about, first steps first."""
    for route in papers.dossier.routes:
        party = papers.dossier.matter.party(route.lender)
        for step in sorted(route.steps, key=lambda one: one.order):
            findings = [one for one in papers.of(step.findings) if one.lender == route.lender]
            if findings:
                yield party, step, findings


def _template(channel: str) -> str:
    office = words("letters")["offices"].get(channel)
    return str(office["template"]) if office else ""


def _office(
    channel: str, papers: Papers, party: Party | None = None, findings: list[Finding] | None = None
) -> tuple[str, str, str]:
    """Return addressee, title and file name for an office, about ``findings``."""
    office = words("letters")["offices"][channel]
    lender = papers.names.party(party.id) if party else ""
    city = papers.said(papers.dossier.matter.borrower.city)
    about = Themes.of(findings or ()).said()["about"]
    to, title, name = (fill_both(office[key], lender=lender, city=city, about=about) for key in ("to", "title", "stem"))
    return to, title, name


def _check(dossier: Dossier, document: Document) -> None:
    allowed = {one.fact for finding in dossier.findings for one in finding.citations if one.in_letters}
    stray = tuple(fact for fact in document.citations if fact not in allowed)
    if stray:
        raise CitationError(document.stem, stray)
