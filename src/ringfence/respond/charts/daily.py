"""How many calls a day came for each lender."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from ringfence.respond.charts.periods import Period, column_of, periods, ticks
from ringfence.respond.charts.picture import WIDTH, Chart, Picture
from ringfence.respond.counts import CALLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.respond.wording import Wording

_LEFT, _TOP, _STRIP, _BAR = 50, 4, 122, 66
_MOST_STRIPS = 6
_WIDEST = 78


def daily_chart(
    hourly: pl.DataFrame, lenders: tuple[str | None, ...], name: Callable[[str | None], str], words: Wording
) -> Chart | None:
    """Return the picture, None when there is no call with a known time.

    Args:
        hourly: :attr:`ringfence.schema.Metrics.hourly`.
        lenders: whose strips, in order; beyond six the rest is left to the table.
        name: shown name of a lender.
        words: the language.
    """
    calls = hourly.filter(pl.col("kind").is_in(CALLS) & pl.col("local_date").is_not_null())
    if not calls.height:
        return None
    days = calls["local_date"].to_list()
    columns, step = periods(min(days), max(days))
    counted: Counter[tuple[str | None, int]] = Counter()
    for lender, when, n in calls.select("lender", "local_date", "n").iter_rows():
        counted[lender, column_of(columns, when)] += int(n)
    shown = [lender for lender in lenders if any(key[0] == lender for key in counted)]
    title, note = words("daily_title"), words("daily_note", step=step)
    strips = shown[:_MOST_STRIPS]
    picture = Picture("daily", _TOP + _STRIP * len(strips) + 12, title, note)
    _draw(picture, counted, columns, [(lender, name(lender)) for lender in strips])
    header = (words("period"), *(name(lender) for lender in shown))
    rows = tuple(
        (column.first.isoformat(), *(str(counted[lender, index]) for lender in shown))
        for index, column in enumerate(columns)
        if any(counted[lender, index] for lender in shown)
    )
    return Chart("daily", title, picture.svg(), note, header, rows)


def _draw(
    picture: Picture,
    counted: Counter[tuple[str | None, int]],
    columns: tuple[Period, ...],
    strips: list[tuple[str | None, str]],
) -> None:
    width = min(_WIDEST, (WIDTH - _LEFT - 4) / len(columns))
    right = _LEFT + width * len(columns)
    most = max(counted.values())
    for row, (lender, shown) in enumerate(strips):
        base = _TOP + _STRIP * row + 36 + _BAR
        picture.text("ink", _LEFT, _TOP + _STRIP * row + 14, shown, size=13)
        picture.line("axis", _LEFT, base, right, base)
        picture.text("mute", _LEFT - 8, base - _BAR + 4, str(most), anchor="end", size=11)
        picture.text("mute", _LEFT - 8, base + 4, "0", anchor="end", size=11)
        for index in range(len(columns)):
            n = counted[lender, index]
            if not n:
                continue
            height = max(1.5, _BAR * n / most)
            x = _LEFT + index * width + width * 0.18
            picture.rect("bar", x, base - height, width * 0.64, height)
            if width >= 15:
                picture.text("ink", x + width * 0.32, base - height - 3, str(n), anchor="middle", size=10)
    for index in ticks(columns, width):
        y = _TOP + _STRIP * len(strips) + 6
        picture.text("mute", _LEFT + (index + 0.5) * width, y, columns[index].label, anchor="middle", size=11)
