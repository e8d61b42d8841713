"""Whether a call played a message (notify) or somebody talked (interactive): by the kind, the account, or the durations.

The self-regulation standard counts notifying voice calls and interactive calls apart. No source says it outright, so: a number
whose connected calls nearly all last the same few seconds plays a recording; durations that differ are talk. What neither
shows stays ``unknown``.
"""

from __future__ import annotations

import polars as pl

from ringfence.schema import EventKind

_ROBOT_WORDS = r"机器人|录音播报|自动语音|语音播报|语音提醒|电脑语音|放录音|播放录音|智能语音|人工智能"
_TALK_WORDS = r"他说|她说|对方说|说我|问我|骂|吵|威胁|自称|那人|那个人|我说|聊"
_LONGEST_MESSAGE_S = 60  # a recorded reminder is shorter; product value
_SURE_TALK_S = 45  # one connected call this long without likeness to others is taken for talk; product value
_ALIKE_S = 2
_LEAST_CALLS = 3
_ALIKE_SHARE = 0.8


def with_mode(events: pl.DataFrame) -> pl.DataFrame:
    """Fill ``mode`` of calls that have none yet; other events keep null."""
    call = pl.col("kind") == EventKind.CALL.value
    lasted = call & (pl.col("duration_s").fill_null(0) > 0) & pl.col("connected").fill_null(value=True)
    middle = pl.col("duration_s").filter(lasted).median()
    numbers = (
        events.filter(pl.col("address_key").fill_null("") != "")
        .group_by("address_key")
        .agg(
            _count=lasted.sum(),
            _middle=middle,
            _alike=((pl.col("duration_s") - middle).abs() <= _ALIKE_S).filter(lasted).mean(),
        )
    )
    repeats = (
        (pl.col("_count") >= _LEAST_CALLS)
        & (pl.col("_alike") >= _ALIKE_SHARE)
        & (pl.col("_middle") <= _LONGEST_MESSAGE_S)
    )
    varies = (pl.col("_count") >= 2) & ~repeats
    plays = repeats & ((pl.col("duration_s") - pl.col("_middle")).abs() <= _ALIKE_S)
    account = pl.when(pl.col("text_by").is_null()).then("text")  # a recording's words are talk whatever they say
    found = (
        pl.when(pl.col("kind") == EventKind.VOICE_ROBOT.value)
        .then(pl.lit("notify"))
        .when(~call)
        .then(pl.lit(None, dtype=pl.String))
        .when(account.str.contains(_ROBOT_WORDS))
        .then(pl.lit("notify"))
        .when(account.str.contains(_TALK_WORDS))
        .then(pl.lit("interactive"))
        .when(lasted & plays)
        .then(pl.lit("notify"))
        .when(lasted & (varies | (pl.col("duration_s") >= _SURE_TALK_S)))
        .then(pl.lit("interactive"))
        .otherwise(pl.lit("unknown"))
    )
    return (
        events.join(numbers, on="address_key", how="left", maintain_order="left")
        .with_columns(mode=pl.when(pl.col("mode").is_in(["notify", "interactive"])).then("mode").otherwise(found))
        .drop("_count", "_middle", "_alike")
    )
