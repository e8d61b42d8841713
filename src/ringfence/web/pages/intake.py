"""A page for others: they seal what they have for this case on their own device, send it back, and it is taken in here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.middleware.headers import SANDBOX
from ringfence.web.words import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.ADD)
def intake(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Say how it works, offer the page, take what came back (the form goes to the add page)."""
    with DESK.read(row) as case:
        people = list(case.state.people.values())
    return render(request, "web/intake.html", {"row": row, "people": people})


@require_GET
@case_page(Act.ADD)
def page(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Give the page to pass on: it holds the case's public key and an empty form, nothing of the case."""
    from ringfence.ingest import statement_form
    from ringfence.vault import intake_page

    with DESK.read(row) as case:
        recipient = case.vault.recipient()
    answer = HttpResponse(
        intake_page(recipient, statement_form(language_of(request))), content_type="text/html; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="intake.html"'
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
