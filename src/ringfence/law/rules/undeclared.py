"""People the borrower never declared: CN-3P-005 and CN-3P-006."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.rules.outcome import Notes, Outcome, hits, judges
from ringfence.law.rules.windows import MICROS_A_DAY, distinct_within
from ringfence.schema import Role, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import Person

UNSAID = Said(
    "没有说明哪些人是您预留给机构的联系人;说明之后才能判断谁是没有预留的。",
    "Whom you named to the lender was not told; only then can it be judged who was not named.",
)
STRANGERS = Said(
    "有{n}位被联系的人没有登记在“人物”里,不知道是不是预留的联系人。",
    "{n} of those contacted are not among the people of the case; whether you had named them is not known.",
)


@judges("CN-3P-005")
def undeclared_contacted(docket: Docket, _rule: Rule) -> Outcome:
    """Attempts on people the borrower never declared to the lender."""
    aimed, missing = _aimed(docket)
    found = aimed.filter(pl.col("person").is_in(_undeclared(docket)))
    return Outcome(hits(found, counted=pl.col("person")), missing, _notes(docket, found))


@judges("CN-3P-006")
def many_undeclared(docket: Docket, _rule: Rule) -> Outcome:
    """Several such people reached by one lender within some days."""
    aimed, missing = _aimed(docket)
    tried = aimed.filter(pl.col("person").is_in(_undeclared(docket)) & pl.col("lender").is_not_null())
    window = docket.settings.unlisted_days * MICROS_A_DAY
    found = distinct_within(tried, ["lender"], "person", window, docket.settings.unlisted_people)
    return Outcome(hits(found, counted=pl.col("person"), most=pl.col("most")), missing, _notes(docket, found))


def _aimed(docket: Docket) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Return attempts on people who do not owe, and what is missing to judge them."""
    aimed = docket.events.filter(pl.col("approach") & pl.col("outsider") & pl.col("person").is_not_null())
    people = set(aimed["person"])
    known = {person.id: person for person in docket.matter.people}
    strangers = len(people - set(known))
    silent = not docket.matter.declared_known and any(known[name].declared is None for name in people & set(known))
    return aimed, (*((UNSAID,) if silent else ()), *((STRANGERS.filled(n=strangers),) if strangers else ()))


def _undeclared(docket: Docket) -> list[str]:
    return [
        person.id for person in docket.matter.people if _never_declared(docket, person) and _in_book(docket, person)
    ]


def _never_declared(docket: Docket, person: Person) -> bool:
    """Tell whether the borrower surely did not give this person to the lender.

    The workplace is asked for in every application: it counts only when the borrower said in so many words it was not given.
    """
    if person.declared is False:
        return True
    return docket.matter.declared_known and person.declared is None and person.role is not Role.EMPLOYER


def _in_book(docket: Docket, person: Person) -> bool:
    """Tell whether the person may have come from the address book; without a book or a number that stays open."""
    book = docket.matter.address_book
    return not book or not person.numbers or bool(book & set(person.numbers))


def _notes(docket: Docket, found: pl.DataFrame) -> Notes:
    if docket.matter.address_book or not found.height:
        return {}
    return dict.fromkeys(
        set(found["lender"]),
        (
            Said(
                "没有导入您的通讯录,不能核对这些号码是否在通讯录里。",
                "Your contacts were not added; whether these numbers are among them cannot be checked.",
            ),
        ),
    )
