"""What is wrong and by which rule: the same findings, in the same words, as the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.words import language_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.SEE)
def findings(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show every finding: the sentence first, then evidence, article, what is uncertain, what would make it stronger."""
    view = DESK.snapshot(row).view(language_of(request))
    return render(request, "web/findings.html", {"row": row, "view": view, "w": view.get("w", {})})
