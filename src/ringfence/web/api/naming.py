"""Correcting and naming over the API: the class of an event, people, lenders; every change can be taken back by its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID  # noqa: TC003 -- read by ninja at run time

from django.http import Http404, HttpRequest
from ninja import Router, Status

from ringfence.schema import Party, Person
from ringfence.web.access import Act, case_for
from ringfence.web.api import given as taken
from ringfence.web.api import shapes
from ringfence.web.api.faults import FAULTS, checked
from ringfence.web.desk import DESK
from ringfence.web.pages.people import PartyForm, PersonForm, note_party, note_person, principals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringfence.web.registry.models import CaseRow

naming = Router()
T = TypeVar("T")


@naming.post("/cases/{uuid:case}/events/{key}/label", response={200: shapes.Entry, **FAULTS})
def label(request: HttpRequest, case: UUID, key: taken.Key, given: taken.LabelIn) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """Correct an event's class; it counts for the same text from the same number too."""
    import polars as pl

    row = case_for(request, case, Act.CORRECT)
    if DESK.snapshot(row).events.filter(pl.col("event") == key).is_empty():
        raise Http404
    with DESK.write(row) as opened:
        opened.correct(key, given.label)
        return {"entry": opened.vault.size - 1}


@naming.post("/cases/{uuid:case}/undo", response={200: shapes.Entry, **FAULTS})
def undo(request: HttpRequest, case: UUID, given: taken.UndoIn) -> Any:  # noqa: ANN401
    """Take an entry back; that is an entry too."""
    row = case_for(request, case, Act.CORRECT)
    with DESK.write(row) as opened:
        return {"entry": opened.undo(given.entry)}


@naming.get("/cases/{uuid:case}/people", response={200: list[shapes.PersonOut], **FAULTS})
def people(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the people around the borrower who are named."""
    return list(DESK.snapshot(case_for(request, case, Act.SEE)).state.people.values())


@naming.post("/cases/{uuid:case}/people", response={201: shapes.Kept, **FAULTS})
def name_person(request: HttpRequest, case: UUID, given: taken.PersonIn) -> Any:  # noqa: ANN401
    """Name somebody."""
    return Status(201, _person(case_for(request, case, Act.CORRECT), Person("", ""), given))


@naming.put("/cases/{uuid:case}/people/{key}", response={200: shapes.Kept, **FAULTS})
def change_person(request: HttpRequest, case: UUID, key: taken.Key, given: taken.PersonIn) -> Any:  # noqa: ANN401
    """Change what is known of somebody."""
    row = case_for(request, case, Act.CORRECT)
    return _person(row, _known(DESK.snapshot(row).state.people, key), given)


@naming.get("/cases/{uuid:case}/parties", response={200: list[shapes.PartyOut], **FAULTS})
def parties(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List lenders, platforms and agencies that are named."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "type": one.type.value,
            "short_names": list(one.short_names),
            "numbers": list(one.numbers),
            "acts_for": one.acts_for,
        }
        for one in DESK.snapshot(case_for(request, case, Act.SEE)).state.parties.values()
    ]


@naming.post("/cases/{uuid:case}/parties", response={201: shapes.Kept, **FAULTS})
def name_party(request: HttpRequest, case: UUID, given: taken.PartyIn) -> Any:  # noqa: ANN401
    """Name a lender, platform or agency."""
    return Status(201, _party(case_for(request, case, Act.CORRECT), Party("", ""), given))


@naming.put("/cases/{uuid:case}/parties/{key}", response={200: shapes.Kept, **FAULTS})
def change_party(request: HttpRequest, case: UUID, key: taken.Key, given: taken.PartyIn) -> Any:  # noqa: ANN401
    """Change what is known of one."""
    row = case_for(request, case, Act.CORRECT)
    return _party(row, _known(DESK.snapshot(row).state.parties, key), given)


def _person(row: CaseRow, before: Person, given: taken.PersonIn) -> dict[str, object]:
    told = {
        "name": given.name,
        "role": given.role.value,
        "numbers": "\n".join(given.numbers),
        "declared": {True: "yes", False: "no"}.get(given.declared, "") if given.declared is not None else "",
    }
    kept, entry = note_person(row, before, checked(lambda say: PersonForm(told, say=say)))
    return {"id": kept.id, "entry": entry}


def _party(row: CaseRow, before: Party, given: taken.PartyIn) -> dict[str, object]:
    others = principals(DESK.snapshot(row).state.parties, before.id)
    told = {
        "name": given.name,
        "type": given.type.value,
        "short_names": " ".join(given.short_names),
        "numbers": "\n".join(given.numbers),
        "acts_for": given.acts_for,
    }
    kept, entry = note_party(row, before, checked(lambda say: PartyForm(told, say=say, others=others)))
    return {"id": kept.id, "entry": entry}


def _known(known: Mapping[str, T], key: str) -> T:
    if key not in known:
        raise Http404
    return known[key]
