"""Bytes of an original as an answer: whole or the part that a player asks for, decrypted as they go out, inert for the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from ringfence.web.middleware.headers import SANDBOX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def inert(
    request: HttpRequest,
    stream: BinaryIO,
    size: int,
    *,
    kind: str = "application/octet-stream",
    name: str | None = None,
) -> HttpResponseBase:
    """Answer with ``size`` bytes of ``stream`` (closed at the end), or the one range asked for.

    ``name``: given, it comes as a download of that name; None: shown in the page as ``kind``, which must be one of ours.
    """
    span = _span(request.headers.get("Range", ""), size)
    if span == ():
        stream.close()
        refused = HttpResponse(status=416)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return refused
    start, stop = span or (0, size)
    answer = StreamingHttpResponse(_pieces(stream, start, stop), status=206 if span else 200, content_type=kind)
    answer.headers["Content-Length"] = str(stop - start)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    if span:
        answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    if name is not None:
        answer.headers["Content-Disposition"] = (
            content_disposition_header(as_attachment=True, filename=name) or "attachment"
        )
    return answer


def _span(asked: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """Return (start, stop), None for the whole, () for a range that is not there. Several ranges are answered with the whole."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.group(0) == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
    return (start, stop) if start < stop else ()


def _pieces(stream: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        left = stop - start
        while left and (piece := stream.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
