"""Set one chosen paper: facts filled from the case, blanks where the user has to write, only articles that may be cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence  # noqa: TC003 -- part of the dataclass
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ringfence.respond.basis import place, ranked
from ringfence.respond.errors import PaperNeedsError
from ringfence.respond.evidence import ids_of
from ringfence.respond.paper.consistency import claims_of
from ringfence.respond.paper.kind import CONTACT, FILLED, paper_kind
from ringfence.respond.papers import Papers, stem
from ringfence.respond.police import police_findings, police_unsure
from ringfence.respond.typography import day, span
from ringfence.respond.wording import fill, words
from ringfence.schema import (
    PARTY_TYPE_ZH,
    Blank,
    Bullets,
    Citation,
    Document,
    DocumentKind,
    Heading,
    Paragraph,
    Proceeding,
    Said,
    StepKind,
    Table,
    display_phone,
    english,
    full_width,
    in_language,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.respond.paper.kind import PaperKind, Section
    from ringfence.schema import Block, Debt, Dossier, Finding, Party, Person

FINDINGS, ROWS = 8, 24  # stated and shown in a chosen paper; the rest is offered
_CALLS = ("call", "voice_robot")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asks for.

    Attributes:
        kind: PaperKind.id.
        lender: Party.id, "" where the paper needs none.
        person: Person.id of the contact in whose name it is written, "" for the borrower.
        parent: the proceeding it follows from.
        given: words for the blanks, by name.
        citations: what may be cited today against this lender, from the law data.
        number: of the file name.
    """

    kind: str
    lender: str = ""
    person: str = ""
    parent: Proceeding | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    citations: Sequence[Citation] = ()
    number: int = 1


def write_paper(dossier: Dossier, wanted: Wanted) -> Document:
    """Return the paper as a document.

    Raises:
        UnknownPaperError: no such paper.
        PaperNeedsError: it needs a lender or an earlier proceeding, or may not be written in a contact's name.
    """
    return _Desk(Papers(dossier), paper_kind(wanted.kind), wanted).document()


def paper_blanks(dossier: Dossier, wanted: Wanted) -> dict[str, str]:
    """Return the names a user may give words for in this very paper, each with what stands there now ("" = blank).

    What the case knows is left out: it is changed where it is noted, so that no two papers differ.

    Raises:
        UnknownPaperError, PaperNeedsError: as :func:`write_paper`.
    """
    desk = _Desk(Papers(dossier), paper_kind(wanted.kind), wanted)
    given = {name for name, text in wanted.given.items() if text}
    return {
        name: desk.values.get(name, "")
        for name in desk.kind.names(desk.writer)
        if name not in FILLED or name in given or not desk.values.get(name)
    }


def blank_label(name: str, lang: str = "zh") -> str:
    """Return what a blank of the chosen papers is called."""
    known: dict[str, dict[str, str]] = words("paper")["blanks"]
    return known[name][lang] if name in known else in_language(name, lang)


def paper_purpose(name: str, lang: str = "zh") -> str:
    """Return in one sentence what a chosen paper is for."""
    return str(words("paper")["purposes"][name][lang])


class _Values(defaultdict[str, str]):
    """Words for the templates; what nobody gave is a line to fill in by hand."""

    def __init__(self, known: Mapping[str, str], blank: str) -> None:
        super().__init__(lambda: blank, {key: value for key, value in known.items() if value})


class _Desk:
    """One paper being written."""

    def __init__(self, papers: Papers, kind: PaperKind, wanted: Wanted) -> None:
        self.papers, self.kind, self.wanted = papers, kind, wanted
        matter = papers.dossier.matter
        self.words = words("paper")
        self.writer = "contact" if wanted.person else "borrower"
        self.party: Party | None = matter.party(wanted.lender or None)
        self.person: Person | None = matter.person(wanted.person or None)
        self._check()
        self.values = self._values()
        self.cited = [one for one in kind.basis if one.only_for in {"", self.writer}]

    def _check(self) -> None:
        if self.writer not in self.kind.writers:
            raise PaperNeedsError(self.kind.title, "只能由借款人本人写", "only the borrower can write it")
        if "lender" in self.kind.needs and self.party is None:
            raise PaperNeedsError(self.kind.title, "要写明哪一家机构(--lender L1)", "name the lender (--lender L1)")
        if "parent" in self.kind.needs and self.wanted.parent is None:
            raise PaperNeedsError(
                self.kind.title, "要写明接着哪一件事(--after X1)", "name what it follows (--after X1)"
            )
        if self.wanted.person and self.person is None:
            raise PaperNeedsError(self.kind.title, "没有这个人", "no such person")

    def _values(self) -> _Values:
        matter, mask = self.papers.dossier.matter, self.papers.mask
        debt = self._debt()
        parent = self.wanted.parent
        known = {
            "lender": self.papers.names.party(self.party.id) if self.party else "",
            "city": self.papers.said(matter.borrower.city),
            "today": day(matter.as_of),
            "product": self.papers.said(debt.product) if debt else "",
            "opened": day(debt.opened) if debt else "",
            "due": day(debt.due) if debt else "",
            "principal": f"{debt.principal:,.2f}" if debt and debt.principal is not None else "",
            "contract": mask.identity(debt.contract_no) if debt else "",
            **(_history(parent) if parent else {}),
            **self._app(),
            **{key: full_width(value) for key, value in self.wanted.given.items()},
        }
        return _Values(known, str(self.words["unfilled"]))

    def _app(self) -> dict[str, str]:
        """Return what is known of the lender's app, nothing when there are several."""
        apps = self.papers.dossier.matter.apps
        mine = [one for one in apps if self.party and one.lender == self.party.id]
        if len(mine) != 1:
            return {}
        app = mine[0]
        wanted = "、".join(name.removeprefix("android.permission.") for name in app.permissions or ())
        known = {"app": " ".join(filter(None, (app.name, app.version))), "permissions": wanted}
        said = {key: full_width(self.papers.said(value)) for key, value in known.items()}
        return said | {"app_day": day(app.observed) if app.observed else ""}

    def _debt(self) -> Debt | None:
        mine = [debt for debt in self.papers.dossier.matter.debts if self.party and debt.lender == self.party.id]
        return mine[0] if len(mine) == 1 else None

    def say(self, template: str) -> str:
        """Return a template with the paper's values."""
        return fill(template, **_Filled(template, self.values))

    def _said(self, template: str) -> Said:
        """Return a template with the paper's values, in both languages."""
        return Said(self.say(str(template)), self.say(english(template)))

    def document(self) -> Document:
        """Return the finished paper."""
        title, to = self._said(self.kind.title), self._said(self.kind.to)
        opening = self.kind.text("opening", self.writer)
        findings = self._findings()
        blocks: list[Block] = [
            Heading(title, 1),
            Paragraph(fill(str(self.words["salutation"]), to=to), indent=False),
            Paragraph(self.say(opening)),
        ]
        for section in self.kind.sections:
            blocks += self._section(section, findings)
        blocks += [Blank(self._signature()), Blank(str(self.words["date"]))]
        names = (self.papers.names.party(self.party.id) if self.party else "", self.person.name if self.person else "")
        name = "-".join((self.kind.stem, *filter(None, names)))
        return Document(
            stem=stem(self.wanted.number, name),
            kind=DocumentKind.PAPER,
            title=title,
            recipient=to,
            blocks=tuple(blocks),
            lender=self.party.id if self.party else None,
            channel=self.kind.channel or None,
            findings=tuple(finding.id for finding in findings),
            citations=tuple(one.fact for one, _ in self._basis()),
            claims=claims_of(self.papers.dossier.matter, self.party, self.kind.stance),
            paper=self.kind.id,
            person=self.wanted.person,
        )

    def _signature(self) -> str:
        signs = self.words["sign"]
        return str(signs.get(self.kind.id) or signs[self.kind.group])

    def _section(self, section: Section, findings: list[Finding]) -> list[Block]:
        found: list[Block] = []
        for part in section.parts:
            name, _, key = part.partition(":")
            found += self._text(key) if name == "text" else self._part(name, findings)
        if not found:
            return []
        return [Heading(section.heading), *found] if section.heading else found

    def _text(self, key: str) -> list[Block]:
        template = self.kind.text(key, self.writer)
        return [Paragraph(self.say(template))] if template else []

    def _part(self, name: str, findings: list[Finding]) -> list[Block]:
        makers: dict[str, Callable[[], list[Block]]] = {
            "applicant": self._applicant,
            "respondent": self._respondent,
            "debt": lambda: [Paragraph(self._debt_line())],
            "findings": lambda: self._reached() if self.person else self._stated(findings),
            "evidence": lambda: self._evidence(findings),
            "basis": self._basis_blocks,
            "asks": self._asks,
            "attachments": lambda: self._listed(self.kind.attachments),
        }
        return makers[name]()

    def _asks(self) -> list[Block]:
        return self._listed(self.kind.asks_contact if self.person and self.kind.asks_contact else self.kind.asks)

    def _listed(self, items: Sequence[str]) -> list[Block]:
        return [Bullets(tuple(self.say(one) for one in items), numbered=True)]

    def _applicant(self) -> list[Block]:
        borrower = self.papers.dossier.matter.borrower
        numbers = self.person.numbers if self.person else borrower.numbers
        fit = self.papers.cover.fit
        rows = (
            ("applicant_name", fit(self.person.name if self.person else borrower.name)),
            ("applicant_id", "" if self.person else fit(borrower.id_number)),
            ("applicant_phone", fit(display_phone(numbers[0]) if numbers else "")),
            ("applicant_address", "" if self.person else full_width(fit(borrower.address))),
        )
        return [Blank(str(self.words[label]), value) for label, value in rows]

    def _respondent(self) -> list[Block]:
        if self.party is None:
            return []
        kind = full_width(PARTY_TYPE_ZH[self.party.type])
        return [Paragraph(fill(str(self.words["respondent"]), lender=self.values["lender"], type=kind))]

    def _debt_line(self) -> str:
        if self._debt() is None:
            return str(self.words["debt_none"])
        known = {key: self.values.get(key, "") for key in ("product", "opened", "principal", "contract")}
        return fill(str(self.words["debt_line"]), **known)

    def _findings(self) -> list[Finding]:
        """Return what the paper states: only what a letter may state, of this lender, of the rules it is about."""
        if self.person or not self.kind.rules:
            return []
        if "police" in self.kind.rules:
            found = police_findings(self.papers)
        else:
            found = [one for one in self.papers.usable.values() if one.rule.startswith(self.kind.rules)]
        return [one for one in found if self.party is None or one.lender == self.party.id]

    def _stated(self, findings: list[Finding]) -> list[Block]:
        if not self.kind.rules:
            return []
        if not findings:
            return [Paragraph(str(self.words["findings_none"]))]
        lines = [self._line(finding) for finding in findings[:FINDINGS]]
        blocks: list[Block] = [Bullets(tuple(lines), numbered=True)]
        if len(findings) > FINDINGS:
            more = fill(str(self.words["more"]), shown=FINDINGS, n=len(findings) - FINDINGS)
            blocks.append(Paragraph(more))
        return blocks + (police_unsure(self.papers) if "police" in self.kind.rules else [])

    def _line(self, finding: Finding) -> str:
        return fill(str(words("letters")["fact_line"]), **self.papers.fact(finding))

    def _reached(self) -> list[Block]:
        """Return what a contact can say: how often this lender reached them, and the rows."""
        mine = self._contacts()
        if mine.is_empty():
            return [Paragraph(str(self.words["findings_none"]))]
        days = sorted(mine["local_date"].drop_nulls().to_list())
        told = fill(
            str(self.words["reached"]),
            span=span(days[0], days[-1]) if days else "",
            lender=self.values["lender"],
            attempts=mine.height,
            calls=mine.filter(pl.col("kind").is_in(_CALLS)).height,
        )
        return [Paragraph(told), *self._rows(mine["event"].to_list())]

    def _contacts(self) -> pl.DataFrame:
        events = self.papers.dossier.matter.events.unique("event", keep="first", maintain_order=True)
        found = events.filter((pl.col("person") == self.wanted.person) & (pl.col("direction") == "in"))
        if self.party is not None:
            found = found.filter(pl.col("lender") == self.party.id)
        return found.filter((pl.col("agreement") != "contradicted").fill_null(value=True))

    def _evidence(self, findings: list[Finding]) -> list[Block]:
        if self.person:
            return [] if not self._contacts().is_empty() else [Paragraph(str(self.words["evidence_none"]))]
        rows = self._rows(ids_of(findings))
        return rows or [Paragraph(str(self.words["evidence_none"]))]

    def _rows(self, events: list[str]) -> list[Block]:
        known = self.papers.evidence.of(events)
        if known.is_empty():
            return []
        rows = tuple(
            (row.time, row.who, row.means, row.number, row.what, row.refs)
            for row in self.papers.evidence.rows(known.head(ROWS))
        )
        lead = fill(str(self.words["evidence_lead"]), shown=len(rows), all=known.height)
        table = Table(tuple(self.words["evidence_header"]), rows, tuple(self.words["evidence_widths"]))
        return [Paragraph(lead), table]

    def _basis(self) -> list[tuple[Citation, str]]:
        """Return what is cited with its line: only what may be in letters, in the order of the paper."""
        usable = {one.fact: one for one in self.wanted.citations if one.in_letters}
        return [(usable[one.fact], one.line) for one in self.cited if one.fact in usable]

    def _basis_blocks(self) -> list[Block]:
        found = self._basis()
        if not found:
            return [Paragraph(str(self.words["basis_none"]))]
        lines = tuple(
            fill(
                str(self.words["basis_line"]),
                name=self.papers.cover.fit(ranked(citation)),
                place=self.papers.cover.fit(place(citation)),
                line=line,
            )
            for citation, line in found
        )
        return [Bullets(lines, numbered=True), Paragraph(str(self.words["basis_note"]))]


def _history(parent: Proceeding) -> dict[str, str]:
    """Return what an appeal says about what went before."""
    sent = parent.first(StepKind.SENT, StepKind.RECEIVED)
    answer = parent.last(StepKind.NOT_ACCEPTED, StepKind.DECIDED, StepKind.REPLIED)
    known = [step.reference for step in parent.steps if step.reference and step is not answer]
    return {
        "office": parent.office,
        "sent": day(sent.day) if sent else "",
        "notice": day(answer.day) if answer else "",
        "notice_no": answer.reference if answer else "",
        "reference": known[-1] if known else "",
        "reply_text": answer.note if answer else "",
    }


class _Filled(dict[str, object]):
    """The names a template uses, each with its value or a blank line."""

    def __init__(self, template: str, values: _Values) -> None:
        names = {part.split("}}", 1)[0].strip() for part in template.split("{{")[1:]}
        super().__init__({name: values[name] for name in names})


__all__ = ["CONTACT", "Wanted", "blank_label", "paper_blanks", "paper_purpose", "write_paper"]
