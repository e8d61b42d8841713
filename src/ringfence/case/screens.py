"""Screenshots in the timeline: exact as the picture allows, counted once however many pictures show a message, gaps said.

Three joins, each one to one:

* **overlap**: two pictures of one thread show the same messages; they are laid over each other where all messages in the shared
  part agree (side, text but for what recognition mistakes, times where both are shown), and only where what agrees is more than
  a word that anybody writes.
* **record**: what the phone's own records hold as well is one event with them, and theirs are the text, number and time. That is
  the same phone seen twice, so it corroborates nothing.
* A message that repeats inside one picture stays two messages.

What a user corrected on one picture is often misread on the next one too. Pictures are therefore laid over each other both as
they were recognised and as corrected, and the better fit counts; else a correction would make one message two.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from ringfence.schema import EVENTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringfence.case.merge import Records

_Row = dict[str, Any]
_MINUTE = 60
_ALIKE = 0.85  # of two texts: recognition mistakes a character in a hundred, a cut bubble lacks some
_TELLING = 10  # characters that agree: fewer may be a coincidence ("好的")
_VAGUE = 43_200  # seconds: a time so vague says nothing about the day
_RING_S = 15  # durations of one call differ so far


@dataclass(frozen=True, slots=True)
class ScreenGap:
    """Two pictures of one thread that do not meet: between them messages may be missing.

    Attributes:
        address: the other side as shown.
        before, after: source ids, in order of time.
    """

    address: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Touched:
    """What the user corrected on pictures.

    Attributes:
        read: source id -> its rows as recognised, only of pictures that were corrected.
        fixed: ref -> fields that the user gave.
        named: refs whose number was looked up by the name that is shown.
    """

    read: Mapping[str, list[_Row]] = field(default_factory=dict)
    fixed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    named: frozenset[str] = frozenset()

    @classmethod
    def of(cls, sources: Sequence[Records], before: pl.DataFrame, named: frozenset[str] = frozenset()) -> Touched:
        """Gather it; ``before``: the events of corrected pictures as recognised."""
        read: dict[str, list[_Row]] = {records.source: [] for records in sources if records.as_read is not None}
        for row in before.to_dicts():
            read[_source(row)].append(row)
        fixed = {f"{records.source}#{row}": names for records in sources for row, names in records.fixed.items()}
        return cls(read, fixed, named)

    def has(self, row: _Row, name: str) -> bool:
        """Tell whether the user gave this field of a row."""
        return any(name in self.fixed.get(ref, ()) for ref in row["refs"])

    def looks(self, row: _Row) -> list[_Row]:
        """Return the ways to look at a row: as it counts, as recognised, and a message by its name without a number."""
        by_name = row["kind"] != "call" and not self.named.isdisjoint(row["refs"])
        return [row, *self._before(row), *([row | {"address_kind": "name"}] if by_name else [])]

    def _before(self, row: _Row) -> list[_Row]:
        """Return the rows as recognised of a row that the user corrected."""
        return [
            one
            for ref in row["refs"]
            if ref in self.fixed
            for one in self.read.get(ref.split("#")[0], [])
            if one["refs"][0] == ref
        ]


NOTHING = Touched()


def shot_sources(sources: Sequence[Records]) -> frozenset[str]:
    """Return the ids of sources that are pictures."""
    return frozenset(records.source for records in sources if records.regions is not None)


def with_precision(events: pl.DataFrame, sources: Sequence[Records]) -> pl.DataFrame:
    """Give every event that was read from a picture the precision of its time; ``events`` are not joined yet (one ref each)."""
    parts = [
        records.regions.filter((pl.col("field") == "time") & pl.col("precision_s").is_not_null()).select(
            pl.concat_str(pl.lit(f"{records.source}#"), pl.col("row").cast(pl.String)).alias("_ref"),
            pl.col("precision_s").alias("_precision"),
        )
        for records in sources
        if records.regions is not None
    ]
    if not parts:
        return events
    shown = pl.concat(parts).unique("_ref")
    known = events.with_columns(_ref=pl.col("refs").list.first()).join(
        shown, on="_ref", how="left", maintain_order="left"
    )
    return known.with_columns(precision_s=pl.coalesce("_precision", "precision_s")).select(EVENTS.names())


def split_shots(events: pl.DataFrame, shots: frozenset[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return (events of pictures, all others)."""
    shown = pl.col("refs").list.first().str.split("#").list.first().is_in(list(shots))
    return events.filter(shown), events.filter(~shown)


def join_screens(shown: pl.DataFrame, recorded: pl.DataFrame, touched: Touched = NOTHING) -> pl.DataFrame:
    """Return all events with what pictures show twice, or show and the phone recorded, as one event each."""
    if shown.is_empty():
        return recorded
    rows = _overlaps(shown.to_dicts(), touched)
    rest, found = _recorded(rows, recorded, touched)
    if found:
        extra = pl.DataFrame(
            [(ref, more[0], more[1]) for ref, more in found.items()],
            schema={"_ref": pl.String, "_refs": pl.List(pl.String), "_clocks": pl.List(pl.String)},
            orient="row",
        )
        joined = recorded.with_columns(_ref=pl.col("refs").list.first()).join(
            extra, on="_ref", how="left", maintain_order="left"
        )
        recorded = joined.with_columns(
            refs=pl.concat_list("refs", pl.col("_refs").fill_null([])),
            clocks=pl.concat_list("clocks", pl.col("_clocks").fill_null([])),
        ).select(EVENTS.names())
    return pl.concat([recorded, pl.DataFrame(rest, schema=EVENTS)])


def screen_gaps(events: pl.DataFrame, shots: frozenset[str]) -> tuple[ScreenGap, ...]:
    """Return where pictures of one thread follow each other without meeting; ``events`` are joined."""
    if not shots:
        return ()
    gaps: list[ScreenGap] = []
    shown = events.filter((pl.col("kind") != "call") & (pl.col("address_key") != "") & pl.col("ts").is_not_null())
    for _, rows in shown.sort("ts").group_by(["person", "address_key"], maintain_order=True):
        order: list[str] = []
        meets: set[tuple[str, str]] = set()
        for refs in rows["refs"]:
            here = [source for source in dict.fromkeys(ref.split("#")[0] for ref in refs) if source in shots]
            order += [source for source in here if source not in order]
            meets |= {(a, b) for a in here for b in here if a != b}
        address = rows["address"][0]
        gaps += [
            ScreenGap(address, order[at - 1], after)
            for at, after in enumerate(order)
            if at and not any((before, after) in meets for before in order[:at])
        ]
    return tuple(gaps)


# -- one thread on several pictures -------------------------------------------------------------------------------


def _overlaps(rows: list[_Row], touched: Touched) -> list[_Row]:
    """Return the rows with those that several pictures share folded into one each."""
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        if row["kind"] != "call":
            groups.setdefault(_source(row), []).append(row)
    root = {row["refs"][0]: row["refs"][0] for row in rows}
    members = {row["refs"][0]: {_source(row)} for row in rows}
    shown = {source: (*here, *touched.read.get(source, ())) for source, here in groups.items()}
    parties = {source: {row["address_key"] or "" for row in here} for source, here in shown.items()}
    for one, other in combinations(groups, 2):
        if "" not in parties[one] | parties[other] and not parties[one] & parties[other]:
            continue  # pictures of other threads, told before anything is compared
        for left, right in _laid_over(groups, one, other, touched):
            if left in root and right in root:  # what the user dropped is on no picture
                _unite(root, members, left, right)
    folded: dict[str, list[_Row]] = {}
    for row in rows:
        folded.setdefault(_find(root, row["refs"][0]), []).append(row)
    return [_fold(same, touched) for same in folded.values()]


def _laid_over(groups: Mapping[str, list[_Row]], one: str, other: str, touched: Touched) -> list[tuple[str, str]]:
    """Return the refs that two pictures share: as corrected or as recognised, whichever shares more.

    Where the user corrected both sides of a pair, they have seen both: then only what they said is compared.
    """
    best = [(left["refs"][0], right["refs"][0]) for left, right in _shared(groups[one], groups[other])]
    if one not in touched.read and other not in touched.read:
        return best
    now = {row["refs"][0]: row for name in (one, other) for row in groups[name]}
    read = []
    for left, right in _shared(touched.read.get(one, groups[one]), touched.read.get(other, groups[other])):
        pair = (left["refs"][0], right["refs"][0])
        both = all(ref in touched.fixed and ref in now for ref in pair)
        if not both or _same_message(now[pair[0]], now[pair[1]]):
            read.append(pair)
    return read if len(read) > len(best) else best


def _source(row: _Row) -> str:
    return str(row["refs"][0]).split("#", maxsplit=1)[0]


def _find(root: dict[str, str], ref: str) -> str:
    while root[ref] != ref:
        ref = root[ref]
    return ref


def _unite(root: dict[str, str], members: dict[str, set[str]], one: str, other: str) -> None:
    """Make two rows one, unless that would make two messages of one picture one."""
    here, there = _find(root, one), _find(root, other)
    if here != there and not members[here] & members[there]:
        root[there] = here
        members[here] |= members[there]


def _shared(one: list[_Row], other: list[_Row]) -> list[tuple[_Row, _Row]]:
    """Return the pairs of the longest overlap of two pictures, none when they do not overlap for certain."""
    best: list[tuple[_Row, _Row]] = []
    for shift in range(-len(other) + 1, len(one)):
        pairs = [(one[at], other[at - shift]) for at in range(max(0, shift), min(len(one), len(other) + shift))]
        if len(pairs) > len(best) and all(_same_message(left, right) for left, right in pairs):
            best = pairs
    agreed = sum(min(len(_plain(left["text"])), len(_plain(right["text"]))) for left, right in best)
    return best if agreed >= _TELLING else []


def _same_message(one: _Row, other: _Row) -> bool:
    keys = {one["address_key"], other["address_key"]} - {"", None}
    if one["person"] != other["person"] or one["direction"] != other["direction"] or len(keys) > 1:
        return False
    return _times_agree(one, other) and _texts_agree(one["text"], other["text"])


def _times_agree(one: _Row, other: _Row) -> bool:
    """Tell whether two times can be one: both known, they lie within what both allow."""
    if one["ts"] is None or other["ts"] is None:
        return True
    allowed = (one["precision_s"] or 0) + (other["precision_s"] or 0) + _MINUTE
    return bool(abs(one["ts"] - other["ts"]) <= allowed * 1_000_000)


def _texts_agree(one: str | None, other: str | None) -> bool:
    """Tell whether two texts are one but for what recognition mistakes; a cut bubble may hold a part of the other."""
    here, there = _plain(one), _plain(other)
    if here == there:
        return True
    shorter, longer = sorted((here, there), key=len)
    if len(shorter) >= _TELLING and shorter in longer:
        return True
    return SequenceMatcher(None, here, there, autojunk=False).ratio() >= _ALIKE and _figures(here) == _figures(there)


def _figures(text: str) -> str:
    """Return the figures of a text: two reminders often differ in nothing but the sum or the day."""
    return "".join(char for char in text if char.isdigit())


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _fold(same: list[_Row], touched: Touched) -> _Row:
    """Return one event of several rows: what the user gave, else the most exact time, longest text, a visible counterpart."""
    best = min(same, key=lambda row: (not touched.has(row, "time"), row["ts"] is None, row["precision_s"] or 0))
    named = min(same, key=lambda row: (not touched.has(row, "address"), not row["address_key"], row is not best))
    aside = min(same, key=lambda row: (not touched.has(row, "side"), row is not best))
    told = min(same, key=lambda row: (not touched.has(row, "text"), -len(row["text"] or "")))
    return best | {
        "text": told["text"] or None,
        "direction": aside["direction"],
        **{name: named[name] for name in ("address", "address_key", "address_kind", "name", "known")},
        "refs": [ref for row in same for ref in row["refs"]],
        "clocks": [clock for row in same for clock in row["clocks"]],
    }


# -- pictures and the phone's own records -------------------------------------------------------------------------


def _recorded(
    rows: list[_Row], recorded: pl.DataFrame, touched: Touched
) -> tuple[list[_Row], dict[str, tuple[list[str], list[str]]]]:
    """Return the rows that no record holds, and for each record that a picture shows too, the refs and clocks to add."""
    looks = [touched.looks(row) for row in rows]
    keys = [look["address_key"] for every in looks for look in every if look["address_key"]]
    texts = [_plain(look["text"]) for every in looks for look in every if look["text"]]
    bare = pl.col("text").str.normalize("NFKC").str.replace_all(r"\s", "")
    near = recorded.filter((pl.col("address_key").is_in(keys) | bare.is_in(texts)) & (pl.col("clock") == "device"))
    buckets: dict[tuple[str, ...], list[_Row]] = {}
    for record in near.to_dicts():
        for key in (_bucket(record), _bucket(record, by_number=False)):
            buckets.setdefault(key, []).append(record)
    found: dict[str, tuple[list[str], list[str]]] = {}
    rest: list[_Row] = []
    for row, every in zip(rows, looks, strict=True):
        fitting = [
            one
            for look in every
            for one in buckets.get(_bucket(look, by_number=look["kind"] == "call" or not _named(look)), [])
            if one["refs"][0] not in found and _same_event(look, one)
        ]
        if not fitting:
            rest.append(row)
            continue
        best = min(fitting, key=lambda one: abs((one["ts"] or 0) - (row["ts"] or one["ts"] or 0)))
        found[best["refs"][0]] = (row["refs"], row["clocks"])
    return rest, found


def _bucket(row: _Row, *, by_number: bool = True) -> tuple[str, ...]:
    """Return what a row and its record have alike, so that a row is compared with few records."""
    shared = (row["person"], row["direction"], "call" if row["kind"] == "call" else "text")
    return (*shared, row["address_key"] or "") if by_number else shared


def _named(row: _Row) -> bool:
    """Tell whether a picture shows no number: a contact's name stands where the record has it."""
    return row["address_kind"] in {"name", "withheld"}


def _same_event(row: _Row, record: _Row) -> bool:
    """Tell whether a picture's row and a record are one event."""
    if row["person"] != record["person"] or row["direction"] != record["direction"]:
        return False
    if (row["kind"] == "call") != (record["kind"] == "call"):
        return False
    if row["kind"] == "call":
        return bool(row["address_key"]) and row["address_key"] == record["address_key"] and _same_call(row, record)
    party = row["address_key"] == record["address_key"] or _named(row)
    vague = row["ts"] is None or (row["precision_s"] or 0) > 3600
    if vague and len(_plain(row["text"])) < _TELLING:
        return False  # "好的" at some time is not this "好的"
    return party and _times_agree(row, record) and _texts_agree(row["text"], record["text"])


def _same_call(row: _Row, record: _Row) -> bool:
    if row["ts"] is None or record["ts"] is None:
        return False
    if row["connected"] is not None and record["connected"] is not None and row["connected"] != record["connected"]:
        return False
    lasted = (row["duration_s"], record["duration_s"])
    if None not in lasted and abs(lasted[0] - lasted[1]) > _RING_S:
        return False
    apart = abs(row["ts"] - record["ts"]) / 1_000_000
    if (row["precision_s"] or 0) >= _VAGUE:  # the day is not known: the time of day has to agree, and the length
        apart = min(apart % 86_400, 86_400 - apart % 86_400)
        return bool(apart <= _MINUTE and lasted[0] == lasted[1])
    return bool(apart <= (row["precision_s"] or 0) + _MINUTE)
