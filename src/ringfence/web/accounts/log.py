"""Writing the log of accesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.web.accounts.models import AccessLog

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from ringfence.web.access import Act


def note_access(
    request: HttpRequest, who: str, result: int, *, act: Act | None = None, case: UUID | None = None, page: str = ""
) -> None:
    """Add one line. ``result``: the answer's status."""
    match = request.resolver_match
    if match is not None and match.namespace and not page:
        page = f"{match.namespace} {match.url_name}"  # of the API: its operations have names of their own
    AccessLog.objects.create(
        who=who,
        page=(page or (match.url_name if match is not None else None) or "")[:40],
        case=case,
        act=act.value if act is not None else "",
        change=request.method not in {"GET", "HEAD", "OPTIONS"},
        result=result,
        token=getattr(request, "token_mark", ""),
    )
