"""Pages as single HTML files: no script, nothing fetched, every text escaped by the template.

Without ``typeface`` a page shows in the fonts of whoever opens it, which is right for a folder of ten thousand pages; with it the
characters of the page travel with it (about 60 KB).
"""

from __future__ import annotations

import base64
from functools import cache
from html import unescape
from importlib.resources import files
from re import compile as pattern
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from ringfence.audit.page.change_view import change_view
from ringfence.audit.page.index_view import index_view
from ringfence.audit.page.view import view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ringfence.schema import AppAudit, AppChange

    Typeface = Callable[[str], bytes]

_TAG = pattern(r"<[^>]+>")
_STYLE = pattern(r"(?s)<style>.*?</style>")


def audit_page(audit: AppAudit, lang: str = "zh", *, typeface: Typeface | None = None, commands: bool = True) -> str:
    """Return the page of one audit.

    Args:
        audit: what was found.
        lang: ``zh`` or ``en``.
        typeface: gives, for the characters of a page, a WOFF2 font that holds them.
        commands: what can be done today names commands to type.

    Raises:
        PageLanguageError: there is no such language.
    """
    return _page("audit.html.j2", view_of(audit, lang, commands=commands), typeface)


def change_page(change: AppChange, lang: str = "zh", *, typeface: Typeface | None = None) -> str:
    """Return the page of a comparison; arguments and errors as in :func:`audit_page`."""
    return _page("change.html.j2", change_view(change, lang), typeface)


def index_page(
    audits: Sequence[tuple[AppAudit, str]],
    failed: Sequence[tuple[str, str]] = (),
    lang: str = "zh",
    *,
    typeface: Typeface | None = None,
) -> str:
    """Return one page about many apps, grouped by verdict; arguments and errors otherwise as in :func:`audit_page`.

    Args:
        audits: each with the relative path of its own page, "" when it has none.
        failed: (file, why) of files that could not be audited at all.
        lang: ``zh`` or ``en``.
        typeface: as in :func:`audit_page`.
    """
    return _page("index.html.j2", index_view(audits, failed, lang), typeface)


def _page(template: str, view: Mapping[str, Any], typeface: Typeface | None) -> str:
    made = _pages().get_template(template)
    css = Markup(_page_file("audit.css"))  # noqa: S704 -- our own style sheet, no data in it
    page = made.render(view, css=css, font="")
    if typeface is None:
        return page
    letters = "".join(sorted(set(unescape(_TAG.sub(" ", _STYLE.sub(" ", page)))) | set("0123456789")))
    return made.render(view, css=css, font=base64.b64encode(typeface(letters)).decode("ascii"))


@cache
def _pages() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_page_file),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page_file(name: str) -> str:
    return (files("ringfence.audit.page") / "templates" / name).read_text(encoding="utf-8")
