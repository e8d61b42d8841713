"""One thing that happened is one event, however many sources saw it.

Four joins, each one to one and each with a stated tolerance:

* **copies**: overlapping backups of one phone hold the same record: same kind, direction, number, time to the millisecond,
  text or duration. Exact.
* **carrier**: the carrier's list and the phone's log of the same person: same number and direction, start within
  :data:`CARRIER_S` seconds after the clock offset between the two was taken out, durations within :data:`DURATION_S`.
  Where one of them does not show the number, the start must lie within :data:`WITHHELD_S`, both durations must be known,
  and the number that is shown becomes the event's: a carrier's list names callers that the phone could not.
* **statement**: what a person reports and what that person's own phone or list shows: within the statement's own precision
  plus :data:`CARRIER_S`, same number when the person gave one.

* **recording**: a recorded call and a call of the same person: same number, start within :data:`CARRIER_S`, and the recording
  no more than :data:`DURATION_S` longer than the call (it may begin late or be cut short). Where its file name gives only a
  contact's name, that name must be the call's, and the one call within :data:`CARRIER_S` that fits is taken; two prove nothing.

Where sources disagree on whether anybody answered, the event is marked ``contradicted`` and no rule counts it alone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import polars as pl

from ringfence.case.merge import RECORDED
from ringfence.schema import EVENTS, Clock

CARRIER_S = 120  # the phone writes when it rings, the switch when it connects
DURATION_S = 15  # ringing may or may not be counted
WITHHELD_S = 20  # without a number only the time speaks, so it must speak clearly
OFFSET_WINDOW_S = 900  # a phone's clock is searched this far off
OFFSET_PAIRS = 5  # fewer pairs say nothing about a clock
_SECOND = 1_000_000
_TRUST = {Clock.CARRIER.value: 0, Clock.DEVICE.value: 1, Clock.RECOLLECTED.value: 2, Clock.CLAIMED.value: 3}


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """How far the phone's clock was from the carrier's.

    Attributes:
        person: whose phone.
        seconds: carrier minus phone, median.
        pairs: calls compared.
    """

    person: str
    seconds: float
    pairs: int


def join_copies(events: pl.DataFrame) -> pl.DataFrame:
    """Join records that two backups of one phone both hold (and exact repeats inside one)."""
    key = ["person", "kind", "direction", "address_key", "ts", "text", "duration_s", "connected", "clock"]
    exact = events.filter((pl.col("clock") == Clock.DEVICE) & pl.col("ts").is_not_null())
    rest = events.filter((pl.col("clock") != Clock.DEVICE) | pl.col("ts").is_null())
    others = [name for name in EVENTS if name not in {*key, "refs", "clocks"}]
    joined = exact.group_by(key, maintain_order=True).agg(
        *(pl.col(name).drop_nulls().first().alias(name) for name in others),
        pl.col("refs").explode(keep_nulls=False),
        pl.col("clocks").explode(keep_nulls=False),
    )
    return pl.concat([joined.select(EVENTS.names()), rest.select(EVENTS.names())])


def clock_offsets(events: pl.DataFrame) -> tuple[ClockOffset, ...]:
    """Compare phone and carrier times of connected calls, person by person."""
    calls = events.filter(
        (pl.col("kind") == "call") & pl.col("ts").is_not_null() & (pl.col("address_key") != "") & pl.col("connected")
    ).select("person", "address_key", "direction", "clock", "ts", "duration_s")
    pairs = _nearest(
        calls.filter(pl.col("clock") == Clock.DEVICE).with_row_index("i"),
        calls.filter(pl.col("clock") == Clock.CARRIER).with_row_index("j"),
        ["person", "address_key", "direction"],
        OFFSET_WINDOW_S,
    )
    alike = pairs.filter((pl.col("duration_s") - pl.col("duration_s_right")).abs() <= 3)
    offsets: list[ClockOffset] = []
    for (person,), rows in alike.group_by(["person"], maintain_order=True):
        gaps = (rows["ts_right"] - rows["ts"]) / _SECOND
        middle = gaps.median()
        if rows.height < OFFSET_PAIRS or not isinstance(middle, float):
            continue
        near = gaps.filter((gaps - middle).abs() <= 5)
        if near.len() * 2 >= gaps.len():  # a clock that is off is off by the same for most calls
            offsets.append(ClockOffset(str(person), round(middle, 1), near.len()))
    return tuple(offsets)


def join_carrier(events: pl.DataFrame, offsets: tuple[ClockOffset, ...]) -> pl.DataFrame:
    """Join phone records with the carrier's records of the same call or message."""
    shift = {offset.person: int(offset.seconds * _SECOND) for offset in offsets}
    # only what pairs are found by: whole rows would stand in memory three times over
    timed = (
        events.with_row_index("i")
        .filter(pl.col("ts").is_not_null())
        .select(
            *("i", "person", "address_key", "direction", "clock", "ts", "duration_s", "connected"),
            at=pl.col("ts") + pl.col("person").replace_strict(shift, default=0, return_dtype=pl.Int64),
            sort=pl.when(pl.col("kind").is_in(["sms", "mms"])).then(pl.lit("text")).otherwise(pl.col("kind")),
        )
    )
    phone = timed.filter(pl.col("clock") == Clock.DEVICE)
    carrier = timed.filter(pl.col("clock") == Clock.CARRIER).with_columns(at=pl.col("ts"))
    named = pl.col("address_key") != ""
    pairs = _one_to_one(phone.filter(named), carrier.filter(named), ["person", "address_key", "direction", "sort"])
    by = ["person", "direction", "sort"]
    left = _without(phone, pairs["minor"]).filter((pl.col("sort") == "call") & pl.col("duration_s").is_not_null())
    right = _without(carrier, pairs["major"]).filter((pl.col("sort") == "call") & pl.col("duration_s").is_not_null())
    for one, other in ((left.filter(~named), right), (left.filter(named), right.filter(~named))):
        more = _one_to_one(_without(one, pairs["minor"]), _without(other, pairs["major"]), by, WITHHELD_S)
        pairs = pl.concat([pairs, more])
    return _fold(events, pairs)


def join_recordings(events: pl.DataFrame) -> pl.DataFrame:
    """Join recorded calls with the calls that the phone or the carrier shows; what joins nothing stays an event of its own.

    A call may be recorded in several pieces, so this is repeated until nothing more joins.
    """
    while True:
        pairs = _recorded_pairs(events)
        if pairs.is_empty():
            return events
        events = _fold(events, pairs)


def _recorded_pairs(events: pl.DataFrame) -> pl.DataFrame:
    """Return (major: call, minor: recording) pairs, each call and each recording once, nearest first."""
    calls = events.with_row_index("i").filter((pl.col("kind") == "call") & pl.col("ts").is_not_null())
    near_by = pl.col("ts") // (CARRIER_S * _SECOND)  # neighbours in time share this or the next
    recorded = calls.filter(pl.col("direction") == RECORDED).with_columns(
        slot=pl.concat_list(near_by - 1, near_by, near_by + 1)
    )
    seen = calls.filter((pl.col("direction") != RECORDED) & (pl.col("clock") != Clock.RECOLLECTED))
    near = (
        recorded.explode("slot")
        .join(seen.with_columns(slot=near_by), on=["person", "slot"], suffix="_right")
        .with_columns(gap=(pl.col("ts") - pl.col("ts_right")).abs())
        .filter(
            (pl.col("gap") <= CARRIER_S * _SECOND)
            & pl.col("connected_right").fill_null(value=True)
            & (pl.col("duration_s") <= pl.col("duration_s_right") + DURATION_S).fill_null(value=True)
            & pl.when(pl.col("address_key") != "")
            .then(pl.col("address_key") == pl.col("address_key_right"))
            .otherwise((pl.col("name") == pl.col("name_right")).fill_null(value=False))
        )
        .filter((pl.col("address_key") != "") | (pl.len().over("i") == 1))
        .sort("gap", "i")
    )
    pairs = near.unique("i", keep="first", maintain_order=True).unique("i_right", keep="first", maintain_order=True)
    return pairs.select(pl.col("i").alias("minor"), pl.col("i_right").alias("major"))


def join_statements(events: pl.DataFrame) -> pl.DataFrame:
    """Join what a person reports with what that person's own phone or carrier list shows."""
    indexed = events.with_row_index("i").with_columns(
        at=pl.col("ts"), sort=pl.col("kind").replace({"voice_robot": "call"})
    )
    told = indexed.filter((pl.col("clock") == Clock.RECOLLECTED) & pl.col("ts").is_not_null())
    seen = indexed.filter((pl.col("clock") != Clock.RECOLLECTED) & pl.col("ts").is_not_null())
    if told.is_empty() or seen.is_empty():
        return events
    slack = (pl.col("precision_s").fill_null(0).cast(pl.Int64) + CARRIER_S) * _SECOND
    near = (
        told.join(seen, on=["person", "direction", "sort"], suffix="_right")
        .with_columns(gap=(pl.col("at") - pl.col("at_right")).abs())
        .filter(
            (pl.col("gap") <= slack)
            & ((pl.col("address_key") == "") | (pl.col("address_key") == pl.col("address_key_right")))
        )
    )
    # Without a number a statement agrees only with the single call that fits; two candidates prove nothing.
    alone = near.filter((pl.col("address_key") != "") | (pl.len().over("i") == 1))
    pairs = alone.sort("gap").unique("i", keep="first", maintain_order=True).unique("i_right", keep="first")
    return _fold(events, pairs.select(pl.col("i").alias("minor"), pl.col("i_right").alias("major")))


def seal(events: pl.DataFrame) -> pl.DataFrame:
    """Order by time and give each event its id, the same on every rebuild from the same sources."""
    ordered = events.sort(
        ["ts", "person", "kind", "direction", "address_key", "text", "duration_s", pl.col("refs").list.first()],
        nulls_last=True,
    )
    columns = ordered.select("person", "kind", "direction", "address_key", "ts", "text", "duration_s").iter_rows()
    seen: dict[str, int] = {}
    names: list[str] = []
    for row in columns:
        digest = hashlib.blake2b(repr(row).encode(), digest_size=6).hexdigest()
        again = seen.get(digest, 0)
        seen[digest] = again + 1
        names.append(f"E{digest}" if not again else f"E{digest}-{again + 1}")
    return ordered.with_columns(pl.Series("event", names, dtype=pl.String)).select(EVENTS.names())


def _nearest(left: pl.DataFrame, right: pl.DataFrame, by: list[str], window_s: int) -> pl.DataFrame:
    """Pair each left row with the right row nearest in ``ts`` among equal ``by``, within ``window_s`` seconds."""
    return (
        left.sort("ts")
        .join_asof(
            right.sort("ts").with_columns(ts_right=pl.col("ts")),
            on="ts",
            by=by,
            strategy="nearest",
            tolerance=window_s * _SECOND,
            suffix="_right",
            check_sortedness=False,
        )
        .filter(pl.col("ts_right").is_not_null())
    )


def _without(rows: pl.DataFrame, taken: pl.Series) -> pl.DataFrame:
    return rows.filter(~pl.col("i").is_in(taken.implode()))


def _one_to_one(
    phone: pl.DataFrame, carrier: pl.DataFrame, by: list[str], tolerance_s: int = CARRIER_S
) -> pl.DataFrame:
    """Return (major: carrier row, minor: phone row) pairs, nearest first, in as many passes as still find something."""
    taken = pl.DataFrame(schema={"minor": pl.UInt32, "major": pl.UInt32})
    right_columns = [*by, "at", "i", "duration_s"]
    for _ in range(4):
        left = phone.join(taken, left_on="i", right_on="minor", how="anti").sort("at")
        right = carrier.join(taken, left_on="i", right_on="major", how="anti").select(right_columns).sort("at")
        if left.is_empty() or right.is_empty():
            break
        found = left.join_asof(
            right.with_columns(at_right=pl.col("at")),
            on="at",
            by=by,
            strategy="nearest",
            tolerance=tolerance_s * _SECOND,
            suffix="_right",
            check_sortedness=False,
        ).filter(
            pl.col("i_right").is_not_null()
            & (
                (pl.col("sort") == "text")
                | pl.col("duration_s").is_null()
                | pl.col("duration_s_right").is_null()
                | ~pl.col("connected").fill_null(value=False)
                | ((pl.col("duration_s") - pl.col("duration_s_right")).abs() <= DURATION_S)
            )
        )
        best = (
            found.with_columns(gap=(pl.col("at") - pl.col("at_right")).abs())
            .sort("gap", "i")
            .unique("i_right", keep="first", maintain_order=True)
        )
        if best.is_empty():
            break
        taken = pl.concat([taken, best.select(pl.col("i").alias("minor"), pl.col("i_right").alias("major"))])
    return taken


def _fold(events: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Join each pair's minor row into its major row: the clock trusted more gives the time, refs are added up."""
    if pairs.is_empty():
        return events
    indexed = events.with_row_index("i")
    minor = indexed.join(pairs, left_on="i", right_on="minor", how="inner")
    both = indexed.join(pairs.select("major"), left_on="i", right_on="major", how="semi").join(
        minor.drop("i"), left_on="i", right_on="major", how="left", suffix="_minor"
    )
    rank = pl.col("clock").replace_strict(_TRUST, default=9, return_dtype=pl.Int32)
    rank_minor = pl.col("clock_minor").replace_strict(_TRUST, default=9, return_dtype=pl.Int32)
    trusted = {"ts", "zone", "clock", "precision_s"}
    columns: list[pl.Expr] = []
    for name in EVENTS.names():
        if name in trusted:
            columns.append(
                pl.when(rank <= rank_minor).then(pl.col(name)).otherwise(pl.col(f"{name}_minor")).alias(name)
            )
        elif name in {"refs", "clocks"}:
            columns.append(pl.concat_list(name, f"{name}_minor").alias(name))
        elif name.startswith("address"):
            shown = pl.col("address_key") != ""
            columns.append(pl.when(shown).then(pl.col(name)).otherwise(pl.coalesce(f"{name}_minor", name)).alias(name))
        elif name == "agreement":
            clash = (pl.col("connected") != pl.col("connected_minor")).fill_null(value=False)
            columns.append(
                pl.when(clash | (pl.col("agreement") == "contradicted"))
                .then(pl.lit("contradicted"))
                .otherwise(pl.lit("corroborated"))
                .alias(name)
            )
        else:
            columns.append(pl.coalesce(name, f"{name}_minor").alias(name))
    rest = indexed.join(pairs.select("minor"), left_on="i", right_on="minor", how="anti").join(
        pairs.select("major"), left_on="i", right_on="major", how="anti"
    )
    return pl.concat([rest.select(EVENTS.names()), both.select(columns)])
