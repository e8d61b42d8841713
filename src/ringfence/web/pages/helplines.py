"""Telephone lines for somebody in danger or distress; open to everybody who is in, without a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence import respond

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_GET
def help_lines(request: HttpRequest) -> HttpResponse:
    """Show the lines; whom it is urgent for is said first."""
    content = {
        "urgent": respond.help_words("urgent"),
        "lead": respond.help_words("lead"),
        "lines": respond.help_lines(),
    }
    return render(request, "web/helplines.html", content)
