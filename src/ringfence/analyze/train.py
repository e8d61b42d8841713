"""Train the linear model again: ``python -m ringfence.analyze.train ../shared/data/text/messages.tsv``.

Needs the extra ``train`` (scikit-learn). Fixed seed, one thread of arithmetic: the same input and versions give the same
weights. Prints the cross-validated figures that the model card quotes (docs/model-card-text.md).
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import GroupKFold

from ringfence.analyze.corpus import Row, made_up_rows, public_rows, written_rows
from ringfence.analyze.decide import classify_scored
from ringfence.analyze.grams import BUCKETS, grams, model_view
from ringfence.analyze.model import CLASSES, SEVERE, Model, save_model
from ringfence.analyze.normal import normalise_all

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEED = 20240501
_EACH = 24
_FOLDS = 5
_C = 3.0
_LEAST = 0.03
_WEIGHT = {"made-up": 1.0, "written": 20.0}
_PUBLIC_WEIGHT = 0.3  # there are many, and none of them presses for a debt
_TARGET = Path(__file__).parent / "data" / "weights.npz"

_Ints = NDArray[np.intp]
_Floats = NDArray[np.float64]


def main(arguments: Sequence[str]) -> int:
    """Train, print figures, write the weights into the package; return the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_file():
        sys.stderr.write("usage: python -m ringfence.analyze.train <messages.tsv>\n")
        return 2
    rows = [*public_rows(Path(arguments[0])), *made_up_rows(_SEED, _EACH), *written_rows()]
    features, labels, weights = _matrix(rows), np.array([CLASSES.index(row.label) for row in rows]), _weights(rows)
    scale = _cross_validate(rows, features, labels, weights)
    model = _fit(features, labels, weights)
    idf = _idf(features)
    kept = save_model(
        _TARGET,
        Model((model.coef_.T * idf[:, None]).astype(np.float32), model.intercept_.astype(np.float32), scale),
        least=_LEAST,
    )
    _say(f"kept {kept} of {BUCKETS} buckets, {_TARGET.stat().st_size} bytes, scale {scale:.3f}")
    return 0


def _matrix(rows: Sequence[Row]) -> csr_matrix:
    buckets, starts = grams(model_view(pl.Series(normalise_all([row.text for row in rows]))))
    ends = np.append(starts, buckets.size)
    sizes = np.diff(ends).astype(np.float64)
    values = np.repeat(1 / np.sqrt(sizes), sizes.astype(np.intp))
    matrix = csr_matrix((values, buckets.astype(np.int32), ends), shape=(len(rows), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def _weights(rows: Sequence[Row]) -> _Floats:
    """Balance the classes half way (square root of the inverse share), and count made-up rows as stated."""
    counts = Counter(row.label for row in rows)
    return np.array(
        [(len(rows) / counts[row.label]) ** 0.5 * _WEIGHT.get(row.origin.split("/")[0], _PUBLIC_WEIGHT) for row in rows]
    )


def _idf(features: csr_matrix) -> _Floats:
    """Return the usual smoothed inverse document frequency, scaled to mean 1 over used buckets."""
    documents = np.bincount(features.indices, minlength=BUCKETS)
    idf: _Floats = np.log((1 + features.shape[0]) / (1 + documents)) + 1
    scaled: _Floats = idf / idf[documents > 0].mean()
    return scaled


def _fit(features: csr_matrix, labels: _Ints, weights: _Floats) -> LogisticRegression:
    scaled = features.copy()
    scaled.data *= _idf(features)[scaled.indices]
    return LogisticRegression(C=_C, max_iter=300).fit(scaled, labels, sample_weight=weights)


def _cross_validate(rows: Sequence[Row], features: csr_matrix, labels: _Ints, weights: _Floats) -> float:
    """Print figures over held-out folds (no template on both sides) and return the scale that calibrates the scores."""
    scores: _Floats = np.zeros((len(rows), len(CLASSES)))
    groups = np.array([row.group for row in rows])
    for train, test in GroupKFold(_FOLDS, shuffle=True, random_state=_SEED).split(features, labels, groups):
        model = _fit(features[train], labels[train], weights[train])
        held_out = features[test].copy()
        held_out.data *= _idf(features[train])[held_out.indices]
        scores[test] = model.decision_function(held_out)
    origins = np.array([row.origin.split("/")[0] for row in rows])
    own = origins == "written"
    parts = {"public": ~own & (origins != "made-up"), "unseen templates": origins == "made-up", "unseen written": own}
    for name, chosen in parts.items():
        _say(f"== {name}: {int(chosen.sum())} rows")
        _say(_report(labels[chosen], scores[chosen].argmax(axis=1)))
    scale = _calibrated(scores[own], labels[own])
    _say_together([row for row, held in zip(rows, own, strict=True) if held], (scores[own] * scale).astype(np.float32))
    return scale


def _say_together(rows: Sequence[Row], scores: NDArray[np.float32]) -> None:
    """Print what rules, votes and model give together on rows the model has not seen."""
    texts = [row.text for row in rows]
    found = classify_scored(texts, pl.Series(normalise_all(texts)), scores)["label"].to_list()
    pairs = Counter((row.label in SEVERE, label in SEVERE) for row, label in zip(rows, found, strict=True))
    right, wrong, missed = pairs[True, True], pairs[False, True], pairs[True, False]
    _say(f"together: severe precision {right / (right + wrong):.3f} recall {right / (right + missed):.3f}")
    calm = [label in SEVERE for row, label in zip(rows, found, strict=True) if row.label in {"notice", "reminder"}]
    _say(f"severe on notices and reminders {sum(calm)} of {len(calm)}, unsure {found.count('unsure') / len(found):.3f}")
    names = [*CLASSES, "unsure"]
    report = classification_report([row.label for row in rows], found, labels=names, digits=3, zero_division=0)
    _say(str(report))


def _report(labels: _Ints, found: _Ints) -> str:
    report: Any = classification_report(
        labels, found, labels=range(len(CLASSES)), target_names=CLASSES, digits=3, zero_division=0
    )
    return str(report)


def _calibrated(scores: _Floats, labels: _Ints) -> float:
    """Return the factor on the scores with the least log loss on held-out folds (temperature scaling, Guo et al. 2017)."""
    factors = np.linspace(0.3, 3.0, 109)

    def loss(factor: float) -> float:
        shifted = scores * factor
        shifted -= shifted.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return float(-logs[np.arange(labels.size), labels].mean())

    return float(min(factors, key=loss))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
