"""Whom it reached, and since when: one line per person, in the order in which they were first contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond.charts.picture import WIDTH, Chart, Picture
from ringfence.schema import CHINA, from_micros

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from ringfence.respond.wording import Wording

_LEFT, _RIGHT, _TOP, _ROW = 176, 74, 12, 26
_MOST = 16


def reach_chart(
    people: pl.DataFrame, name: Callable[[str, str], str], words: Wording, zone: str = CHINA
) -> Chart | None:
    """Return the picture, None when nobody but the borrower was contacted at a known time.

    Args:
        people: third persons' rows of :attr:`ringfence.schema.Metrics.people`.
        name: shown (masked) name of (person id, role).
        words: the language.
        zone: for the days at the axis.
    """
    known = people.drop_nulls(["first_ts", "last_ts"]).sort(["first_ts", "person"])
    if not known.height:
        return None
    rows = list(known.select("person", "role", "attempts", "first_ts", "last_ts").iter_rows())
    drawn = rows[:_MOST]
    title = words("reach_title")
    note = words("reach_note", people=len(rows), left=len(rows) - len(drawn))
    picture = Picture("reach", _TOP + _ROW * len(drawn) + 30, title, note)
    start, end = min(row[3] for row in rows), max(row[4] for row in rows)
    _draw(picture, [(name(row[0], row[1]), *row[2:]) for row in drawn], start, end, zone)
    table = tuple(
        (name(person, role), _day(first, zone), _day(last, zone), str(n)) for person, role, n, first, last in rows[:60]
    )
    return Chart("reach", title, picture.svg(), note, tuple(words.words["reach_header"]), table)


def _draw(picture: Picture, rows: list[tuple[str, int, int, int]], start: int, end: int, zone: str) -> None:
    plot = WIDTH - _LEFT - _RIGHT
    stretch = max(1, end - start)
    bottom = _TOP + _ROW * len(rows)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LEFT + plot * share
        picture.line("rule", x, _TOP, x, bottom)
        when = from_micros(start + int(stretch * share), zone)
        picture.text("mute", x, bottom + 18, f"{when.month}-{when.day:02d}", anchor="middle", size=11)
    for index, (shown, n, first, last) in enumerate(rows):
        y = _TOP + _ROW * (index + 0.5)
        left, right = _LEFT + plot * (first - start) / stretch, _LEFT + plot * (last - start) / stretch
        picture.text("ink", _LEFT - 14, y + 4, shown, anchor="end", size=13)
        picture.line("span", left, y, right, y)
        picture.circle("dot", left, y, 4.5)
        picture.circle("dot", right, y, 4.5)
        picture.text("ink", WIDTH - _RIGHT + 14, y + 4, f"×{n}", size=12)


def _day(micros: int, zone: str) -> str:
    return f"{from_micros(micros, zone):%Y-%m-%d}"
