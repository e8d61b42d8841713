"""Where every proceeding of a case stands on a day, what may follow, and which letters that calls for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ringfence import law, respond
from ringfence.case.dues import dues_of
from ringfence.schema import PartyType, Proceeding, ProceedingKind, Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringfence.respond import LaterContact, Rung, Stage
    from ringfence.schema import Channel, Citation, Document, Dossier, Due, Matter


@dataclass(frozen=True)
class Follow:
    """The proceedings of one matter, seen from ``matter.as_of``."""

    matter: Matter

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Return all deadlines and reminders, nearest first."""
        return dues_of(self.matter)

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Return where each proceeding stands, in the order they were opened."""
        return tuple(self.stage(one) for one in self.matter.proceedings)

    def stage(self, proceeding: Proceeding) -> Stage:
        """Return where one proceeding stands."""
        children = [one for one in self.matter.proceedings if one.parent == proceeding.id]
        return respond.standing(proceeding, self.dues, self.matter.as_of, children)

    def rungs(self, proceeding: Proceeding) -> tuple[Rung, ...]:
        """Return what may follow one proceeding now."""
        return respond.ladder(proceeding, self.stage(proceeding), self.lender_type(proceeding), self.matter.proceedings)

    def later_contact(self, proceeding: Proceeding) -> LaterContact | None:
        """Return what the timeline holds against "done"."""
        return respond.later_contact(proceeding, self.matter, self.matter.as_of)

    def lender_type(self, proceeding: Proceeding) -> PartyType:
        """Return the type of the lender it is about; an agency counts as whom it acts for, as unknown when that is nobody."""
        party = self.matter.party(proceeding.lender)
        if party is not None and party.type is PartyType.AGENCY:
            party = self.matter.party(party.acts_for)
        return party.type if party is not None else PartyType.UNKNOWN

    def letters(self, dossier: Dossier) -> tuple[Document, ...]:
        """Return the letters that the stages call for."""
        return respond.follow_ups(dossier, self.stages, citing(self.matter), self.matter.as_of)

    def paper(self, rung: Rung) -> str:
        """Return the name of the paper to choose for a step, "" when the letters of the findings are for it or none is."""
        return next((one.id for one in respond.paper_kinds().values() if one.proceeding is rung.kind), "")

    def facts(self, rung: Rung) -> tuple[str, ...]:
        """Return what a step rests on, in words; an article that was not confirmed is said to be so and has no number."""
        facts = law.load_pack("cn").facts
        found = [facts[fact] for fact in rung.cites if fact in facts]
        return tuple(_named(one) for one in found if one.in_force(self.matter.as_of))

    def channel(self, rung: Rung) -> Channel | None:
        """Return where a step goes, None when the law data has no channel for it."""
        return law.load_pack("cn").channels.get(rung.channel)


def _named(fact: law.Fact) -> str:
    citation = fact.citation()
    if citation.article_confirmed:
        return f"《{citation.title}》{citation.article_zh}"
    if citation.in_letters:
        told = Said("条号未核对", "clause number not checked")
    else:
        told = Said("未核实,信里不引用", "not confirmed, in no letter")
    return Said(f"《{citation.title}》({told})", f"《{citation.title}》 ({told.en})")


def citing(matter: Matter) -> Callable[[str, PartyType], Citation | None]:
    """Return what gives the citation of a fact as it stands on the matter's day, None when it does not apply."""
    facts = law.load_pack("cn").facts

    def cite(fact: str, kind: PartyType) -> Citation | None:
        found = facts.get(fact)
        if found is None or not found.in_force(matter.as_of) or not found.covers(kind):
            return None
        return found.citation()

    return cite


def begun_by(documents: Sequence[Mapping[str, Any]], stem: str) -> Proceeding | None:
    """Return the proceeding that the letter ``stem``, as it was written last, begins.

    None when no such letter was written, or when it begins none (a list of exhibits).
    """
    body = next((one for one in reversed(documents) if one.get("stem") == stem and "kind" in one), None)
    if body is None:
        return None
    return _begun(body)


def begun_with(document: Document) -> Proceeding | None:
    """Return the proceeding that a letter begins when it is sent, None when it begins none or goes on with one."""
    return _begun(document_body(document))


def document_body(document: Document) -> dict[str, Any]:
    """Return what the log keeps of a document beside its files."""
    return {
        "kind": document.kind.value,
        "lender": document.lender,
        "channel": document.channel,
        "findings": list(document.findings),
        "citations": list(document.citations),
        "claims": [list(claim) for claim in document.claims],
        "paper": document.paper,
        "person": document.person,
    }


def _begun(body: Mapping[str, Any]) -> Proceeding | None:
    if body.get("paper"):
        kind: ProceedingKind | None = respond.paper_kind(str(body["paper"])).proceeding
    else:
        kind = respond.kind_of_letter(str(body["kind"]), body.get("channel"))
    if kind is None:
        return None
    return Proceeding(
        "",
        kind,
        body.get("lender"),
        str(body.get("channel") or ""),
        person=str(body.get("person") or ""),
        findings=tuple(body.get("findings", ())),
        claims=tuple((str(name), str(value)) for name, value in body.get("claims", ())),
    )
