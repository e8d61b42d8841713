"""Talking about terms: what it leads to first, then opening, offer, conditions, what not to say; and the letter."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ringfence import respond
from ringfence.schema import PartyType
from ringfence.web.access import Act, case_page
from ringfence.web.desk import DESK
from ringfence.web.forms import SpokenForm
from ringfence.web.letters import paper_key
from ringfence.web.noted import said
from ringfence.web.words import Say, say_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ringfence.case import State
    from ringfence.web.registry.models import CaseRow

MOST = Decimal("1e9")  # yuan


@require_http_methods(["GET", "POST"])
@case_page(Act.WRITE)
def negotiate(request: HttpRequest, row: CaseRow) -> HttpResponse:
    """Ask what can be carried; show the texts; put the offer into the letter when asked."""
    shot, say = DESK.snapshot(row), say_of(request)
    form = BargainForm.of(request, state=shot.state)
    content: dict[str, Any] = {"row": row, "form": form, "debts": form.anybody}
    if not form.is_valid():
        return render(request, "web/negotiate.html", content)
    told = form.cleaned_data
    lender, mark = form.whom()
    talk = respond.negotiation(
        respond.Bargain(
            lender=shot.state.parties[lender].name,
            mark=mark,
            month=told["month"],
            once=told["once"],
            months=told["months"],
            reserve=told["reserve"],
            first=told["first"],
            started=told["started"],
        )
    )
    if request.POST.get("then") == "letter":
        key = paper_key("negotiation", lender)
        with DESK.write(row) as case:
            seq = case.fill_letter(key, dict(case.state.filled.get(key, {})) | {"offer": talk.offer})
        said(
            request,
            say("方案已写进信里,困难情况请自己填。", "The offer is in the letter; fill in your difficulty."),
            undo=seq,
        )
        return redirect("paper", row.id, key)
    return render(request, "web/negotiate.html", content | {"talk": _parts(talk, say)})


def _parts(talk: respond.Talk, say: Say) -> list[tuple[str, tuple[str, ...], bool, bool]]:
    """Return heading, lines, whether the lines are to be copied, and whether they are words for the lender (always Chinese)."""

    def ours(*lines: str) -> tuple[str, ...]:
        return tuple(say(line) for line in lines)

    return [
        (say("先知道这些", "First"), ours(*talk.effect), False, False),
        (say("1 开场(发给官方渠道)", "1 Opening"), (talk.opening,), True, True),
        (say("2 方案", "2 Offer"), (talk.proposal,), True, True),
        (say("3 条件", "3 Conditions"), talk.terms, False, True),
        (say("4 对方要得太多时", "4 When they ask too much"), (talk.refuse,), True, True),
        (say("5 没有回音时", "5 When there is no answer"), (talk.follow_up,), True, True),
        (say("6 第一笔怎么付", "6 First payment"), (talk.first,), False, True),
        (say("不要说", "What not to say"), ours(*talk.dont), False, False),
        *(
            [(say("底线(只给自己看)", "Reserve (for yourself)"), ours(talk.reserve), False, False)]
            if talk.reserve
            else []
        ),
        (say("然后", "Then"), ours(talk.afterwards), False, False),
    ]


def _yuan(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        required=False,
        min_value=Decimal("0.01"),
        max_value=MOST,
        decimal_places=2,
        label=label,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class BargainForm(SpokenForm):
    """What the borrower can offer, in yuan."""

    about = forms.ChoiceField(label="和哪一家谈|With whom")
    month = _yuan("每月最多能还多少元|Yuan a month")
    once = _yuan("或者一次能还多少元|Or yuan in one payment")
    months = forms.IntegerField(
        required=False, min_value=1, max_value=600, label="分几期(月)|For how many months",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    started = forms.CharField(
        required=False, max_length=40, label="从哪天起|From which day", help_text="例如:2027年1月10日|for example"
    )
    first = _yuan("第一笔先付多少元|Yuan of the first payment", "可以不填|may stay empty")
    reserve = _yuan("最多能给多少元|The most you could give", "只给自己看,不写进任何文字|for yourself only, in no text")

    def __init__(self, data: Any, *, say: Say, state: State) -> None:  # noqa: ANN401 -- Django's own
        self.state = state
        self.anybody = False  # to talk with
        super().__init__(data, say=say)

    def speak(self, say: Say) -> None:
        """Fill the choices: loans that are noted, then lenders."""
        for field in self.fields.values():
            field.error_messages |= {
                "min_value": say("要大于 0。", "Must be above 0."),
                "max_value": say("数字太大了。", "Too large."),
                "max_decimal_places": say("最多写到分。", "Two decimals at most."),
            }
        parties = self.state.parties
        debts = [
            (one.id, " ".join(filter(None, (parties[one.lender].name, one.product))))
            for one in self.state.debts.values()
            if one.lender in parties
        ]
        covered = {one.lender for one in self.state.debts.values()}
        lenders = [
            (one.id, one.name)
            for one in parties.values()
            if one.id not in covered and one.type is not PartyType.AGENCY  # terms are agreed with who lent
        ]
        self.anybody = bool(debts or lenders)
        self.choose("about", [*debts, *lenders])

    def whom(self) -> tuple[str, str]:
        """Return the lender and the mark for a payment's remark."""
        chosen = str(self.cleaned_data["about"])
        debt = self.state.debts.get(chosen)
        return (debt.lender, debt.contract_no or debt.product) if debt is not None else (chosen, "")

    def clean(self) -> dict[str, object]:
        """Ask for one amount at least, and for a reserve that is none below the offer."""
        given = super().clean() or {}
        month, once, reserve = given.get("month"), given.get("once"), given.get("reserve")
        if month is None and once is None and not ({"month", "once"} & set(self.errors)):
            self.add_error("month", self.say("每月还多少、一次还多少,至少填一项。", "Fill in one of the two."))
        offered = month or once
        if isinstance(reserve, Decimal) and isinstance(offered, Decimal) and reserve < offered:
            self.add_error("reserve", self.say("不能低于上面提出的金额。", "Not below what you offer."))
        return given
