"""The scores of all classes: the linear model's, and for the easy ones the votes of patterns beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import yaml

from ringfence.analyze.grams import model_view
from ringfence.analyze.model import EASY, Scores, text_model

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Vote:
    """A pattern that speaks for a class with a weight in log-odds, unless another one stands in the text too."""

    name: str
    column: int
    weight: float
    pattern: str
    unless: str


def model_scores(normal_texts: pl.Series) -> Scores:
    """Return (texts, classes) scores of :data:`ringfence.analyze.model.CLASSES`, the model's alone."""
    return text_model().scores(model_view(normal_texts))


def voted(scores: Scores, normal_texts: pl.Series) -> Scores:
    """Return (texts, easy classes) scores of :data:`ringfence.analyze.model.EASY` with the votes of the patterns added."""
    scores = scores[:, : len(EASY)].copy()
    votes = _votes()
    frame = normal_texts.to_frame("text")
    found = frame.select(
        (pl.col("text").str.contains(vote.pattern) & ~pl.col("text").str.contains(vote.unless)).alias(vote.name)
        for vote in votes
    )
    for vote in votes:
        scores[:, vote.column] += found[vote.name].to_numpy().astype(np.float32) * np.float32(vote.weight)
    return scores


@cache
def _votes() -> Sequence[Vote]:
    table = yaml.safe_load((files("ringfence.analyze") / "data" / "easy.yaml").read_text(encoding="utf-8"))
    return tuple(
        Vote(
            entry["name"],
            EASY.index(entry["class"]),
            float(entry["weight"]),
            "|".join(entry["any"]),
            entry["unless"],
        )
        for entry in table["votes"]
    )
