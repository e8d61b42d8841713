"""What a household can pay: what is left a month, the hint of a share of income, what can be paid at once, split by debt."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from ringfence.finance.words import sentence, table
from ringfence.schema import Affordable, Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.schema import Budget, Debt

_YUAN = Decimal(1)


def value(name: str) -> Decimal:
    """Return one product value of ``data/offer.yaml``."""
    return Decimal(str(table("offer")["values"][name]))


def afford(budget: Budget, debts: Sequence[Debt]) -> Affordable:
    """Return what ``budget`` carries for ``debts`` together and each.

    A month: the smaller of what is left and the product's hint (40 % of income, no law), never below 0. At once: savings less
    a month of necessary spending. Split by principal, evenly where one is not known. Whole yuan, rounded down.
    """
    income, necessary, savings = (_known(amount) for amount in (budget.income, budget.necessary, budget.savings))
    said: list[tuple[str, dict[str, object]]] = []
    missing: list[str] = []
    left = hint = monthly = once = None
    if income is not None and necessary is not None:
        left = income - necessary
        hint = (income * value("income_share")).quantize(_YUAN, ROUND_DOWN)
        monthly = max(min(left, hint), Decimal(0)).quantize(_YUAN, ROUND_DOWN)
        said.append(("left", {"income": income, "necessary": necessary, "left": left}))
        if monthly > 0:
            said.append(("hint", {"share": f"{value('income_share') * 100:.0f}%", "hint": hint}))
        said.append(("monthly", {"monthly": monthly}) if monthly > 0 else ("nothing", {}))
    else:
        missing.append(sentence("offer", "missing", "monthly"))
    if savings is not None and necessary is not None:
        kept = necessary * value("kept_months")
        once = max(savings - kept, Decimal(0)).quantize(_YUAN, ROUND_DOWN)
        said.append(("once", {"savings": savings, "kept": kept, "months": value("kept_months"), "once": once}))
    else:
        missing.append(sentence("offer", "missing", "once"))
    weights, split = _weights(debts)
    if split and (monthly or once):
        said.append((split, {}))
    return Affordable(
        left,
        hint,
        monthly,
        once,
        tuple(
            Share(debt.id, _part(monthly, weight), _part(once, weight))
            for debt, weight in zip(debts, weights, strict=True)
        ),
        tuple(sentence("offer", "reasons", key, "zh", **_shown(values)) for key, values in said),
        tuple(sentence("offer", "reasons", key, "en", **_shown(values)) for key, values in said),
        tuple(missing),
    )


def _known(amount: Decimal | None) -> Decimal | None:
    """Return a sound amount, None for what is not known or no amount."""
    return amount if amount is not None and amount.is_finite() and 0 <= amount <= Decimal(10) ** 12 else None


def _weights(debts: Sequence[Debt]) -> tuple[list[Fraction], str]:
    """Return each debt's share of 1 and which sentence says how it was split."""
    if len(debts) <= 1:
        return [Fraction(1)] * len(debts), ""
    principals = [debt.principal for debt in debts]
    if all(principal is not None and 0 < principal < float("inf") for principal in principals):
        sizes = [Fraction(str(principal)) for principal in principals]
        return [size / sum(sizes) for size in sizes], "split_principal"
    return [Fraction(1, len(debts))] * len(debts), "split_even"


def _part(amount: Decimal | None, weight: Fraction) -> Decimal | None:
    return None if amount is None else Decimal(int(Fraction(amount) * weight))


def _shown(values: dict[str, object]) -> dict[str, object]:
    return {key: f"{one:,.0f}" if isinstance(one, Decimal) else one for key, one in values.items()}
