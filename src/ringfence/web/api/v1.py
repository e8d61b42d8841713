"""Version 1: ``/api/v1``, described at ``/api/v1/openapi.json``."""

from __future__ import annotations

from datetime import date  # noqa: TC003 -- read by ninja at run time
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID  # noqa: TC003 -- the same

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.security import HttpBearer

from ringfence.schema import EventKind, Label, RingfenceError
from ringfence.web.access import Act, acts_in, case_for, visible_cases, who_of
from ringfence.web.accounts.log import note_access
from ringfence.web.accounts.models import ApiToken
from ringfence.web.accounts.signing import who
from ringfence.web.api import given as taken
from ringfence.web.api import shapes
from ringfence.web.api.faults import FAULTS
from ringfence.web.api.naming import naming
from ringfence.web.api.papers import papers
from ringfence.web.api.proceedings import proceedings
from ringfence.web.api.proof import proof
from ringfence.web.api.work import work
from ringfence.web.clinic.scopes import acts_of
from ringfence.web.desk import DESK, HOLDER, LockedCaseError
from ringfence.web.letters import UnknownLetterError
from ringfence.web.pages.timeline import PAGE, Chosen, choose

if TYPE_CHECKING:
    from ringfence.web.desk import Snapshot
    from ringfence.web.registry.models import CaseRow


class Token(HttpBearer):
    """A token made on the page "my account"."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Let its owner in, for as much as its scopes hold."""
        found = ApiToken.find(token)
        if found is None:
            note_access(request, "", 401, page="api")
            return None
        owner = who(found.user)
        request.who = type(owner)(owner.id, owner.name, local=False, acts=acts_of(found.scopes), roles=owner.roles)  # type: ignore[attr-defined]  # as the door does
        request.token_mark = found.mark  # type: ignore[attr-defined]  # for the log
        HOLDER.set(owner.id)  # the door puts it back when the request is over
        return found


api = NinjaAPI(
    title="Ringfence",
    version="1",
    auth=Token(),
    docs_url=None,  # its pages load script from elsewhere
    urls_namespace="api-v1",
)


def _fault(request: HttpRequest, status: int, zh: str, en: str) -> HttpResponse:
    return api.create_response(request, {"zh": zh, "en": en}, status=status)


@api.exception_handler(Http404)
@api.exception_handler(UnknownLetterError)
def _missing(request: HttpRequest, fault: Http404 | UnknownLetterError) -> HttpResponse:
    del fault
    return _fault(request, 404, "没有这一项,或您看不到。", "There is no such thing, or it is not for you to see.")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    del fault
    return _fault(request, 403, "角色或钥匙的范围不包括这一步。", "Neither role nor scopes include this.")


@api.exception_handler(RingfenceError)
def _told(request: HttpRequest, fault: RingfenceError) -> HttpResponse:
    return _fault(request, 423 if isinstance(fault, LockedCaseError) else 409, fault.zh, fault.en)


@api.get("/cases", response={200: list[shapes.CaseOut], **FAULTS})
def cases(request: HttpRequest) -> Any:  # noqa: ANN401 -- the shape stands in the decorator, here and below
    """List the cases that the token's owner may see into."""
    asking = who_of(request)
    rows = [row for row in visible_cases(asking) if Act.SEE in acts_in(asking, row)]
    return [{"id": row.pk, "title": row.title, "open": DESK.is_open(row)} for row in rows]


@api.get("/cases/{uuid:case}/events", response={200: shapes.Events, **FAULTS})
def events(
    request: HttpRequest,
    case: UUID,
    *,
    q: taken.Words = "",
    label: Label | None = None,
    number: taken.Words = "",
    kind: EventKind | None = None,
    person: taken.Mark = "",
    lender: taken.Mark = "",
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    night: bool = False,
    everything: bool = False,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Any:  # noqa: ANN401
    """Give a page of events, filtered as the timeline is."""
    shot = _shot(case_for(request, case, Act.SEE))
    chosen = Chosen(
        words=q.strip(),
        label=label or "",
        number=number.strip(),
        kind=kind or "",
        person=person,
        lender=lender,
        night=night,
        first=first,
        last=last,
        everything=everything,
        page=page,
    )
    found = choose(shot.events, chosen)
    part = found.slice((page - 1) * PAGE, PAGE)
    return {
        "count": found.height,
        "page": page,
        "pages": max(1, -(-found.height // PAGE)),
        "events": [one | {"number": one["address_key"]} for one in part.iter_rows(named=True)],
    }


@api.get("/cases/{uuid:case}/findings", response={200: list[shapes.FindingOut], **FAULTS})
def findings(request: HttpRequest, case: UUID, lang: shapes.Lang = "zh") -> Any:  # noqa: ANN401
    """Give the findings in words."""
    dossier = _shot(case_for(request, case, Act.SEE)).dossier
    return [
        {
            "id": one.id,
            "rule": one.rule,
            "title": one.title_en if lang == "en" else one.title_zh,
            "sentence": one.sentence_en if lang == "en" else one.sentence_zh,
            "severity": str(one.severity.value),
            "count": one.count,
            "first_day": one.first_day,
            "last_day": one.last_day,
            "citations": [f"{cite.title}{cite.article}" for cite in one.citations],
            "events": list(one.events),
        }
        for one in (dossier.findings if dossier is not None else ())
    ]


@api.get("/cases/{uuid:case}/deadlines", response={200: list[shapes.DueOut], **FAULTS})
def deadlines(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the deadlines as they are counted today."""
    dossier = _shot(case_for(request, case, Act.SEE)).dossier
    dues = dossier.dues if dossier is not None else ()
    return [{"id": one.id, "name": one.name_zh, "day": one.day, "met": one.met} for one in dues]


@api.get("/cases/{uuid:case}/apps", response={200: list[shapes.AppOut], **FAULTS})
def apps(request: HttpRequest, case: UUID) -> Any:  # noqa: ANN401
    """List the apps that were looked at."""
    return list(_shot(case_for(request, case, Act.SEE)).state.apps.values())


def _shot(row: CaseRow) -> Snapshot:
    return DESK.snapshot(row)


for part in (work, papers, proceedings, naming, proof):
    api.add_router("", part)
