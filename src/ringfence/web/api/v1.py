"""Version 1: ``/api/v1``, described at ``/api/v1/openapi.json``."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- read by ninja at run time
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID  # noqa: TC003 -- the same

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Status
from ninja.security import HttpBearer
from pydantic import StringConstraints

from ringfence.schema import Label, RingfenceError
from ringfence.web.access import Act, acts_in, case_for, visible_cases, who_of
from ringfence.web.accounts.log import note_access
from ringfence.web.accounts.models import ApiToken
from ringfence.web.accounts.signing import who
from ringfence.web.api import shapes
from ringfence.web.clinic.scopes import acts_of
from ringfence.web.desk import DESK, HOLDER, LockedCaseError
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import ask, cancel
from ringfence.web.middleware.headers import SANDBOX
from ringfence.web.outbox import kept_of, open_kept
from ringfence.web.pages.timeline import PAGE, Chosen, choose
from ringfence.web.spool import SpooledFile
from ringfence.web.waiting import Waiting, leave, plain_name

if TYPE_CHECKING:
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow

# NUL is no text for the database nor for a search
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class Token(HttpBearer):
    """A token made on the page "my account"."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Let its owner in, for as much as its scopes hold."""
        found = ApiToken.find(token)
        if found is None:
            note_access(request, "", 401, page="api")
            return None
        owner = who(found.user)
        request.who = type(owner)(owner.id, owner.name, local=False, acts=acts_of(found.scopes), roles=owner.roles)  # type: ignore[attr-defined]  # as the door does
        request.token_mark = found.mark  # type: ignore[attr-defined]  # for the log
        HOLDER.set(owner.id)  # the door puts it back when the request is over
        return found


api = NinjaAPI(
    title="Ringfence",
    version="1",
    auth=Token(),
    docs_url=None,  # its pages load script from elsewhere
    urls_namespace="api-v1",
)
FAULTS: dict[Any, Any] = {
    401: Any,
    403: shapes.Fault,
    404: shapes.Fault,
    409: shapes.Fault,
    422: shapes.Unreadable,
    423: shapes.Fault,
}


def _fault(request: HttpRequest, status: int, zh: str, en: str) -> HttpResponse:
    return api.create_response(request, {"zh": zh, "en": en}, status=status)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, fault: Http404) -> HttpResponse:
    del fault
    return _fault(request, 404, "没有这一项,或您看不到。", "There is no such thing, or it is not for you to see.")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    del fault
    return _fault(request, 403, "角色或钥匙的范围不包括这一步。", "Neither role nor scopes include this.")


@api.exception_handler(RingfenceError)
def _told(request: HttpRequest, fault: RingfenceError) -> HttpResponse:
    return _fault(request, 423 if isinstance(fault, LockedCaseError) else 409, fault.zh, fault.en)


@api.get("/cases", response={200: list[shapes.CaseOut], **FAULTS})
def cases(request: HttpRequest) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """List the cases that the token's owner may see into."""
    asking = who_of(request)
    rows = [row for row in visible_cases(asking) if Act.SEE in acts_in(asking, row)]
    return [{"id": row.pk, "title": row.title, "open": DESK.is_open(row)} for row in rows]


@api.get("/cases/{uuid:case}/events", response={200: shapes.Events, **FAULTS})
def events(
    request: HttpRequest,
    case: UUID,
    q: Words = "",
    label: Label | None = None,
    number: Words = "",
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    everything: bool = False,  # noqa: FBT001, FBT002 -- a parameter of the address
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Any:  # noqa: ANN401
    """Give a page of events, filtered as the timeline is."""
    shot = _shot(case_for(request, case, Act.SEE))
    chosen = Chosen(
        words=q.strip(),
        label=label or "",
        number=number.strip(),
        first=first,
        last=last,
        everything=everything,
        page=page,
    )
    found = choose(shot.events, chosen)
    part = found.slice((page - 1) * PAGE, PAGE)
    return {
        "count": found.height,
        "page": page,
        "pages": max(1, -(-found.height // PAGE)),
        "events": [one | {"number": one["address_key"]} for one in part.iter_rows(named=True)],
    }


@api.get("/cases/{uuid:case}/findings", response={200: list[shapes.FindingOut], **FAULTS})
def findings(request: HttpRequest, case: UUID, lang: shapes.Lang = "zh") -> Any:  # noqa: ANN401
    """Give the findings in words."""
    dossier = _shot(case_for(request, case, Act.SEE)).dossier
    return [
        {
            "id": one.id,
            "rule": one.rule,
            "title": one.title_en if lang == "en" else one.title_zh,
            "sentence": one.sentence_en if lang == "en" else one.sentence_zh,
            "severity": str(one.severity.value),
            "count": one.count,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "citations": [f"{cite.title}{cite.article}" for cite in one.citations],
            "events": list(one.events),
        }
        for one in (dossier.findings if dossier is not None else ())
    ]


@api.get("/cases/{uuid:case}/documents", response={200: list[shapes.DocumentOut], **FAULTS})
def documents(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the letters and papers that can be written now."""
    made = _shot(case_for(request, case, Act.SEE)).documents
    return [{"stem": one.stem, "kind": one.kind.value, "title": one.title, "recipient": one.recipient} for one in made]


@api.get("/cases/{uuid:case}/proceedings", response={200: list[shapes.ProceedingOut], **FAULTS})
def proceedings(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List requests and complaints under way."""
    state = _shot(case_for(request, case, Act.SEE)).state
    return [
        {"id": one.id, "kind": one.kind.value, "office": one.office, "steps": len(one.steps)}
        for one in state.proceedings.values()
    ]


@api.get("/cases/{uuid:case}/deadlines", response={200: list[shapes.DueOut], **FAULTS})
def deadlines(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the deadlines as they are counted today."""
    dossier = _shot(case_for(request, case, Act.SEE)).dossier
    dues = dossier.dues if dossier is not None else ()
    return [{"id": one.id, "name": one.name_zh, "day": one.day, "met": one.met} for one in dues]


@api.get("/cases/{uuid:case}/apps", response={200: list[shapes.AppOut], **FAULTS})
def apps(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the apps that were looked at."""
    return list(_shot(case_for(request, case, Act.SEE)).state.apps.values())


@api.get("/cases/{uuid:case}/jobs", response={200: list[shapes.JobOut], **FAULTS})
def jobs(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the case's long work, the newest first."""
    return list(Job.objects.filter(case=case_for(request, case, Act.SEE)).order_by("-created")[:100])


@api.post("/cases/{uuid:case}/jobs", response={201: shapes.JobOut, **FAULTS})
def start(request: HttpRequest, case: UUID, given: shapes.JobIn) -> Any:  # noqa: ANN401
    """Start long work."""
    row = case_for(request, case, Act.WRITE)
    title = ("写案情报告", "Writing the report")
    return Status(201, ask(given.what, title, case=row, given={"lang": given.lang, "masked": given.masked}))


FILES = {
    "type": "object",
    "required": ["files"],
    "properties": {"files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}},
}


@api.post(
    "/cases/{uuid:case}/material",
    response={201: list[shapes.JobOut], **FAULTS},
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FILES}}}},
)
def add(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """Add files; each becomes a job. Who may is decided before the request's body is read."""
    row = case_for(request, case, Act.ADD)
    made = []
    for file in request.FILES.getlist("files"):
        if isinstance(file, SpooledFile):
            leave(file.spool, row.recipient, Waiting(plain_name(file.name or "")))
            given = {"spool": file.spool, "owner": "debtor"}
            made.append(ask("add", ("放进案件", "Adding to the case"), case=row, given=given))
    if not made:
        return Status(422, {"detail": [{"loc": ["file", "files"], "msg": "no file"}]})
    return Status(201, made)


@api.get("/cases/{uuid:case}/jobs/{uuid:job}", response={200: shapes.JobOut, **FAULTS})
def job(request: HttpRequest, case: UUID, job: UUID) -> Any:  # noqa: ANN401
    """Tell how far a job is."""
    return _job(case_for(request, case, Act.SEE), job)


@api.post("/cases/{uuid:case}/jobs/{uuid:job}/cancel", response={200: shapes.JobOut, **FAULTS})
def stop(request: HttpRequest, case: UUID, job: UUID) -> Any:  # noqa: ANN401
    """Ask a job to stop."""
    row = case_for(request, case, Act.WRITE)
    cancel(_job(row, job))
    return _job(row, job)


@api.get("/cases/{uuid:case}/jobs/{uuid:job}/files", response={200: list[shapes.FileOut], **FAULTS})
def files(request: HttpRequest, case: UUID, job: UUID) -> Any:  # noqa: ANN401
    """List what a job wrote; it is cleared after a day."""
    row = case_for(request, case, Act.SEE)
    one = _job(row, job)
    with DESK.read(row) as opened:
        return [{"number": it.number, "name": it.name, "size": it.size} for it in kept_of(opened, one.id)]


@api.get(
    "/cases/{uuid:case}/jobs/{uuid:job}/files/{int:number}",
    response=FAULTS,
    openapi_extra={
        "responses": {200: {"description": "The file", "content": {"application/octet-stream": {}}}},
    },
)
def file(request: HttpRequest, case: UUID, job: UUID, number: int) -> Any:  # noqa: ANN401
    """Give one file that a job wrote."""
    row = case_for(request, case, Act.SEE)
    one = _job(row, job)
    with DESK.read(row) as opened:
        named = {it.number: it for it in kept_of(opened, one.id)}
        if number not in named:
            raise Http404
        stream = open_kept(opened, one.id, number)
    answer = FileResponse(
        stream, as_attachment=True, filename=named[number].name, content_type="application/octet-stream"
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _shot(row: CaseRow) -> Snapshot:
    return DESK.snapshot(row)


def _job(row: CaseRow, key: UUID) -> Job:
    found = Job.objects.filter(pk=key, case=row).first()
    if found is None:
        raise Http404
    return found
