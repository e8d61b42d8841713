"""Telephone lines for somebody in danger or distress; open to everybody who is in, without a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence import respond
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.words import Say


@require_GET
def help_lines(request: HttpRequest) -> HttpResponse:
    """Show the lines; whom it is urgent for is said first."""
    say = say_of(request)
    content = {"lines": help_told(say)} | {name: say(respond.help_words(name)) for name in ("urgent", "lead")}
    return render(request, "web/helplines.html", content)


def help_told(say: Say) -> list[dict[str, Any]]:
    """Return the lines in the reader's language."""
    return [
        {
            "number": one.number,
            "name": say(one.name),
            "about": say(one.for_zh),
            "source": say(one.source),
            "as_of": one.as_of,
        }
        for one in respond.help_lines()
    ]
