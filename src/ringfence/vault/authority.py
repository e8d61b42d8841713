"""Asking a time-stamping authority over the network: the only place in the vault that does, and only when it is called."""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from ringfence.vault.errors import AuthorityUnreachableError
from ringfence.vault.timestamp import LIMIT

_TIMEOUT = 30  # seconds


def ask(url: str, request: bytes) -> bytes:
    """Send a request (a digest and a number, nothing else of the case) to an authority and return its response.

    Raises:
        AuthorityUnreachableError: no http(s) address, no answer, or an answer that is no timestamp.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AuthorityUnreachableError(url, "不是网址 / not a URL")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    call = urllib.request.Request(url, data=request, headers=headers)  # noqa: S310 -- http and https only, see above
    try:
        with urllib.request.urlopen(call, timeout=_TIMEOUT) as answer:  # noqa: S310 -- the same
            return bytes(answer.read(LIMIT + 1))
    except urllib.error.HTTPError as error:
        with error:
            raise AuthorityUnreachableError(url, f"HTTP {error.code}") from error
    except OSError as error:
        raise AuthorityUnreachableError(url, str(getattr(error, "reason", error))) from error
