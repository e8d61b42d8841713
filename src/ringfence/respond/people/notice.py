"""Short notices to people around the borrower: what to answer, that they owe nothing; later, that it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.respond.papers import stem
from ringfence.respond.wording import words
from ringfence.schema import ROLE_ZH, Document, DocumentKind, Heading, Paragraph, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.schema import Person

OPEN = frozenset({Role.FAMILY, Role.FRIEND})  # told that it is about a loan unless the borrower says otherwise
BOUND = frozenset({Role.GUARANTOR, Role.CO_DEBTOR, Role.DEBTOR})  # to whom "you owe nothing" would be untrue


def notice_words() -> dict[str, Any]:
    """Return the table of sentences (words/notices.yaml)."""
    return words("notices")


@dataclass(frozen=True, slots=True)
class Notice:
    """One text for one person, to paste as it is. It holds no amount and no lender's name."""

    person: str
    name: str
    role: Role
    text: str


def notices(
    people: Iterable[Person], *, me: str = "", closing: bool = False, about_loan: bool | None = None
) -> tuple[Notice, ...]:
    """Return a notice for each person; guarantors, co-borrowers and the borrower get none.

    Args:
        people: whom to tell.
        me: the borrower's name, signed with when known.
        closing: the later notice that it is over.
        about_loan: say that it is about a loan; None = only to family and friends.
    """
    return tuple(
        Notice(person.id, person.name, person.role, _text(person, me, closing=closing, about_loan=about_loan))
        for person in people
        if person.role not in BOUND
    )


def _text(person: Person, me: str, *, closing: bool, about_loan: bool | None) -> str:
    table = words("notices")
    said = person.role in OPEN if about_loan is None else about_loan
    if closing:
        parts = [str(table["closing"]["all"]).strip()]
    else:
        kind = table["relations"].get(person.role.value, table["relations"]["other_contact"])
        parts = [str(kind["open" if said else "discreet"]).strip(), str(table["hand_in"])]
    if me.strip():
        parts.append(str(table["me"]).replace("{me}", me.strip()))
    whole = "\n".join(parts)
    name = person.name.strip()
    return whole.replace("{name}", name) if name else whole.replace("{name}，", "")


def notice_document(found: Sequence[Notice], *, closing: bool = False) -> Document:
    """Return all notices as one document, each under the person's name, for the borrower's own use."""
    about = words("notices")["document"]
    title = str(about["closing_title" if closing else "title"])
    blocks: list[Heading | Paragraph] = [Heading(title, 1), Paragraph(str(about["lead"]), indent=False)]
    for notice in found:
        blocks.append(Heading(f"{notice.name}（{ROLE_ZH[notice.role]}）"))
        blocks += [Paragraph(line) for line in notice.text.splitlines()]
    return Document(stem(1, title), DocumentKind.PAPER, title, "", tuple(blocks))
