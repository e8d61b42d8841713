"""Every page of the door, found from the addresses' patterns and from what pages link to: a new page is found by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from web.browser.door import PASSPHRASE

if TYPE_CHECKING:
    from playwright.sync_api import APIRequestContext, BrowserContext

    from web.browser.door import Door

SAMPLES = {"IntConverter": "1", "SlugConverter": "x", "StringConverter": "x", "PathConverter": "x"}
NOWHERE = "00000000-0000-4000-8000-000000000000"
EACH = 2  # addresses looked at of one pattern
_LINK = re.compile(r"""(?:href|action)="([^"#]+)""")


def routes(resolver: URLResolver | None = None, prefix: str = "") -> dict[str, URLPattern]:
    """Return the patterns of all addresses by name."""
    found: dict[str, URLPattern] = {}
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            found |= routes(one, prefix + str(one.pattern))
        else:
            found[one.name or str(one.pattern)] = one
    return found


@dataclass(slots=True)
class SiteMap:
    """What was found. ``pages``: addresses that answer with a page, by the pattern's name."""

    case: str
    pages: dict[str, list[str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)  # only take forms, or give a file
    missing: set[str] = field(default_factory=set)  # no address of it is known


def enter(context: BrowserContext, door: Door) -> str:
    """Come in by a one-time address and unlock the prepared case; return its address."""
    page = context.new_page()
    page.goto(door.address())
    if "/unlock/" not in page.url:
        page.locator("main ul.cards a").first.click()
    page.locator("input[name=secret]").fill(PASSPHRASE)
    page.locator("main form button").first.click()
    case = "/" + "/".join(urlsplit(page.url).path.split("/")[1:3]) + "/"
    page.close()
    return case


def explore(
    request: APIRequestContext, base: str, case: str, known: list[str], *, urlconf: str | None = None
) -> SiteMap:
    """Walk every link from the start page, the case and the ``known`` addresses, then try what no page links to."""
    site, named = SiteMap(case), routes(get_resolver(urlconf))
    waiting = ["/", case, *known]
    waiting += [_sample(one, case) for one in named.values() if set(one.pattern.converters) <= {"case"}]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        name = _name(path, urlconf)
        if path in seen or name is None or len(site.pages.get(name, [])) >= EACH:
            continue
        seen.add(path)
        answer = request.get(urljoin(base, path), max_redirects=0)
        whole = answer.status == 200 and "attachment" not in answer.headers.get("content-disposition", "")
        if whole and answer.body()[:15].lower() == b"<!doctype html>":  # a part of a page is none
            site.pages.setdefault(name, []).append(path)
            waiting += _links(answer.text(), path)
        elif answer.status in {200, 405}:
            site.others.add(name)
    for name, one in named.items():
        if name not in site.pages and name not in site.others:
            status = request.get(urljoin(base, _sample(one, case)), max_redirects=0).status
            (site.others if status in {200, 302, 405} else site.missing).add(name)
    return site


def _links(html: str, path: str) -> list[str]:
    whole = (urljoin(path, urldefrag(unescape(link)).url) for link in _LINK.findall(html))
    return [link for link in whole if link.startswith("/") and not link.startswith("//")]


def _name(path: str, urlconf: str | None) -> str | None:
    try:
        found = resolve(urlsplit(path).path, urlconf)
    except Resolver404:
        return None
    return found.url_name or found.route


def _sample(one: URLPattern, case: str) -> str:
    def value(found: re.Match[str]) -> str:
        key = found.group(1)
        if key == "case":
            return case.split("/")[2]
        kind = type(one.pattern.converters[key]).__name__
        return NOWHERE if kind == "UUIDConverter" else SAMPLES.get(kind, "x")

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, str(one.pattern))
