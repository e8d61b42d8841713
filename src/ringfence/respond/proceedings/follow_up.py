"""Letters that follow: a reminder, an answer to an incomplete reply, a question for the outcome, a closing notice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ringfence.respond.basis import place, ranked
from ringfence.respond.errors import CitationError
from ringfence.respond.papers import Papers
from ringfence.respond.proceedings.course import Course
from ringfence.respond.proceedings.kinds import family_of, kind_name, kind_of
from ringfence.respond.proceedings.later_contact import later_contact
from ringfence.respond.texts import texts
from ringfence.respond.typography import day as said_day
from ringfence.respond.wording import fill, fill_both, words
from ringfence.schema import (
    Blank,
    Bullets,
    Document,
    DocumentKind,
    Heading,
    Outcome,
    Paragraph,
    PartyType,
    Said,
    StepKind,
    display_phone,
    full_width,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from ringfence.respond.proceedings.stage import Stage
    from ringfence.schema import Block, Citation, Dossier, Proceeding, ProceedingStep

    Cite = Callable[[str, PartyType], Citation | None]

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class _Matter:
    """One letter about to be written."""

    papers: Papers
    proceeding: Proceeding
    stage: Stage
    letter: Mapping[str, Any]
    values: Mapping[str, object]


def follow_ups(dossier: Dossier, stages: Iterable[Stage], cite: Cite, today: date) -> tuple[Document, ...]:
    """Return the letter that each proceeding calls for on ``today``, in the order of the stages; most call for none.

    Args:
        dossier: names, numbers and masks.
        stages: where each proceeding stands.
        cite: gives the citation of a fact for a type of lender, None when it was not in force or does not bind that type.
        today: the day of the letter; later steps are not known.

    Raises:
        CitationError: a letter would cite what must not be cited.
    """
    papers = Papers(dossier)
    known = {one.id: one for one in dossier.matter.proceedings}
    made = []
    for stage in stages:
        proceeding = known.get(stage.proceeding)
        letter = None if proceeding is None else _chosen(proceeding, stage)
        if proceeding is not None and letter is not None:
            values = _values(papers, proceeding, stage, today)
            made.append(_written(_Matter(papers, proceeding, stage, letter, values), cite))
    return tuple(made)


def same_glyphs(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return documents that all embed one font: the characters of any of them, so that they can be open side by side."""
    kept = tuple(documents)
    signs = {sign for one in kept for text in (*texts(one), one.glyphs) for sign in text}
    together = "".join(sorted(signs))
    return tuple(replace(one, glyphs=together) for one in kept)


def _chosen(proceeding: Proceeding, stage: Stage) -> Mapping[str, Any] | None:
    """Return the letter for where a proceeding stands; what was taken further or waits needs none."""
    if stage.kind.value in {"drafted", "waiting", "to_read", "to_check", "followed", "closed"}:
        return None
    why = stage.trigger or stage.kind.value
    letters: list[dict[str, Any]] = words("follow_up")["letters"]
    return next((one for one in letters if why in one["when"] and family_of(proceeding.kind) in one["families"]), None)


def _values(papers: Papers, proceeding: Proceeding, stage: Stage, today: date) -> dict[str, object]:
    course = Course.of(proceeding, today)
    sent = next((step for step in course.steps if step.kind is StepKind.SENT), None)
    answer = course.answers[-1] if course.answers else None
    later = later_contact(proceeding, papers.dossier.matter, today)
    due = stage.due
    return {
        "what": Said(kind_of(proceeding.kind)["paper"], kind_name(proceeding.kind, "en")),
        "you": words("follow_up")["you"][family_of(proceeding.kind)],
        "day": said_day(sent.day) if sent else "",
        "how": _how(papers, sent),
        "answered": said_day(answer.day) if answer else "",
        "quote": papers.said(answer.note) if answer else "",
        "gives": kind_of(proceeding.kind)["gives"],
        "due": said_day(due.day) if due else "",
        "hard": bool(due and due.hard),
        "promised": bool(due and due.deadline == "promised"),
        "beyond": _beyond(answer),
        "contact": bool(proceeding.person),
        "since": said_day(later.since) if later else "",
        "later": len(later.events) if later else 0,
        "people": len(later.people) if later else 0,
        "reference": _reference(papers, course),
    }


def _how(papers: Papers, sent: ProceedingStep | None) -> str:
    if sent is None or not sent.means:
        return ""
    number = f"（单号{papers.said(sent.reference)}）" if sent.reference else ""
    return f"以{papers.said(sent.means)}{number}"


def _reference(papers: Papers, course: Course) -> str:
    """Return their number of the case, as told when they received or accepted it."""
    taken = (StepKind.RECEIVED, StepKind.ACCEPTED, StepKind.REPLIED)
    found = next((step.reference for step in course.steps if step.kind in taken and step.reference), "")
    return papers.said(found)


def _beyond(answer: ProceedingStep | None) -> str:
    """Return the identity papers asked for beyond what is needed: they are what the note of such an answer holds."""
    if answer is None or answer.outcome is not Outcome.MORE_ID:
        return ""
    papers = words("replies")["papers"].values()
    return "、".join(str(paper["zh"]) for paper in papers if str(paper["zh"]) in answer.note)


def _written(matter: _Matter, cite: Cite) -> Document:
    table, letter, values = words("follow_up"), matter.letter, matter.values
    family, proceeding = family_of(matter.proceeding.kind), matter.proceeding
    to = matter.papers.said(proceeding.office) or _lender(matter) or table["default_to"][family]
    law, cited = _basis(matter, cite)
    title = fill_both(letter["title"], **values)
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(fill(str(table["salutation"]), to=to), indent=False),
        Paragraph(_opening(values)),
        *_answer(matter),
        *_claims(matter),
        *(Paragraph(text) for part in letter["body"] if (text := fill(str(part), **values).strip())),
        *([Blank(str(table["still_open"]))] * 3 if letter.get("open") else []),
        *_asks(matter),
        *law,
        Paragraph(str(table["debt_note"])),
        *([Paragraph(fill(str(table["closing"]), **values))] if letter["id"] != "closing" else []),
        *_signed(matter),
        Paragraph(fill(str(table["attachments"]), **values), indent=False),
    ]
    stem = f"{proceeding.id}-{letter['stem']}"
    channel = proceeding.channel or None
    return Document(
        stem, DocumentKind.FOLLOW_UP, title, to, tuple(blocks), proceeding.lender, channel, proceeding.findings, cited
    )


def _opening(values: Mapping[str, object]) -> str:
    table = words("follow_up")
    first = fill(str(table["opening" if values["day"] else "opening_undated"]), **values)
    return first + (fill(str(table["case_number"]), **values) if values["reference"] else "")


def _answer(matter: _Matter) -> list[Block]:
    """Say when they answered, in their words where they were noted; which papers they asked for is said further down."""
    if not matter.values["answered"] or matter.letter["id"] == "closing":
        return []
    key = "quoted" if matter.values["quote"] and matter.letter["id"] != "more_id" else "answered"
    return [Paragraph(fill(str(words("follow_up")[key]), **matter.values))]


def _lender(matter: _Matter) -> str:
    """Return the lender's name when the letter goes to the lender itself."""
    if family_of(matter.proceeding.kind) != "lender" or matter.proceeding.lender is None:
        return ""
    return matter.papers.names.party(matter.proceeding.lender)


def _claims(matter: _Matter) -> list[Block]:
    """Repeat what the first letter stated, so that no letter says another amount or day."""
    told = [f"{name}：{value}" for name, value in matter.proceeding.claims if _HAN.search(name)]
    if not told or matter.letter["id"] == "closing":
        return []
    listed = matter.papers.said("；".join(told))
    return [Paragraph(fill(str(words("follow_up")["claims"]), claims=listed))]


def _asks(matter: _Matter) -> list[Block]:
    asks = tuple(fill(str(one), **matter.values) for one in matter.letter["asks"])
    if not asks:
        return []
    table = words("follow_up")
    return [
        Paragraph(fill(str(table["asks_lead"]), **matter.values)),
        Bullets(asks, numbered=True),
        Paragraph(str(table["ask_time"])),
    ]


def _basis(matter: _Matter, cite: Cite) -> tuple[list[Block], tuple[str, ...]]:
    """Return the articles that may be printed, and their facts."""
    party = matter.papers.dossier.matter.party(matter.proceeding.lender)
    kind = party.type if party else PartyType.UNKNOWN
    lines, facts = [], []
    for row in matter.letter["basis"]:
        if matter.proceeding.kind.value not in row.get("kinds", [matter.proceeding.kind.value]):
            continue
        found = cite(str(row["fact"]), kind)
        if found is None or not found.in_letters:
            continue
        if not found.rank.binding:
            raise CitationError(str(matter.letter["stem"]), (found.fact,))
        where = place(found)
        lines.append(f"{ranked(found)}{where}：{row['line_zh']}。")
        facts.append(found.fact)
    if not lines:
        return [], ()
    lead = fill(str(words("follow_up")["basis_lead"]), **matter.values)
    return [Paragraph(lead), Bullets(tuple(lines))], tuple(facts)


def _signed(matter: _Matter) -> list[Block]:
    """Return the fields at the end; a letter for a contact is signed by the contact, whose name stays to be written."""
    table, borrower = words("follow_up"), matter.papers.dossier.matter.borrower
    own = not matter.proceeding.person
    fit = matter.papers.cover.fit
    number = display_phone(borrower.numbers[0]) if own and borrower.numbers else ""
    name = full_width(fit(borrower.name)) if own else ""
    fields: list[Block] = [Blank(str(table["name"]), name), Blank(str(table["phone"]), fit(number))]
    if not matter.values["reference"]:
        fields.append(Blank(str(table["contract"])))
    return [*fields, Blank(str(table["signature"])), Blank(str(table["date"]))]
