"""Short texts for the people who were contacted, by relation, to copy; later the notice that it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence import respond
from ringfence.schema import ROLE_ZH
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.queue import ask
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from ringfence.schema import Person
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def notices(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show who gets which text; write them as one document when asked."""
    shot, say = DESK.snapshot(row), say_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    closing, about = asked.get("closing") == "1", {"open": True, "discreet": False}.get(asked.get("words", ""))
    chosen = _chosen(shot, asked)
    made = respond.notices(chosen, me=shot.state.borrower.name, closing=closing, about_loan=about)
    if request.method == "POST" and made:
        given = {"people": [one.person for one in made], "closing": closing, "open": about}
        job = ask("notices", ("写给亲友的通知", "Writing the notices"), case=row, given=given)
        return redirect("job", row.id, job.id)
    picked = {one.id for one in chosen}
    table = respond.notice_words()
    content: dict[str, Any] = {
        "row": row,
        "made": [{"one": one, "role": say(ROLE_ZH[one.role])} for one in made],
        "people": [(one, say(ROLE_ZH[one.role]), one.id in picked) for one in shot.state.people.values()],
        "closing": closing,
        "words": asked.get("words", ""),
        "left_out": say(table["left_out"]["guarantor"]) if len(made) < len(chosen) else "",
        "notes": [say(text) for name, text in table["notes"].items() if name != "intake"],
        "reached": bool(reached(shot)),
    }
    return render(request, "web/notices.html", content)


def _chosen(shot: Snapshot, asked: QueryDict) -> list[Person]:
    known = shot.state.people
    named = [name for name in asked.getlist("who") if name in known]
    return [known[name] for name in dict.fromkeys(named or reached(shot))]


def reached(shot: Snapshot) -> list[str]:
    """Return who around the borrower was contacted, by id."""
    if shot.dossier is None:
        return []
    reached = shot.dossier.metrics.people["person"].to_list()
    return [name for name in reached if name in shot.state.people]
