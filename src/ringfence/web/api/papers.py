"""Letters over the API: read, filled in, marked as sent. Writing them as files is long work (``work``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID  # noqa: TC003 -- read by ninja at run time

from django.http import HttpRequest  # noqa: TC002 -- the same
from ninja import Router, Status

from ringfence.web.access import Act, case_for
from ringfence.web.api import given as taken
from ringfence.web.api import shapes
from ringfence.web.api.faults import FAULTS, RefusedError, checked
from ringfence.web.desk import DESK
from ringfence.web.letters import key_of, letter_of
from ringfence.web.pages.preview import shown
from ringfence.web.pages.sending import SentForm, begun_by, note_sent

if TYPE_CHECKING:
    from ringfence.web.letters import Letter
    from ringfence.web.words import Say

papers = Router()


@papers.get("/cases/{uuid:case}/documents", response={200: list[shapes.DocumentOut], **FAULTS})
def documents(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """List the letters and papers that can be written now."""
    made = DESK.snapshot(case_for(request, case, Act.SEE)).letters(masked=True)
    return [
        {"key": key_of(one), "stem": one.stem, "kind": one.kind.value, "title": one.title, "recipient": one.recipient}
        for one in made
    ]


@papers.get("/cases/{uuid:case}/documents/{key}", response={200: shapes.LetterOut, **FAULTS})
def document(request: HttpRequest, case: UUID, key: taken.Key, masked: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 -- a parameter of the address
    """Give a letter as it will be written today, with its blanks."""
    row = case_for(request, case, Act.WRITE)
    letter = letter_of(row, DESK.snapshot(row), key, masked=masked)
    return {
        "key": key,
        "title": letter.document.title,
        "recipient": letter.document.recipient,
        "sends": letter.sends,
        "blocks": shown(letter.document),
        "blanks": [{"name": one.name, "label": one.label, "value": one.value} for one in letter.fields],
    }


@papers.put("/cases/{uuid:case}/documents/{key}/blanks", response={200: shapes.Entry, **FAULTS})
def fill(request: HttpRequest, case: UUID, key: taken.Key, given: taken.BlanksIn) -> Any:  # noqa: ANN401
    """Keep words for a letter's blanks; preview and files have them."""
    row = case_for(request, case, Act.WRITE)
    letter = letter_of(row, DESK.snapshot(row), key)
    words = _words(letter, {one.name: one.text for one in given.words})
    with DESK.write(row) as opened:
        return {"entry": opened.fill_letter(key, words)}


@papers.post("/cases/{uuid:case}/documents/{key}/sent", response={201: shapes.Kept, **FAULTS})
def sent(request: HttpRequest, case: UUID, key: taken.Key, given: taken.SentIn) -> Any:  # noqa: ANN401
    """Note that a letter went out: it begins a proceeding, or goes on with one."""
    row = case_for(request, case, Act.WRITE)
    shot = DESK.snapshot(row)
    letter = letter_of(row, shot, key)
    begun = begun_by(letter, shot.state)
    if begun is None:
        raise RefusedError("这份文书不是用来寄的。", "This paper is not one that is sent.")
    told = given.dict() | {"which": given.proceeding}

    def form(say: Say) -> SentForm:
        made = SentForm(told, None, say=say, state=shot.state, today=shot.day, begun=begun)
        if given.proceeding and "which" not in made.fields and given.proceeding != begun.id:
            made.add_error(None, say("这封信不能接着那一件。", "This letter does not go on with that one."))
        return _with_proof(made, given.proof, say)

    kept, first = note_sent(row, letter, begun, checked(form))
    return Status(201, {"id": kept.id, "entry": first})


def _words(letter: Letter, given: dict[str, str]) -> dict[str, str]:
    known = {one.name: one for one in letter.fields}
    unknown = [name for name in given if name not in known]
    if unknown:
        names = "、".join(known) or "—"
        raise RefusedError(f"这封信没有这一栏。它的栏目是:{names}", f"The letter has no such blank. It has: {names}")
    return {name: text for name, text in given.items() if text.strip() and text.strip() != known[name].base}


def _with_proof(form: SentForm, proof: str, say: Say) -> SentForm:
    if proof and "proof" not in form.fields:
        form.add_error(None, say("案件里没有这份文件。", "The case has no such file."))
    return form
