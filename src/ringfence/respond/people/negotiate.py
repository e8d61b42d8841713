"""What to say when talking about terms: opening, offer, reserve, conditions, what not to say, the first payment."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003 -- part of the dataclass

from ringfence.respond.errors import PaperNeedsError
from ringfence.respond.wording import words
from ringfence.schema import Said, english

LONGEST = 600  # months


@dataclass(frozen=True, slots=True)
class Bargain:
    """What the borrower can offer; yuan.

    Attributes:
        lender: name of the lender.
        mark: contract number or product, for the remark of a payment.
        month: so much a month; ``once``: so much in one payment. At least one of them.
        months: for how many months, None = open.
        reserve: the most the borrower could give of the same kind; never in a message.
        first: a small first payment, None = the first instalment.
        started: how the first day is named, "" = to be agreed.
    """

    lender: str
    mark: str = ""
    month: Decimal | None = None
    once: Decimal | None = None
    months: int | None = None
    reserve: Decimal | None = None
    first: Decimal | None = None
    started: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The texts, in the order they are used; ``offer`` is the terms as a phrase, for the letter."""

    effect: tuple[str, ...]
    facts: tuple[str, ...]
    opening: str
    proposal: str
    offer: str
    terms: tuple[str, ...]
    follow_up: str
    refuse: str
    first: str
    dont: tuple[str, ...]
    reserve: str
    afterwards: str


def negotiation(bargain: Bargain) -> Talk:
    """Return the texts for one debt.

    Raises:
        PaperNeedsError: neither an amount a month nor one payment was given, or an amount is not positive.
    """
    _check(bargain)
    table = words("negotiate")
    offer = _offer(bargain)
    first = bargain.first or bargain.month or bargain.once
    known = {
        "lender": bargain.lender,
        "offer": offer,
        "first": _yuan(first) if first is not None else "",
        "mark": bargain.mark or "某某合同",
        "reserve": _most(bargain),
    }

    def say(text: str) -> str:
        for name, value in known.items():
            text = text.replace("{" + name + "}", value)
        return text.strip()

    reserve, most = table["reserve"], _most_en(bargain)

    return Talk(
        effect=tuple(table["effect"]),
        facts=tuple(table["facts"]),
        opening=say(table["opening"]),
        proposal=say(table["offer"]["once" if bargain.month is None else "month"]),
        offer=offer,
        terms=tuple(table["terms"]),
        follow_up=say(table["follow_up"]),
        refuse=say(table["refuse"]),
        first=say(table["first"]),
        dont=tuple(table["dont"]),
        reserve=Said(say(reserve), english(reserve).replace("{reserve}", most)) if bargain.reserve is not None else "",
        afterwards=table["afterwards"],
    )


def _check(bargain: Bargain) -> None:
    given = [one for one in (bargain.month, bargain.once, bargain.reserve, bargain.first) if one is not None]
    if bargain.month is None and bargain.once is None:
        raise PaperNeedsError(
            "协商", "要写每月能还多少(--month)或者一次能还多少(--once)", "say how much a month or once"
        )
    if any(not one.is_finite() or one <= 0 for one in given):
        raise PaperNeedsError("协商", "金额要大于0", "amounts must be above 0")
    if bargain.months is not None and not 1 <= bargain.months <= LONGEST:
        raise PaperNeedsError("协商", f"期数要在1到{LONGEST}之间", f"1 to {LONGEST} months")
    offered = bargain.month or bargain.once
    if bargain.reserve is not None and offered is not None and bargain.reserve < offered:
        raise PaperNeedsError("协商", "底线不能低于提出的金额", "the reserve cannot be below the offer")


def _offer(bargain: Bargain) -> str:
    if bargain.month is None:
        return f"一次性支付{_yuan(bargain.once)}元，全部结清" if bargain.once is not None else ""
    start = f"自{bargain.started}起，" if bargain.started else ""
    spread = f"，分{bargain.months}期" if bargain.months else ""
    once = f"，另外先付{_yuan(bargain.once)}元" if bargain.once is not None else ""
    return f"{start}每月还{_yuan(bargain.month)}元{spread}{once}"


def _most(bargain: Bargain) -> str:
    if bargain.reserve is None:
        return ""
    return f"每月{_yuan(bargain.reserve)}元" if bargain.month is not None else f"一次{_yuan(bargain.reserve)}元"


def _most_en(bargain: Bargain) -> str:
    if bargain.reserve is None:
        return ""
    return f"{_yuan(bargain.reserve)} yuan {'a month' if bargain.month is not None else 'once'}"


def _yuan(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"
