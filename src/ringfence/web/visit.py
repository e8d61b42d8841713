"""Whose browser asked for a check without a case: a random mark in the visitor's session, so that nobody else sees it."""

from __future__ import annotations

import secrets
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404

from ringfence.web.access import who_of
from ringfence.web.jobs.models import Job

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

KEY = "checks"


def check_page(page: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make a page that needs no case: whoever may come in at all may see it."""

    @wraps(page)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- the address's own parts
        who_of(request)
        return page(request, **kwargs)

    return answer


def mark_of(request: HttpRequest) -> str:
    """Return the visitor's mark, made at the first check."""
    mark = request.session.get(KEY)
    if not isinstance(mark, str) or not mark:
        mark = request.session[KEY] = secrets.token_hex(16)
    return mark


def own_job(request: HttpRequest, key: UUID, what: str) -> Job:
    """Return a check this browser asked for.

    Raises:
        Http404: there is none of that id, or another browser asked for it.
    """
    found = Job.objects.filter(pk=key, case=None, what=what, session=mark_of(request)).first()
    if found is None:
        raise Http404
    return found
