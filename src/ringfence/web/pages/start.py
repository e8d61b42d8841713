"""The first page: what do you want to do? Open or make a case, or just check something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ringfence.web.access import visible_cases, who_of
from ringfence.web.desk import DESK
from ringfence.web.words import COOKIE, LANGUAGES

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Show the cases and the checks that need none."""
    rows = [(row, DESK.is_open(row)) for row in visible_cases(who_of(request))]
    return render(request, "web/start.html", {"rows": rows})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back."""
    back = request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = redirect(back if safe else "/")
    chosen = request.POST.get("lang", "")
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=400 * 86400, samesite="Strict", httponly=True)
    return response


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")
