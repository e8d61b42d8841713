"""Is the picture whole, and how sure is what was read: the sentences that stand beside every screenshot's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.ingest.screenshot.parts import Screen
    from ringfence.ingest.screenshot.read import Shot
    from ringfence.ingest.screenshot.taken import Taken
    from ringfence.ingest.tally import Tally

UNSURE = 0.8  # below, a field is named as one to look at
_DATED = {
    "changed": Said("图片没有拍摄时间，只有最后修改时间", "The picture has no time of taking, only of its last change"),
    "saved": Said(
        "文件名里的时间是保存图片的时间，不是截图的时间", "The time in the file's name is of saving, not of taking"
    ),
    "today": Said("图片里和文件名里都没有日期", "Neither picture nor file name has a date"),
}


def check_screen(shot: Shot, taken: Taken, tally: Tally, regions: pl.DataFrame) -> None:
    """Say what is missing from the picture, what was concluded, and what is unsure."""
    screen = shot.screen
    tally.note(
        Said("内容由机器识别，每一项都请对照原图核对。", "Read by machine; check each item against the picture.")
    )
    if shot.straight is not None:
        tally.note(
            Said(
                "这是拍摄屏幕的照片，已先拉正再识别；坐标指原图。最好补一张手机自带的截图。",
                "A photo of a screen, straightened before reading; places refer to the original. Better add the phone's own "
                "screenshot.",
            )
        )
    if screen.layout == "unknown":
        tally.note(
            Said(
                "认不出是哪种界面，没有生成记录；图里的文字逐行列出。",
                "The kind of screen was not recognised and made no records; the words in it are listed line by line.",
            )
        )
    if screen.layout in {"sms", "wechat", "chat"}:
        _check_chat(screen, tally)
    _check_times(shot, taken, tally, regions)
    unsure = regions.filter((pl.col("confidence") < UNSURE) & (pl.col("table") != ""))
    if unsure.height:
        places = "、".join(unsure["place"].unique(maintain_order=True).head(3).to_list())
        tally.note(
            Said(
                f"{unsure.height} 处可信度低于 {UNSURE}，请重点核对（{places}）。",
                f"{unsure.height} place(s) are less sure than {UNSURE}; check these above all ({places}).",
            )
        )
    for line in screen.left_over:
        tally.unread(shot.place(line.box), "这一行不知道属于哪条记录", "this line was given to no record")


def _check_chat(screen: Screen, tally: Tally) -> None:
    """Check what makes a conversation whole: counterpart, time, first and last bubble, every side."""
    if screen.title is None:
        tally.note(
            Said(
                "不完整：看不到对方的号码或名称（顶部被裁掉？），这些消息不知道是谁发来的。",
                "Incomplete: the other side's number or name cannot be seen (top cut off?); who sent these messages is not known.",
            )
        )
    if all(bubble.time is None for bubble in screen.bubbles):
        tally.note(Said("不完整：看不到时间。", "Incomplete: no time can be seen."))
    elif screen.bubbles and screen.bubbles[0].time is None:
        tally.note(
            Said(
                "最上面的消息没有时间，请补一张往上一屏的截图。",
                "The topmost message has no time; add a screenshot one screen further up.",
            )
        )
    if screen.bubbles and screen.bubbles[0].cut:
        tally.note(Said("不完整：第一条消息没有截全。", "Incomplete: the first message is cut off."))
    if screen.bubbles and screen.bubbles[-1].cut:
        tally.note(Said("不完整：最后一条消息没有截全。", "Incomplete: the last message is cut off."))
    unknown = sum(bubble.side == "unknown" for bubble in screen.bubbles)
    if unknown:
        tally.note(
            Said(
                f"{unknown} 条分不清是收到的还是发出的，没有计入时间线。",
                f"Whether {unknown} were received or sent is not clear; they are not in the timeline.",
            )
        )
    if screen.layout == "chat":
        tally.note(
            Said(
                "看不出是短信还是哪个聊天软件，按即时消息处理。",
                "Whether these are SMS or a chat app cannot be seen; taken as chat messages.",
            )
        )


def _check_times(shot: Shot, taken: Taken, tally: Tally, regions: pl.DataFrame) -> None:
    assumed = regions.filter((pl.col("field") == "time") & (pl.col("precision_s") >= 31_622_400))
    if assumed.height and taken.by in _DATED:
        day = f"{taken.moment:%Y-%m-%d}"
        why = _DATED[taken.by]
        tally.note(
            Said(
                f"{why}，“昨天”“星期二”等按 {day} 推算，日期不作为违规依据，请改用原始截图。",
                f"{why.en}; words such as yesterday or Tuesday are counted from {day}. Such dates stand for no breach; use "
                "the original "
                "screenshot.",
            )
        )
    if any(item.count > 1 for item in shot.screen.calls):
        tally.note(
            Said(
                "带“(n)”的一行代表 n 次通话，只显示最后一次的时间，其余各次请在通话详情里另外截图。",
                "A line with '(n)' stands for n calls and shows the last one's time only; take screenshots of the others in "
                "the call's details.",
            )
        )
    if any(item.direction == "unknown" for item in shot.screen.calls):
        tally.note(
            Said(
                "有的通话只用图标表示呼入或呼出，机器认不出，方向记为未知。",
                "Some calls show their direction by a sign only, which was not recognised; it is noted as unknown.",
            )
        )
