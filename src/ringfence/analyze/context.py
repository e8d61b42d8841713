"""What is known around a text changes its class: who received it, from whom, in whose words it is told, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.analyze import notes
from ringfence.analyze.passed_on import only_passed_on
from ringfence.schema import EventKind, Flag, Label, NumberKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

COLLECTS = [label.value for label in Label if label.collects]
NOT_OBLIGED = [role.value for role in Role if not role.obliged]
SPOKEN = [EventKind.CALL.value, EventKind.VOICE_ROBOT.value, EventKind.VISIT.value]
CALLS = [EventKind.CALL.value, EventKind.VOICE_ROBOT.value]
QUIET_FROM, QUIET_TO = 22 * 3600, 8 * 3600
_PRIVATE = [
    kind.value
    for kind in (NumberKind.MOBILE, NumberKind.LANDLINE, NumberKind.LOCAL, NumberKind.FOREIGN, NumberKind.NAME)
]
_PUBLIC = [NumberKind.PUBLIC.value, NumberKind.CARRIER.value]  # 96110, 12378, 10086: they warn of collectors
_SPEAKS_FOR_FIRM = r"我司|我行|我院|本公司|本平台|本机构|贷后|受.{0,12}委托|平台借款|工号"


def incoming() -> pl.Expr:
    """Tell which events came towards the borrower's side (unknown direction counts as incoming).

    A recording alone does not show who rang whom, so it counts as nothing.
    """
    return pl.col("direction").fill_null("in").is_in(["out", "draft", "outbox", "failed", "queued", "recorded"]).not_()


def collecting() -> pl.Expr:
    """Tell which events press for a debt."""
    return pl.col("label").is_in(COLLECTS).fill_null(value=False)


def told() -> pl.Expr:
    """Tell which texts are somebody's account of what happened, not the collector's own words."""
    return (pl.col("clock") == "recollected").fill_null(value=False) | pl.col("kind").is_in(SPOKEN)


def privately_known() -> pl.Expr:
    """Tell which senders are people of the address book (a saved hotline is no acquaintance)."""
    return pl.col("known").fill_null(value=False) & pl.col("address_kind").is_in(_PRIVATE).fill_null(value=False)


def surely_quiet() -> pl.Expr:
    """Tell which events lie in 22:00-08:00 of the recipient's zone with all the imprecision of their source."""
    slack = pl.col("precision_s").fill_null(0).clip(0)
    second = pl.col("local_second")
    since_ten = (second - QUIET_FROM) % 86_400  # seconds since 22:00; the quiet ten hours are 0 .. 36000
    sure = (since_ten >= slack) & (since_ten + slack < 36_000)
    return (pl.when(slack > 0).then(sure).otherwise((second >= QUIET_FROM) | (second < QUIET_TO))).fill_null(
        value=False
    )


def with_flag(flag: Flag, where: pl.Expr) -> pl.Expr:
    """Return ``flags`` with ``flag`` added in the rows of ``where``."""
    flags = pl.col("flags").fill_null([])
    missing = where & flags.list.contains(flag.value).not_()
    return pl.when(missing).then(flags.list.concat(pl.lit([flag.value], dtype=pl.List(pl.String)))).otherwise(flags)


def with_note(note: str, where: pl.Expr) -> pl.Expr:
    """Return ``reason`` with a sentence added in the rows of ``where``."""
    joined = pl.concat_str([pl.col("reason"), pl.lit(str(note))], separator="; ", ignore_nulls=True)
    return pl.when(where).then(joined).otherwise("reason")


def by_circumstance(events: pl.DataFrame) -> pl.DataFrame:
    """Return classified events with their classes put right by direction, address book and the recipient's role."""
    own = incoming().not_() & pl.col("label").is_not_null()
    friend = (
        privately_known()
        & told().not_()
        & pl.col("label").is_in([Label.COLLECTION_SELF.value, Label.COLLECTION_THIRD.value])
        & pl.col("signature").is_null()
        & pl.col("text").str.contains(_SPEAKS_FOR_FIRM).fill_null(value=False).not_()
    )
    events = _made(events, own & pl.col("label").is_in([*COLLECTS, Label.UNSURE.value]), Label.PERSONAL, notes.OWN)
    events = _made(events, friend, Label.PERSONAL, notes.FRIEND)
    public = collecting() & told().not_() & pl.col("address_kind").is_in(_PUBLIC).fill_null(value=False)
    events = _made(events, public, Label.UNSURE, notes.PUBLIC)
    third = pl.col("role").is_in(NOT_OBLIGED).fill_null(value=False) & incoming()
    events = events.with_columns(
        reason=with_note(notes.NOT_DEBTOR, third & (pl.col("label") == Label.COLLECTION_SELF.value)),
        label=pl.when(third & (pl.col("label") == Label.COLLECTION_SELF.value))
        .then(pl.lit(Label.COLLECTION_THIRD.value))
        .otherwise("label"),
    ).with_columns(flags=with_flag(Flag.THIRD_PARTY, third & collecting()))
    events = events.with_columns(
        flags=with_flag(Flag.AMOUNT_DISCLOSED, third & collecting() & pl.col("amount").is_not_null())
    )
    events = _asked_themselves(events, third & collecting() & pl.col("demand").fill_null(value=False))
    mistaken = (pl.col("label") == Label.COLLECTION_THIRD.value) & (pl.col("role") == Role.DEBTOR.value) & told().not_()
    return events.with_columns(reason=with_note(notes.ELSEWHERE, mistaken))


def _asked_themselves(events: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    """Take back the demand where somebody who does not owe was only asked to pass it on."""
    texts = events.filter(where & pl.col("text").is_not_null())["text"].unique().to_list()
    relayed = [text for text in texts if only_passed_on(text)]
    if not relayed:
        return events
    passed = (where & pl.col("text").is_in(relayed)).fill_null(value=False)
    return events.with_columns(
        demand=pl.when(passed).then(pl.lit(value=False)).otherwise("demand"),
        reason=with_note(notes.PASSED_ON, passed),
    )


def at_night(events: pl.DataFrame) -> pl.DataFrame:
    """Return ``events`` with the flag ``night`` on incoming collecting ones in quiet hours."""
    where = collecting() & incoming() & surely_quiet()
    return events.with_columns(flags=pl.when(where).then(with_flag(Flag.NIGHT, where)).otherwise("flags"))


def other_name(called: Iterable[str], borrower: str) -> str | None:
    """Return the first name a text calls that cannot be the borrower's, None when one fits or none is called."""
    names = list(called)
    if not names or not borrower or any(_fits(name, borrower) for name in names):
        return None
    return names[0]


def _fits(called: str, borrower: str) -> bool:
    """Tell whether ``called`` may stand for ``borrower`` (张*, 张某, 张 and 张三 fit 张三)."""
    bare = called.rstrip("某*xX")
    if len(called) > 1 and called[-1] not in "某*xX" and "*" not in called:
        return called == borrower or (len(called) >= 2 and borrower.startswith(called)) or borrower.endswith(called)
    return borrower.startswith(bare) if bare and "*" not in bare else borrower[-1:] == called[-1:]


def _made(events: pl.DataFrame, where: pl.Expr, label: Label, why: str) -> pl.DataFrame:
    return events.with_columns(
        reason=pl.when(where).then(pl.lit(str(why))).otherwise("reason"),
        flags=pl.when(where).then(pl.lit([], dtype=pl.List(pl.String))).otherwise("flags"),
        demand=pl.when(where).then(pl.lit(value=False)).otherwise("demand"),
        label_by=pl.when(where).then(pl.lit("rule")).otherwise("label_by"),
        label=pl.when(where).then(pl.lit(label.value)).otherwise("label"),
    )
