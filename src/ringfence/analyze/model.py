"""The linear model over all nine classes: probabilities from hashed grams, numpy only.

Weights are ``data/weights.npz`` (float16; made by :mod:`ringfence.analyze.train`; docs/model-card-text.md says from what).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ringfence.analyze.grams import BUCKETS, batches, grams

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

EASY = ("personal", "notice", "marketing", "reminder", "fraud")
SEVERE = ("collection_self", "collection_third", "threat", "impersonation")
CLASSES = (*EASY, *SEVERE)
_BATCH = 2048

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as (buckets, classes) float32, bias per class, and the scale that calibrates the scores (1 / temperature)."""

    weights: Scores
    bias: Scores
    scale: float

    def scores(self, views: pl.Series) -> Scores:
        """Return (texts, classes) scores (calibrated log-odds up to a constant per text) for texts in the model's view."""
        total = len(views)
        found = np.empty((total, len(CLASSES)), dtype=np.float32)
        for part in batches(total, _BATCH):
            buckets, starts = grams(views[part])
            sums = np.add.reduceat(self.weights[buckets], starts, axis=0)
            counts = np.diff(np.append(starts, buckets.size)).astype(np.float32)
            found[part] = (sums / np.sqrt(counts)[:, None] + self.bias) * np.float32(self.scale)
        return found


def probabilities(scores: Scores) -> Scores:
    """Return the softmax of each row."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True)) if scores.size else scores
    result: Scores = shifted / shifted.sum(axis=1, keepdims=True)
    return result


@cache
def text_model() -> Model:
    """Return the model of this release."""
    with as_file(files("ringfence.analyze") / "data" / "weights.npz") as path:
        return load_model(path)


def load_model(path: Path) -> Model:
    """Read weights written by :func:`save_model`; arrays only, nothing in the file is run.

    Raises:
        ValueError: the file is of another shape than this release's features.
    """
    with np.load(path, allow_pickle=False) as stored:
        weights = np.zeros((BUCKETS, len(CLASSES)), dtype=np.float32)
        if stored["values"].shape[1] != len(CLASSES) or int(stored["rows"].max(initial=0)) >= BUCKETS:
            raise ValueError(f"{path.name}: the weights do not fit this release's features")
        weights[stored["rows"]] = stored["values"].astype(np.float32)
        return Model(weights, stored["bias"].astype(np.float32), float(stored["scale"]))


def save_model(path: Path, model: Model, *, least: float) -> int:
    """Write the weights; rows whose largest weight is under ``least`` are left out. Return how many rows were kept."""
    rows = np.flatnonzero(np.abs(model.weights).max(axis=1) >= least)
    values = model.weights[rows].astype(np.float16)
    values[np.abs(values) < least / 4] = 0
    np.savez_compressed(
        path,
        rows=rows.astype(np.uint32),
        values=values,
        bias=model.bias.astype(np.float32),
        scale=np.float32(model.scale),
    )
    return int(rows.size)
