"""One paper the user chose: the dossier of the day, the law of the day, and no contradiction to what was sent."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- part of the dataclass
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence import law, respond
from ringfence.case.analysis import build_dossier
from ringfence.schema import PartyType, StepKind, silent

if TYPE_CHECKING:
    from datetime import date

    from ringfence.case.state import State
    from ringfence.schema import Document, Dossier, Matter, Progress
    from ringfence.vault import Vault


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user chose: paper, lender, contact, earlier proceeding, words for the blanks."""

    kind: str
    lender: str = ""
    person: str = ""
    after: str = ""
    given: Mapping[str, str] | None = None


def chosen_paper(
    vault: Vault, state: State, chosen: Chosen, day: date, progress: Progress = silent
) -> tuple[Document, Dossier]:
    """Return the paper and the dossier it was written from.

    A contact's own paper is not masked: it is theirs. What is stated of others stays masked in the borrower's papers, except the
    borrower's own data.

    Raises:
        respond.UnknownPaperError, respond.PaperNeedsError: no such paper, or something it needs was not named.
        respond.InconsistentPaperError: it says otherwise than a paper already sent.
    """
    respond.paper_kind(chosen.kind)  # refused before the work
    dossier, _ = build_dossier(vault, state, as_of=day, masked=not chosen.person, progress=progress)
    return paper_of(dossier, state, chosen), dossier


def paper_of(dossier: Dossier, state: State, chosen: Chosen) -> Document:
    """Return the paper, written from ``dossier`` as it is masked, on its day.

    Raises:
        as :func:`chosen_paper`.
    """
    document = respond.write_paper(dossier, wanted_of(dossier, state, chosen))
    sent = [one for one in state.proceedings.values() if one.first(StepKind.CLOSED) is None]
    found = respond.inconsistencies(document, sent)
    if found:
        raise respond.InconsistentPaperError(document.stem, tuple(one.zh for one in found))
    return document


def wanted_of(dossier: Dossier, state: State, chosen: Chosen) -> respond.Wanted:
    """Return what the writing room needs to know: lender and contact from the earlier proceeding, the law of the day."""
    kind = respond.paper_kind(chosen.kind)
    parent = state.proceedings.get(chosen.after)
    lender = chosen.lender or (parent.lender if parent is not None and parent.lender else "")
    return respond.Wanted(
        kind=chosen.kind,
        lender=lender,
        person=chosen.person or (parent.person if parent is not None else ""),
        parent=parent,
        given=chosen.given or {},
        citations=law.cite(law.load_pack("cn"), kind.facts(), dossier.matter.as_of, _type(dossier.matter, lender)),
        number=1 + sum(1 for one in state.documents if one.get("paper")),
    )


def _type(matter: Matter, lender: str) -> PartyType:
    """Return the type whose rules bind: that of the lender behind a platform or agency."""
    behind = law.lender_behind(matter, lender or None)
    party = matter.party(behind)
    if party is None or party.type in {PartyType.AGENCY, PartyType.ASSIST_PLATFORM}:
        return PartyType.UNKNOWN
    return party.type
