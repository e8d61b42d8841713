"""One debt: what is known of it, its money in and out, what it really costs, what could be offered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from ringfence.schema import Debt, FlowKind, Loan, Party, PartyType
from ringfence.web.access import Act, case_page
from ringfence.web.costing import cost_told
from ringfence.web.desk import DESK
from ringfence.web.fields import DayField, ShareField, TellField, YuanField
from ringfence.web.forms import SpokenForm
from ringfence.web.loan_form import (
    MOST_ROWS,
    Line,
    TermsForm,
    context_of,
    first_lines,
    lines_from,
    lines_of,
    read_lines,
)
from ringfence.web.noted import noted
from ringfence.web.pages.money import carried_told, yuan
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from ringfence.case import Case, State
    from ringfence.schema import Flow, Offer, Proposal
    from ringfence.web.registry.models import CaseRow

STEPS = {"opening": ("先报", "opening"), "offer": ("想谈成", "offer"), "reserve": ("底线", "reserve")}


@require_GET
@case_page(Act.SEE)
def debt(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Show one debt: the facts, the true cost with its picture, the limits, the schedule, the numbers of a negotiation."""
    say = say_of(request)
    with DESK.read(row) as case:
        one, loan = _known(case.state, key)
        content: dict[str, Any] = {
            "row": row,
            "one": one,
            "lender": case.state.parties.get(one.lender, Party(one.lender, "")),
        }
        content |= _offer(case, one, request.GET.get("owed", ""), say)
    if loan.flows or loan.received is not None:
        content["told"] = _told(loan, one, content["lender"].type, say)
    content |= {"loan": loan, "principal": yuan(one.principal, ""), "facts": _facts(one, loan, say)}
    return render(request, "web/debt.html", content)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def change(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Note a debt (``new``) or change what is known of it."""
    with DESK.read(row) as case:
        state = case.state
    if not state.parties:
        return render(request, "web/debt_change.html", {"row": row, "nobody": True})
    before = Debt("", "") if key == "new" else _known(state, key)[0]
    lenders = [(one.id, one.name) for one in state.parties.values() if one.type is not PartyType.AGENCY]
    form = DebtForm.of(request, initial=_of_debt(before), lenders=lenders or _all(state))
    if not form.is_valid():
        return render(request, "web/debt_change.html", {"row": row, "form": form, "new": key == "new"})
    told = form.cleaned_data
    principal = told.pop("principal")
    with DESK.write(row) as case:
        kept = case.note_debt(replace(before, **told, principal=None if principal is None else float(principal)))
        noted(request, case)
    return redirect("debt_terms" if key == "new" else "debt", row.id, kept.id)


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def terms(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Ask for the money in and out: by three numbers, or each payment on its line."""
    say = say_of(request)
    with DESK.read(row) as case:
        one, before = _known(case.state, key)
    sent = request.POST if request.method == "POST" else None
    by_rows = (request.POST if sent is not None else request.GET).get("rows") == "1"
    form = None if by_rows else TermsForm(sent, say=say, initial=_of_loan(before, one))
    lines = lines_of(sent) if by_rows and sent is not None else lines_from(before.flows) or first_lines()
    content = {"row": row, "one": one, "with_paid": True, "flows": len(before.flows)}
    if sent is not None and "more" in sent:
        lines += [Line(), Line(), Line()]
        del lines[MOST_ROWS:]
    elif sent is not None:
        loan = _loan(form, lines, before, one, say)
        if loan is not None:
            with DESK.write(row) as case:
                case.note_loan(loan)
                noted(request, case)
            return redirect("debt", row.id, key)
        content |= {"wrong": True, "no_lines": by_rows and not any(line.fault for line in lines)}
    return render(request, "web/debt_terms.html", content | context_of(form, lines, say))


@require_http_methods(["GET", "POST"])
@case_page(Act.CORRECT)
def wording(request: HttpRequest, row: CaseRow, key: str) -> HttpResponse:
    """Ask what the advertisement and the papers say of the rate."""
    with DESK.read(row) as case:
        one, before = _known(case.state, key)
    names = ("contract_day", "rate_wording", "annual_displayed", "cost_table", "consumer")
    initial = {name: getattr(before, name) for name in names}
    initial |= {"annual_shown": _percent(before.annual_shown), "balance": yuan(before.balance, "")}
    initial["contract_day"] = before.contract_day or one.opened
    form = WordingForm.of(request, initial=initial)
    if not form.is_valid():
        return render(request, "web/debt_wording.html", {"row": row, "one": one, "form": form})
    with DESK.write(row) as case:
        case.note_loan(replace(before, **form.cleaned_data))
        noted(request, case)
    return redirect("debt", row.id, key)


def _known(state: State, key: str) -> tuple[Debt, Loan]:
    if key not in state.debts:
        raise Http404
    return state.debts[key], state.loans.get(key, Loan(key))


def _all(state: State) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in state.parties.values()]


def _told(loan: Loan, one: Debt, kind: PartyType, say: Say) -> dict[str, Any]:
    from ringfence.finance import cost

    arrived = next((flow.day for flow in loan.flows if flow.kind is FlowKind.RECEIVED), None)
    day = loan.contract_day or one.opened or arrived or min((flow.day for flow in loan.flows), default=None)
    if day is None:
        return {}
    return cost_told(cost(loan), loan.flows, day, None if kind is PartyType.UNKNOWN else kind, say)


def _loan(form: TermsForm | None, lines: list[Line], before: Loan, one: Debt, say: Say) -> Loan | None:
    """Return the terms as told now, None when they cannot be read; what is not asked here stays."""
    flows: tuple[Flow, ...]
    principal, received = before.principal, None
    if form is not None:
        flows = form.flows() if form.is_valid() else ()
        if not flows:
            return None
        principal = form.cleaned_data.get("principal") or principal
        received = form.cleaned_data["received"]
    else:
        flows = read_lines(lines, say)
        if not flows or any(line.fault for line in lines):
            return None
    if principal is None and one.principal is not None:
        principal = Decimal(str(one.principal))
    arrived = next((flow.day for flow in flows if flow.kind is FlowKind.RECEIVED), None)
    day: date | None = before.contract_day or one.opened or arrived
    return replace(before, flows=flows, principal=principal, received=received, contract_day=day)


def _offer(case: Case, one: Debt, owed: str, say: Say) -> dict[str, Any]:
    field = YuanField(required=False)
    content: dict[str, Any] = {"owed": owed[:24]}
    claimed: Decimal | None = None
    try:
        claimed = field.clean(owed[:24])
    except ValidationError:
        content["owed_fault"] = say("金额要写成 8000 或 888.49 这样。", "Write the amount as 888.49.")
    content["offer"] = _offer_told(case.offer(one.id, claimed), say)
    content["carried"] = carried_told(case.affordable(), say)
    return content


def _offer_told(offer: Offer, say: Say) -> dict[str, Any]:
    return {
        "owed": yuan(offer.owed, "") if offer.owed else "",
        "instalments": [_proposal(one, say) for one in offer.instalments],
        "lump": [_proposal(one, say) for one in offer.lump],
        "notes": say("\n".join(offer.notes_zh), "\n".join(offer.notes_en)).splitlines(),
        "missing": [say(text) for text in offer.missing_zh],
    }


def _proposal(one: Proposal, say: Say) -> dict[str, Any]:
    return {
        "name": say(*STEPS[one.step.value]),
        "each": yuan(one.amount, ""),
        "times": one.times,
        "last": yuan(one.last, ""),
        "reason": say(one.reason_zh, one.reason_en),
    }


def _facts(one: Debt, loan: Loan, say: Say) -> list[tuple[str, str]]:
    tell = {True: say("是", "yes"), False: say("否", "no"), None: ""}
    facts = [
        (say("产品", "Product"), one.product),
        (say("合同号", "Contract"), one.contract_no),
        (say("借款日", "Opened"), "" if one.opened is None else one.opened.isoformat()),
        (say("最早没还的一期", "Oldest unpaid"), "" if one.due is None else one.due.isoformat()),
        (say("外包催收", "Collected by a third party"), tell[one.outsourced]),
        (say("告诉过您委托了谁", "You were told of it"), tell[one.outsource_notice]),
        (say("合同或页面写的年利率", "Rate the papers show"), _percent(loan.annual_shown)),
        (say("广告的说法", "Advertised as"), loan.rate_wording),
        (say("广告里同样明显地写了年利率", "A yearly rate was shown as plainly"), tell[loan.annual_displayed]),
        (say("签约前给看过费用明细表", "A table of all costs was shown"), tell[loan.cost_table]),
    ]
    return [(name, text) for name, text in facts if text]


def _percent(share: Decimal | None) -> str:
    return "" if share is None else f"{(share * 100).normalize():f}%"


def _of_debt(one: Debt) -> dict[str, Any]:
    names = ("lender", "product", "opened", "due", "contract_no", "outsourced", "outsource_notice")
    return {name: getattr(one, name) for name in names} | {"principal": yuan(one.principal, "").replace(",", "")}


def _of_loan(loan: Loan, one: Debt) -> dict[str, Any]:
    principal = loan.principal if loan.principal is not None else one.principal
    return {"received": yuan(loan.received, ""), "principal": yuan(principal, ""), "start": one.opened}


class DebtForm(SpokenForm):
    """One debt as the borrower knows it."""

    lender = forms.ChoiceField(label="谁放的款|Who lent")
    product = forms.CharField(required=False, max_length=80, label="产品名|Product", help_text="例如:某某贷|its name")
    principal = YuanField(required=False, label="合同写的本金(元)|Principal of the contract")
    opened = DayField(required=False, label="借款的日子|Day of the contract")
    due = DayField(
        required=False,
        label="最早一期没还的到期日|Day the oldest unpaid instalment was due",
        help_text="没有逾期就不填|leave empty when nothing is overdue",
    )
    contract_no = forms.CharField(required=False, max_length=80, label="合同编号|Contract number")
    outsourced = TellField(label="催您的是外面的公司吗(不是放款的那家)?|Does another company collect?")
    outsource_notice = TellField(label="放款的那家告诉过您委托了哪家公司吗?|Did the lender tell you which company?")

    def __init__(self, data: object, *, lenders: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        self.lenders = lenders
        super().__init__(data, **kwargs)

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        del say
        self.choose("lender", self.lenders)


class WordingForm(SpokenForm):
    """What the papers and the advertisement say of the rate."""

    contract_day = DayField(
        required=False,
        label="签合同的日子|Day of the contract",
        help_text="那一天的规定才算数|the limits of that day bind",
    )
    rate_wording = forms.CharField(
        required=False,
        max_length=120,
        label="广告怎么说利率的|How the rate was advertised",
        help_text="照抄,例如:日利率0.05%|as written",
    )
    annual_displayed = TellField(
        label="广告里,年利率写得和日利率、月利率一样明显吗?|Was a yearly rate shown as plainly?"
    )
    annual_shown = ShareField(
        required=False, label="合同或页面写的年利率|Yearly rate the papers show", help_text="例如:24%|such as 24%"
    )
    cost_table = TellField(
        label="签合同前,给您看过列明所有费用的明细表吗?|Was a table of all costs shown before the contract?"
    )
    consumer = TellField(label="这笔钱是用来生活消费的吗(不是做生意)?|Was it for consumption, not a business?")
    balance = YuanField(
        required=False,
        label="放款那天,您在这家一共欠多少(元)|Owed to this lender in all that day",
        help_text="包括这一笔;不清楚就不填|this one included",
    )
