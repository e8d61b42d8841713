"""One place for every count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import respond_dossier as made

from ringfence.respond.counts import lenders, of_lender, third_parties, whole
from ringfence.schema import EVENTS, Role, empty


def test_the_whole_case_is_counted() -> None:
    counts = whole(made.dossier().metrics)
    assert (counts.attempts, counts.calls, counts.written, counts.other) == (38, 33, 5, 0)
    assert (counts.quiet, counts.days, counts.people) == (13, 9, 4)
    assert (counts.first, counts.last) == (date(2026, 8, 3), date(2026, 8, 11))
    assert dict(counts.roles) == {Role.FAMILY: 2, Role.COLLEAGUE: 1, Role.FRIEND: 1}


def test_lenders_add_up_to_the_whole() -> None:
    dossier = made.dossier()
    parts = [of_lender(dossier.metrics, lender) for lender in lenders(dossier)]
    assert lenders(dossier) == (made.BANK, made.MICRO, None)
    assert sum(part.attempts for part in parts) == 38
    assert sum(part.quiet for part in parts) == 13
    assert [part.people for part in parts] == [0, 4, 0]


def test_a_guarantor_is_no_third_party() -> None:
    people = made.dossier().metrics.people
    guarantor = people.with_columns(
        pl.when(pl.col("person") == "P1").then(pl.lit(Role.GUARANTOR.value)).otherwise(pl.col("role")).alias("role")
    )
    assert sorted(third_parties(guarantor)["person"].to_list()) == ["P2", "P3", "P4"]


def test_nothing_counts_as_nothing() -> None:
    counts = whole(made.metrics_of(empty(EVENTS)))
    assert (counts.attempts, counts.people, counts.first, counts.roles) == (0, 0, None, ())


def test_attempts_without_a_time_are_other() -> None:
    metrics = replace(made.dossier().metrics, attempts=40)
    assert whole(metrics).other == 2
