"""Source tables become one table of events: same shape, same names, nothing joined yet.

Drafts, failed and queued messages stay in their source and are no events: nobody was contacted by them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ringfence.schema import CALLS, EVENTS, Clock, EventKind, Role, conform, empty

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringfence.schema import Person

RECORDED = "recorded"  # the direction of a recording that joins no call


@dataclass(frozen=True, slots=True)
class Records:
    """What one source gave.

    Attributes:
        source: its id in the case (``S1``).
        owner: whose phone or list it is: ``debtor`` or a Person.id.
        as_read: of a picture that the user corrected: the records as they were recognised.
        fixed: row -> fields that the user gave.
        dropped: rows of ``as_read`` that the user says are no records.
    """

    source: str
    owner: str = "debtor"
    messages: pl.DataFrame | None = None
    calls: pl.DataFrame | None = None
    contacts: pl.DataFrame | None = None
    statements: pl.DataFrame | None = None
    regions: pl.DataFrame | None = None
    recordings: pl.DataFrame | None = None
    as_read: Records | None = None
    fixed: Mapping[int, frozenset[str]] = field(default_factory=dict)
    dropped: frozenset[int] = frozenset()
    pages: pl.DataFrame | None = None


def address_book(sources: Iterable[Records]) -> dict[str, str]:
    """Return number key -> name over the borrower's own address books; the first name given wins."""
    book: dict[str, str] = {}
    for records in sources:
        if records.contacts is None or records.owner != "debtor":
            continue
        rows = records.contacts.select("address_key", "name").filter(pl.col("address_key") != "")
        for key, name in rows.iter_rows():
            book.setdefault(key, name or "")
    return book


def merge_sources(sources: Iterable[Records], people: Mapping[str, Person], book: Mapping[str, str]) -> pl.DataFrame:
    """Return all events of all sources, one row per source record, with :data:`~ringfence.schema.EVENTS`.

    ``people`` by id; persons in statements are found by number, then by name.
    """
    parts = [empty(EVENTS)]
    for records in sources:
        role = people[records.owner].role if records.owner in people else Role.DEBTOR
        whose = (records.owner, role.value)
        if records.messages is not None:
            parts.append(_messages(records.messages, records.source, whose))
        if records.calls is not None:
            parts.append(_calls(_decided(records), records.source, whose))
        if records.statements is not None:
            parts.append(_statements(records.statements, records.source, people))
        if records.recordings is not None:
            parts.append(_recordings(records.recordings, records.source, whose))
    events = pl.concat(parts)
    return events.with_columns(
        known=pl.col("address_key").is_in(list(book)) & (pl.col("address_key") != ""),
        name=pl.coalesce(
            pl.col("address_key").replace_strict(dict(book), default=None, return_dtype=pl.String), "name"
        ),
    )


def _shared(source: str) -> list[pl.Expr]:
    """Return the columns that every source record gives alike."""
    return [
        pl.col("direction", "ts", "zone", "address", "address_key", "address_kind"),
        pl.concat_list(pl.concat_str(pl.lit(f"{source}#"), pl.col("row").cast(pl.String))).alias("refs"),
        pl.lit("single").alias("agreement"),
    ]


def _logged(source: str, whose: tuple[str, str]) -> list[pl.Expr]:
    """Return the columns that a phone's or carrier's log gives alike; ``whose``: person and role."""
    return [
        *_shared(source),
        pl.col("clock", "line", "name"),
        pl.concat_list("clock").alias("clocks"),
        pl.lit(0, dtype=pl.Int32).alias("precision_s"),
        pl.lit(whose[0]).alias("person"),
        pl.lit(whose[1]).alias("role"),
    ]


def _messages(frame: pl.DataFrame, source: str, whose: tuple[str, str]) -> pl.DataFrame:
    kept = frame.filter(pl.col("direction").is_in(["in", "out"]))
    kind = pl.col("kind").replace({"rcs": EventKind.SMS.value})
    return conform(kept.select(kind, pl.col("body").alias("text"), *_logged(source, whose)), EVENTS)


def _decided(records: Records) -> pl.DataFrame:
    """Return the calls; of those on a picture only those that it shows as incoming or outgoing (an arrow is not read)."""
    calls = empty(CALLS) if records.calls is None else records.calls
    return calls if records.regions is None else calls.filter(pl.col("direction") != "unknown")


def _calls(frame: pl.DataFrame, source: str, whose: tuple[str, str]) -> pl.DataFrame:
    inward = pl.when(pl.col("direction") == "out").then(pl.lit("out")).otherwise(pl.lit("in"))
    rows = frame.with_columns(direction=inward, kind=pl.lit(EventKind.CALL.value))
    return conform(rows.select("kind", "connected", "duration_s", *_logged(source, whose)), EVENTS)


def _recordings(frame: pl.DataFrame, source: str, whose: tuple[str, str]) -> pl.DataFrame:
    """Return recorded calls; who rang whom is not known from a recording, so its direction is neither in nor out."""
    heard = pl.when(pl.col("heard_ms") > 0).then(pl.lit(value=True)).otherwise(None)
    rows = frame.filter(pl.col("call")).with_columns(
        direction=pl.lit(RECORDED),
        kind=pl.lit(EventKind.CALL.value),
        connected=heard,
        duration_s=(pl.col("duration_ms") / 1000).round().cast(pl.Int32),
        line=pl.lit(None, dtype=pl.String),
    )
    return conform(rows.select("kind", "connected", "duration_s", *_logged(source, whose)), EVENTS)


def _statements(frame: pl.DataFrame, source: str, people: Mapping[str, Person]) -> pl.DataFrame:
    by_number = {number: person for person in people.values() for number in person.numbers}
    by_name = {person.name: person for person in people.values()}
    found: list[tuple[str, str]] = []
    for name, key, relation in frame.select("person", "person_key", "relation").iter_rows():
        person = by_number.get(key or "") or by_name.get(name or "")
        if person is not None:
            found.append((person.id, person.role.value))
        elif relation == Role.DEBTOR:
            found.append(("debtor", Role.DEBTOR.value))
        else:
            found.append((f"?{name}", relation or Role.OTHER_CONTACT.value))
    told = frame.with_columns(
        pl.Series("who", [who for who, _ in found], dtype=pl.String),
        pl.Series("as_role", [role for _, role in found], dtype=pl.String),
    )
    return conform(
        told.select(
            *_shared(source),
            pl.col("kind", "precision_s", "connected", "duration_s", "text"),
            pl.col("refused", "identified", "persons", "location", "entered", "audience"),
            pl.lit(Clock.RECOLLECTED.value).alias("clock"),
            pl.concat_list(pl.lit(Clock.RECOLLECTED.value)).alias("clocks"),
            pl.col("who").alias("person"),
            pl.col("as_role").alias("role"),
            pl.col("person_key").alias("line"),
            pl.col("lender").alias("signature"),
        ),
        EVENTS,
    )


def localise(events: pl.DataFrame) -> pl.DataFrame:
    """Fill ``local_date`` and ``local_second`` from ``ts`` in each event's own zone."""
    zones = events["zone"].unique().to_list() if events.height else []
    parts: list[pl.DataFrame] = []
    for zone in zones:
        rows = events.filter(pl.col("zone").eq_missing(pl.lit(zone)))
        local = (
            pl.from_epoch(pl.col("ts"), time_unit="us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone or "UTC")
        )
        parts.append(
            rows.with_columns(
                local_date=local.dt.date(),
                local_second=(
                    local.dt.hour().cast(pl.Int32) * 3600
                    + local.dt.minute().cast(pl.Int32) * 60
                    + local.dt.second().cast(pl.Int32)
                ),
            )
        )
    return pl.concat(parts) if parts else events
