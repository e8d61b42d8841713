"""Chinese punctuation of our own sentences, set when they are shown. Evidence is never changed here."""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3000-\u303f\uff00-\uffef《》〔〕“”‘’"
_MARKS = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！"})
_MARK = re.compile(rf"(?<=[{_HAN}\d%A-Za-z)}}>])([,;:?!])(?=[{_HAN}])|(?<=[{_HAN}])([,;:?!])(?=\s|$|[A-Za-z0-9({{<])")
_PAREN = re.compile(r"\(([^()]*)\)")
_HAN_ANY = re.compile(f"[{_HAN}]")
_SPACE = re.compile(rf"(?<=[，；：。？！）（])[ ]+|(?<=[{_HAN}])[ ]+(?=[{_HAN}])")


def full_width(text: str) -> str:
    """Return a Chinese sentence with full-width punctuation; times, numbers and Latin words keep theirs.

    >>> full_width("22:00后拨打3次(含未接),共2天")
    '22:00后拨打3次（含未接），共2天'
    """
    if not _HAN_ANY.search(text):
        return text
    text = _PAREN.sub(lambda found: _paren(text, found), text)
    text = _MARK.sub(lambda found: found.group(0).translate(_MARKS), text)
    return _SPACE.sub("", text)


def _paren(text: str, found: re.Match[str]) -> str:
    before = text[max(0, found.start() - 1) : found.start()]
    if _HAN_ANY.search(found.group(1)) or _HAN_ANY.search(before):
        return f"（{found.group(1)}）"
    return found.group(0)
