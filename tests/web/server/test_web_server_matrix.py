"""Every address of a server x every role x own or somebody else's case x locked or open: what is answered follows from one table.

The table is written out here on its own, so that a slip in ``access`` is seen.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.urls.converters import IntConverter, UUIDConverter

from ringfence.web import urls_server
from ringfence.web.access import Act, Role
from ringfence.web.accounts.door import OPEN
from ringfence.web.accounts.models import AccessLog
from ringfence.web.clinic.visited import page_of
from ringfence.web.clinic.wording import result_words, table
from ringfence.web.desk import DESK
from ringfence.web.words import Say
from web.server.clinic_people import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")

ALLOWED = {
    "nobody": set[Act](),
    "intake": {Act.ADD},
    "caseworker": {Act.SEE, Act.ADD, Act.CORRECT, Act.WRITE, Act.PROVE},
    "lawyer": {Act.SEE, Act.WRITE, Act.PROVE},
    "admin": set[Act](),
    "admin and caseworker": {*Act},
}
ROLES = {
    "nobody": (),
    "intake": (Role.INTAKE,),
    "caseworker": (Role.CASEWORKER,),
    "lawyer": (Role.LAWYER,),
    "admin": (Role.ADMIN,),
    "admin and caseworker": (Role.ADMIN, Role.CASEWORKER),
}


def walk(found: Sequence[object], prefix: str = "") -> list[tuple[str, URLPattern]]:
    flat: list[tuple[str, URLPattern]] = []
    for one in found:
        if isinstance(one, URLResolver):
            flat += walk(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            flat.append((prefix + str(one.pattern), one))
    return flat


PAGES = walk(urls_server.urlpatterns)
CASES = [(route, one) for route, one in PAGES if route.startswith("case/")]
OFFICES = [(route, one) for route, one in PAGES if hasattr(one.callback, "roles")]


def said(page: URLPattern, name: str) -> Any:  # noqa: ANN401 -- an act, a set of roles, whether it works locked
    """Return what a page was made with."""
    return getattr(page.callback, name)


def address(one: URLPattern, route: str, case: uuid.UUID) -> str:
    parts = {}
    for name, kind in one.pattern.converters.items():
        other = str(uuid.uuid4()) if isinstance(kind, UUIDConverter) else "1" if isinstance(kind, IntConverter) else "x"
        parts[name] = str(case) if name == "case" else other
    for name, value in parts.items():
        for kind in ("uuid", "int", "slug", "str"):
            route = route.replace(f"<{kind}:{name}>", value)
    return f"/{route}"


def test_the_log_of_accesses_has_words_for_every_page() -> None:
    """In Chinese, with no name of ours left over."""
    logged = {one.name for _, one in PAGES if hasattr(one.callback, "act") or hasattr(one.callback, "roles")}
    assert logged - table("pages").keys() == set()
    assert not [zh for zh, _ in table("pages").values() if not re.search("[一-鿿]", zh) and zh != "App"]
    line = AccessLog(page="pruned 12 to 2026-01-31", result=200)
    assert page_of(line, Say("zh")) == "清理了 12 行,到 2026-01-31"
    program = AccessLog(page="api-v1 start", act="write", token="abc", result=423)
    assert (page_of(program, Say("zh")), result_words(program.result)[0]) == ("程序接口 · 写信和记进展", "案件锁着")


def test_every_address_is_decided_somewhere() -> None:
    for route, one in PAGES:
        decided = any(hasattr(one.callback, name) for name in ("act", "roles"))
        assert decided or f"/{route}".startswith(OPEN), f"{route} is open to anybody signed in and says so nowhere"


def test_no_address_names_a_case_beside_case_page() -> None:
    for route, one in PAGES:
        if "case" in one.pattern.converters and not route.startswith("api/v1/"):  # its operations: test_web_server_api
            assert isinstance(getattr(one.callback, "act", None), Act), route


@pytest.mark.parametrize("kind", ROLES)
def test_cases_by_role(kind: str, row: CaseRow) -> None:
    for mine in (True, False):
        for open_ in (True, False):
            DESK.put_away_all()
            one = Person(f"{kind} {mine} {open_}", *ROLES[kind])
            for role in ROLES[kind]:
                if mine and role is not Role.ADMIN:
                    one.has(row, role)
            if open_:
                one.opens(row)
            known = mine and any(role is not Role.ADMIN for role in ROLES[kind])
            for route, page in CASES:
                for method in ("get", "post"):
                    if "lock" in route.split("/") and method == "post":
                        continue  # would put the case away for the rest of the walk; see the test of locks
                    answer = getattr(one.client, method)(address(page, route, row.id))
                    if answer.status_code != 405:
                        check(answer.status_code, answer.headers, page, kind, known=known, open_=open_, route=route)


def check(status: int, headers: object, page: URLPattern, kind: str, *, known: bool, open_: bool, route: str) -> None:
    """Compare one answer with the table."""
    act, locked = said(page, "act"), said(page, "locked")
    where = f"{route} {kind} known={known} open={open_}: {status}"
    if not known:
        assert status == 404, where
    elif act not in ALLOWED[kind] or (not locked and Act.SEE not in ALLOWED[kind]):
        assert status == 403, where
    elif not open_ and not locked:
        assert status == 302, where
        assert "/unlock/?next=" in headers["Location"], where  # type: ignore[index]  # headers of an answer
    else:
        assert status not in {401, 403, 500}, where


@pytest.mark.parametrize("kind", ROLES)
def test_offices_by_role(kind: str) -> None:
    one = Person("一位", *ROLES[kind])
    for route, page in OFFICES:
        if {"everywhere", "sign-out"} & set(route.split("/")):
            continue  # end the session they are tried with
        answer = one.client.get(address(page, route, uuid.uuid4()))
        wanted = said(page, "roles")
        if answer.status_code != 405:
            assert (answer.status_code == 403) is bool(wanted and not wanted & set(ROLES[kind])), route


def test_strangers_get_nowhere(row: CaseRow) -> None:
    for route, page in PAGES:
        where = address(page, route, row.id)
        if not where.startswith(OPEN):
            assert Client().get(where).headers["Location"].startswith("/sign-in/"), where
            assert Client().post(where).status_code == 401, where


def test_a_role_that_was_taken_away_is_gone_in_every_case(row: CaseRow) -> None:
    one = Person("小林", Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    assert one.client.get(f"/case/{row.id}/").status_code == 200
    one.user.roles = ["intake"]
    one.user.save()
    assert one.client.get(f"/case/{row.id}/").status_code == 404


def test_the_rooms_that_are_shown_are_those_that_open(row: CaseRow) -> None:
    lawyer = Person("律师", Role.LAWYER).has(row, Role.LAWYER).opens(row)
    page = lawyer.client.get(f"/case/{row.id}/").content.decode()
    assert f"/case/{row.id}/timeline/" in page
    assert f'href="/case/{row.id}/add/"' not in page.split("<main")[0]
