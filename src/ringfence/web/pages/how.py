"""How to get material out of a phone, from a carrier, from people: short cards with drawn pictures, dated."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ringfence.web.access import Act, case_page
from ringfence.web.words import say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.ADD)
def how(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Ask what the reader has; each answer leads to its card."""
    say = say_of(request)
    cards = [(key, say(*card["title"]), say(*card["what"]), picture(key)) for key, card in facts()["cards"].items()]
    return render(request, "web/how.html", {"row": row, "cards": cards})


@require_GET
@case_page(Act.ADD)
def card(request: HttpRequest, row: CaseRow, card: str) -> HttpResponse:
    """Show one card: steps with their pictures, what to mind."""
    say, told = say_of(request), facts()["cards"].get(card)
    if told is None:
        raise Http404
    content = {
        "row": row,
        "title": say(*told["title"]),
        "what": say(*told["what"]),
        "picture": picture(card),
        "steps": [say(*step) for step in told["steps"]],
        "mind": [say(*line) for line in told.get("mind", ())],
        "as_of": facts()["as_of"],
    }
    return render(request, "web/how_card.html", content)


def picture(key: str) -> str:
    """Return the template of a card's picture."""
    return f"web/how/{key}.svg"


@cache
def facts() -> Any:  # noqa: ANN401 -- plain data of our own file
    """Return the cards of ``how.yaml``."""
    return yaml.safe_load(files("ringfence.web").joinpath("how.yaml").read_text("utf-8"))
