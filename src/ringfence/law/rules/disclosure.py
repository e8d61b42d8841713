"""What the lender showed, withheld and granted: CN-COST-005 to CN-COST-009."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from ringfence.law.period import periods
from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.law.rules.terms import COUNTED, EXACT, name_zh, percent, terms, yuan
from ringfence.schema import FindingKind, FlowKind, Said

if TYPE_CHECKING:
    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.law.rules.terms import Terms

TOLD = Said(
    "这一点来自您填写的情况,请对照合同和当时的页面。",
    "This comes from what you told; compare the contract and the pages of that time.",
)
FEE = Said(
    "扣下的钱在您填写的收支里叫作费用,不是利息;第六百七十条说的是利息,费用要看合同怎么写、有没有提供服务。",
    "What was kept back is called a fee in what you told, not interest; article 670 speaks of interest. For fees it depends "
    "on the contract and on whether a service was given.",
)
KEPT = Said(
    "扣下的钱是利息还是别的费用,要看合同和放款凭证。",
    "Whether what was kept back is interest or another fee depends on the contract and the payout record.",
)
_PERIODIC = re.compile(r"[日天月]\s*(?:利率|息|利|费率)|每[日天月]|按[日天月]|/\s*[日天月]|万分之|[日天月]\s*\d")
_QUOTED = 30  # characters of an advertisement quoted


@judges("CN-COST-005")
def withheld_at_the_start(docket: Docket, rule: Rule) -> Outcome:
    """Less arrived than the contract writes; fees paid on the very day count as kept back, and the finding says so."""
    share = Decimal(rule.threshold.original)
    found, missing = [], []
    for one in terms(docket):
        principal, received = _amounts(one)
        if principal is None or received is None:
            missing.append(
                Said(
                    f"没有填写{name_zh(one.debt)}的合同本金或者实际到手的金额。",
                    f"The principal of {name_zh(one.debt).en}, or what really arrived, was not given.",
                )
            )
        elif one.day is not None and received < principal * share:
            found.append(_withheld(one, principal, received))
    variants = {"fee": Variant(claims=FindingKind.INDICATION)}
    return Outcome(hits(docket.events.clear()), tuple(missing), {}, variants, tuple(found))


def _amounts(one: Terms) -> tuple[Decimal | None, Decimal | None]:
    principal, received = one.loan.principal, one.loan.received
    if one.cost is not None:
        principal = principal if principal is not None else one.cost.principal
        # what was counted leaves fees taken in advance out of what arrived
        received = one.cost.received if one.cost.received is not None else received
    return _finite(principal), _finite(received)


def _finite(amount: Decimal | None) -> Decimal | None:
    return amount if amount is not None and amount.is_finite() else None


def _withheld(one: Terms, principal: Decimal, received: Decimal) -> Standing:
    arrived = min((flow.day for flow in one.loan.flows if flow.kind is FlowKind.RECEIVED), default=one.day)
    named = [
        flow.name or "费用"
        for flow in one.loan.flows
        if flow.kind is FlowKind.FEE and arrived is not None and flow.day <= arrived
    ]
    kept = principal - received
    words = {"principal": yuan(principal), "received": yuan(received), "kept": yuan(kept)}
    share = percent(float(kept / principal)) if principal > 0 else ""
    return Standing(
        one.lender,
        1,
        day=one.day,
        subject=one.debt.id,
        words_zh={**words, "loan": one.named_zh, "share": share},
        words_en={**words, "loan": one.named_en, "share": share},
        uncertain_zh=(TOLD, FEE if named else KEPT),
        variant="fee" if named else "",
        exhibits=one.exhibits,
    )


@judges("CN-COST-006")
def no_cost_table(docket: Docket, rule: Rule) -> Outcome:
    """No table of all costs was shown before a contract made since that was required."""
    bound = [one for one in terms(docket, rule) if _binds(docket, rule, one)]
    found = [_plain(one) for one in bound if one.loan.cost_table is False]
    missing = [
        Said(
            f"没有说明签订{name_zh(one.debt)}之前,有没有看到《综合融资成本明示表》。",
            f"Whether the table of total financing cost was shown before {name_zh(one.debt).en} was signed was not said.",
        )
        for one in bound
        if one.loan.cost_table is None
    ]
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


@judges("CN-COST-007")
def only_daily_rate_shown(docket: Docket, rule: Rule) -> Outcome:
    """A daily or monthly rate was advertised and no yearly one as plainly."""
    advertised = [one for one in terms(docket) if _PERIODIC.search(one.loan.rate_wording) and _binds(docket, rule, one)]
    found = []
    for one in advertised:
        if one.loan.annual_displayed is False:
            quoted = " ".join(one.loan.rate_wording.split())
            quoted = quoted if len(quoted) <= _QUOTED else f"{quoted[:_QUOTED]}…"
            found.append(_plain(one, wording=quoted))
    missing = [
        Said(
            f"没有说明{name_zh(one.debt)}宣传日利率或月利率时,有没有同样明显地写年化利率。",
            f"Whether the yearly rate stood as plainly beside the daily or monthly one advertised for {name_zh(one.debt).en} "
            "was not said.",
        )
        for one in advertised
        if one.loan.annual_displayed is None
    ]
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


@judges("CN-COST-008")
def dearer_than_shown(docket: Docket, rule: Rule) -> Outcome:
    """The loan costs more than the yearly rate its papers show, by both ways of counting; cheaper than shown is no harm."""
    found, missing = [], []
    for one in terms(docket):
        if one.rates is None or not _binds(docket, rule, one):
            continue
        annual = _finite(one.loan.annual_shown)
        if annual is None:
            missing.append(
                Said(
                    f"没有填写{name_zh(one.debt)}的合同或者页面写的年化利率,不能和实际成本核对。",
                    f"The yearly rate that contract or page state for {name_zh(one.debt).en} was not given; it cannot be "
                    "compared with the true cost.",
                )
            )
        elif round(min(one.rates) - float(annual), EXACT) > docket.settings.disclosed_gap:
            nominal, effective = (percent(rate) for rate in one.rates)
            shown = percent(float(annual))
            found.append(_plain(one, nominal=nominal, effective=effective, shown=shown))
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


@judges("CN-COST-009")
def above_the_cap(docket: Docket, rule: Rule) -> Outcome:
    """More lent to one person for consumption than the cap; what one contract alone writes is the least that was lent."""
    cap = Decimal(str(rule.threshold.value("cap")))
    found, missing = [], []
    for one in terms(docket):
        known = [amount for amount in map(_finite, (one.loan.balance, one.loan.principal)) if amount is not None]
        if not known or max(known) <= cap or not _binds(docket, rule, one):
            continue
        if one.loan.consumer:
            found.append(_plain(one, balance=yuan(max(known))))
        elif one.loan.consumer is None:
            missing.append(
                Said(
                    f"没有说明{name_zh(one.debt)}是不是消费贷款。",
                    f"Whether {name_zh(one.debt).en} is a consumer loan was not said.",
                )
            )
    return Outcome(hits(docket.events.clear()), tuple(missing), standing=tuple(found))


def _binds(docket: Docket, rule: Rule, one: Terms) -> bool:
    """Tell whether the rule stood against that type of lender on the day of the contract."""
    return one.day is not None and any(span.holds(one.day) for span in periods(rule, docket.type_of(one.lender)))


def _plain(one: Terms, **words: str) -> Standing:
    return Standing(
        one.lender,
        1,
        day=one.day,
        subject=one.debt.id,
        words_zh={**words, "loan": one.named_zh},
        words_en={**words, "loan": one.named_en},
        uncertain_zh=(COUNTED,) if "nominal" in words else (TOLD,),
        exhibits=one.exhibits,
    )
