"""Classes of the timeline's events: texts by rules and model, then what is known around them, then the user's word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.analyze.context import COLLECTS, at_night, by_circumstance, incoming, other_name, privately_known, told
from ringfence.analyze.corrections import correct
from ringfence.analyze.decide import TEXT_CLASSES, classify_texts
from ringfence.analyze.extract import names_in
from ringfence.analyze.heard import heard_classes, spoken
from ringfence.analyze.normal import normalise
from ringfence.schema import EVENTS, Borrower, Correction, EventKind, Label, Progress, Role, conform, silent

if TYPE_CHECKING:
    from collections.abc import Sequence

_FILLED = list(TEXT_CLASSES)
_SIGNED = r"^\s*【[^【】]{2,20}】.{8}"  # opens with a sender's signature: the message itself, told word for word


def classify(
    events: pl.DataFrame,
    *,
    corrections: Sequence[Correction] = (),
    borrower: Borrower | None = None,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Fill label, label_p, label_by, flags, reason, demand, signature and amount of every event that has a text.

    :func:`read_events` and then :func:`settle`; who keeps what was read need not read again after a correction.

    Raises:
        ValueError: a correction names a label or flag that does not exist.
        CancelledError: from ``progress``.
    """
    return settle(read_events(events, borrower=borrower, progress=progress), corrections)


def read_events(events: pl.DataFrame, *, borrower: Borrower | None = None, progress: Progress = silent) -> pl.DataFrame:
    """Fill what the texts themselves say, before the user's word and before what follows from the hour.

    Calls without any text keep a null label (:func:`ringfence.analyze.attribute` may give them one by their number). A text
    told by a person (a statement, a visit) is read as their account: ``label_by`` is ``statement``. A message that an account
    quotes word for word is read as the message it is. Words from a recording (:mod:`ringfence.analyze.heard`) have
    ``label_by`` ``transcript``.

    Args:
        events: frame with :data:`ringfence.schema.EVENTS`.
        borrower: when given, a collecting text that calls another name gets a note that it may be a mistaken sending.
        progress: called per 20,000 texts.

    Raises:
        CancelledError: from ``progress``.
    """
    events = conform(events, EVENTS)
    named = pl.when(told()).then(pl.col("signature"))  # whom the caller named, as the person who reports it says
    kept = events.with_row_index("row").with_columns(named=named).drop(_FILLED)
    texts = kept.filter((pl.col("text").str.strip_chars().str.len_chars().fill_null(0) > 0) & spoken().not_()).select(
        "row", "text", known=privately_known(), words=_whose_words(), third=pl.col("role") != Role.DEBTOR.value
    )
    classed = pl.concat([_classes(part, progress) for part in texts.partition_by("words")]) if len(texts) else _none()
    joined = kept.join(classed, on="row", how="left", maintain_order="left").with_columns(
        signature=pl.coalesce("signature", "named")
    )
    joined = joined.select(list(EVENTS))
    settled = by_circumstance(heard_classes(joined))
    if borrower is not None and borrower.name:
        settled = _named_otherwise(settled, borrower.name)
    return conform(settled, EVENTS)


def settle(events: pl.DataFrame, corrections: Sequence[Correction]) -> pl.DataFrame:
    """Return what :func:`read_events` gave with the user's corrections, oldest first, and what follows from the hour.

    Raises:
        ValueError: a correction names a label or flag that does not exist.
    """
    return conform(at_night(correct(events, corrections)), EVENTS)


def _whose_words() -> pl.Expr:
    """Tell whose words a text is: the sender's, a person's account, or a message that a person's account quotes in full."""
    account = told() & incoming()
    quoted = (pl.col("kind") == EventKind.SMS.value) & pl.col("text").str.contains(_SIGNED)
    return pl.when(account & quoted).then(pl.lit("quoted")).when(account).then(pl.lit("told")).otherwise(pl.lit("own"))


def _classes(texts: pl.DataFrame, progress: Progress) -> pl.DataFrame:
    """Classify each distinct text once."""
    words = texts["words"][0]
    distinct = texts.select("text", "known").unique(maintain_order=True)
    classes = classify_texts(
        distinct["text"].to_list(), known=distinct["known"].to_list(), told=words == "told", progress=progress
    )
    if words == "quoted":  # its class rests on the account, whatever named it; the model alone stays the model alone
        by_rule = pl.col("label_by") == "rule"
        classes = classes.with_columns(label_by=pl.when(by_rule).then(pl.lit("statement")).otherwise("label_by"))
    found = pl.concat([distinct, classes], how="horizontal")
    return texts.join(found, on=["text", "known"], how="left", maintain_order="left").select("row", *_FILLED)


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.UInt32, **TEXT_CLASSES})


def _named_otherwise(events: pl.DataFrame, borrower: str) -> pl.DataFrame:
    """Note where a collecting text to the debtor calls somebody else by name."""
    asked = events.with_row_index("row").filter(
        pl.col("label").is_in([*COLLECTS, Label.UNSURE.value]) & (pl.col("role") == Role.DEBTOR.value) & told().not_()
    )
    notes = {
        row: f"称呼的是「{name}」, 与借款人姓名不同, 也可能是发错对象"
        for row, text in zip(asked["row"], asked["text"], strict=True)
        if text and (name := other_name(names_in(normalise(text)), borrower))
    }
    if not notes:
        return events
    added = pl.Series("note", [notes.get(row) for row in range(len(events))], dtype=pl.String)
    return events.with_columns(
        reason=pl.concat_str([pl.col("reason"), added], separator="; ", ignore_nulls=True)
    ).with_columns(reason=pl.when(pl.col("reason") == "").then(None).otherwise("reason"))
