"""Long work of a case: how far it is, stopping it, what it asks, what it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job, JobState
from ringfence.web.jobs.queue import ask, cancel
from ringfence.web.middleware.headers import SANDBOX
from ringfence.web.outbox import Kept, kept_of, open_kept
from ringfence.web.words import language_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.SEE)
def job(request: HttpRequest, row: CaseRow, job: UUID) -> HttpResponse:
    """Show how far a job is; a part of the page when only that is asked for."""
    one = _job(row, job)
    if one.over:
        DESK.drop_password(one.id)
    files: tuple[Kept, ...] = ()
    if one.state == JobState.DONE and one.result.get("files"):
        with DESK.read(row) as case:
            files = kept_of(case, one.id)
    page = "web/_job.html" if request.headers.get("HX-Request") else "web/job.html"
    return render(request, page, {"row": row, "job": one, "files": files})


@require_POST
@case_page(Act.SEE)
def stop(request: HttpRequest, row: CaseRow, job: UUID) -> HttpResponse:
    """Ask a job to stop."""
    del request
    cancel(_job(row, job))
    return redirect("job", row.id, job)


@require_GET
@case_page(Act.SEE)
def kept(request: HttpRequest, row: CaseRow, job: UUID, number: int) -> HttpResponseBase:
    """Give one file that a job wrote, always as a download."""
    del request
    one = _job(row, job)
    with DESK.read(row) as case:
        named = {it.number: it for it in kept_of(case, one.id)}
        if number not in named:
            raise Http404
        stream = open_kept(case, one.id, number)
    response = FileResponse(stream, as_attachment=True, filename=named[number].name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Length"] = str(named[number].size)
    return response


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def report(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Offer the report; write it as a job."""
    if request.method == "POST":
        given = {"lang": language_of(request), "masked": request.POST.get("whole") != "1"}
        one = ask("report", ("写案情报告", "Writing the report"), case=row, given=given)
        return redirect("job", row.id, one.id)
    return render(request, "web/report.html", {"row": row})


def _job(row: CaseRow, key: UUID) -> Job:
    found = Job.objects.filter(pk=key, case=row).first()
    if found is None:
        raise Http404
    return found
