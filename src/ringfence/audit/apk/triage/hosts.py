"""Names of computers that code and resources hold as constants."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

from ringfence.audit.apk.facts import host_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.resources import Resources

_BEHIND_SCHEME = re.compile(rb"(?:https?|wss?|ftp|mqtts?|tcp|ssl)\Z", re.IGNORECASE)
_URL = re.compile(rb"://(?:[^/@\s\x00-\x1f\"'<>]{1,64}@)?([A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?)")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LAST = re.compile(r"[a-z]{2}|xn--[a-z0-9-]{2,59}")
_LONGEST_BARE = 100


def find_hosts(program: Program | None, resources: Resources | None) -> tuple[str, ...]:
    """Return the hosts named in the strings of code and resources, sorted.

    Text behind a scheme (``https://``) counts when it has the form of a host; text that is nothing but a host counts with a common
    ending only, since names of classes and files look like hosts. Identifiers of XML languages and the like are no hosts.
    """
    found: set[str] = set()
    for dex in program.dexes if program else ():
        if len(dex.strings):
            first = int(dex.strings.offsets.min())
            found.update(_in_bytes(dex.data[first:]))
    for text in resources.texts() if resources else ():
        if "://" in text:
            found.update(_urls(text.encode("utf-8", "replace")))
        elif "." in text and len(text) <= _LONGEST_BARE:
            found.update(_bare(text))
    return tuple(sorted(found))


def _in_bytes(data: bytes) -> Iterator[str]:
    """Yield the hosts in a dex file's string data: each string is its length, its text and a NUL."""
    yield from _urls(data)
    endings = b"|".join(re.escape(ending.encode()) for ending in host_facts().bare_endings)
    for match in re.finditer(rb"\.(?:" + endings + rb")\x00", data):
        end = match.end() - 1
        begin = data.rfind(b"\0", max(0, end - _LONGEST_BARE), end) + 2
        if begin > 1 and data[begin - 1] == end - begin:
            yield from _bare(data[begin:end].decode("ascii", "replace"))


def _urls(data: bytes) -> Iterator[str]:
    for match in _URL.finditer(data):
        if _BEHIND_SCHEME.search(data, max(0, match.start() - 5), match.start()):
            host = match[1].decode("ascii").lower()
            if _is_host(host):
                yield host


def _bare(text: str) -> Iterator[str]:
    """Yield a text that is nothing but the name of a host, or a plain address with a port."""
    facts = host_facts()
    labels = text.split(".")
    if text.islower() and labels[-1] in facts.bare_endings and labels[0] not in facts.bare_not and _is_host(text):
        yield text


def _is_host(host: str) -> bool:
    """Tell whether a text has the form of a public host name or address and is no mere identifier."""
    labels = host.split(".")
    if labels[-1].isdecimal():
        return _is_address(host)
    facts = host_facts()
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[0] in facts.class_like:
        return False
    if labels[-1] not in facts.endings and not _LAST.fullmatch(labels[-1]):
        return False
    return not any(host == name or host.endswith(f".{name}") for name in facts.names)


def _is_address(text: str) -> bool:
    """Tell whether a text is an IPv4 address of another computer."""
    try:
        address = IPv4Address(text)
    except ValueError:
        return False
    return not (address.is_unspecified or address.is_loopback or address.is_multicast or address.is_reserved)
