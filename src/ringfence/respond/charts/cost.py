"""What arrived and what is paid for it: two bars for each loan, on one scale."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ringfence.respond.charts.picture import WIDTH, Chart, Picture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.respond.wording import Wording
    from ringfence.schema import Cost

_LEFT, _RIGHT, _TOP, _ROW, _BAR = 76, 232, 6, 66, 15
_MOST = 6


def cost_chart(costs: Sequence[tuple[str, Cost]], words: Wording) -> Chart | None:
    """Return the picture, None when of no loan both sums are known.

    Args:
        costs: (shown name, cost) of each loan; beyond six the rest is left to the table.
        words: the language.
    """
    known = [(name, cost) for name, cost in costs if cost.received and cost.paid and cost.received > 0 < cost.paid]
    if not known:
        return None
    title, note = words("cost_title"), words("cost_note", left=max(0, len(known) - _MOST))
    drawn = known[:_MOST]
    picture = Picture("cost", _TOP + _ROW * len(drawn), title, note)
    longest = max(max(cost.received or Decimal(0), cost.paid or Decimal(0)) for _, cost in drawn)
    for index, (name, cost) in enumerate(drawn):
        _draw(picture, _TOP + _ROW * index, name, cost, float((WIDTH - _LEFT - _RIGHT) / longest), words)
    rows = tuple((name, *_sums(cost), *rates(cost, words)) for name, cost in costs)
    return Chart("cost", title, picture.svg(), note, tuple(words.words["cost_header"]), rows)


def yuan(amount: Decimal | None) -> str:
    """Return an amount of yuan, a dash when it is not known."""
    return "—" if amount is None else f"{amount:,.2f}".removesuffix(".00")


def rates(cost: Cost, words: Wording) -> tuple[str, str]:
    """Return both rates as per cents, dashes where there are none."""
    shown = []
    for rate in (cost.nominal, cost.effective):
        if rate is None:
            shown.append("—")
        else:
            shown.append(words("cost_beyond") if rate > 1000 else f"{rate * 100:,.2f}%")
    return shown[0], shown[1]


def _sums(cost: Cost) -> tuple[str, str, str]:
    return yuan(cost.received), yuan(cost.paid), yuan(cost.charge)


def _draw(picture: Picture, top: float, name: str, cost: Cost, scale: float, words: Wording) -> None:
    got, paid = float(cost.received or 0) * scale, float(cost.paid or 0) * scale
    picture.text("ink", _LEFT, top + 13, name, size=13)
    for place, label, amount in (
        (0, words("cost_got"), words("cost_amount", amount=yuan(cost.received))),
        (1, words("cost_paid"), words("cost_paid_amount", amount=yuan(cost.paid), charge=_more(cost))),
    ):
        y = top + 20 + place * (_BAR + 5)
        picture.text("mute", _LEFT - 8, y + 12, label, anchor="end")
        picture.rect("bar", _LEFT, y, got if place == 0 else min(got, paid), _BAR)
        if place and paid > got:
            picture.rect("charge", _LEFT + got, y, paid - got, _BAR)
        picture.text("ink", _LEFT + (paid if place else got) + 8, y + 12, amount)


def _more(cost: Cost) -> str:
    return yuan(cost.charge) if cost.charge is not None and cost.charge > 0 else ""
