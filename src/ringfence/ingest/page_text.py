"""The words of a saved web page: HTML, or the MHTML that phones and browsers save. No script is run, nothing is fetched."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from ringfence.ingest.charset import charset_of
from ringfence.ingest.lazily import Lazily

if TYPE_CHECKING:
    from lxml import etree
else:
    etree = Lazily("lxml.etree")

_SKIPPED = {"script", "style", "noscript", "template", "head", "svg", "math", "object", "iframe", "select", "textarea"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "thead", "tr", "ul",
}  # fmt: skip
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_MHTML = re.compile(rb"^(?:[A-Za-z-]{2,30}:[^\n]*\n[ \t]?){1,8}[^\0]{0,400}?multipart/related", re.IGNORECASE)
_ENDINGS = (".html", ".htm", ".xhtml")
_GAP = re.compile(r"[ \t\r\n\f\v\u00a0\u3000]+")
_LINES = re.compile(r"[ ]*\n[ \n]*")


def is_page(name: str, data: bytes) -> bool:
    """Tell whether these bytes are a saved web page."""
    return name.casefold().endswith(_ENDINGS) or _HTML.search(data[:2048]) is not None or is_archive(data)


def is_archive(data: bytes) -> bool:
    """Tell whether these bytes are a page with all its parts in one file (MHTML)."""
    return _MHTML.match(data[:4096]) is not None


def page_text(data: bytes) -> str:
    """Return the words of a page: one line for a block, cells of a row on one line with bars between them.

    Hidden parts count: policies stand in folded sections. Pictures, scripts and forms' fields are left out.
    """
    if is_archive(data):
        data = _main_part(data)
    text = data.decode(charset_of(data), "replace").replace("\0", "")
    # the encoding is settled: what the page says of it must not count any more
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser) if text.strip() else None
    return "" if root is None else _LINES.sub("\n", "".join(_pieces(root))).strip()


def _pieces(root: etree._Element) -> list[str]:
    found: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag.casefold() if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _SKIPPED:
                walk.skip_subtree()
                continue
            found.append("\n" if tag in _BLOCKS else "")
            found.append(_GAP.sub(" ", element.text or ""))
            continue
        if tag in {"td", "th"}:
            found.append(" | " if element.getnext() is not None else "")
        elif tag in _BLOCKS:
            found.append("\n")
        found.append(_GAP.sub(" ", element.tail or ""))
    return found


def _main_part(data: bytes) -> bytes:
    for part in message_from_bytes(data, policy=policy.compat32).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return payload
    return b""
