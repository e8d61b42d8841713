"""Who may do what to which case: decided here and nowhere else.

Every page of a case is made with :func:`case_page`; a test walks all addresses and fails on one that goes round it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import reverse

from ringfence.web.desk import DESK
from ringfence.web.registry.models import CaseRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class Act(StrEnum):
    """What somebody wants to do with a case."""

    SEE = "see"
    ADD = "add"
    CORRECT = "correct"
    WRITE = "write"  # letters, notices, proceedings
    PROVE = "prove"  # verify, stamp, anchor, export
    MANAGE = "manage"  # lock out, destroy, passphrase


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at the door. ``local``: the one person at their own computer, who may do everything."""

    id: str
    name: str
    local: bool
    acts: frozenset[Act]

    def may(self, act: Act) -> bool:
        """Tell whether they may do it at all, in cases they may see."""
        return act in self.acts


LOCAL = Who("local", "", local=True, acts=frozenset(Act))


class CasePage(Protocol):
    """A page of one case."""

    def __call__(self, request: HttpRequest, row: CaseRow, /, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- the address's own parts
        """Answer for ``row``, which the caller may see."""


def who_of(request: HttpRequest) -> Who:
    """Return who asks."""
    del request
    if settings.RINGFENCE_MODE == "local":
        return LOCAL
    raise Http404


def visible_cases(who: Who) -> QuerySet[CaseRow]:
    """Return the cases that ``who`` may see."""
    return CaseRow.objects.all() if who.local else CaseRow.objects.none()


def case_page(act: Act, *, locked: bool = False) -> Callable[[CasePage], Callable[..., HttpResponseBase]]:
    """Make a page of a case: finds the case among those visible, checks the act, asks for the passphrase when it is locked.

    A case that may not be seen does not exist (404); an act that is not allowed is refused (403).
    ``locked``: the page works on a locked case.
    """

    def around(page: CasePage) -> Callable[..., HttpResponseBase]:
        @wraps(page)
        def answer(request: HttpRequest, case: UUID, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- as above
            who = who_of(request)
            row = visible_cases(who).filter(pk=case).first()
            if row is None:
                raise Http404
            if not who.may(act):
                return HttpResponseForbidden()
            if not locked and not DESK.is_open(row):
                goal = request.get_full_path() if request.method == "GET" else reverse("overview", args=[row.id])
                return redirect(f"{reverse('unlock', args=[row.id])}?{urlencode({'next': goal})}")
            request.case_row = row  # type: ignore[attr-defined]  # the frame shows the case's name and navigation
            return page(request, row, **kwargs)

        answer.act = act  # type: ignore[attr-defined]  # read by the test that walks all addresses
        return answer

    return around
