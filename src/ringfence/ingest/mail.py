"""One e-mail as a file (``.eml``, RFC 5322 and MIME), with what the servers that carried it wrote on top.

The Date header is what the sender claims; the uppermost Received line is written by the receiving server, so it gives the time
where there is one, and shows that the mail came in.
"""

from __future__ import annotations

import email
import email.policy
import html
import re
from dataclasses import dataclass
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from ringfence.ingest.charset import charset_of
from ringfence.ingest.errors import UnknownFormatError, UnsafeFileError
from ringfence.ingest.phone_frames import messages_frame
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.schema import Clock, Said, to_micros

if TYPE_CHECKING:
    from email.message import EmailMessage

    from ringfence.ingest.source import Source

LIMIT = 64 * 1024 * 1024
_PARTS = 2000
_BOUNDARIES = 10_000  # the standard parser takes a thousandth of a second for each
_TEXT = 1_000_000
_FIRST = re.compile(rb"\s*(?:[!-9;-~]{1,76}):[ \t\r]?")
_FROM = re.compile(rb"^From:", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(
    rb"^(?:Received|Date|Message-ID|MIME-Version|Delivered-To|Return-Path):", re.IGNORECASE | re.MULTILINE
)
_HIDDEN = re.compile(r"<(script|style|head|title)\b[^>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,5000}>")
_SPACES = re.compile(r"[ \t\xa0]+")
_BLANK = re.compile(r"\n{3,}")
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936"}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"}


class Mail:
    """Reader of single e-mails."""

    name = "mail"
    version = 1
    kind_zh = "电子邮件"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim when the file begins with mail headers, a sender among them."""
        head = source.head.removeprefix(b"\xef\xbb\xbf")
        block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
        if b"\x00" in block or not _FIRST.match(head) or not _FROM.search(block) or not _OTHER.search(block):
            return None
        return Match(self.name, self.kind_zh, 0.95, "文件以电子邮件的信头开始")

    def read(self, request: Request) -> ReadResult:
        """Read the mail.

        Raises:
            UnknownFormatError: it has no sender after all.
            TooLargeError, UnsafeFileError: over 64 MiB, or parts within parts beyond reason.
        """
        data = request.source.whole(LIMIT).removeprefix(b"\xef\xbb\xbf")
        tally = Tally()
        message = _parsed(request.source.name, data)
        sender = _addresses(message, "From")
        if not sender:
            raise UnknownFormatError(request.source.name)
        if any(part.defects for part in _walk(message)):
            tally.note(
                Said(
                    "邮件的格式有不规范之处，已尽量读取。",
                    "The mail's format is irregular; it was read as far as possible.",
                )
            )
        claimed, arrived = _moment(_header(message, "Date"), request.zone), _arrival(message, request.zone)
        inside = _inside(message, tally)
        direction = "draft" if _header(message, "X-Unsent") == "1" else "in" if _came_in(message) else "unknown"
        others = [address for name in ("To", "Cc") for _, address in _addresses(message, name)]
        frame = messages_frame(
            [
                {
                    "row": 1,
                    "kind": "email",
                    "direction": direction,
                    "address": sender[0][1],
                    "ts": arrived if arrived is not None else claimed,
                    "ts_sent": claimed,
                    "name": sender[0][0] or None,
                    "subject": _header(message, "Subject") or None,
                    "body": inside.text,
                    "line": "~".join(others[:50]) or None,
                    "attachments": min(inside.attachments, 65_535),
                    "offset": 0,
                    "length": len(data),
                }
            ],
            request.zone,
            tally,
            clock=Clock.CLAIMED if arrived is None else Clock.DEVICE,
        )
        _explain(message, direction, arrived, inside, tally)
        request.progress(Said("读取邮件", "reading the mail"), len(data), len(data))
        return ReadResult(self.name, self.version, self.kind_zh, tally.completeness(1, 1, frame["ts"]), messages=frame)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What a mail says, and how many files come with it."""

    text: str | None
    attachments: int


def _explain(message: EmailMessage, direction: str, arrived: int | None, inside: _Inside, tally: Tally) -> None:
    if direction == "unknown":
        tally.note(
            Said(
                "信头里没有收信服务器的记录，无法确定是收到的邮件：不作为事件。请从邮箱里导出原始邮件（.eml）。",
                "The head names no receiving server, so that it was received is not certain: no event. Export the original "
                "mail (.eml) from the mailbox.",
            )
        )
    if arrived is None:
        tally.note(
            Said(
                "时间是发信人自己写的（Date），没有收信服务器的时间。",
                "The time is the sender's own (Date); there is none of a receiving server.",
            )
        )
    else:
        tally.note(
            Said(
                "时间取自收信服务器写的 Received 行；发信人自称的时间另列。",
                "The time is from the receiving server's Received line; the sender's own stands apart.",
            )
        )
    if inside.attachments:
        tally.note(
            Said(
                f"有 {inside.attachments} 个附件，随原件保存，未读取。",
                f"{inside.attachments} attachment(s) are kept with the original and were not read.",
            )
        )
    results = _header(message, "Authentication-Results")
    if "dkim=pass" in results.casefold():
        tally.note(
            Said(
                "收信服务器写明发信域名的签名有效（dkim=pass）；本软件没有重新验证。",
                "The receiving server says that the sending domain's signature holds (dkim=pass); it was not verified again here.",
            )
        )


def _parsed(name: str, data: bytes) -> EmailMessage:
    fault = UnsafeFileError(name, "MIME", "的内部层次或部分过多", "has too many parts or levels")
    if data.count(b"\n--") > _BOUNDARIES:
        raise fault
    try:
        return email.message_from_bytes(data, policy=email.policy.default)
    except RecursionError:
        raise fault from None


def _walk(message: EmailMessage) -> list[EmailMessage]:
    """Return the parts, the first two thousand of them."""
    parts: list[EmailMessage] = []
    waiting = [message]
    while waiting and len(parts) < _PARTS:
        part = waiting.pop()
        parts.append(part)
        inner: Any = part.get_payload() if part.is_multipart() else []
        waiting += [one for one in reversed(list(inner)) if hasattr(one, "get_content_type")]
    return parts


def _inside(message: EmailMessage, tally: Tally) -> _Inside:
    """Return the words: plain text where there is any, else the page's; a part that is a file counts as attached."""
    plain: list[str] = []
    pages: list[str] = []
    attachments = 0
    for part in _walk(message):
        sort = part.get_content_type()
        if sort in _SEALED:
            tally.unread("part:" + sort, "邮件内容已加密，无法读取", "the mail is encrypted; it cannot be read")
        elif part.is_multipart():
            continue
        elif _disposition(part) == "attachment" or not sort.startswith("text/"):
            attachments += 1
        elif sort == "text/html":
            pages.append(page_text(_decoded(part, tally)))
        else:
            plain.append(_decoded(part, tally).replace("\r\n", "\n").strip())
    words = "\n".join(filter(None, plain)) or "\n".join(filter(None, pages))
    if len(words) > _TEXT:
        tally.note(Said(f"正文很长，只取前 {_TEXT} 字。", f"The text is long; the first {_TEXT} characters are taken."))
    return _Inside(words[:_TEXT] or None, attachments)


def _disposition(part: EmailMessage) -> str:
    """Return how a part is to be shown, "" when its header makes no sense."""
    try:
        return str(part.get_content_disposition() or "")
    except (ValueError, AttributeError, IndexError, TypeError):
        return ""


def _decoded(part: EmailMessage, tally: Tally) -> str:
    """Return a text part; a charset that does not fit is told by the bytes instead."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        named = str(part.get_content_charset() or "").casefold()
    except (ValueError, AttributeError, IndexError, TypeError):
        named = ""
    for charset in ("gb18030" if named in _CHINESE else named or "utf-8", charset_of(data)):
        try:
            text = data.decode(charset)
        except (UnicodeDecodeError, LookupError, ValueError):
            tally.repair("charset_guess", "part:text")
            continue
        return text
    return data.decode(charset_of(data), "replace")


def page_text(page: str) -> str:
    """Return the words of an HTML body: what is shown, line by line."""
    text = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub("", page)))
    lines = [_SPACES.sub(" ", line).strip() for line in html.unescape(text).split("\n")]
    return _BLANK.sub("\n\n", "\n".join(lines)).strip()


def _header(message: EmailMessage, name: str) -> str:
    """Return a header's text, "" when it is missing or cannot be parsed at all."""
    try:
        return str(message.get(name, "")).strip()
    except (
        ValueError,
        AttributeError,
        IndexError,
        TypeError,
        LookupError,
    ):  # the standard parser is not safe from bad headers
        return ""


def _headers(message: EmailMessage, name: str) -> list[str]:
    try:
        return [str(value) for value in message.get_all(name, [])]
    except (ValueError, AttributeError, IndexError, TypeError, LookupError):
        return []


def _addresses(message: EmailMessage, name: str) -> list[tuple[str, str]]:
    """Return (shown name, address) of everybody in a header; half characters are replaced."""
    pairs = getaddresses([text.encode("utf-8", "replace").decode() for text in _headers(message, name)])
    return [(shown, address) for shown, address in pairs if address]


def _moment(text: str, zone: str) -> int | None:
    try:
        return to_micros(parsedate_to_datetime(text), zone) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _arrival(message: EmailMessage, zone: str) -> int | None:
    """Return when the receiving server took the mail: what stands after the last semicolon of the first Received line."""
    lines = _headers(message, "Received")
    return _moment(lines[0].rsplit(";", 1)[-1].strip(), zone) if lines and ";" in lines[0] else None


def _came_in(message: EmailMessage) -> bool:
    return any(_headers(message, name) for name in ("Received", "Delivered-To", "X-Received"))
