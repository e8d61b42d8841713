"""Material and long work over the API: what is started, how far it is, what it wrote. Each sort of work asks for its own act."""

from __future__ import annotations

from functools import singledispatch
from typing import Any
from uuid import UUID  # noqa: TC003 -- read by ninja at run time

from django.http import FileResponse, Http404, HttpRequest
from ninja import Router, Status

from ringfence.web.access import Act, case_for
from ringfence.web.api import given as taken
from ringfence.web.api import shapes
from ringfence.web.api.faults import FAULTS, RefusedError, checked
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import ask, cancel
from ringfence.web.letters import key_of, letter_of
from ringfence.web.middleware.headers import SANDBOX
from ringfence.web.outbox import kept_of, open_kept
from ringfence.web.pages.giving import ExportForm, RedactForm, ask_cut, ask_export, ask_redact, maskable
from ringfence.web.pages.notices import reached
from ringfence.web.pages.prove import ask_verify
from ringfence.web.registry.models import CaseRow
from ringfence.web.spool import SpooledFile
from ringfence.web.waiting import Waiting, leave, plain_name

work = Router()

# what somebody must be allowed who starts, stops or fetches such work; work that the API does not start asks for the most
ACTS = {
    "report": Act.WRITE,
    "paper": Act.WRITE,
    "notices": Act.WRITE,
    "blocklist": Act.WRITE,
    "verify": Act.PROVE,
    "export": Act.PROVE,
    "redact": Act.PROVE,
    "cut": Act.PROVE,
    "stamp": Act.PROVE,
    "add": Act.ADD,
    "take_in": Act.ADD,
}


@work.get("/cases/{uuid:case}/jobs", response={200: list[shapes.JobOut], **FAULTS})
def jobs(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """List the case's long work, the newest first."""
    return list(Job.objects.filter(case=case_for(request, case, Act.SEE)).order_by("-created")[:100])


@work.post("/cases/{uuid:case}/jobs", response={201: shapes.JobOut, **FAULTS})
def start(request: HttpRequest, case: UUID, given: taken.JobIn) -> Any:  # noqa: ANN401
    """Start long work."""
    return Status(201, begin(given, case_for(request, case, ACTS[given.what])))


@work.get("/cases/{uuid:case}/jobs/{uuid:job}", response={200: shapes.JobOut, **FAULTS})
def job(request: HttpRequest, case: UUID, job: UUID) -> Any:  # noqa: ANN401
    """Tell how far a job is."""
    row = case_for(request, case, Act.SEE)
    return _known(Job.objects.filter(pk=job, case=row).first())


@work.post("/cases/{uuid:case}/jobs/{uuid:job}/cancel", response={200: shapes.JobOut, **FAULTS})
def stop(request: HttpRequest, case: UUID, job: UUID) -> Any:  # noqa: ANN401
    """Ask a job to stop. Act: that of the work."""
    _, one = _of(request, case, job)
    cancel(one)
    one.refresh_from_db()
    return one


@work.get("/cases/{uuid:case}/jobs/{uuid:job}/files", response={200: list[shapes.FileOut], **FAULTS})
def files(request: HttpRequest, case: UUID, job: UUID) -> Any:  # noqa: ANN401
    """List what a job wrote; it is cleared after a day. Act: that of the work."""
    row, one = _of(request, case, job)
    with DESK.read(row) as opened:
        return [{"number": it.number, "name": it.name, "size": it.size} for it in kept_of(opened, one.id)]


@work.get(
    "/cases/{uuid:case}/jobs/{uuid:job}/files/{int:number}",
    response=FAULTS,
    openapi_extra={
        "responses": {200: {"description": "The file", "content": {"application/octet-stream": {}}}},
    },
)
def file(request: HttpRequest, case: UUID, job: UUID, number: int) -> Any:  # noqa: ANN401
    """Give one file that a job wrote. Act: that of the work."""
    row, one = _of(request, case, job)
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


@work.get("/cases/{uuid:case}/material", response={200: list[shapes.SourceOut], **FAULTS})
def material(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the originals of the case."""
    return list(DESK.snapshot(case_for(request, case, Act.SEE)).state.sources.values())


FILES = {
    "type": "object",
    "required": ["files"],
    "properties": {"files": {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}},
}


@work.post(
    "/cases/{uuid:case}/material",
    response={201: list[shapes.JobOut], **FAULTS},
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": FILES}}}},
)
def add(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """Add files; each becomes a job. Who may is decided before the request's body is read."""
    row = case_for(request, case, Act.ADD)
    made = []
    for upload in request.FILES.getlist("files"):
        if isinstance(upload, SpooledFile):
            leave(upload.spool, row.recipient, Waiting(plain_name(upload.name or "")))
            given = {"spool": upload.spool, "owner": "debtor"}
            made.append(ask("add", ("放进案件", "Adding to the case"), case=row, given=given))
    if not made:
        return Status(422, {"detail": [{"loc": ["file", "files"], "msg": "no file"}]})
    return Status(201, made)


@singledispatch
def begin(given: taken.Given, row: CaseRow) -> Job:
    """Ask for the work that ``given`` describes; content goes sealed beside the row, never into it."""
    raise NotImplementedError(type(given), row)


@begin.register
def _(given: taken.ReportIn, row: CaseRow) -> Job:
    return ask(
        "report", ("写案情报告", "Writing the report"), case=row, given={"lang": given.lang, "masked": given.masked}
    )


@begin.register
def _(given: taken.PaperIn, row: CaseRow) -> Job:
    shot = DESK.snapshot(row)
    keys = list(dict.fromkeys(given.keys)) or [key_of(one) for one in shot.letters(masked=True)]
    for key in keys if given.keys else ():
        letter_of(row, shot, key, masked=given.masked)  # one that cannot be written is told now, not by the job
    if not keys:
        raise RefusedError("现在没有要写的信。", "There is no letter to write now.")
    title = ("写成 Word 和 PDF", "Writing Word and PDF")
    return ask("paper", title, case=row, given={"keys": keys, "masked": given.masked})


@begin.register
def _(given: taken.NoticesIn, row: CaseRow) -> Job:
    shot = DESK.snapshot(row)
    people = list(dict.fromkeys(given.people)) or reached(shot)
    if not people or any(one not in shot.state.people for one in people):
        raise RefusedError("没有这位亲友,或还没有登记亲友。", "There is nobody of that id, or nobody is named yet.")
    told = {"people": people, "closing": given.closing, "open": given.open}
    return ask("notices", ("写给亲友的通知", "Writing the notices"), case=row, given=told)


@begin.register
def _(given: taken.BlocklistIn, row: CaseRow) -> Job:
    del given
    return ask("blocklist", ("写拦截名单", "Writing the block list"), case=row)


@begin.register
def _(given: taken.VerifyIn, row: CaseRow) -> Job:
    made = ask_verify(row, given.anchor.strip())
    if made is None:
        raise RefusedError("这个存证码看不懂。", "This code cannot be read.")
    return made


@begin.register
def _(given: taken.ExportIn, row: CaseRow) -> Job:
    sources = list(DESK.snapshot(row).state.sources.values())
    told = {
        "only": given.only or [one.id for one in sources],
        "receiver": given.receiver,
        "keys": "\n".join(given.recipients),
    }
    return ask_export(row, checked(lambda say: ExportForm(told, say=say, sources=sources)))


@begin.register
def _(given: taken.RedactIn, row: CaseRow) -> Job:
    sources = [one for one in DESK.snapshot(row).state.sources.values() if maskable(one.name)]
    told = {
        "source": given.source,
        "names": "\n".join(given.names),
        "keep": "\n".join(given.keep),
        "boxes": "\n".join(f"{box[4]}:{','.join(str(one) for one in box[:4])}" for box in given.boxes),
        "looked": given.looked,
    }
    return ask_redact(row, checked(lambda say: RedactForm(told, say=say, sources=sources)))


@begin.register
def _(given: taken.CutIn, row: CaseRow) -> Job:
    source = DESK.snapshot(row).state.sources.get(given.source)
    if source is None or "recordings" not in source.tables:
        raise RefusedError("案件里没有这份录音。", "The case has no such recording.")
    if any(start >= end for start, end in given.parts):
        raise RefusedError("有一段的结束不在开始之后。", "An end is not after its start.")
    return ask_cut(row, source.id, sorted((start, end) for start, end in given.parts))


def _of(request: HttpRequest, case: UUID, key: UUID) -> tuple[CaseRow, Job]:
    """Return case and job to whoever may do such work; decided before anything is told of it."""
    found = Job.objects.filter(pk=key, case=case).first()
    act = ACTS.get(found.what, Act.WRITE) if found is not None else Act.SEE
    return case_for(request, case, act), _known(found)


def _known(found: Job | None) -> Job:
    if found is None:
        raise Http404
    return found
