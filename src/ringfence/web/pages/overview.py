"""The first screen of a case: what happened, how bad, what to do today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.pages.agenda import links_of
from ringfence.web.words import language_of, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.SEE)
def overview(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show the case as it stands."""
    shot = DESK.snapshot(row)
    view = shot.view(language_of(request))
    say, front = say_of(request), view.get("front", {})
    todo, more = (
        [step | {"links": links_of(row, shot, step["stem"], step["about"], say)} for step in front.get(part, ())]
        for part in ("actions", "actions_more")
    )
    content = {"row": row, "state": shot.state, "view": view, "front": front, "todo": todo, "todo_more": more}
    return render(request, "web/overview.html", content)
