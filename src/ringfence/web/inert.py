"""Pages and files of other rooms about what somebody handed in: shown in a box of their own, or given as a download."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse

from ringfence.web.middleware.headers import SANDBOX

if TYPE_CHECKING:
    from ringfence.schema import AppAudit, AppChange

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


def audit_answer(audit: AppAudit, form: str, lang: str) -> HttpResponse:
    """Return an audit: ``page`` to look at, ``html`` or ``json`` to keep.

    Raises:
        Http404: no such form.
    """
    from ringfence.audit import audit_page, to_json
    from ringfence.respond import web_font

    stem = f"{_stem(audit.package)}-{audit.sha256[:12]}"
    if form == "page":
        return shown(audit_page(audit, lang, commands=False))
    if form == "html":
        return given(audit_page(audit, lang, typeface=web_font, commands=False), f"{stem}.html")
    if form == "json":
        return given(to_json(audit), f"{stem}.json")
    raise Http404


def change_answer(change: AppChange, form: str, lang: str) -> HttpResponse:
    """Return a comparison; forms and errors as in :func:`audit_answer`."""
    from ringfence.audit import change_page, change_to_json
    from ringfence.respond import web_font

    stem = f"{_stem(change.after.package)}-{change.before.sha256[:8]}-{change.after.sha256[:8]}"
    if form == "page":
        return shown(change_page(change, lang))
    if form == "html":
        return given(change_page(change, lang, typeface=web_font), f"{stem}.html")
    if form == "json":
        return given(change_to_json(change), f"{stem}.json")
    raise Http404


def shown(page: str) -> HttpResponse:
    """Return a page that can do nothing: no script, no form, no link to elsewhere, no address of its own."""
    return HttpResponse(page, headers={"Content-Security-Policy": SANDBOX})


def given(text: str, name: str) -> HttpResponse:
    """Return a file, always as a download."""
    headers = {"Content-Security-Policy": SANDBOX, "Content-Disposition": f'attachment; filename="{name}"'}
    kind = "application/json" if name.endswith(".json") else "text/html; charset=utf-8"
    return HttpResponse(text, content_type=kind, headers=headers)


def _stem(package: str) -> str:
    return _UNSAFE.sub("_", package).strip("._-")[:80] or "app"
