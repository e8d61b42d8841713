"""What an original is called in English, by its reader; its Chinese name is noted with it in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import Said

if TYPE_CHECKING:
    from ringfence.case.state import SourceFile

KINDS_EN = {
    "sms-backup-restore": "message backup",
    "call-backup-restore": "call backup",
    "app-package": "package of an app",
    "vcard": "address book",
    "china-mobile": "China Mobile record",
    "china-unicom": "China Unicom record",
    "carrier-pdf": "PDF",
    "word": "Word document",
    "text": "text file",
    "adb-backup": "Android backup",
    "adb-messages": "messages of an Android backup",
    "ios-backup": "iPhone backup",
    "phone-database": "phone database",
    "wechat": "WeChat chat",
    "mail": "e-mail",
    "statement-form": "statement",
    "screenshot": "screenshot",
    "recording": "recording",
    "table": "table",
    "zip": "archive",
}
UNREAD = Said("未能识别的文件", "file that was not recognised")


def kind_said(source: SourceFile) -> Said:
    """Return what a source is, in both languages."""
    return Said(source.kind_zh, KINDS_EN.get(source.reader, source.reader)) if source.kind_zh else UNREAD
