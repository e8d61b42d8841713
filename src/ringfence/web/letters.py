"""Every paper of a case by a name made of ids only: ``letter.complaint.ch-nfra.L1``, ``follow.X1``, ``paper.delete.L1.-.-``.

The name stands in addresses and job rows, so nothing of what is in a case is in it. The words a reader wrote into the blanks
are in the case's own log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ringfence import law, respond
from ringfence.case import Chosen, paper_of, wanted_of
from ringfence.schema import DocumentKind, PartyType, RingfenceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.case import Case, State
    from ringfence.schema import Document, Dossier
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow

NONE = "-"
LONG = frozenset(
    {"hardship", "harm", "loss", "reasons_given", "talks", "demand", "truth", "reply_text", "entry", "others"}
)


class UnknownLetterError(RingfenceError):
    """There is no such paper in this case, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "现在的材料里没有这份文书了(可能登记改过,或者已经办完)。请回到“写信和投诉”重新选。",
            "There is no such paper in this case any more. Go back to the letters and choose again.",
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One blank of a paper: its name, what it is called, what stands there, whether it takes several lines."""

    name: str
    label: str
    value: str
    base: str
    long: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper as it will be written. ``sends``: it begins or goes on with a proceeding when it is sent."""

    key: str
    document: Document
    fields: tuple[Field, ...]
    sends: bool

    @property
    def left(self) -> int:
        """Return how many blanks are empty."""
        return sum(not field.value for field in self.fields)


def key_of(document: Document) -> str:
    """Return the name of a letter that findings or proceedings call for."""
    if document.kind is DocumentKind.FOLLOW_UP:
        return f"follow.{document.stem.partition('-')[0]}"
    return f"letter.{document.kind.value}.{document.channel or NONE}.{document.lender or NONE}"


def paper_key(kind: str, lender: str = "", person: str = "", after: str = "") -> str:
    """Return the name of a paper the reader chose."""
    return ".".join(("paper", kind, lender or NONE, person or NONE, after or NONE))


def chosen_of(key: str, words: dict[str, str] | None = None) -> Chosen:
    """Return what a ``paper.…`` name asks for.

    Raises:
        UnknownLetterError: it is no such name.
    """
    parts = key.split(".")
    if len(parts) != 5 or parts[1] not in respond.paper_kinds():
        raise UnknownLetterError
    kind, lender, person, after = ("" if part == NONE else part for part in parts[1:])
    return Chosen(kind, lender, person, after, words or {})


def letter_of(case: CaseRow, shot: Snapshot, key: str, *, masked: bool = True) -> Letter:
    """Return a paper as it will be written today, from what a page already holds.

    Raises:
        UnknownLetterError, respond.PaperNeedsError, respond.InconsistentPaperError
    """
    if shot.dossier is not None or key.startswith("sheet."):
        dossier = None if shot.dossier is None else replace(shot.dossier, masked=masked)
        return compose(key, shot.state, dossier, shot.letters(masked=masked), shot.day)
    from ringfence.web.desk import DESK

    with DESK.read(case) as opened:
        return letter_from(opened, key, masked=masked)


def letter_from(case: Case, key: str, *, masked: bool = True) -> Letter:
    """Return a paper from an opened case."""
    dossier, documents = case.dossier(masked=masked, empty=True)
    return compose(key, case.state, dossier, documents, dossier.matter.as_of)


def compose(key: str, state: State, dossier: Dossier | None, documents: Iterable[Document], day: date) -> Letter:
    """Return the paper of that name with the words that were kept for it."""
    words = {name: " ".join(text.split()) for name, text in state.filled.get(key, {}).items()}
    sort = key.partition(".")[0]
    if sort == "paper" and dossier is not None:
        return _paper(key, state, dossier, words)
    if sort == "sheet":
        return _sheet(key, words, day)
    document = next((one for one in documents if key_of(one) == key), None)
    if document is None:
        raise UnknownLetterError
    sends = document.kind is not DocumentKind.EXHIBIT_LIST
    return Letter(key, respond.filled(document, words), _fields(document, words), sends)


def _paper(key: str, state: State, dossier: Dossier, words: dict[str, str]) -> Letter:
    chosen = chosen_of(key, words)
    unknown = (
        (chosen.lender and chosen.lender not in state.parties)
        or (chosen.person and chosen.person not in state.people)
        or (chosen.after and chosen.after not in state.proceedings)
    )
    if unknown:
        raise UnknownLetterError
    seen = replace(dossier, masked=dossier.masked and not chosen.person)
    document = paper_of(seen, state, chosen)
    named = tuple(
        Field(name, name, value, "" if words.get(name) else value, name in LONG)
        for name, value in respond.paper_blanks(seen, wanted_of(seen, state, chosen)).items()
    )
    return Letter(key, respond.filled(document, words), (*named, *_fields(document, words)), sends=True)


def _sheet(key: str, words: dict[str, str], day: date) -> Letter:
    name = key.partition(".")[2]
    if name not in respond.sheet_names():
        raise UnknownLetterError
    cited = law.cite(law.load_pack("cn"), respond.sheet_facts(name), day, PartyType.UNKNOWN)
    document = respond.sheet_document(name, cited)
    return Letter(key, respond.filled(document, words), _fields(document, words), sends=False)


def _fields(document: Document, words: dict[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(name, block.label, words.get(name) or block.value, block.value)
        for name, block in respond.blanks_of(document)
    )
