"""Who may do what to which case: decided here and nowhere else.

Every page of a case is made with :func:`case_page`, every other page of a clinic's staff with :func:`staff_page`; a test walks all
addresses and fails on one that goes round them.

=============  ===================================================================================================
role           what it may do in the cases it is assigned to
=============  ===================================================================================================
intake         hand material in and see how its own uploads are getting on; nothing of what is in the case
caseworker     see, add, correct, write, prove
lawyer         see, write, prove
admin          accounts, assignments, jobs, the log of accesses; no case. With caseworker in a case also: manage it
=============  ===================================================================================================

A file that a page asks for (an authority's answer, the receipt of a letter) may be sent to it by whoever may do what the page is
for; everywhere else a file is material and needs ADD.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ringfence.schema import RingfenceError
from ringfence.web.desk import DESK, LockedCaseError
from ringfence.web.registry.models import CaseRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ringfence.web.clinic.models import HandInLink


class Act(StrEnum):
    """What somebody wants to do with a case."""

    SEE = "see"
    ADD = "add"
    CORRECT = "correct"
    WRITE = "write"  # letters, notices, proceedings
    PROVE = "prove"  # verify, stamp, anchor, export
    MANAGE = "manage"  # lock out, destroy, passphrase


class Role(StrEnum):
    """What somebody at a clinic does; one person may have several."""

    INTAKE = "intake"
    CASEWORKER = "caseworker"
    LAWYER = "lawyer"
    ADMIN = "admin"


ON_CASES = (Role.INTAKE, Role.CASEWORKER, Role.LAWYER)  # roles that somebody can have in a case
FILED = frozenset({Act.CORRECT, Act.WRITE, Act.PROVE})  # acts beside ADD whose pages may ask for a file
READING = (Role.CASEWORKER, Role.LAWYER)
ACTS = {
    Role.INTAKE: frozenset({Act.ADD}),
    Role.CASEWORKER: frozenset({Act.SEE, Act.ADD, Act.CORRECT, Act.WRITE, Act.PROVE}),
    Role.LAWYER: frozenset({Act.SEE, Act.WRITE, Act.PROVE}),
    Role.ADMIN: frozenset[Act](),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody at the door. ``local``: the one person at their own computer, who may do everything.

    ``acts`` is the most they may do anywhere: an API token may be good for less than its owner.
    """

    id: str
    name: str
    local: bool
    acts: frozenset[Act]
    roles: frozenset[Role] = frozenset()

    def may(self, act: Act) -> bool:
        """Tell whether they may do it at all, in cases they may see."""
        return act in self.acts


HAND_IN = "/hand-in/"
LOCAL = Who("local", "", local=True, acts=frozenset(Act))
NOBODY = Who("", "", local=False, acts=frozenset())


class CasePage(Protocol):
    """A page of one case."""

    def __call__(self, request: HttpRequest, row: CaseRow, /, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- the address's own parts
        """Answer for ``row``, which the caller may see."""


class StaffPage(Protocol):
    """A page of a clinic that belongs to no case."""

    def __call__(self, request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- the address's own parts
        """Answer for somebody who is signed in."""


def who_of(request: HttpRequest) -> Who:
    """Return who asks: on a server whoever signed in or showed a token, which the middleware or the API found out."""
    if settings.RINGFENCE_MODE == "local":
        return LOCAL
    who = getattr(request, "who", NOBODY)
    return who if isinstance(who, Who) else NOBODY


def visible_cases(who: Who) -> QuerySet[CaseRow]:
    """Return the cases that ``who`` may know of."""
    if who.local:
        return CaseRow.objects.all()
    if not who.id:
        return CaseRow.objects.none()
    from ringfence.web.accounts.models import Assignment

    mine = Assignment.objects.filter(user=UUID(who.id), user__active=True, role__in=[*who.roles])
    return CaseRow.objects.filter(pk__in=mine.values("case"))


def readable_cases(who: Who) -> QuerySet[CaseRow]:
    """Return the cases whose content ``who`` may see once they have opened them."""
    if who.local or not who.id or not who.may(Act.SEE):
        return visible_cases(who) if who.local else CaseRow.objects.none()
    from ringfence.web.accounts.models import Assignment

    reading = [role for role in who.roles if role in READING]
    return CaseRow.objects.filter(pk__in=Assignment.objects.filter(user=UUID(who.id), role__in=reading).values("case"))


def acts_in(who: Who, row: CaseRow) -> frozenset[Act]:
    """Return what ``who`` may do in ``row``: by the roles they have there and still have at all."""
    if who.local:
        return who.acts
    if not who.id:
        return frozenset()
    from ringfence.web.accounts.models import Assignment

    given = Assignment.objects.filter(user=UUID(who.id), user__active=True, case=row).values_list("role", flat=True)
    here = {Role(role) for role in given} & who.roles
    acts = frozenset[Act]().union(*(ACTS[role] for role in here))
    if Role.CASEWORKER in here and Role.ADMIN in who.roles:
        acts |= {Act.MANAGE}
    return acts & who.acts


def may(who: Who, row: CaseRow, act: Act, *, locked: bool) -> bool:
    """Tell whether ``who`` may: a page that opens the case shows what is in it, so it asks for SEE beside its own act."""
    acts = acts_in(who, row)
    return act in acts and (locked or Act.SEE in acts)


def case_page(act: Act, *, locked: bool = False) -> Callable[[CasePage], Callable[..., HttpResponseBase]]:
    """Make a page of a case: finds the case among those visible, checks the act, asks for the passphrase when it is locked.

    A case that may not be seen does not exist (404); an act that is not allowed is refused (403). On a server every answer
    is written into the log of accesses.
    ``locked``: the page works on a locked case and shows nothing of what is in it.
    """

    def around(page: CasePage) -> Callable[..., HttpResponseBase]:
        @wraps(page)
        def answer(request: HttpRequest, case: UUID, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- as above
            who = who_of(request)
            with _logged(request, who, act, case) as said:
                row = visible_cases(who).filter(pk=case).first()
                if row is None:
                    raise Http404
                if not may(who, row, act, locked=locked):
                    return said(refused(request))
                if not locked and not DESK.is_open(row):
                    goal = request.get_full_path() if request.method == "GET" else reverse("overview", args=[row.id])
                    return said(redirect(f"{reverse('unlock', args=[row.id])}?{urlencode({'next': goal})}"))
                request.case_row = row  # type: ignore[attr-defined]  # the frame shows the case's name and navigation
                return said(page(request, row, **kwargs))

        answer.act = act  # type: ignore[attr-defined]  # read by the test that walks all addresses
        answer.locked = locked  # type: ignore[attr-defined]  # and by the frame
        return answer

    return around


def case_for(request: HttpRequest, case: UUID, act: Act) -> CaseRow:
    """Return an open case to the API, decided and logged as :func:`case_page` does.

    Raises:
        Http404: it may not be known of. PermissionDenied: the act is not allowed. LockedCaseError: they have not opened it.
    """
    who = who_of(request)
    with _logged(request, who, act, case) as said:
        row = visible_cases(who).filter(pk=case).first()
        if row is None:
            raise Http404
        if not may(who, row, act, locked=False):
            said(HttpResponse(status=403))
            raise PermissionDenied
        if not DESK.is_open(row):
            said(HttpResponse(status=423))
            raise LockedCaseError
        said(HttpResponse(status=200))
        return row


def staff_page(*roles: Role) -> Callable[[StaffPage], Callable[..., HttpResponseBase]]:
    """Make a page of the clinic for whoever is signed in with one of ``roles`` (none named: with any); others are refused."""

    def around(page: StaffPage) -> Callable[..., HttpResponseBase]:
        @wraps(page)
        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- the address's own parts
            who = who_of(request)
            with _logged(request, who, None, None) as said:
                if not who.id or who.local or (roles and not who.roles & set(roles)):
                    return said(refused(request))
                return said(page(request, **kwargs))

        answer.roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the test that walks all addresses
        return answer

    return around


def rooms_of(request: HttpRequest, rooms: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """Return the rooms of the case whose pages the one who asks may open."""
    who, row = who_of(request), getattr(request, "case_row", None)
    if who.local or row is None:
        return rooms
    from django.urls import resolve

    acts = acts_in(who, row)

    def open_to(name: str) -> bool:
        page = resolve(reverse(name, args=[row.id])).func
        return getattr(page, "act", None) in acts and (getattr(page, "locked", False) or Act.SEE in acts)

    return tuple(room for room in rooms if open_to(room[0]))


def upload_recipient(request: HttpRequest, case: str | None) -> str | None:
    """Return the public key that an upload is encrypted to, "" when it belongs to no case, None when it may not come in."""
    who = who_of(request)
    if case is None and request.path.startswith(HAND_IN):
        link = hand_in_link(request)
        return (link.case.recipient or None) if link is not None else None
    if case is None:
        return "" if who.local or who.id else None
    row = visible_cases(who).filter(pk=case).first()
    if row is None or _upload_act(request.path) not in acts_in(who, row):
        return None
    return row.recipient or None


def _upload_act(path: str) -> Act:
    """Return what somebody must be allowed whose file may come in at an address: the act of its page, else ADD."""
    from django.urls import Resolver404, resolve

    try:
        act = getattr(resolve(path).func, "act", Act.ADD)
    except Resolver404:
        return Act.ADD
    return act if act in FILED else Act.ADD


def hand_in_link(request: HttpRequest) -> HandInLink | None:
    """Return the link for handing in that the address holds, if it works and the one who asks did not guess too often."""
    if settings.RINGFENCE_MODE == "local":
        return None
    from ringfence.web.accounts import throttle
    from ringfence.web.clinic.models import HandInLink

    address = str(request.META.get("REMOTE_ADDR", ""))
    if throttle.number("hand-in", address) >= throttle.PER_ADDRESS:
        return None
    link = HandInLink.find(request.path.removeprefix(HAND_IN).strip("/"))
    if link is None:
        throttle.count("hand-in", address)
    return link


def refused(request: HttpRequest) -> HttpResponse:
    """Say that this is not theirs to do."""
    return render(request, "web/refused.html", status=403)


class _logged:  # noqa: N801 -- used like a function
    """Writes one line into the log of accesses when the page has answered or failed; nothing at one's own computer."""

    def __init__(self, request: HttpRequest, who: Who, act: Act | None, case: UUID | None) -> None:
        self._request, self._who, self._act, self._case = request, who, act, case
        self._status = 500

    def __enter__(self) -> Callable[[HttpResponseBase], HttpResponseBase]:
        return self._said

    def _said(self, answer: HttpResponseBase) -> HttpResponseBase:
        self._status = answer.status_code
        return answer

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._who.local:
            return
        from ringfence.web.accounts.log import note_access

        status = 404 if isinstance(error, Http404) else self._status
        if isinstance(error, RingfenceError) and status == 500:
            status = 409  # explained to whoever asked, as middleware/faults does
        note_access(self._request, self._who.id, status, act=self._act, case=self._case)
