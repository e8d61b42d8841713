"""The gate of a server: finds out who asks, lets nobody in without both factors except to the few pages that are for anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from ringfence.web.access import NOBODY
from ringfence.web.accounts import signing
from ringfence.web.desk import HOLDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

# Open to anybody: what signs in, what hands in by a link, what machines ask. Each of them decides for itself; a test lists them.
OPEN = ("/sign-in/", "/set-up/", "/hand-in/", "/language/", "/healthz", "/metrics", "/api/")


class ClinicDoor:
    """Sets ``request.who``, ``request.staff`` and who sits at the desk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through who is signed in; lead the others to the sign-in page."""
        if request.path.startswith(settings.STATIC_URL):
            return self._next(request)
        user = signing.present(request.session)
        who = signing.who(user) if user is not None else NOBODY
        request.who = who  # type: ignore[attr-defined]  # read by access.who_of
        request.staff = user  # type: ignore[attr-defined]  # the pages about oneself
        if user is None and not request.path.startswith(OPEN):
            return self._to_sign_in(request)
        held = HOLDER.set(who.id)
        try:
            return self._next(request)
        finally:
            HOLDER.reset(held)

    @staticmethod
    def _to_sign_in(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or request.headers.get("HX-Request"):
            answer = HttpResponse(status=401)
            answer.headers["HX-Redirect"] = "/sign-in/"
            return answer
        goal = request.get_full_path()
        return redirect("/sign-in/" if goal == "/" else f"/sign-in/?next={quote(goal)}")
