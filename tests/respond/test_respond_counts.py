"""One place for every count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import respond_dossier as made

from ringfence.respond.counts import lenders, of_lender, third_parties, whole
from ringfence.schema import EVENTS, Role, empty


def test_the_whole_case_is_counted() -> None:
    counts = whole(made.dossier())
    assert (counts.attempts, counts.calls, counts.written, counts.other) == (38, 33, 5, 0)
    assert (counts.quiet, counts.days, counts.people) == (13, 9, 4)
    assert (counts.first, counts.last) == (date(2026, 8, 3), date(2026, 8, 11))
    assert dict(counts.roles) == {Role.FAMILY: 2, Role.COLLEAGUE: 1, Role.FRIEND: 1}


def test_lenders_add_up_to_the_whole() -> None:
    dossier = made.dossier()
    parts = [of_lender(dossier, lender) for lender in lenders(dossier)]
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
    counts = whole(made.dossier(metrics=made.metrics_of(empty(EVENTS))))
    assert (counts.attempts, counts.people, counts.first, counts.roles) == (0, 0, None, ())


def test_attempts_without_a_time_are_other() -> None:
    metrics = replace(made.dossier().metrics, attempts=40)
    assert whole(made.dossier(metrics=metrics)).other == 2


def test_a_night_remembered_only_roughly_is_not_counted_as_night() -> None:
    """07:50 by recollection, give or take half an hour, may have been after eight."""
    dossier = made.dossier()
    vague = pl.col("precision_s") == 1800
    events = dossier.matter.events.with_columns(
        pl.when(vague)
        .then(pl.lit(7 * 3600 + 3000))
        .otherwise(pl.col("local_second"))
        .cast(pl.Int32)
        .alias("local_second"),
        pl.when(vague).then(pl.lit("collection_third")).otherwise(pl.col("label")).alias("label"),
    )
    moved = replace(dossier, matter=replace(dossier.matter, events=events))
    assert of_lender(dossier, made.MICRO).quiet == 3
    assert of_lender(moved, made.MICRO).quiet == 2


def test_a_person_without_a_told_role_is_another_contact() -> None:
    people = made.dossier().metrics.people.with_columns(pl.lit(None, dtype=pl.String).alias("role"))
    dossier = made.dossier(metrics=replace(made.dossier().metrics, people=people))
    assert dict(whole(dossier).roles) == {Role.OTHER_CONTACT: 4}
