"""One label for each text: severe rules, then the model where it is sure of a severe class, then model and votes among the easy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ringfence.analyze.amounts import amount_owed
from ringfence.analyze.easy import model_scores, voted
from ringfence.analyze.extract import signature_of
from ringfence.analyze.model import EASY, Scores, probabilities
from ringfence.analyze.normal import normalise_all
from ringfence.analyze.severe import Severe, find_severe
from ringfence.schema import Flag, Label, Progress, Said, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 0.5  # below this share of the easy classes the label is "unsure"
NEARLY = 0.5  # from here a severe class is too near to name an easy one
KNOWN_BONUS = 3.0  # log-odds for "personal" when the number stands in the address book
_BATCH = 20_000
_OWN_SUM = {Label.COLLECTION_THIRD, Label.COLLECTION_SELF, Label.THREAT, Label.IMPERSONATION, Label.REMINDER}
_SURE = 0.97  # how sure a combination of rules is when the model does not contradict it
_MODEL_AT_MOST = 0.79  # the model alone stays under what other rooms take without a person's look (0.8)
_QUOTES_SUM = (
    "欠|应还|账单|罚款|逾期|待还|本期|还我|借|每人|人均|一人|垫|还钱|差我|差你|款|转我|时候还|时候给|支付|未缴|税费|打我"
    "|给我|标的|金额|一口价|本金|不见|凑"
)
_BILLS = r"应还|待缴|待还|账单|欠费|请[^,。;]{0,10}(?:缴|存入|还款|支付)|到期"
_PAID = r"已(?:还|缴|付|结|支付|扣|入账|到账)|成功|收到|感谢"

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
        progress(Said("理解文字", "reading the texts"), min(start + _BATCH, len(texts)), len(texts))
    return pl.concat(parts) if parts else TEXT_CLASSES.to_frame()


def _classify(texts: Sequence[str], known: Sequence[bool] | None, *, told: bool) -> pl.DataFrame:
    normal = pl.Series(normalise_all(texts), dtype=pl.String)
    merged = classify_scored(texts, normal, model_scores(normal), known=known, told=told)
    return merged if not told else _as_account(merged)


def classify_scored(
    texts: Sequence[str], normal: pl.Series, scores: Scores, *, known: Sequence[bool] | None = None, told: bool = False
) -> pl.DataFrame:
    """Return :data:`TEXT_CLASSES` for texts whose model scores are given (training measures held-out scores with it)."""
    severe_chances = probabilities(scores)[:, len(EASY) :]
    severe = find_severe(texts, normal, severe_chances, told=told)
    easy = voted(scores, normal)
    if known is not None:
        easy[:, EASY.index("personal")] += np.float32(KNOWN_BONUS) * np.asarray(known, dtype=np.float32)
    return _merged(texts, normal, severe, probabilities(easy), severe_chances)


def _merged(
    texts: Sequence[str], normal: pl.Series, severe: Severe, easy: Scores, severe_chances: Scores
) -> pl.DataFrame:
    pressing = severe_chances.sum(axis=1)
    best = easy.argmax(axis=1)
    chance = easy[np.arange(len(texts)), best] * (1 - pressing)
    doubtful = (easy.max(axis=1) < ENOUGH) | (pressing >= NEARLY)
    names = np.array([*EASY, Label.UNSURE.value], dtype=object)
    labels = names[np.where(doubtful, len(EASY), best)].tolist()
    deciders = np.where(doubtful, "abstain", "model").tolist()
    certainty = chance.astype(np.float32)
    flags = [""] * len(texts)  # joined with commas: a list per row costs more than the rules
    reasons: list[str | None] = [None] * len(texts)
    demand = np.zeros(len(texts), dtype=np.bool_)
    for row, hit in severe.hits.items():
        labels[row], deciders[row], reasons[row] = hit.label.value, hit.by, hit.reason
        certainty[row] = _SURE if hit.by == "rule" else min(pressing[row], _MODEL_AT_MOST)
        flags[row] = ",".join(flag.value for flag in hit.flags)
        demand[row] = hit.demand
    amounts = _amounts(normal, labels, severe.demand)
    demand |= np.array([label == Label.REMINDER.value for label in labels], dtype=np.bool_)
    demand[list(severe.demand)] = True
    for row in severe.hits:
        if amounts[row] is not None and Flag.THIRD_PARTY.value in flags[row]:
            flags[row] += f",{Flag.AMOUNT_DISCLOSED.value}"
    return pl.DataFrame(
        {
            "label": labels, "label_p": certainty, "label_by": deciders, "flags": _lists(flags), "reason": reasons,
            "demand": demand, "signature": [signature_of(text) for text in texts], "amount": amounts,
        },
        schema=TEXT_CLASSES,
    )  # fmt: skip


def _amounts(normal: pl.Series, labels: Sequence[str], demands: frozenset[int]) -> list[float | None]:
    """Return the owed sum of each text: of any that presses or reminds, and of others that quote a bill or ask for their money."""
    quoting = normal.str.contains(_QUOTES_SUM).to_list()
    billing = normal.str.contains(_BILLS) & ~normal.str.contains(_PAID)
    found: list[float | None] = [None] * len(labels)
    for row, label in enumerate(labels):
        if label in _OWN_SUM or label == Label.UNSURE.value or row in demands:
            found[row] = amount_owed(normal[row], lone=label in _OWN_SUM)
        elif quoting[row] and (label != Label.NOTICE.value or billing[row]):
            found[row] = amount_owed(normal[row], quoted_only=label == Label.MARKETING.value, sure_only=True)
    return found


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
