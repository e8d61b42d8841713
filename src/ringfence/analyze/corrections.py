"""What the user said is right: applied to the event itself and to the same text from the same number."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import polars as pl

from ringfence.analyze import notes
from ringfence.analyze.normal import normalise_all
from ringfence.schema import Correction, Flag, Label

if TYPE_CHECKING:
    from collections.abc import Sequence

_VARYING = re.compile(r"[\d\s,.:/%-]+")


def fingerprint(text: str) -> str:
    """Return a digest that texts share when they differ only in digits, spacing, width or script; empty for empty texts."""
    return fingerprints([text])[0]


def fingerprints(texts: Sequence[str]) -> list[str]:
    """Return the :func:`fingerprint` of each text."""
    bare = [_VARYING.sub("", text) for text in normalise_all(texts)]
    return [hashlib.sha256(text.encode()).hexdigest()[:32] if text else "" for text in bare]


def correct(events: pl.DataFrame, corrections: Sequence[Correction]) -> pl.DataFrame:
    """Return ``events`` with the user's labels; a later correction wins over an earlier one, an exact event over a likeness.

    Raises:
        ValueError: a correction names a label or flag that does not exist.
    """
    if not corrections or events.is_empty():
        return events
    chosen = dict(_matches(events, corrections))
    if not chosen:
        return events
    rows = pl.Series("row", list(chosen), dtype=pl.UInt32)
    flags = [None if each.flags is None else [Flag(flag).value for flag in each.flags] for each in chosen.values()]
    changes = pl.DataFrame(
        {
            "row": rows,
            "new_label": [Label(each.label).value for each in chosen.values()],
            "new_flags": pl.Series(flags, dtype=pl.List(pl.String)),
        }
    )
    changed = pl.col("new_label").is_not_null()
    return (
        events.with_row_index("row")
        .join(changes, on="row", how="left", maintain_order="left")
        .with_columns(
            label=pl.coalesce("new_label", "label"),
            flags=pl.coalesce("new_flags", "flags"),
            label_p=pl.when(changed).then(pl.lit(1.0, dtype=pl.Float32)).otherwise("label_p"),
            label_by=pl.when(changed).then(pl.lit("user")).otherwise("label_by"),
            reason=pl.when(changed).then(pl.lit(str(notes.BY_USER))).otherwise("reason"),
        )
        .drop("row", "new_label", "new_flags")
    )


def _matches(events: pl.DataFrame, corrections: Sequence[Correction]) -> list[tuple[int, Correction]]:
    """Return (row, correction): likenesses first, exact events last, each in the order the user made them."""
    by_event: dict[str, int] = {name: row for row, name in enumerate(events["event"].to_list())}
    senders = {each.address_key for each in corrections if each.fingerprint}
    candidates = events.with_row_index("row").filter(
        pl.col("address_key").is_in(list(senders)) & pl.col("text").is_not_null()
    )
    prints: dict[tuple[str, str], list[int]] = {}
    for row, sender, digest in zip(
        candidates["row"], candidates["address_key"], fingerprints(candidates["text"].to_list()), strict=True
    ):
        prints.setdefault((sender, digest), []).append(row)
    alike = [
        (row, each)
        for each in corrections
        if each.fingerprint
        for row in prints.get((each.address_key, each.fingerprint), ())
    ]
    return alike + [(by_event[each.event], each) for each in corrections if each.event in by_event]
