"""Classify 100,000 distinct messages on one core: rules, model, extraction together, against the same model scored naively.

The messages are filled templates of :mod:`ringfence.analyze.corpus` in a believable mix, with noise and a running number, so
that no two are alike. The peer is what one writes first: one ``re`` alternation of the same gate words and a dictionary of
hashed 1-3-grams summed per message in Python, with the same weights; it finds no flags, reasons, signatures or sums.

``python benchmarks/bench_analyze.py [--quick]``
"""

from __future__ import annotations

import os
import random
import re
import sys
import time
from typing import TYPE_CHECKING

os.environ["POLARS_MAX_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import polars as pl

from ringfence.analyze import classify_texts
from ringfence.analyze.corpus import fill, template_table
from ringfence.analyze.grams import grams
from ringfence.analyze.model import CLASSES, text_model
from ringfence.analyze.rulebook import rule_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MIX = {
    "notice": 40, "marketing": 24, "personal": 14, "reminder": 8, "fraud": 4,
    "collection_self": 5, "collection_third": 2, "threat": 2, "impersonation": 1,
}  # fmt: skip
BAR = 20_000
ROUNDS = 3


def messages(count: int) -> list[str]:
    """Return ``count`` different messages; the same in every run."""
    chance = random.Random(7)  # noqa: S311 -- test data
    table = template_table()["classes"]
    kinds = chance.choices(list(MIX), list(MIX.values()), k=count)
    noise = ("", " ", "!", "~", "。", "\u200b", " 谢谢", "(测试)")
    return [
        f"{fill(chance.choice(table[kind]), chance)}{chance.choice(noise)}{number}" for number, kind in enumerate(kinds)
    ]


def naive(texts: Sequence[str]) -> list[str]:
    """Score each message by itself: the alternation, then a dictionary look-up per gram."""
    gate = re.compile(rule_book().gate)
    table = weights_by_gram(texts)
    bias = text_model().bias.tolist()
    found: list[str] = []
    for text in texts:
        gate.search(text)
        sums, count = list(bias), 0
        for size in (1, 2, 3):
            for start in range(len(text) - size + 1):
                row = table.get(text[start : start + size])
                count += 1
                if row is not None:
                    for column, weight in enumerate(row):
                        sums[column] += weight
        found.append(CLASSES[sums.index(max(sums))])
    return found


_GRAMS: dict[str, list[float]] = {}


def weights_by_gram(texts: Sequence[str]) -> dict[str, list[float]]:
    """Return the weights of the grams in ``texts`` as a dictionary; made once, before the clock runs."""
    if not _GRAMS:
        kinds = sorted(
            {
                text[start : start + size]
                for text in texts
                for size in (1, 2, 3)
                for start in range(len(text) - size + 1)
            }
        )
        buckets, starts = grams(pl.Series(kinds))
        sizes = np.array([len(gram) for gram in kinds])
        rows = text_model().weights[
            buckets[starts + 3 + sizes - 1]
        ]  # from the first character, of the gram's whole length
        _GRAMS.update(zip(kinds, rows.tolist(), strict=True))
    return _GRAMS


def rate(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Return messages per second of processor time."""
    start = time.process_time()
    work(texts)
    return len(texts) / (time.process_time() - start)


def main() -> int:
    """Measure and print; return 0."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = messages(10_000 if "--quick" in sys.argv else 100_000)
    sample = texts[:: max(1, len(texts) // 5000)]
    if len(set(texts)) != len(texts):
        raise SystemExit("the messages are not all different")
    classify_texts(texts[:200])
    weights_by_gram(sample)
    rates = [(rate(classify_texts, texts), rate(naive, sample)) for _ in range(ROUNDS)]
    ours, peer = (float(np.median([pair[side] for pair in rates])) for side in (0, 1))
    print(f"{len(texts)} messages, {sum(map(len, texts)) / len(texts):.0f} characters each, one core")
    print(f"RATIO classify msg/s (bar: messages per second) | {ours:,.0f} | {BAR:,} | {ours / BAR:.2f} | 1.00")
    print(f"RATIO classify against a naive scorer | {ours:,.0f} msg/s | {peer:,.0f} msg/s | {ours / peer:.2f} | 1.00")
    return 0


if __name__ == "__main__":
    sys.exit(main())
