"""A loan's true rate without a case: three numbers or each payment; nothing of it is kept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from ringfence.schema import FlowKind, Loan, PartyType
from ringfence.web.costing import annual_told, cost_told
from ringfence.web.loan_form import (
    MOST_ROWS,
    AboutForm,
    Line,
    TermsForm,
    context_of,
    first_lines,
    lines_of,
    read_lines,
)
from ringfence.web.visit import check_page
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.schema import Flow


@require_http_methods(["GET", "POST"])
@check_page
def cost(request: HttpRequest) -> HttpResponse:
    """Ask for the terms and count; the answer stands under the form, so that a number can be changed and counted again."""
    say = say_of(request)
    by_rows = (request.POST if request.method == "POST" else request.GET).get("rows") == "1"
    sent = request.POST if request.method == "POST" else None
    about = AboutForm(sent, say=say)
    form = None if by_rows else TermsForm(sent, say=say)
    lines = lines_of(request.POST) if by_rows and sent is not None else first_lines() if by_rows else []
    content: dict[str, Any] = {}
    if sent is not None and "more" in sent:
        lines += [Line(), Line(), Line()]
        del lines[MOST_ROWS:]
    elif sent is not None:
        content = _counted(form, lines, about, say)
    return render(request, "web/check_cost.html", context_of(form, lines, say) | {"about": about} | content)


def _counted(form: TermsForm | None, lines: list[Line], about: AboutForm, say: Say) -> dict[str, Any]:
    from ringfence.finance import annual_from
    from ringfence.finance import cost as true_cost

    today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
    if not about.is_valid() or (form is not None and not form.is_valid()):
        return {"wrong": True}
    said = about.cleaned_data["said"].strip()
    times = form.cleaned_data.get("times") if form is not None else None
    content: dict[str, Any] = {"annual": annual_told(annual_from(said, times=times), say)} if said else {}
    flows: tuple[Flow, ...] = ()
    principal = received = None
    if form is not None and (form.told() or not said):
        flows = form.flows(today)
        principal, received = form.cleaned_data.get("principal"), form.cleaned_data.get("received")
        if form.errors:
            return {"wrong": True}
    elif form is None:
        flows = read_lines(lines, say)
        if any(line.fault for line in lines) or (not flows and not said):
            return {"wrong": True, "no_lines": not flows}
    if flows:
        arrived = next((flow.day for flow in flows if flow.kind is FlowKind.RECEIVED), today)
        day = about.cleaned_data["signed"] or arrived
        kind = PartyType(about.cleaned_data["lender"]) if about.cleaned_data["lender"] else None
        content["told"] = cost_told(true_cost(Loan("", day, principal, received, flows)), flows, day, kind, say)
    return content
