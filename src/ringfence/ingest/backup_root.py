"""The root element of an SMS Backup & Restore file: what it declares, and how a file is known by it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringfence.ingest.reader import Match
from ringfence.ingest.xml_encoding import encoding_of
from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.ingest.source import Source
    from ringfence.ingest.tally import Tally
    from ringfence.ingest.xml_tags import Tag


class BackupRoot:
    """Takes the root's tags; cumulative files glued together have several, whose counts add up."""

    def __init__(self, name: str, tally: Tally, zone: str) -> None:
        self.declared: int | None = None
        self.closed = False
        self._name = name
        self._tally = tally
        self._zone = zone

    def take(self, tag: Tag) -> bool:
        """Return True when the tag is the root's start or end."""
        if tag.name == f"/{self._name}":
            self.closed = True
            return True
        if tag.name != self._name:
            return False
        self.closed = tag.empty
        count = tag.attributes.get("count", "")
        if count.isascii() and count.isdigit():
            self.declared = (self.declared or 0) + int(count[:18])
        else:
            self._tally.note(
                Said(
                    "文件没有声明条数，无法核对是否完整。",
                    "The file does not say how many there are; whether it is complete cannot be checked.",
                )
            )
        self._note_date(tag.attributes.get("backup_date", ""))
        return True

    def _note_date(self, written: str) -> None:
        if written.isascii() and written.isdigit() and len(written) == 13:
            moment = datetime.fromtimestamp(int(written) / 1000, ZoneInfo(self._zone))
            self._tally.note(
                Said(
                    f"备份文件自述的制作时间：{moment:%Y-%m-%d %H:%M:%S}（手机时钟）。",
                    f"Made, by its own account: {moment:%Y-%m-%d %H:%M:%S} (the phone's clock).",
                )
            )


def sniff_root(source: Source, root: str, element: str, match: Match) -> Match | None:
    """Return ``match`` when the head shows the root, a weaker one when it shows only its elements."""
    encoding, mark = encoding_of(source.head)
    head = source.head[mark:].decode(encoding, "replace")
    if re.search(rf"<{root}[\s>/]", head):
        return match
    if re.search(rf"<{element}\s[^<]*\bdate\s*=", head):
        return Match(match.reader, match.kind_zh, 0.6, f"没有根元素，但含有 <{element}> 记录")
    return None
