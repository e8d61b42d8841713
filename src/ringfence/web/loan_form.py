"""The terms of a loan as people know them: three numbers, or each payment on a line of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from ringfence.finance import FinanceError, Repayment, months_after, schedule
from ringfence.schema import Flow, FlowKind
from ringfence.web.costing import FLOWS, LENDERS
from ringfence.web.fields import DayField, YuanField
from ringfence.web.forms import SpokenForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from ringfence.web.words import Say

ROWS = 4  # empty lines shown at first
MOST_ROWS = 400
WAYS = {
    Repayment.EQUAL: ("每期一样多(等额本息)", "the same every month"),
    Repayment.EQUAL_PRINCIPAL: ("每期本金一样、利息越来越少(等额本金)", "equal principal, falling interest"),
    Repayment.INTEREST_FIRST: ("每月先还利息,最后还本金(先息后本)", "interest every month, principal at the end"),
}


class TermsForm(SpokenForm):
    """What arrived, what is paid each month, how often; everything else may stay empty."""

    MAIN = ("received", "payment", "times")
    received = YuanField(
        required=False,
        label="到手多少(元)|What arrived (yuan)",
        help_text="真正打到您账上的钱,不是合同上的数|what really came, not what the contract says",
    )
    payment = YuanField(
        required=False, label="每期还多少(元)|Each instalment (yuan)", help_text="例如 888.49|such as 888.49"
    )
    times = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=600,
        label="一共还几期|How many instalments",
        help_text="按月还,例如 12|monthly, such as 12",
    )
    first = DayField(required=False, label="第一期还款日|Day of the first instalment")
    start = DayField(
        required=False,
        label="钱到账的日子|Day the money came",
        help_text="不填就当是第一期前一个月|a month before the first instalment if empty",
    )
    way = forms.ChoiceField(required=False, label="怎么还|How it is paid back")
    principal = YuanField(
        required=False, label="合同写的本金(元)|Principal of the contract", help_text="和到手不一样时填|if it differs"
    )
    fee = YuanField(
        required=False,
        label="每期另付的费用(元)|Fee with each instalment",
        help_text="担保费、服务费、会员费等|guarantee, service, membership",
    )
    once = YuanField(required=False, label="放款时另付的一次性费用(元)|Fee paid once at the start")

    def speak(self, say: Say) -> None:
        """Fill the choices; numbers that are none get a plain sentence."""
        self.choose("way", [(way.value, say(*words)) for way, words in WAYS.items()])
        wrong = say("要写 1 到 600 之间的数。", "A number from 1 to 600.")
        self.fields["times"].error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), wrong)

    @property
    def main(self) -> list[forms.BoundField]:
        """Return the three fields everybody fills in."""
        return [self[name] for name in self.MAIN]

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the others."""
        return [field for field in self.visible_fields() if field.name not in self.MAIN]

    def told(self) -> bool:
        """Tell whether one of the three was filled in."""
        return any(self.cleaned_data.get(name) is not None for name in self.MAIN)

    def flows(self, today: date | None = None) -> tuple[Flow, ...]:
        """Return the payments these terms make, none when they make none: the form then says why.

        ``today``: the day of the money when none is told; None: a day must be told.
        """
        given = self.cleaned_data
        missing = [name for name in self.MAIN if given.get(name) is None]
        for name in missing:
            self.add_error(name, self.fields[name].error_messages["required"])
        begins = given.get("start")
        if given.get("first") is None and begins is None and today is None:
            self.add_error(
                "first", self.say("请写第一期还款日,或者下面钱到账的日子。", "Please give this day or the next.")
            )
        if self.errors:
            return ()
        try:
            first = given["first"] or months_after(begins or today or date.min, 1)
            return schedule(
                given["received"],
                given["times"],
                given["payment"],
                first=first,
                start=begins,
                principal=given.get("principal"),
                fee=given.get("fee") or Decimal(0),
                upfront=given.get("once") or Decimal(0),
                way=Repayment(given.get("way") or Repayment.EQUAL),
            )
        except FinanceError as fault:
            self.add_error(None, fault.text(self.say.lang))
        except OverflowError:
            self.add_error("start", self.fields["start"].error_messages["invalid"])
        return ()


class AboutForm(SpokenForm):
    """What helps to say which limits matter, and what an advertisement said."""

    lender = forms.ChoiceField(required=False, label="放贷的是哪一类|Kind of lender")
    signed = DayField(
        required=False,
        label="签合同的日子|Day of the contract",
        help_text="那一天的规定才算数;不填就按到账那天|the limits of that day bind; the day the money came if empty",
    )
    said = forms.CharField(
        required=False,
        max_length=120,
        label="广告怎么说的|What the advertisement said",
        help_text="照抄,例如:日息万五、月费率0.8%|as written, such as 日息万五",
    )

    def speak(self, say: Say) -> None:
        """Fill the choices."""
        self.choose(
            "lender",
            [
                ("", say("不清楚(都列出来)", "not known (list all)")),
                *((kind.value, say(zh, en)) for kind, zh, en in LENDERS),
            ],
        )


@dataclass(slots=True)
class Line:
    """One payment as typed. ``fault``: what is wrong with it, "" when nothing is."""

    day: str = ""
    kind: str = FlowKind.REPAID.value
    amount: str = ""
    paid: bool = False
    fault: str = ""


def lines_of(sent: QueryDict) -> list[Line]:
    """Return the lines of the table as they were sent."""
    days, kinds, amounts = sent.getlist("day"), sent.getlist("kind"), sent.getlist("amount")
    paid = set(sent.getlist("paid"))
    known = set(FlowKind)
    return [
        Line(day[:20], kind if kind in known else FlowKind.REPAID.value, amount[:24], str(number) in paid)
        for number, (day, kind, amount) in enumerate(zip(days, kinds, amounts, strict=False))
    ][:MOST_ROWS]


def lines_from(flows: Iterable[Flow]) -> list[Line]:
    """Return payments as lines to be changed."""
    ordered = sorted(flows, key=lambda flow: flow.day)
    return [Line(flow.day.isoformat(), flow.kind.value, f"{flow.amount:.2f}", flow.paid) for flow in ordered]


def first_lines() -> list[Line]:
    """Return the lines an empty table begins with: what arrived, then repayments."""
    return [Line(kind=FlowKind.RECEIVED.value, paid=True), *(Line() for _ in range(ROWS - 1))]


def read_lines(lines: list[Line], say: Say) -> tuple[Flow, ...]:
    """Return the payments; lines that cannot be read say so in ``fault``, and empty ones count for nothing."""
    day_field, yuan_field = DayField(), YuanField()
    flows = []
    for line in lines:
        if not line.day.strip() and not line.amount.strip():
            continue
        try:
            day = day_field.clean(line.day)
        except ValidationError:
            line.fault = say("日期要写成 2026-03-05 这样。", "Write the day as 2026-03-05.")
            continue
        try:
            amount = yuan_field.clean(line.amount)
        except ValidationError:
            line.fault = say("金额要写成 888.49 这样。", "Write the amount as 888.49.")
            continue
        if day is None or not amount:
            line.fault = say("日期和金额都要填。", "Both day and amount are needed.")
            continue
        kind = FlowKind(line.kind)
        flows.append(Flow(day, amount, kind, FLOWS[kind][0], paid=line.paid or kind is FlowKind.RECEIVED))
    return tuple(flows)


def kinds_of(say: Say) -> list[tuple[str, str]]:
    """Return the kinds of payment to choose from."""
    return [(kind.value, say(*words)) for kind, words in FLOWS.items()]


def context_of(form: SpokenForm | None, lines: list[Line], say: Say) -> dict[str, Any]:
    """Return what ``_terms.html`` shows: the three numbers, or the table."""
    return {"form": form, "lines": lines, "kinds": kinds_of(say), "by_rows": form is None}
