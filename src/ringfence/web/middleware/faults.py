"""Faults that are explained become a page in plain words; the log gets the fault's kind, never its content."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.shortcuts import render

from ringfence.schema import RingfenceError
from ringfence.web.desk import NotReadyError
from ringfence.web.words import language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("ringfence.web")


class PlainFaults:
    """Turns a RingfenceError of a page into its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Show what is wrong and what to do; unexpected faults are logged by kind and place only."""
        if isinstance(fault, NotReadyError) and request.method == "GET":
            return render(request, "web/preparing.html", status=202)
        if isinstance(fault, RingfenceError):
            return render(request, "web/fault.html", {"fault": fault.text(language_of(request))}, status=409)
        if isinstance(fault, Http404 | PermissionDenied | SuspiciousOperation):
            return None  # Django's own answers: no such page, not allowed, a broken request
        log.error("unexpected %s at %s", type(fault).__name__, _place(fault))
        return render(request, "web/fault.html", {"fault": ""}, status=500)


def _place(fault: Exception) -> str:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
