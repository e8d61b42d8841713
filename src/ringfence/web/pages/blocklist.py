"""Numbers to block: which, which not and why, and the files phones and blocking apps read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence import law, respond
from ringfence.schema import display_phone
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.jobs.queue import ask
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow

SHOWN = 200


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def blocklist(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show the list; write the files as a job."""
    if request.method == "POST":
        job = ask("blocklist", ("写屏蔽名单", "Writing the block list"), case=row)
        return redirect("job", row.id, job.id)
    shot = DESK.snapshot(row)
    table, say = respond.block_words(), say_of(request)
    numbers, left = [], []
    if shot.dossier is not None:
        offices = {number for office in law.load_pack("cn").officials for number in office.numbers}
        found = respond.block_list(shot.dossier.metrics.numbers, shot.dossier.matter, offices)
        numbers = list(found.numbers)
        left = [(display_phone(key), say(table["left_out"][reason])) for key, reason in found.left_out]
    content = {
        "row": row,
        "warnings": [say(text) for text in table["warnings"]],
        "numbers": numbers[:SHOWN],
        "count": len(numbers),
        "left": left[:SHOWN],
    }
    return render(request, "web/blocklist.html", content)
