"""The gate of the local server: only the browser that was opened with the one-time address comes in.

Other programs and other people on the same computer can reach 127.0.0.1 too; they do not know the address.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

SESSION_KEY = "let_in"


class OneTimeTokens:
    """Tokens that open the door once each; kept in this process's memory only."""

    def __init__(self) -> None:
        self._waiting: set[str] = set()

    def issue(self) -> str:
        """Make a new token."""
        token = secrets.token_urlsafe(24)
        self._waiting.add(token)
        return token

    def spend(self, token: str) -> bool:
        """Tell whether ``token`` was waiting, and forget it."""
        found = next((one for one in self._waiting if secrets.compare_digest(one, token)), None)
        if found is None:
            return False
        self._waiting.discard(found)
        return True


TOKENS = OneTimeTokens()


class TokenGate:
    """Lets in sessions that came by a one-time token; everything else sees how to get one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, spend a token, or explain."""
        if request.path.startswith(settings.STATIC_URL) or request.path == "/healthz":
            return self._next(request)
        if request.path.startswith("/open/"):
            return self._enter(request, request.path.removeprefix("/open/").strip("/"))
        if not request.session.get(SESSION_KEY):
            return render(request, "web/closed.html", status=403)
        return self._next(request)

    def _enter(self, request: HttpRequest, token: str) -> HttpResponse:
        if not TOKENS.spend(token):
            if request.session.get(SESSION_KEY):
                return redirect("start")
            return render(request, "web/closed.html", {"spent": True}, status=403)
        request.session.cycle_key()
        request.session[SESSION_KEY] = True
        goal = request.GET.get("next", "/")
        return redirect(goal if goal.startswith("/") and not goal.startswith("//") and "\\" not in goal else "/")
