"""Money in a case: the loans and what they cost, what the household has a month, what it carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence.schema import Budget
from ringfence.web.access import Act, case_page
from ringfence.web.costing import rate_text
from ringfence.web.desk import DESK
from ringfence.web.fields import YuanField
from ringfence.web.forms import SpokenForm
from ringfence.web.noted import noted
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from decimal import Decimal

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.schema import Affordable, Cost
    from ringfence.web.registry.models import CaseRow


@require_GET
@case_page(Act.SEE)
def money(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Show every debt with its true rate, and what is left a month."""
    from ringfence.finance import cost as true_cost
    from ringfence.respond import cost_picture

    say = say_of(request)
    with DESK.read(row) as case:
        state, carried = case.state, case.affordable()
    costs = {one.debt: true_cost(one) for one in state.loans.values() if one.debt in state.debts}
    debts = [_debt(state, name, costs.get(name), say) for name in state.debts]
    drawn = [
        (f"{it['lender']} {it['one'].product}".strip(), costs[it["one"].id]) for it in debts if it["one"].id in costs
    ]
    content = {
        "row": row,
        "debts": debts,
        "chart": cost_picture(drawn, say.lang) if drawn else None,
        "parties": bool(state.parties),
        "budget": budget_told(state.budget),
        "carried": carried_told(carried, say),
        "agreements": len(state.agreements),
    }
    return render(request, "web/money.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def budget(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Ask what the household has a month; everything may stay empty."""
    with DESK.read(row) as case:
        before, zone = case.state.budget or Budget(), case.state.zone
    known = {name: yuan(getattr(before, name), "") for name in ("income", "necessary", "savings")}
    form = BudgetForm.of(request, initial=known)
    if not form.is_valid():
        return render(request, "web/budget.html", {"row": row, "form": form})
    today = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
    with DESK.write(row) as case:
        case.note_budget(replace(before, **form.cleaned_data, noted=today))
        noted(request, case)
    return redirect("money", row.id)


def carried_told(carried: Affordable, say: Say) -> dict[str, Any]:
    """Return what the household carries, in words."""
    return {
        "monthly": yuan(carried.monthly, ""),
        "once": yuan(carried.once, ""),
        "reasons": say("\n".join(carried.reasons_zh), "\n".join(carried.reasons_en)).splitlines(),
        "missing": [say(text) for text in carried.missing_zh],
    }


def budget_told(known: Budget | None) -> dict[str, str]:
    """Return the three sums as text, nothing when none was told."""
    if known is None:
        return {}
    return {name: yuan(getattr(known, name), "—") for name in ("income", "necessary", "savings")}


def yuan(amount: Decimal | float | None, none: str) -> str:
    """Return an amount with its thousands apart, ``none`` when it is not known."""
    return none if amount is None else f"{amount:,.2f}".removesuffix(".00")


def _debt(state: State, name: str, cost: Cost | None, say: Say) -> dict[str, Any]:
    one = state.debts[name]
    party = state.parties.get(one.lender)
    return {
        "one": one,
        "lender": "" if party is None else party.name,
        "principal": yuan(one.principal, ""),
        "nominal": "" if cost is None else rate_text(cost.nominal, say),
        "effective": "" if cost is None else rate_text(cost.effective, say),
        "charge": "" if cost is None else yuan(cost.charge, ""),
    }


class BudgetForm(SpokenForm):
    """What the household has a month, in yuan."""

    income = YuanField(
        required=False, label="全家每月到手多少(元)|Net income a month", help_text="税后、扣完社保|after tax"
    )
    necessary = YuanField(
        required=False,
        label="每月必须花多少(元)|Necessary spending a month",
        help_text="房租、吃饭、看病、上学、养老人孩子|rent, food, medicine, school, upkeep",
    )
    savings = YuanField(
        required=False,
        label="现在能一次拿出来的钱(元)|What could be paid at once",
        help_text="存款里真的能动的|savings you can really use",
    )
