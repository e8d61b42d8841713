"""The easy classes: the linear model's scores and the votes of patterns, put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import yaml

from ringfence.analyze.grams import model_view
from ringfence.analyze.model import CLASSES, Scores, text_model

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


def easy_scores(normal_texts: pl.Series) -> Scores:
    """Return (texts, classes) scores of :data:`ringfence.analyze.model.CLASSES`: model and votes together."""
    scores = text_model().scores(model_view(normal_texts))
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
            CLASSES.index(entry["class"]),
            float(entry["weight"]),
            "|".join(entry["any"]),
            entry["unless"],
        )
        for entry in table["votes"]
    )
