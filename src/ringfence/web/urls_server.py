"""The addresses of a clinic's server: its own first, then those of one's own computer, less what makes no sense there."""

from __future__ import annotations

from django.urls import URLPattern, path

from ringfence.web.access import staff_page
from ringfence.web.accounts.door import OPEN
from ringfence.web.api import api
from ringfence.web.pages.clinic import board, doors, hand_in, health, me, sign, staff
from ringfence.web.urls import handler404
from ringfence.web.urls import urlpatterns as at_home

__all__ = ["handler404", "urlpatterns"]

# a folder anywhere on the server is not for a browser to name
NOT_HERE = {"known", "health"}
ANEW = {"start", "new", "unlock"}  # made anew below


def _decided(one: URLPattern) -> URLPattern:
    """Return an address of one's own computer as it holds here: what needs no case is for whoever is signed in."""
    if hasattr(one.callback, "act") or f"/{one.pattern}".startswith(OPEN):
        return one
    return path(str(one.pattern), staff_page()(one.callback), name=one.name)


urlpatterns = [
    path("", board.start, name="start"),
    path("board/", board.board, name="board"),
    path("healthz", health.health, name="health"),
    path("api/v1/", api.urls),
    path("metrics", health.metrics, name="metrics"),
    path("sign-in/", sign.sign_in, name="sign-in"),
    path("sign-in/code/", sign.second_factor, name="second"),
    path("sign-in/first/", sign.enrol, name="enrol"),
    path("sign-out/", sign.sign_out, name="sign-out"),
    path("set-up/<str:token>/", sign.set_up, name="set-up"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    path("me/everywhere/", me.everywhere, name="everywhere"),
    path("me/codes/", me.codes, name="codes"),
    path("me/tokens/new/", me.token, name="token"),
    path("me/tokens/<uuid:key>/revoke/", me.revoke, name="revoke"),
    path("office/accounts/", staff.staff, name="staff"),
    path("office/accounts/new/", staff.new_account, name="new-account"),
    path("office/accounts/<uuid:key>/", staff.account, name="account"),
    path("office/accounts/<uuid:key>/again/", staff.again, name="again"),
    path("office/cases/", staff.cases, name="cases"),
    path("office/cases/<uuid:key>/", staff.assign, name="assign"),
    path("office/work/", staff.work, name="work"),
    path("office/work/<uuid:key>/stop/", staff.stop_work, name="stop-work"),
    path("office/log/", staff.log, name="log"),
    path("hand-in/seal.js", hand_in.script, name="seal"),
    path("hand-in/<str:token>/", hand_in.visit, name="hand-in"),
    path("case/<uuid:case>/links/", hand_in.links, name="links"),
    path("case/<uuid:case>/links/<uuid:key>/revoke/", hand_in.revoke, name="revoke-link"),
    path("case/<uuid:case>/bring/", hand_in.bring, name="bring"),
    path("case/<uuid:case>/waiting/", hand_in.waiting, name="waiting"),
    path("case/<uuid:case>/waiting/<uuid:key>/", hand_in.decide, name="decide"),
    path("case/<uuid:case>/waiting/<uuid:key>/file/", hand_in.look, name="look"),
    path("case/<uuid:case>/log/", staff.case_log, name="case-log"),
    path("new/", doors.new, name="new"),
    path("case/<uuid:case>/unlock/", doors.unlock, name="unlock"),
    *(_decided(one) for one in at_home if one.name not in NOT_HERE | ANEW),
]
