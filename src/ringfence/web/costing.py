"""What a loan costs, told for a page: the picture, both rates, the limits of its day, the payments one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.schema import FlowKind, PartyType

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ringfence.finance import Annual
    from ringfence.schema import Cost, Flow
    from ringfence.web.words import Say

FLOWS = {
    FlowKind.RECEIVED: ("到手", "received"),
    FlowKind.REPAID: ("还款", "repayment"),
    FlowKind.FEE: ("另付的费用", "fee"),
    FlowKind.PENALTY: ("逾期的罚息、违约金", "penalty after default"),
    FlowKind.REFUND: ("退回的费用", "refund"),
}
LENDERS = (
    (PartyType.BANK, "银行", "bank"),
    (PartyType.CREDIT_CARD, "信用卡", "credit card"),
    (PartyType.CONSUMER_FINANCE, "消费金融公司", "consumer finance company"),
    (PartyType.MICROLOAN, "小额贷款公司", "microlender"),
    (PartyType.UNLICENSED, "没有放贷资质的机构或个人", "unlicensed lender"),
)
_MOST = 1000  # a rate above 100,000 % is shown as such


def cost_told(cost: Cost, flows: Iterable[Flow], day: date, lender: PartyType | None, say: Say) -> dict[str, Any]:
    """Return what ``_cost.html`` shows. ``day``: of the contract; ``lender`` None: the limits of all kinds are listed."""
    from ringfence.law import cost_limits, load_pack, lpr_note
    from ringfence.respond import cost_picture

    pack = load_pack("cn")
    return {
        "cost": cost,
        "missing": [say(text) for text in cost.missing_zh],
        "chart": cost_picture([("", cost)], say.lang),
        "nominal": rate_text(cost.nominal, say),
        "effective": rate_text(cost.effective, say),
        "method": say(cost.method_zh, cost.method_en),
        "withheld": f"{cost.withheld * 100:.2f}%" if cost.withheld else "",
        "limits": [
            {
                "who": say(one.who_zh, one.who_en),
                "line": say(one.line_zh, one.line_en),
                "verdict": say(one.verdict_zh, one.verdict_en),
            }
            for one in cost_limits(cost, day, pack, lender)
        ],
        "lpr": say(*lpr_note(day, pack)),
        "day": day,
        "flows": flows_told(flows, say),
    }


def flows_told(flows: Iterable[Flow], say: Say) -> list[dict[str, Any]]:
    """Return the payments by day, what came in first."""
    ordered = sorted(flows, key=lambda flow: (flow.day, flow.kind is not FlowKind.RECEIVED))
    return [
        {
            "day": flow.day,
            "kind": say(*FLOWS[flow.kind]),
            "name": flow.name if flow.name != FLOWS[flow.kind][0] else "",
            "amount": f"{flow.amount:,.2f}",
            "inward": flow.kind in {FlowKind.RECEIVED, FlowKind.REFUND},
            "paid": flow.paid,
        }
        for flow in ordered
    ]


def annual_told(annual: Annual, say: Say) -> dict[str, Any]:
    """Return what an advertised rate comes to a year."""
    ends = [] if annual.low is None or annual.high is None else list(dict.fromkeys((annual.low, annual.high)))
    return {
        "wording": annual.wording[:80],
        "simple": " – ".join(rate_text(end.simple, say) for end in ends),
        "compounded": " – ".join(rate_text(end.compounded, say) for end in ends),
        "how": say(annual.how_zh, annual.how_en),
        "sure": annual.sure,
    }


def rate_text(rate: float | None, say: Say) -> str:
    """Return a rate as a per cent, "" when there is none."""
    if rate is None:
        return ""
    return say("超过100,000%", "over 100,000%") if rate > _MOST else f"{rate * 100:,.2f}%"
