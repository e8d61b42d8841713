"""Which entries of the user's lists fit an app."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from ringfence.audit.indicators.indicator import All, Comparison
from ringfence.audit.indicators.normal import address, domain, host_of, normal, split, url
from ringfence.schema import IndicatorHit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringfence.audit.indicators.indicator import IndicatorList, Test
    from ringfence.schema import AppAudit


def match(audit: AppAudit, lists: Iterable[IndicatorList]) -> tuple[IndicatorHit, ...]:
    """Return the hits, in the lists' order, each once.

    A package, certificate or digest fits when equal; a domain when a host of the app is it or lies below it; a network when it
    holds an address of the app; a web address when equal, or, when it is a bare host, as that host. An entry the list dates
    as ended before the day of the audit fits no more.
    """
    app = _Facts(audit)
    hits: dict[IndicatorHit, None] = {}
    for one in lists:
        for indicator in one.indicators:
            if indicator.until and audit.audited and indicator.until < audit.audited[:10]:
                continue
            for comparison, place in app.fitting(indicator.test):
                hits[IndicatorHit(comparison.kind, comparison.value, indicator.name, place, one.source)] = None
    return tuple(hits)


class _Facts:
    """What of an app can be compared: kind and normal value -> how the app shows it."""

    def __init__(self, audit: AppAudit) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._addresses: list[tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, str]] = []
        self._note("package", audit.package, audit.package)
        for signer in audit.signers:
            for digest in (signer.sha256, signer.sha1):
                self._note("certificate", digest, signer.subject or digest)
        for digest in (audit.sha256, audit.sm3):
            self._note("digest", digest, audit.file)
        for host in (*audit.hosts, *(host for flow in audit.flows for host in flow.hosts)):
            self._note_host(host)

    def fitting(self, test: Test) -> list[tuple[Comparison, str]]:
        """Return the comparisons of ``test`` that fit, with the app's value; none unless ``test`` as a whole fits."""
        if isinstance(test, Comparison):
            place = self._place(test)
            return [] if place is None else [(test, place)]
        parts = [self.fitting(part) for part in test.parts]
        if isinstance(test, All) and not all(parts):
            return []
        return [one for part in parts for one in part]

    def _place(self, one: Comparison) -> str | None:
        place = self._known.get((one.kind, one.value))
        if place is None and one.kind == "ip" and "/" in one.value:
            network = ipaddress.ip_network(one.value)
            return next((shown for found, shown in self._addresses if found in network), None)
        return place

    def _note(self, kind: str, value: str, shown: str) -> None:
        taken = normal(kind, value)
        if taken is not None:
            self._known.setdefault((kind, taken), shown)

    def _note_host(self, text: str) -> None:
        """Note a host, or a web address with its host; a domain with all it lies below."""
        parts = split(text)
        host = host_of(text.partition("/")[0] if parts is None else parts.netloc)
        if parts is not None and (whole := url(text)) is not None:
            self._known.setdefault(("url", whole), text)
        if host is None:
            return
        for scheme in ("http", "https"):
            self._known.setdefault(("url", f"{scheme}://{f'[{host}]' if ':' in host else host}/"), text)
        if domain(host) is None:
            self._known.setdefault(("ip", host), text)
            if address(host) is not None and "/" not in host:
                self._addresses.append((ipaddress.ip_address(host), text))
            return
        for name in _above(host):
            self._known.setdefault(("domain", name), text)


def _above(host: str) -> Iterator[str]:
    labels = host.split(".")
    yield from (".".join(labels[index:]) for index in range(len(labels) - 1))
