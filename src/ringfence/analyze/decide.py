"""One label for each text: severe rules win, then model and votes; where they disagree or are unsure a person must look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ringfence.analyze.easy import easy_scores
from ringfence.analyze.extract import amount_owed, signature_of
from ringfence.analyze.model import CLASSES, PRESSING, Scores, probabilities
from ringfence.analyze.normal import normalise_all
from ringfence.analyze.severe import Severe, find_severe
from ringfence.schema import Flag, Label, Progress, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 0.6  # below this the label is "unsure"
KNOWN_BONUS = 3.0  # log-odds for "personal" when the number stands in the address book
_BATCH = 20_000
_OWN_SUM = {Label.COLLECTION_THIRD, Label.COLLECTION_SELF, Label.THREAT, Label.IMPERSONATION, Label.REMINDER}
_SURE = 0.97  # how sure a combination of rules is when the model does not contradict it

_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "label": pl.String,
    "label_p": pl.Float32,
    "label_by": pl.String,  # rule model abstain
    "flags": pl.List(pl.String),
    "reason": pl.String,
    "demand": pl.Boolean,
    "signature": pl.String,
    "amount": pl.Float64,
}
TEXT_CLASSES = pl.Schema(_TYPES)


def classify_texts(
    texts: Sequence[str], *, known: Sequence[bool] | None = None, told: bool = False, progress: Progress = silent
) -> pl.DataFrame:
    """Return one row per text with :data:`TEXT_CLASSES`: label, its probability, who decided, flags, reason, extraction.

    Args:
        texts: messages as written.
        known: for each text whether its sender stands in the address book: speaks for "personal", never hides a threat.
        told: the texts are people's accounts of calls and visits: a mention of the debt is enough for a class.
        progress: called per 20,000 texts.
    """
    parts: list[pl.DataFrame] = []
    for start in range(0, len(texts), _BATCH):
        chunk = texts[start : start + _BATCH]
        parts.append(_classify(chunk, None if known is None else known[start : start + _BATCH], told=told))
        progress("理解文字", min(start + _BATCH, len(texts)), len(texts))
    return pl.concat(parts) if parts else TEXT_CLASSES.to_frame()


def _classify(texts: Sequence[str], known: Sequence[bool] | None, *, told: bool) -> pl.DataFrame:
    normal = pl.Series(normalise_all(texts), dtype=pl.String)
    scores = easy_scores(normal)
    severe = find_severe(texts, normal, probabilities(scores)[:, CLASSES.index(PRESSING)], told=told)
    if known is not None:
        scores[:, CLASSES.index("personal")] += np.float32(KNOWN_BONUS) * np.asarray(known, dtype=np.float32)
    merged = _merged(texts, normal, severe, scores)
    return merged if not told else _as_account(merged)


def _merged(texts: Sequence[str], normal: pl.Series, severe: Severe, scores: Scores) -> pl.DataFrame:
    chances = probabilities(scores)
    best = chances.argmax(axis=1)
    chance = chances[np.arange(len(texts)), best]
    pressing = best == CLASSES.index(PRESSING)
    doubtful = (chance < ENOUGH) | pressing
    names = np.array([*CLASSES, Label.UNSURE.value], dtype=object)
    labels = names[np.where(doubtful, len(CLASSES), best)].tolist()
    deciders = np.where(doubtful, "abstain", "model").tolist()
    certainty = chance.astype(np.float32)
    flags = [""] * len(texts)  # joined with commas: a list per row costs more than the rules
    reasons: list[str | None] = [None] * len(texts)
    demand = np.zeros(len(texts), dtype=np.bool_)
    for row, hit in severe.hits.items():
        labels[row], deciders[row], reasons[row] = hit.label.value, hit.by, hit.reason
        certainty[row] = _SURE if hit.by == "rule" else chances[row, CLASSES.index(PRESSING)]
        flags[row] = ",".join(flag.value for flag in hit.flags)
        demand[row] = hit.demand
    signatures = [signature_of(text) for text in texts]
    wanted = {row for row, label in enumerate(labels) if label in _OWN_SUM} | severe.demand
    amounts: list[float | None] = [None] * len(texts)
    for row in wanted:
        amounts[row] = amount_owed(normal[row])
        demand[row] |= labels[row] == Label.REMINDER.value or row in severe.demand
        if Flag.THIRD_PARTY.value in flags[row] and amounts[row] is not None:
            flags[row] += f",{Flag.AMOUNT_DISCLOSED.value}"
    return pl.DataFrame(
        {
            "label": labels, "label_p": certainty, "label_by": deciders, "flags": _lists(flags), "reason": reasons,
            "demand": demand, "signature": signatures, "amount": amounts,
        },
        schema=TEXT_CLASSES,
    )  # fmt: skip


def _lists(joined: list[str]) -> pl.Series:
    """Return comma-joined words as lists; nothing gives an empty list."""
    words = pl.Series(joined, dtype=pl.String).str.strip_chars(",").str.split(",")
    return words.list.filter(pl.element() != "")


def _as_account(merged: pl.DataFrame) -> pl.DataFrame:
    """Mark classes that rest on a person's account; without a debt in it the account has no class of a message."""
    severe = pl.col("label").is_in([label.value for label in Label if label.collects])
    return merged.with_columns(
        label=pl.when(severe).then("label").otherwise(pl.lit(Label.UNSURE.value)),
        label_by=pl.when(severe).then(pl.lit("statement")).otherwise(pl.lit("abstain")),
    )
