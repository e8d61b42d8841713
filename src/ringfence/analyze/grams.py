"""Hashed character 1-3-grams over one buffer: the linear model's features, without a Python object per gram.

A text is first brought to the form the corpora share: links become ``U``, runs of digits ``0``, and everything that is no Han
character, letter or digit is dropped (one of the public corpora comes without punctuation).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

BITS = 17
BUCKETS = 1 << BITS
_LINK = (
    r"https?:[0-9a-z./?=&%#_\-]+"
    r"|(?:[a-z0-9-]+\.)+(?:com|cn|net|cc|top|vip|xyz|club|me|co|info|shop|site|ink|im)(?:/[0-9a-z./?=&%#_\-]*)?"
)
_DIGITS = r"[0-9*]+(?:[.,:\-/][0-9*]+)*"
_REST = r"[^\p{Han}a-zU0]+"
_START, _END = "\x01", "\x02\x02"
# Odd multipliers (golden ratio and neighbours): multiplicative hashing, Knuth TAOCP 6.4.
_FIRST, _SECOND, _THIRD, _STIR = (np.uint32(value) for value in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F))

Buckets = NDArray[np.uint32]


def model_view(normal_texts: pl.Series) -> pl.Series:
    """Return normalised texts in the form the model sees."""
    return normal_texts.str.replace_all(_LINK, "U").str.replace_all(_DIGITS, "0").str.replace_all(_REST, "")


def grams(views: pl.Series) -> tuple[Buckets, NDArray[np.intp]]:
    """Return the buckets of all grams and where each text's grams start.

    Each text gives 3 x (characters + 1) grams: one, two and three characters from each place, with marks for start and end.
    """
    joined = "".join(f"{_START}{text}{_END}" for text in views)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    sizes = views.str.len_chars().to_numpy().astype(np.intp)
    starts = np.concatenate(([0], np.cumsum(sizes + 3)[:-1])) if sizes.size else np.zeros(0, dtype=np.intp)
    inside = np.ones(codes.size, dtype=np.bool_)
    ends = starts + sizes + 1
    inside[ends] = False
    inside[ends + 1] = False
    places = np.flatnonzero(inside)
    one = codes * _FIRST
    two = one[:-1] ^ (codes[1:] * _SECOND)
    three = two[:-1] ^ (codes[2:] * _THIRD)
    buckets = np.empty((places.size, 3), dtype=np.uint32)
    for column, hashed in enumerate((one, two, three)):
        buckets[:, column] = _stirred(hashed[places], column)
    return buckets.reshape(-1), np.concatenate(([0], np.cumsum(sizes + 1)[:-1])) * 3 if sizes.size else starts


def batches(total: int, size: int) -> Iterator[slice]:
    """Cut ``total`` rows into slices of at most ``size``."""
    return (slice(start, min(start + size, total)) for start in range(0, total, size))


def _stirred(hashed: Buckets, salt: int) -> Buckets:
    mixed = (hashed ^ np.uint32(salt * 0x1B873593)) * _STIR
    mixed ^= mixed >> np.uint32(15)
    return (mixed * _FIRST) >> np.uint32(32 - BITS)
