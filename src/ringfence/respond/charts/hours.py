"""When it happened: hour of the day against the day, calls and messages, quiet hours shaded."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING

from ringfence.respond.charts.periods import Period, column_of, periods, ticks
from ringfence.respond.charts.picture import WIDTH, Chart, Picture
from ringfence.respond.counts import CALLS, QUIET_FROM, QUIET_TO

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from ringfence.respond.wording import Wording

_LEFT, _TOP, _ROW = 50, 34, 14
_WIDEST = 78


def hour_chart(hourly: pl.DataFrame, quiet: int, words: Wording) -> Chart | None:
    """Return the picture, None when no attempt has a known time.

    Args:
        hourly: :attr:`ringfence.schema.Metrics.hourly`.
        quiet: how many attempts surely fell into the night; remembered times may look like more.
        words: the language.
    """
    cells, first, last = _cells(hourly)
    if first is None or last is None:
        return None
    columns, step = periods(first, last)
    grid: Counter[tuple[int, int, bool]] = Counter()
    for (when, hour, call), n in cells.items():
        grid[column_of(columns, when), hour, call] += n
    night = sum(n for (_, hour, _), n in grid.items() if hour >= QUIET_FROM or hour < QUIET_TO)
    rows = _rows(grid, columns, step)
    note = words("hours_note", night=quiet, perhaps=max(0, night - quiet), all=sum(grid.values()), step=step)
    title = words("hours_title")
    picture = Picture("hours", _TOP + 24 * _ROW + 30, title, note)
    _draw(picture, grid, columns, words)
    return Chart("hours", title, picture.svg(), note, tuple(words.words["hours_header"]), rows)


def _cells(hourly: pl.DataFrame) -> tuple[Counter[tuple[date, int, bool]], date | None, date | None]:
    cells: Counter[tuple[date, int, bool]] = Counter()
    for when, hour, kind, n in hourly.select("local_date", "hour", "kind", "n").iter_rows():
        if when is not None and hour is not None:
            cells[when, int(hour), kind in CALLS] += int(n)
    days = sorted({when for when, _, _ in cells})
    return cells, days[0] if days else None, days[-1] if days else None


def _rows(grid: Counter[tuple[int, int, bool]], columns: tuple[Period, ...], step: int) -> tuple[tuple[str, ...], ...]:
    table = []
    for index, column in enumerate(columns):
        mine = {(hour, call): n for (at, hour, call), n in grid.items() if at == index}
        if not mine:
            continue
        name = column.first.isoformat() if step == 1 else f"{column.first.isoformat()} – {column.last.isoformat()}"
        calls = sum(n for (_, call), n in mine.items() if call)
        quiet = sum(n for (hour, _), n in mine.items() if hour >= QUIET_FROM or hour < QUIET_TO)
        table.append((name, str(calls), str(sum(mine.values()) - calls), str(quiet)))
    return tuple(table)


def _draw(picture: Picture, grid: Counter[tuple[int, int, bool]], columns: tuple[Period, ...], words: Wording) -> None:
    width = min(_WIDEST, (WIDTH - _LEFT - 4) / len(columns))
    right = _LEFT + width * len(columns)
    picture.rect("night", _LEFT, _TOP, right - _LEFT, QUIET_TO * _ROW)
    picture.rect("night", _LEFT, _TOP + QUIET_FROM * _ROW, right - _LEFT, (24 - QUIET_FROM) * _ROW)
    for hour in range(0, 25, 2):
        y = _TOP + hour * _ROW
        if hour % 4 == 0:
            picture.line("rule", _LEFT, y, right, y)
        picture.text("mute", _LEFT - 8, y + 4, f"{hour}:00", anchor="end", size=11)
    for index in ticks(columns, width):
        picture.text(
            "mute", _LEFT + (index + 0.5) * width, _TOP + 24 * _ROW + 18, columns[index].label, anchor="middle", size=11
        )
    _legend(picture, words)
    most = max(grid.values())
    apart = min(10, width * 0.25)  # calls left, messages right, when both fell into one hour
    for (index, hour, call), n in sorted(grid.items()):
        shift = apart if grid[index, hour, not call] else 0
        reach = min(_ROW - 1, width - 2 * shift) / 2
        x = _LEFT + (index + 0.5) * width + (-shift if call else shift)
        picture.circle("call" if call else "written", x, _TOP + (hour + 0.5) * _ROW, max(1.8, reach * sqrt(n / most)))


def _legend(picture: Picture, words: Wording) -> None:
    picture.circle("call", _LEFT + 8, 14, 5)
    picture.text("ink", _LEFT + 18, 18, words("legend_call"))
    picture.circle("written", _LEFT + 84, 14, 5)
    picture.text("ink", _LEFT + 94, 18, words("legend_written"))
    picture.rect("night", _LEFT + 178, 8, 16, 12)
    picture.text("ink", _LEFT + 200, 18, words("legend_night"))
