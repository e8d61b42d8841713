"""The reader of screenshots: one picture becomes messages or calls, with the box and score of every field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.screenshot.account import check_screen
from ringfence.ingest.screenshot.picture import is_picture, open_picture
from ringfence.ingest.screenshot.read import read_picture
from ringfence.ingest.screenshot.records import Recorder
from ringfence.ingest.screenshot.taken import taken_at
from ringfence.ingest.tally import Tally
from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.ingest.source import Source

KINDS = {
    "sms": "短信截图",
    "wechat": "微信聊天截图",
    "chat": "聊天截图",
    "calls": "通话记录截图",
    "notification": "通知截图",
    "unknown": "图片（版面未识别）",
}


class Screenshot:
    """Reader of pictures of screens."""

    name = "screenshot"
    version = 2  # 2: keeps the box of every line, so that a picture can be masked without reading it again

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to a PNG, JPEG or WebP file; whether it shows a conversation is seen when it is read."""
        if not is_picture(source.head[:16]):
            return None
        return Match(self.name, "截图", 0.9, "图片文件")

    def read(self, request: Request) -> ReadResult:
        """Read a picture; one of no known layout gives no record, its lines are reported one by one.

        Raises:
            OcrMissingError: the extra ``ocr`` is not installed.
            BrokenFileError, TooLargeError, TooManyPixelsError: no picture that can be decoded.
        """
        picture = open_picture(request.source)
        request.progress(Said("识别截图", "reading the screenshot"), 0, 1)
        shot = read_picture(picture)
        request.progress(Said("识别截图", "reading the screenshot"), 1, 1)
        taken = taken_at(request.source.name, picture, request.today, request.zone)
        tally = Tally()
        recorder = Recorder(shot, taken, request.zone, tally)
        messages, calls = recorder.messages(), recorder.calls()
        regions = recorder.regions()
        check_screen(shot, taken, tally, regions)
        frame = calls if shot.screen.layout == "calls" else messages
        return ReadResult(
            self.name,
            self.version,
            KINDS[shot.screen.layout],
            tally.completeness(None, frame.height, frame["ts"]),
            messages=None if shot.screen.layout == "calls" else messages,
            calls=calls if shot.screen.layout == "calls" else None,
            regions=regions,
        )
