"""Adding material: many files at once, each a job with its progress; what became of each is told beside it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import again, ask
from ringfence.web.noted import refused, said
from ringfence.web.pages.reading import Account, account_of
from ringfence.web.spool import SpooledFile, spooled
from ringfence.web.waiting import Waiting, about, leave, plain_name
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import Case, State
    from ringfence.web.registry.models import CaseRow
    from ringfence.web.words import Say

SHOWN = 60  # cards on a page; the rest is counted
KINDS = ("add", "reread")
TITLE = ("加入一个文件", "Adding a file")  # never its name: a row says nothing of what is in a case
BY_SCRIPT = "add.js"


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one file on its way. ``tone``: good, warn or "" (under way)."""

    id: UUID
    name: str
    state: str
    step: str
    percent: int | None
    told: str
    tone: str
    asks: bool
    over: bool
    retry: bool
    source: str
    account: Account | None
    people: tuple[str, ...]


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def add(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Take files; show what is under way."""
    if request.method == "POST":
        return _take(request, row)
    say = say_of(request)
    with DESK.read(row) as case:
        content = {"state": case.state, **_adding(case, row, say)}
    return render(
        request,
        "web/add.html",
        {"row": row, "local": settings.RINGFENCE_MODE == "local", "script": BY_SCRIPT, **content},
    )


@require_GET
@case_page(Act.ADD)
def adding(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show only what is under way: the part that renews itself."""
    with DESK.read(row) as case:
        return render(request, "web/_adding.html", {"row": row, **_adding(case, row, say_of(request))})


@require_POST
@case_page(Act.ADD)
def clear(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Put away the cards of what is over; the material stays in the case."""
    del request
    over = [JobState.DONE, JobState.CANCELLED]
    Job.objects.filter(case=row, what__in=KINDS, state__in=over).delete()
    return redirect("add", row.id)


@require_POST
@case_page(Act.ADD)
def retry(request: HttpRequest, row: CaseRow, job: UUID) -> HttpResponse:
    """Try a file that failed once more."""
    one = Job.objects.filter(pk=job, case=row, what__in=KINDS, state=JobState.FAILED).first()
    if one is None:
        raise Http404
    again(one)
    said(request, say_of(request)("会再试一次。", "It is tried again."))
    return redirect("add", row.id)


def _take(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Queue each upload; a folder of this computer is taken where it lies."""
    say = say_of(request)
    owner = request.POST.get("owner", "debtor")
    with DESK.read(row) as case:
        recipient = case.vault.recipient()
        known = owner == "debtor" or owner in case.state.people
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SpooledFile)]
    folder = request.POST.get("folder", "").strip().strip('"')[:2000] if settings.RINGFENCE_MODE == "local" else ""
    if not known:  # a person who was taken back meanwhile
        owner = "debtor"
    asked = [_queue(row, recipient, file.spool, Waiting(plain_name(file.name or "")), owner) for file in files]
    if folder:
        spool = f"{uuid.uuid4().hex}.age"
        asked.append(_queue(row, recipient, spool, Waiting(plain_name(folder), folder), owner))
    if request.headers.get("X-Requested-With") == BY_SCRIPT:
        return JsonResponse({"jobs": [str(job.pk) for job in asked]})
    if not asked:
        refused(request, say("还没有选文件。", "No file was chosen."))
    return redirect("add", row.id)


def _queue(row: CaseRow, recipient: str, spool: str, waiting: Waiting, owner: str) -> Job:
    leave(spool, recipient, waiting)
    return ask("add", TITLE, case=row, given={"spool": spool, "owner": owner})


def _adding(case: Case, row: CaseRow, say: Say) -> dict[str, object]:
    """Return the cards of what is under way and what came of it, the newest first."""
    jobs = list(Job.objects.filter(case=row, what__in=KINDS).order_by("-created")[:SHOWN])
    every = Job.objects.filter(case=row, what__in=KINDS)
    waiting = every.filter(state__in=[JobState.QUEUED, JobState.RUNNING, JobState.LOCKED]).count()
    asking = every.filter(state=JobState.ASKING).count()
    state = case.state
    return {
        "cards": [_card(job, case, state, say) for job in jobs],
        "waiting": waiting,
        "asking": asking,
        "busy": waiting > 0,
        "finished": any(job.state in {JobState.DONE, JobState.CANCELLED} for job in jobs),
    }


def _card(job: Job, case: Case, state: State, say: Say) -> Card:
    source = state.sources.get(str(job.result.get("source") or job.given.get("source") or ""))
    spool = job.given.get("spool")
    known = about(case, spool) if isinstance(spool, str) and source is None else None
    if job.over or job.state == JobState.ASKING:
        DESK.drop_password(job.pk)
    good = job.state == JobState.DONE and source is not None and bool(source.reader)
    people = [state.people[one].name for one in job.result.get("people", ()) if one in state.people]
    return Card(
        id=job.pk,
        name=source.name if source is not None else known.name if known is not None else say("一个文件", "a file"),
        state=job.state,
        step=say(job.step, job.step_en),
        percent=job.percent,
        told=say(job.told_zh, job.told_en),
        tone="good" if good else "warn" if job.over or job.state == JobState.ASKING else "",
        asks=job.state == JobState.ASKING,
        over=job.over,
        retry=job.state == JobState.FAILED
        and (spool is None or spooled(spool).exists() or bool(known and known.folder)),
        source=source.id if source is not None and job.state == JobState.DONE else "",
        account=account_of(source, say) if source is not None and job.state == JobState.DONE else None,
        people=tuple(people),
    )
