"""The section on true cost: what arrived, what is paid, both rates a year, what is missing; it judges nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.respond.charts import cost_chart
from ringfence.respond.charts.cost import rates, yuan
from ringfence.respond.wording import Wording
from ringfence.schema import full_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.respond.charts import Chart
    from ringfence.respond.coverage import Coverage
    from ringfence.respond.names import Names
    from ringfence.schema import Cost, Dossier

_MOST = 20  # loans told one by one


def costs(dossier: Dossier, names: Names, cover: Coverage, words: Wording) -> dict[str, Any]:
    """Return the section's picture and loans, both empty when no loan was noted."""
    shown = [(_name(dossier, cost, names, cover), cost) for cost in dossier.matter.costs]
    chart = cost_chart(shown, words) if shown else None
    return {
        "chart": None if chart is None else {"title": chart.title, "svg": chart.svg, "note": chart.note},
        "header": list(words.words["cost_header"]),
        "rows": [
            [name, yuan(cost.received), yuan(cost.paid), yuan(cost.charge), *rates(cost, words)] for name, cost in shown
        ],
        "loans": [_told(name, cost, words) for name, cost in shown[:_MOST]],
    }


def cost_picture(costs: Sequence[tuple[str, Cost]], lang: str = "zh") -> Chart | None:
    """Return the same picture of any loans, (shown name, cost) each, without a case; None when of no loan both sums are known.

    Raises:
        LanguageError: there is no such language.
    """
    return cost_chart(costs, Wording(lang))


def _name(dossier: Dossier, cost: Cost, names: Names, cover: Coverage) -> str:
    debt = next((debt for debt in dossier.matter.debts if debt.id == cost.debt), None)
    if debt is None:
        return cost.debt
    product = full_width(cover.fit(debt.product))
    return f"{cost.debt} {names.party(debt.lender)}{' ' if product else ''}{product}"


def _told(name: str, cost: Cost, words: Wording) -> dict[str, Any]:
    lines = [] if cost.nominal is not None else [words("cost_none")]
    if cost.withheld:
        lines.append(words("cost_withheld", principal=yuan(cost.principal), share=f"{cost.withheld * 100:.2f}%"))
    method = full_width(cost.method_zh) if words.lang == "zh" else cost.method_en
    return {"name": name, "lines": lines, "method": method, "missing": [full_width(text) for text in cost.missing_zh]}
