"""Signatures and numbers that collect and belong to no party yet: to be proposed to the user, never added by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ringfence.analyze.attribute import attribute
from ringfence.analyze.context import collecting, incoming
from ringfence.schema import EVENTS, Party, PartyType, Person, conform

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPES = (
    (PartyType.CONSUMER_FINANCE, re.compile("消费金融|消金")),
    (PartyType.AGENCY, re.compile("律师|律所|法务|资产管理|催收|不良|调解|商务|信息咨询|数据服务|外包")),
    (PartyType.MICROLOAN, re.compile("小额|小贷")),
    (PartyType.CREDIT_CARD, re.compile("信用卡")),
    (PartyType.BANK, re.compile("银行|农商|信用社|农信")),
)


@dataclass(frozen=True, slots=True)
class PartySuggestion:
    """Somebody who collects and is not named in the matter yet.

    Attributes:
        signature: the name it signs with; empty for a number that never signed.
        numbers: PhoneNumber.key of the numbers it used, most used first.
        events: how many collecting events.
        people: how many distinct people were reached.
        first_ts: UTC microseconds of the first one with a time, None without.
        last_ts: of the last one.
        type: a guess from the name alone; UNKNOWN when it says nothing.
        example: EVENTS.event of one of them, to show to the user.
    """

    signature: str
    numbers: tuple[str, ...]
    events: int
    people: int
    first_ts: int | None
    last_ts: int | None
    type: PartyType
    example: str


def suggest_parties(
    events: pl.DataFrame, parties: Sequence[Party], *, people: Sequence[Person] = (), attributed: bool = False
) -> tuple[PartySuggestion, ...]:
    """Return signatures, and numbers without any, that collect for nobody known, the busiest first.

    Args:
        events: classified frame with :data:`ringfence.schema.EVENTS`.
        parties: the matter's parties so far.
        people: those around the borrower; a number of theirs is never proposed as a collector's.
        attributed: ``events`` went through :func:`attribute` with these parties already; not done again.
    """
    known = attribute(conform(events, EVENTS), parties) if parties and not attributed else conform(events, EVENTS)
    own = [number for person in people for number in person.numbers]
    open_ = known.filter(
        collecting() & incoming() & pl.col("speaker").is_null() & ~pl.col("address_key").fill_null("").is_in(own)
    )
    keyed = open_.with_columns(
        sign=pl.col("signature").fill_null("").str.strip_chars(" 【】[]"), number=pl.col("address_key").fill_null("")
    )
    owners = (
        keyed.filter((pl.col("sign") != "") & (pl.col("number") != "")).group_by("number").agg(pl.col("sign").unique())
    )
    single = {number: signs[0] for number, signs in owners.iter_rows() if len(signs) == 1}
    linked = keyed.with_columns(
        sign=pl.when(pl.col("sign") == "")
        .then(pl.col("number").replace_strict(single, default="", return_dtype=pl.String))
        .otherwise("sign")
    )
    signed = _grouped(linked.filter(pl.col("sign") != ""), "sign")
    unsigned = _grouped(linked.filter((pl.col("sign") == "") & (pl.col("number") != "")), "number")
    found = [_suggestion(row, row["sign"]) for row in signed.iter_rows(named=True)]
    found += [_suggestion(row, "") for row in unsigned.iter_rows(named=True)]
    return tuple(sorted(found, key=lambda each: (-each.events, each.signature, each.numbers)))


def guess_type(name: str) -> PartyType:
    """Guess a party's type from its name; to be confirmed by the user, never used for a finding as it is."""
    return next((kind for kind, pattern in _TYPES if pattern.search(name)), PartyType.UNKNOWN)


def _grouped(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    return frame.group_by(key).agg(
        numbers=pl.col("number").filter(pl.col("number") != "").value_counts(sort=True).struct.field("number")
        if key != "number"
        else pl.col("address_key").first().implode(),
        events=pl.len(),
        people=pl.col("person").drop_nulls().n_unique(),
        first_ts=pl.col("ts").min(),
        last_ts=pl.col("ts").max(),
        example=pl.col("event").first(),
    )


def _suggestion(row: dict[str, object], signature: str) -> PartySuggestion:
    numbers, count, people = row["numbers"], row["events"], row["people"]
    first, last = row["first_ts"], row["last_ts"]
    return PartySuggestion(
        signature=signature,
        numbers=tuple(str(number) for number in numbers) if isinstance(numbers, list) else (),
        events=count if isinstance(count, int) else 0,
        people=people if isinstance(people, int) else 0,
        first_ts=first if isinstance(first, int) else None,
        last_ts=last if isinstance(last, int) else None,
        type=guess_type(signature),
        example=str(row["example"]),
    )
