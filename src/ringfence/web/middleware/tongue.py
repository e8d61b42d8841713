"""In English pages, what is Chinese is marked so (names, words of the user's own, titles of laws): a screen reader reads it right.

What is ours has its English at its source and comes here in English already; what this marks is what has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringfence.web.words import language_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CHINESE = r"\u3001-\u3003\u3005-\u3011\u3014-\u301f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e"
# a run is of Chinese letters and signs; figures and signs between them belong to it, words of another language do not
_RUN = re.compile(rf"[{_CHINESE}](?:[{_CHINESE}]|[0-9.,:%/()-]{{1,12}}(?=[{_CHINESE}]))*")
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<(/?)([a-zA-Z0-9]+)")
_LANG = re.compile(r'\blang="([^"]*)"')
_SAID = re.compile(r'\b(?:value|alt|placeholder|title)="[^"]*[\u4e00-\u9fff]')
_VOID = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "source", "col", "wbr", "path", "rect", "line", "circle"}
)
_SILENT = frozenset({"script", "style", "title"})  # nothing to mark in them
_WHOLE = frozenset({"option", "textarea", "text"})  # hold no elements of ours: marked themselves


class Tongue:
    """Marks what is Chinese in an English page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what has a policy of its own (what a user handed in, shown inert) stays as it is."""
        response = self._next(request)
        ours = not response.streaming and "Content-Security-Policy" not in response.headers
        html = response.headers.get("Content-Type", "").startswith("text/html")
        if ours and html and language_of(request) == "en":
            response.content = marked(response.content.decode()).encode()
        return response


def marked(html: str) -> str:
    """Return an English page with ``lang="zh"`` around what is Chinese and is not marked yet."""
    if not _HAN.search(html):
        return html
    out: list[str] = []
    spoken: list[tuple[str, int]] = []  # the element that is in Chinese as a whole, and how deep within its kind
    silent = ""
    parts = _TAG.split(html)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            plain = spoken or silent or not _HAN.search(part)
            out.append(part if plain else _RUN.sub(_mark, part))
            continue
        found = _NAME.match(part)
        name, closes = (found[2].lower(), bool(found[1])) if found else ("", False)
        if name in _SILENT:
            silent = "" if closes else name
        if spoken and name == spoken[-1][0]:
            spoken[-1] = (name, spoken[-1][1] + (-1 if closes else 1))
            if spoken[-1][1] == 0:
                spoken.pop()
        elif not spoken and not closes and not silent:
            opened, begins = _opened(part, name, parts[place + 1])
            if begins:
                spoken.append((name, 1))
            out.append(opened)
            continue
        out.append(part)
    return "".join(out)


def _opened(tag: str, name: str, text: str) -> tuple[str, bool]:
    """Return an opening tag, marked where it cannot hold a mark, and whether what follows is in Chinese as a whole."""
    told = _LANG.search(tag)
    if told is not None:
        return tag, told[1].startswith("zh") and name not in _VOID and name != "html"
    if (name in _WHOLE and _HAN.search(text)) or (name in _VOID and _SAID.search(tag)):
        end = "/>" if tag.endswith("/>") else ">"
        return f'{tag[: -len(end)].rstrip()} lang="zh"{end}', name in _WHOLE
    return tag, False


def _mark(found: re.Match[str]) -> str:
    text = found[0]
    return f'<span lang="zh" class="own">{text}</span>' if _HAN.search(text) else text
