"""The pictures: bounded, described, escaped."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
import respond_dossier as made
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ringfence.respond.charts import daily_chart, hour_chart, reach_chart
from ringfence.respond.charts.periods import MOST, column_of, periods
from ringfence.respond.counts import third_parties
from ringfence.respond.wording import Wording

WORDS = Wording("zh")
SVG = "{http://www.w3.org/2000/svg}"


def shapes(svg: str) -> list[etree._Element]:
    return list(etree.fromstring(svg.encode()).iter())


def test_the_hour_chart_shades_the_night_and_draws_each_cell() -> None:
    chart = hour_chart(made.dossier().metrics.hourly, 11, WORDS)
    assert chart is not None
    drawn = shapes(chart.svg)
    assert sum("night" in one.get("class", "") for one in drawn) == 3  # two bands and the legend
    cells = (
        made.dossier()
        .metrics.hourly.select("local_date", "hour", pl.col("kind").is_in(["call", "voice_robot"]))
        .unique()
    )
    assert sum(one.tag == f"{SVG}circle" for one in drawn) == cells.height + 2
    assert chart.rows[0] == ("2026-08-03", "3", "0", "1")
    assert "11次落在灰色的夜间" in chart.note
    assert "另有2次只记得大概时间" in chart.note


@pytest.mark.parametrize("svg", ["hours", "reach", "daily"])
def test_a_picture_has_a_title_and_a_description(svg: str) -> None:
    dossier = made.dossier()
    charts = [
        hour_chart(dossier.metrics.hourly, 13, WORDS),
        reach_chart(third_parties(dossier.metrics.people), lambda person, _: person, WORDS),
        daily_chart(dossier.metrics.hourly, (made.BANK, made.MICRO, None), lambda one: one or "?", WORDS),
    ]
    chart = next(one for one in charts if one is not None and one.key == svg)
    root = etree.fromstring(chart.svg.encode())
    assert root.get("role") == "img"
    names = (root.get("aria-labelledby") or "").split()
    assert [one.get("id") for one in root.iter(f"{SVG}title", f"{SVG}desc")] == names
    assert chart.rows


def test_names_in_pictures_are_escaped() -> None:
    chart = daily_chart(made.dossier().metrics.hourly, (made.BANK,), lambda _: '<script>&"', WORDS)
    assert chart is not None
    assert "<script>" not in chart.svg
    assert shapes(chart.svg)


def test_nothing_draws_nothing() -> None:
    none = made.dossier().metrics.hourly.head(0)
    assert hour_chart(none, 0, WORDS) is None
    assert daily_chart(none, (), str, WORDS) is None
    assert reach_chart(made.dossier().metrics.people.head(0), lambda person, _: person, WORDS) is None


def test_two_years_of_calls_stay_a_small_picture() -> None:
    days = [date(2025, 1, 1) + timedelta(days=number % 700) for number in range(20_000)]
    hourly = pl.DataFrame(
        {
            "local_date": days,
            "hour": [number % 24 for number in range(20_000)],
            "kind": ["call" if number % 7 else "sms" for number in range(20_000)],
            "role": ["debtor"] * 20_000,
            "lender": [f"L{number % 9}" for number in range(20_000)],
            "n": [1] * 20_000,
        },
        schema_overrides={"hour": pl.Int8, "n": pl.UInt32},
    )
    chart = hour_chart(hourly, 0, WORDS)
    daily = daily_chart(hourly, tuple(f"L{number}" for number in range(9)), str, WORDS)
    assert chart is not None
    assert daily is not None
    assert len(shapes(chart.svg)) < MOST * 24 * 2 + 200
    assert len(shapes(daily.svg)) < 1500
    assert len(daily.header) == 10  # the table names the lenders that the picture leaves out


@settings(deadline=None, max_examples=100)
@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(0, 3000), st.integers(0, 3000))
def test_every_day_has_exactly_one_column(first: date, length: int, offset: int) -> None:
    last = first + timedelta(days=length)
    columns, step = periods(first, last)
    assert 1 <= len(columns) <= MOST + 1
    when = first + timedelta(days=min(offset, length))
    found = columns[column_of(columns, when)]
    assert found.first <= when <= found.last
    assert step == 1 or (found.last - found.first).days == step - 1
