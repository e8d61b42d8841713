"""Words from recordings: the same rules, line by line, at a lower confidence.

Speech has no sentences of its own and a transcript breaks where somebody breathed, so each line is read alone and together
with the next. What the user checked and gave to the other side gets a class only where a rule quotes its words: the model
learnt from messages. What nobody checked is only pointed at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from ringfence.analyze.context import incoming
from ringfence.analyze.decide import TEXT_CLASSES, classify_texts
from ringfence.analyze.rulebook import rule_book
from ringfence.schema import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_MOST = 0.6  # under the line (0.8) above which no person's look is asked for
TRANSCRIPT = "transcript"
_FROM = "出自录音文字稿(机器转写,经您核对)"


@dataclass(frozen=True, slots=True)
class Heard:
    """A severe class in spoken words. ``line``: from 0, the first of two where both are needed; ``by``: rule or model."""

    line: int
    label: Label
    by: str
    probability: float
    flags: tuple[str, ...]
    reason: str
    demand: bool
    amount: float | None


def spoken() -> pl.Expr:
    """Tell which texts are words from a recording."""
    return (pl.col("text_by") == TRANSCRIPT).fill_null(value=False)


def hear(lines: Sequence[str]) -> tuple[Heard, ...]:
    """Return the severe classes in spoken lines, in order; a pair of lines where it says more than either of them alone."""
    alone = {hit.line: hit for hit in _severe(list(lines))}
    pairs = _severe([f"{one},{other}" for one, other in pairwise(lines)])
    more = [hit for hit in pairs if _rank(hit) < min(_rank(alone.get(hit.line)), _rank(alone.get(hit.line + 1)))]
    return tuple(sorted((*alone.values(), *more), key=lambda hit: (hit.line, _rank(hit))))


def heard_classes(events: pl.DataFrame) -> pl.DataFrame:
    """Fill the classes of incoming events whose text is from a recording; without a rule's hit they stay as a call without text."""
    rows = events.with_row_index("row").filter(spoken() & incoming()).select("row", "text")
    found = [(row, told) for row, text in rows.iter_rows() if (told := _classes(text)) is not None]
    if not found:
        return events
    filled = pl.DataFrame(
        [{"row": row, **{f"new_{name}": value for name, value in told.items()}} for row, told in found],
        schema={"row": pl.UInt32, **{f"new_{name}": kind for name, kind in TEXT_CLASSES.items()}},
    )
    return (
        events.with_row_index("row")
        .join(filled, on="row", how="left", maintain_order="left")
        .with_columns(pl.coalesce(f"new_{name}", name).alias(name) for name in TEXT_CLASSES)
        .select(events.columns)
    )


def _classes(text: str) -> dict[str, object] | None:
    """Return :data:`TEXT_CLASSES` of one event's spoken words, None when no rule fires."""
    hits = [hit for hit in hear(text.split("\n")) if hit.by == "rule"]
    if not hits:
        return None
    worst = min(hits, key=_rank)
    return {
        "label": worst.label.value,
        "label_p": min(worst.probability, AT_MOST),
        "label_by": TRANSCRIPT,
        "flags": list(dict.fromkeys(flag for hit in hits for flag in hit.flags)),
        "reason": "; ".join([_FROM, *dict.fromkeys(hit.reason for hit in hits)]),
        "demand": any(hit.demand for hit in hits),
        "signature": None,
        "amount": max((hit.amount for hit in hits if hit.amount is not None), default=None),
    }


def _rank(hit: Heard | None) -> tuple[bool, int]:
    """Return how much a hit says, least first: what a rule quotes before the model's word, then the graver class."""
    order = rule_book().severity
    return (True, len(order)) if hit is None else (hit.by != "rule", order.index(hit.label))


def _severe(texts: list[str]) -> list[Heard]:
    severe = [label.value for label in Label if label.collects]
    found = classify_texts(texts).with_row_index("at").filter(pl.col("label").is_in(severe))
    return [
        Heard(
            row["at"], Label(row["label"]), row["label_by"], row["label_p"], tuple(row["flags"]),
            row["reason"] or "", bool(row["demand"]), row["amount"],
        )
        for row in found.iter_rows(named=True)
    ]  # fmt: skip
