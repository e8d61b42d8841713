"""A repayment agreement or an offer: what it lacks, where it is vague, what is dangerous, whether it adds up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from ringfence.schema import RingfenceError
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.noted import noted
from ringfence.web.paper_text import LONGEST, paper_text
from ringfence.web.visit import check_page
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.respond import AgreementCheck, AgreementPoint, AgreementWarning
    from ringfence.web.registry.models import CaseRow


@require_http_methods(["GET", "POST"])
@check_page
def agreement(request: HttpRequest) -> HttpResponse:
    """Check words or a file without a case; nothing of it is kept."""
    from ringfence.respond import check_agreement

    content: dict[str, Any] = {}
    if request.method == "POST":
        say = say_of(request)
        try:
            text = paper_text(request)
            today = date.today()  # noqa: DTZ011 -- the user's own calendar day is meant
            content = {"found": agreement_told(check_agreement(text, today=today), today, say), "text": text}
        except RingfenceError as fault:
            content = {"fault": fault.text(say.lang), "text": request.POST.get("text", "")}
    return render(request, "web/check_agreement.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.SEE)
def in_case(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Check words or a file against what the case knows of a debt; nothing is noted yet."""
    say = say_of(request)
    with DESK.read(row) as case:
        state = case.state
        content: dict[str, Any] = {"row": row, "debts": debts_of(state), "agreements": _agreements(state, say)}
        content["debt"] = (request.POST if request.method == "POST" else request.GET).get("debt", "")
        if request.method == "POST":
            debt = content["debt"] if content["debt"] in state.debts else ""
            try:
                text = paper_text(request, row)
                today = _today(state.zone)
                found = case.check_agreement(text, debt=debt, today=today)
                content |= {"found": agreement_told(found, today, say), "text": text, "debt": debt}
            except RingfenceError as fault:
                content |= {"fault": fault.text(say.lang), "text": request.POST.get("text", "")}
    return render(request, "web/agreement.html", content)


@require_POST
@case_page(Act.CORRECT)
def note(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Note what was found in the words that were checked, for the debt they are about."""
    from ringfence.respond import Verdict

    debt, text = request.POST.get("debt", ""), request.POST.get("text", "")[:LONGEST]
    with DESK.write(row) as case:
        state = case.state
        if debt in state.debts and text.strip():
            found = case.check_agreement(text, debt=debt, today=_today(state.zone))
            if found.verdict is not Verdict.NONE:
                case.note_agreement(found.facts(state.debts[debt].lender, debt=debt))
                noted(request, case)
    return redirect("agreement", row.id)


def agreement_told(found: AgreementCheck, day: date, say: Say) -> dict[str, Any]:
    """Return what ``_agreement.html`` shows; what to ask the lender stands in Chinese beside its English."""
    from ringfence.respond import agreement_words

    words = agreement_words()
    return {
        "check": found,
        "verdict": found.verdict.value,
        "verdict_said": say(found.verdict_zh),
        "effect": [say(line) for line in found.effect_zh],
        "harmful": [_warned(one, say) for one in found.harmful],
        "missing": [_warned(one, say) for one in found.missing],
        "vague": [_warned(one, say) for one in found.vague],
        "sums": [
            {"zh": say(words.sums[one.name][0]), "told": say(one.told_zh)} | _ask(words.sums[one.name][1], say)
            for one in found.sums
        ],
        "advised": [_ask(one.ask, say) for one in found.advised],
        "there": [say(one.zh) for one in found.points if one.presence.value == "present"],
        "articles": _articles(found.facts_used, day),
        "note": say(words.note),
    }


def _warned(one: AgreementWarning | AgreementPoint, say: Say) -> dict[str, str]:
    why = say(getattr(one, "why", ""))
    return {"zh": say(one.zh), "why": why, "place": one.place, "quote": one.quote} | _ask(one.ask, say)


def _ask(ask: str, say: Say) -> dict[str, str]:
    """Return what to ask, and the Chinese to say or write where the page is in another language."""
    return {"ask": say(ask), "words": str(ask) if say.lang != "zh" else ""}


def debts_of(state: State) -> list[tuple[str, str]]:
    """Return the debts to choose from: id, and how people know them."""
    parties = state.parties
    return [
        (one.id, f"{parties[one.lender].name if one.lender in parties else one.id} {one.product}".strip())
        for one in state.debts.values()
    ]


def _agreements(state: State, say: Say) -> list[dict[str, Any]]:
    return [
        {
            "one": one,
            "lender": state.parties[one.lender].name if one.lender in state.parties else "",
            "months": one.months or "",
            "monthly": "" if one.monthly is None else f"{one.monthly:,.2f}",
            "harmful": len(one.harmful or ()),
            "acknowledges": say("承认了欠款", "acknowledges the debt") if one.acknowledges else "",
        }
        for one in state.agreements.values()
    ]


def _articles(facts: tuple[str, ...], day: date) -> str:
    from ringfence import law

    cited = [one for one in law.cite(law.load_pack("cn"), facts, day) if one.in_letters and one.article_confirmed]
    by_title = {one.title: [other.article_zh for other in cited if other.title == one.title] for one in cited}
    return ";".join(f"《{title}》{'、'.join(articles)}" for title, articles in by_title.items())


def _today(zone: str) -> date:
    return datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
