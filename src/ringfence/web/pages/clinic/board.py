"""The first page of a clinic's server: the cases of whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ringfence.web.access import READING, Role, acts_in, readable_cases, staff_page, visible_cases, who_of
from ringfence.web.clinic.models import Deadline, Waiting
from ringfence.web.clinic.sharing import FEWEST, named, shared
from ringfence.web.desk import DESK
from ringfence.web.jobs.models import Job
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
@staff_page()
def start(request: HttpRequest) -> HttpResponse:
    """Show the cases that are theirs, and what each of them is to them."""
    who = who_of(request)
    cases = visible_cases(who).annotate(
        handed_in=Count("waiting", filter=Q(waiting__state=Waiting.State.WAITING), distinct=True)
    )
    rows = [(row, DESK.is_open(row), acts_in(who, row)) for row in cases]
    return render(request, "web/server/start.html", {"rows": rows, "makes": Role.CASEWORKER in who.roles})


@require_GET
@staff_page(*READING)
def board(request: HttpRequest) -> HttpResponse:
    """Show deadlines, what cases share, and work under way, of the cases whose content is theirs to see."""
    say, cases = say_of(request), {row.pk: row for row in readable_cases(who_of(request))}
    today = timezone.localdate()
    dues = list(Deadline.objects.filter(case__in=cases).select_related("case")[:100])
    names: dict[tuple[str, str], str] = {}
    for row in cases.values():
        if DESK.is_open(row):
            shot = DESK.snapshot(row)
            names |= named(shot.state, shot.events)
    words = {"number": say("号码", "number"), "party": say("机构", "agency"), "app": "App"}
    rows = [
        {
            "word": words[one.kind],
            "name": names.get((one.kind, one.digest), ""),
            "cases": [cases[key] for key in one.mine],
            "total": one.total,
        }
        for one in shared(list(cases))
    ]
    content = {
        "dues": [{"day": due.day, "case": due.case, "late": due.day < today} for due in dues],
        "shared": rows,
        "fewest": FEWEST,
        "jobs": Job.objects.filter(case__in=cases, finished=None).select_related("case").order_by("created")[:100],
    }
    return render(request, "web/server/board.html", content)
