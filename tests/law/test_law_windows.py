"""Sliding windows against counting by hand."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.law.rules.windows import distinct_within, within

ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.sampled_from("xyzuv")), min_size=0, max_size=25)


def frame(rows: list[tuple[str, int, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "event": [f"E{nth:03d}" for nth in range(len(rows))],
            "who": [row[0] for row in rows],
            "ts": [row[1] for row in rows],
            "key": [row[2] for row in rows],
        },
        schema={"event": pl.String, "who": pl.String, "ts": pl.Int64, "key": pl.String},
    )


def by_hand(rows: list[tuple[str, int, str]], window: int, least: int, *, distinct: bool) -> set[str]:
    """Return the events inside some half-open window [t, t + window) that holds enough."""
    groups: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for nth, (who, ts, key) in enumerate(rows):
        groups[who].append((ts, key, f"E{nth:03d}"))
    found: set[str] = set()
    for items in groups.values():
        for start, _, _ in items:
            inside = [item for item in items if start <= item[0] < start + window]
            size = len({key for _, key, _ in inside}) if distinct else len(inside)
            if size >= least:
                found |= {event for _, _, event in inside}
    return found


@settings(deadline=None, max_examples=150)
@given(ROWS, st.integers(1, 20), st.integers(1, 5))
def test_within_is_what_counting_by_hand_gives(rows: list[tuple[str, int, str]], window: int, least: int) -> None:
    found = within(frame(rows), ["who"], window, least)
    assert set(found["event"]) == by_hand(rows, window, least, distinct=False)


@settings(deadline=None, max_examples=150)
@given(ROWS, st.integers(1, 20), st.integers(1, 4))
def test_distinct_within_is_what_counting_by_hand_gives(
    rows: list[tuple[str, int, str]], window: int, least: int
) -> None:
    found = distinct_within(frame(rows), ["who"], "key", window, least)
    assert set(found["event"]) == by_hand(rows, window, least, distinct=True)


def test_runs_are_numbered_over_all_groups() -> None:
    rows = [("a", 0, "x"), ("a", 1, "x"), ("a", 50, "x"), ("a", 51, "x"), ("b", 0, "x"), ("b", 1, "x")]
    found = within(frame(rows), ["who"], 10, 2)
    assert found["run"].n_unique() == 3
    assert found["most"].to_list() == [2] * 6
