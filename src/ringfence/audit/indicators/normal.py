"""One form for each kind of value, so that a list and an app are compared like with like."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

_PACKAGE = re.compile(r"[A-Za-z]\w*(\.[A-Za-z]\w*)+", re.ASCII)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_HEX = re.compile(r"[0-9a-f]+")
_DIGEST_LENGTHS = {"certificate": {40, 64}, "digest": {64}}
_SHARED_SECOND = {"ac", "co", "com", "edu", "gov", "go", "mil", "ne", "net", "or", "org"}
LONGEST_VALUE = 2048


def package(value: str) -> str | None:
    """Return a package name, None when it is none. Case counts, as it does on Android."""
    return value if _PACKAGE.fullmatch(value) else None


def hexadecimal(kind: str, value: str) -> str | None:
    """Return a digest in lower case without colons and blanks, None when its length is that of no digest an audit holds."""
    found = re.sub(r"[\s:]", "", value).lower()
    return found if _HEX.fullmatch(found) and len(found) in _DIGEST_LENGTHS[kind] else None


def domain(value: str) -> str | None:
    """Return a domain in lower-case ASCII (IDNA) without a final dot, None when it is none.

    A leading ``*.`` or ``.`` is dropped (subdomains fit anyway); addresses and whole top levels (``com``, ``com.cn``) are none:
    a list that named one would point at everybody.
    """
    text = value.strip().removeprefix("*").removeprefix(".").removesuffix(".").lower()
    if not text.isascii():
        try:
            text = text.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    labels = text.split(".")
    if len(text) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    if labels[-1].isdigit() or (len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _SHARED_SECOND):
        return None
    return text


def address(value: str) -> str | None:
    """Return an IP address, or a network with its prefix length (``198.51.100.0/24``), in its short form; None when it is none."""
    try:
        network = ipaddress.ip_network(value.strip().strip("[]"), strict=False)
    except ValueError:
        return None
    return str(network.network_address) if network.prefixlen == network.max_prefixlen else str(network)


def url(value: str) -> str | None:
    """Return an address of the web without user, fragment and default port, host in normal form; None when it is none."""
    parts = split(value)
    host = None if parts is None else host_of(parts.netloc)
    if parts is None or host is None:
        return None
    port = _port(parts)
    shown = f"[{host}]" if ":" in host else host
    at = f"{shown}:{port}" if port else shown
    return f"{parts.scheme}://{at}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def split(value: str) -> SplitResult | None:
    """Return the parts of a web address, None when ``value`` is none."""
    try:
        parts = urlsplit(value.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https", "ws", "wss", "ftp"} and parts.netloc else None


def host_of(netloc: str) -> str | None:
    """Return the host of ``user@host:port`` in normal form (domain or address), None when it is none."""
    host = netloc.rpartition("@")[2]
    if (whole := address(host)) is not None and "/" not in whole:
        return whole  # an IPv6 address is full of colons that begin no port
    host = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
    return domain(host) or address(host)


def _port(parts: SplitResult) -> int | None:
    usual = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}[parts.scheme]
    return None if parts.port in {None, usual} else parts.port


NORMAL = {
    "package": package,
    "certificate": lambda value: hexadecimal("certificate", value),
    "digest": lambda value: hexadecimal("digest", value),
    "domain": domain,
    "ip": address,
    "url": url,
}


def normal(kind: str, value: str) -> str | None:
    """Return ``value`` in the normal form of ``kind``, None when it is no such value."""
    return NORMAL[kind](value) if len(value) <= LONGEST_VALUE else None
