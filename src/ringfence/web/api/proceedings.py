"""Requests and complaints over the API: where they stand, what happened; the pages' own forms say what goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID  # noqa: TC003 -- read by ninja at run time

from django.http import Http404, HttpRequest
from ninja import Router, Status

from ringfence import respond
from ringfence.respond import stage_name
from ringfence.web.access import Act, case_for
from ringfence.web.api import given as taken
from ringfence.web.api import shapes
from ringfence.web.api.faults import FAULTS, RefusedError, checked
from ringfence.web.desk import DESK
from ringfence.web.follow import follow_of
from ringfence.web.pages import replies, steps
from ringfence.web.pages.proceedings import NewForm, note_new

if TYPE_CHECKING:
    from ringfence.schema import Proceeding
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow

proceedings = Router()
ALWAYS = {"what", "day", "note", "proof"}  # what every sort of step takes


@proceedings.get("/cases/{uuid:case}/proceedings", response={200: list[shapes.ProceedingOut], **FAULTS})
def listed(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """List requests and complaints under way."""
    state = DESK.snapshot(case_for(request, case, Act.SEE)).state
    return [
        {"id": one.id, "kind": one.kind.value, "office": one.office, "steps": len(one.steps)}
        for one in state.proceedings.values()
    ]


@proceedings.post("/cases/{uuid:case}/proceedings", response={201: shapes.Kept, **FAULTS})
def begin(request: HttpRequest, case: UUID, given: taken.ProceedingIn) -> Any:  # noqa: ANN401
    """Note something that was begun without a letter of ours."""
    row = case_for(request, case, Act.WRITE)
    shot, told = DESK.snapshot(row), given.dict()
    if given.parent and given.parent not in shot.state.proceedings:
        raise RefusedError("没有转来的那一件。", "There is no proceeding that it could follow from.")
    form = checked(lambda say: NewForm(told, say=say, state=shot.state, today=shot.day, given={}))
    kept, first = note_new(row, form)
    return Status(201, {"id": kept.id, "entry": first})


@proceedings.get("/cases/{uuid:case}/proceedings/{key}", response={200: shapes.ProceedingWhole, **FAULTS})
def one(request: HttpRequest, case: UUID, key: taken.Key, lang: shapes.Lang = "zh") -> Any:  # noqa: ANN401
    """Give one with all that happened, and where it stands today."""
    row = case_for(request, case, Act.SEE)
    shot = DESK.snapshot(row)
    found = _known(shot, key)
    stage = follow_of(row, shot).stage(found)
    return {
        "id": found.id,
        "kind": found.kind.value,
        "office": found.office,
        "lender": found.lender,
        "person": found.person,
        "parent": found.parent,
        "stage": stage_name(stage.kind, lang),
        "sentence": stage.sentence_zh,
        "steps": [
            {
                "kind": step.kind.value,
                "day": step.day,
                "means": step.means,
                "reference": step.reference,
                "agent": step.agent,
                "outcome": step.outcome.value if step.outcome else None,
                "note": step.note,
                "sources": list(step.sources),
                "document": step.document,
                "until": step.until,
            }
            for step in found.steps
        ],
    }


@proceedings.post("/cases/{uuid:case}/proceedings/{key}/steps", response={201: shapes.Entry, **FAULTS})
def note(request: HttpRequest, case: UUID, key: taken.Key, given: taken.StepIn) -> Any:  # noqa: ANN401
    """Note what happened in one."""
    row = case_for(request, case, Act.WRITE)
    shot = DESK.snapshot(row)
    found = _known(shot, key)
    if given.proof and given.proof not in shot.state.sources:
        raise RefusedError("案件里没有这份文件。", "The case has no such file.")
    seq = _reply(row, shot, found, given) if given.what == "reply" else _step(row, shot, found, given)
    return Status(201, {"entry": seq})


def _step(row: CaseRow, shot: Snapshot, found: Proceeding, given: taken.StepIn) -> int:
    verb, told = steps.VERBS[given.what], given.dict(exclude_defaults=True)
    _only(given, {*ALWAYS, *verb.fields})
    told["outcome"] = given.outcome.value if given.outcome else ""
    form = checked(lambda say: steps.StepForm(told, None, say=say, state=shot.state, today=shot.day, verb=verb))
    return steps.note(row, found.id, form)


def _reply(row: CaseRow, shot: Snapshot, found: Proceeding, given: taken.StepIn) -> int:
    _only(given, {*ALWAYS, "outcome", "until", "reference", "text"})
    text = given.text.strip()
    reading = respond.read_reply(text, found) if text else None
    told = given.dict(exclude_defaults=True) | {"outcome": given.outcome.value if given.outcome else ""}
    form = checked(
        lambda say: replies.ReplyForm(told, None, say=say, state=shot.state, today=shot.day, reading=reading)
    )
    return replies.note(row, found, text, form, reading)


def _only(given: taken.StepIn, taken: set[str]) -> None:
    """Refuse a field that would be lost without a word."""
    lost = sorted(given.dict(exclude_defaults=True).keys() - taken)
    if lost:
        names = ", ".join(lost)
        raise RefusedError(f"这一种情况没有这些栏目:{names}", f"This sort of step does not take: {names}")


def _known(shot: Snapshot, key: str) -> Proceeding:
    found = shot.state.proceedings.get(key)
    if found is None:
        raise Http404
    return found
