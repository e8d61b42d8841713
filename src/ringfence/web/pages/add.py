"""Adding material: many files at once, each a job with its progress; what a file needs (a password, its columns) is asked here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import ask
from ringfence.web.spool import SpooledFile

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow


@require_http_methods(["GET", "POST"])
@case_page(Act.ADD)
def add(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Take files; show what is under way and what the case holds."""
    if request.method == "POST":
        owner = request.POST.get("owner", "debtor")
        for file in request.FILES.getlist("files"):
            if isinstance(file, SpooledFile):
                name = file.name or "file"
                ask(
                    "add",
                    (f"加入 {name}", f"Adding {name}"),
                    case=row,
                    given={"spool": file.spool, "name": name, "owner": owner},
                )
        return redirect("add", row.id)
    with DESK.read(row) as case:
        state = case.state
    jobs = list(Job.objects.filter(case=row, what="add").order_by("-created")[:60])
    return render(
        request, "web/add.html", {"row": row, "state": state, "jobs": jobs, "busy": any(not job.over for job in jobs)}
    )
