"""The timeline: merged sources, joined copies, corroboration, clock offsets, local time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.case.join import clock_offsets, join_carrier, join_copies, join_recordings, join_statements, seal
from ringfence.case.merge import Records, address_book, localise, merge_sources
from ringfence.case.screens import Touched, join_screens, shot_sources, split_shots, with_precision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ringfence.case.join import ClockOffset
    from ringfence.case.shown_names import Named
    from ringfence.schema import Person


@dataclass(frozen=True, slots=True)
class Timeline:
    """All events in order of time (EVENTS schema, not yet classified) and what was noticed on the way."""

    events: pl.DataFrame
    offsets: tuple[ClockOffset, ...]
    book: Mapping[str, str]


def build_timeline(sources: Sequence[Records], people: Mapping[str, Person], named: Named | None = None) -> Timeline:
    """Merge ``sources`` into one timeline; see :mod:`ringfence.case.join` for the tolerances.

    ``named``: which numbers in ``sources`` come from names on pictures.
    """
    book = address_book(sources)
    merged = with_precision(merge_sources(sources, people, book), sources)
    if named is not None and named.acquainted:
        friend = pl.col("refs").list.first().is_in(list(named.acquainted))
        merged = merged.with_columns(known=pl.col("known") | friend)
    shown, recorded = split_shots(merged, shot_sources(sources))
    del merged  # here and below: of a large case each step's table takes some 60 MB
    read = [records.as_read for records in sources if records.as_read is not None]
    before = with_precision(merge_sources(read, people, book), read)
    touched = Touched.of(sources, before, frozenset() if named is None else named.resolved)
    copies = join_screens(shown, join_copies(recorded), touched)
    del shown, recorded
    offsets = clock_offsets(copies)
    joined = join_carrier(copies, offsets)
    del copies
    return Timeline(seal(localise(join_statements(join_recordings(joined)))), offsets, book)
