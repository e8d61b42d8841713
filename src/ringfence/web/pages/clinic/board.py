"""The first page of a clinic's server: the cases of whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence.web.access import Role, acts_in, staff_page, visible_cases, who_of
from ringfence.web.clinic.models import Waiting
from ringfence.web.desk import DESK

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
