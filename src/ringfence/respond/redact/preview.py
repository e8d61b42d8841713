"""A page that shows what was covered, for the user's own eyes before sharing: no script, nothing fetched, every text escaped."""

from __future__ import annotations

import base64
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

from ringfence.respond.wording import words

if TYPE_CHECKING:
    from ringfence.respond.redact.file import MaskedFile


def preview_page(masked: MaskedFile) -> str:
    """Return the page as HTML: pictures before (red frames) and after, and what was covered where and why.

    It shows the very things that are to be hidden, and says so at its head.
    """
    text = (files("ringfence.respond") / "pages" / "preview.html.j2").read_text(encoding="utf-8")
    page = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
    labels = words("redact")["labels"]
    return page.render(
        name=masked.name,
        views=[(view.place, _data(view.before), _data(view.after)) for view in masked.views],
        shown=[(one, labels.get(one.kind, "区域")) for one in masked.shown],
        warnings=masked.warnings_zh,
    )


def _data(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"
