"""UTF-8 or GBK: the two that Chinese phones and carriers write, told apart by the bytes."""

from __future__ import annotations

import codecs
import re

UTF8 = "utf-8"
CHINESE = "gb18030"  # includes GBK and GB2312
# Text in one of these scripts is UTF-8; letters scattered over several are GBK that happens to be valid UTF-8 (原始 is).
_SCRIPTS = re.compile(
    "[\u0080-\u024f]+|[\u0080-\u00bf\u0370-\u03ff]+|[\u0080-\u00bf\u0400-\u04ff]+"
    "|[\u0080-\u00bf\u0590-\u05ff]+|[\u0080-\u00bf\u0600-\u06ff]+"
)
_WIDE = re.compile("[\u0800-\U0010ffff]")


def charset_of(data: bytes) -> str:
    """Return ``utf-8`` or ``gb18030``; a character cut at the end of ``data`` is no fault.

    Bytes that are neither give the one with fewer faults.
    """
    text = _decoded(data, UTF8)
    if text is not None:
        return CHINESE if _looks_chinese(text, data) else UTF8
    if _decoded(data, CHINESE) is not None:
        return CHINESE
    faults = {name: data.decode(name, "replace").count("\ufffd") for name in (UTF8, CHINESE)}
    return UTF8 if faults[UTF8] <= faults[CHINESE] else CHINESE


def _decoded(data: bytes, charset: str) -> str | None:
    try:
        return codecs.getincrementaldecoder(charset)("strict").decode(data)
    except UnicodeDecodeError:
        return None


def _looks_chinese(text: str, data: bytes) -> bool:
    """Tell whether valid UTF-8 is more likely GB2312: only two-byte letters, of no one script, all common characters."""
    letters = re.sub("[\x00-\x7f]+", "", text)
    if not letters or _WIDE.search(letters) or _SCRIPTS.fullmatch(letters):
        return False
    return _decoded(data, "gb2312") is not None
