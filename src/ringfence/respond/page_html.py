"""The report as one HTML file: no script, nothing fetched, every text escaped by the template."""

from __future__ import annotations

import base64
from html import unescape
from importlib.resources import files
from re import compile as pattern
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from ringfence.respond.fonts import Face, web_font

if TYPE_CHECKING:
    from collections.abc import Mapping

_TAG = pattern(r"<[^>]+>")
_STYLE = pattern(r"(?s)<style>.*?</style>")


def html_page(view: Mapping[str, Any]) -> str:
    """Return the page for ``view`` (see :func:`ringfence.respond.view.view_of`).

    Its font holds exactly the characters the page shows, for machines without Chinese fonts; others use their own.
    """
    chinese = view["lang"] == "zh"
    marks = (
        {"colon": "：", "stop": "。", "semicolon": "；", "gap": ""}
        if chinese
        else {"colon": ": ", "stop": ". ", "semicolon": "; ", "gap": " "}
    )
    template = _pages().get_template("report.html.j2")
    css = Markup(_page_file("report.css"))  # noqa: S704 -- our own style sheet, no data in it
    shown = template.render(view, **marks, css=css, font="")
    font = base64.b64encode(web_font(_characters(shown), Face.SANS)).decode("ascii")
    return template.render(view, **marks, css=css, font=font)


def _characters(page: str) -> str:
    return "".join(sorted(set(unescape(_TAG.sub(" ", _STYLE.sub(" ", page)))) | set("0123456789.!")))


def _pages() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_page_file), autoescape=True, undefined=jinja2.StrictUndefined
    )


def _page_file(name: str) -> str:
    return (files("ringfence.respond") / "pages" / name).read_text(encoding="utf-8")
