"""Signing in: two factors, throttled, ended by time, by hand, everywhere; the first sign-in; what is open goes with it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ringfence.web.access import Role
from ringfence.web.accounts import second, signing
from ringfence.web.accounts.models import AccessLog, SetupLink, User
from ringfence.web.desk import DESK
from web.server.clinic_people import PASSWORD, Person

if TYPE_CHECKING:
    from ringfence.web.registry.models import CaseRow

pytestmark = pytest.mark.usefixtures("clinic")


def both(client: Client, one: Person, code: str | None = None) -> int:
    answer = client.post("/sign-in/", {"name": one.user.name, "password": PASSWORD})
    if answer.status_code != 302:
        return answer.status_code
    return client.post("/sign-in/code/", {"code": code or second.code_at(one.secret, time.time())}).status_code


def test_a_stranger_is_led_to_the_sign_in_page() -> None:
    answer = Client().get("/new/")
    assert answer.headers["Location"] == "/sign-in/?next=/new/"
    assert Client().post("/new/").status_code == 401


def test_password_and_code_let_in_and_neither_alone() -> None:
    one, client = Person("小林", Role.CASEWORKER), Client()
    answer = client.post("/sign-in/?next=/me/", {"name": "小林", "password": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/code/"
    assert client.get("/").status_code == 302  # the password alone opens nothing
    answer = client.post("/sign-in/code/", {"code": second.code_at(one.secret, time.time())})
    assert answer.headers["Location"] == "/me/"
    assert client.get("/").status_code == 200


def test_a_code_works_once() -> None:
    one = Person("小林")
    code = second.code_at(one.secret, time.time())
    assert both(Client(), one, code) == 302
    assert both(Client(), one, code) == 403


def test_a_paper_code_works_once_and_however_it_is_typed() -> None:
    one = Person("小林")
    codes = second.new_codes(one.user)
    assert both(Client(), one, codes[0].lower().replace("-", " ")) == 302
    assert both(Client(), one, codes[0]) == 403
    assert both(Client(), one, codes[1]) == 302


def test_codes_of_other_moments_are_refused() -> None:
    secret = second.new_secret()
    now = 1_800_000_000.0
    for late, right in ((0, True), (30, True), (-30, True), (90, False), (-90, False)):
        assert (second.matching_step(secret, second.code_at(secret, now + late), 0, now) is not None) is right


def test_the_code_is_that_of_the_rfc() -> None:
    """RFC 6238, appendix B: 59 s -> 94287082, of which six digits."""
    assert second.code_at(b"12345678901234567890", 59) == "287082"


def test_guessing_is_slowed_down_per_account_whatever_is_guessed() -> None:
    Person("小林")
    codes = [Client().post("/sign-in/", {"name": "小林", "password": f"错 {n}"}).status_code for n in range(10)]
    assert codes == [403] * 8 + [429] * 2
    assert Client().post("/sign-in/", {"name": "小林", "password": PASSWORD}).status_code == 429


def test_guessing_the_code_is_slowed_down_too() -> None:
    one, client = Person("小林"), Client()
    client.post("/sign-in/", {"name": "小林", "password": PASSWORD})
    wrong = "000000" if second.code_at(one.secret, time.time()) != "000000" else "000001"
    codes = [client.post("/sign-in/code/", {"code": wrong}).status_code for _ in range(10)]
    assert codes[-1] == 429


def test_guessing_names_is_slowed_down_per_address() -> None:
    codes = {Client().post("/sign-in/", {"name": f"n{n}", "password": "x"}).status_code for n in range(41)}
    assert 429 in codes


def test_first_sign_in_makes_the_second_factor() -> None:
    user = User.objects.create(name="新人", roles=["intake"])
    token = SetupLink.make(user)
    client = Client()
    assert "太短" in client.post(f"/set-up/{token}/", {"password": "短", "again": "短"}).content.decode()
    answer = client.post(f"/set-up/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert answer.headers["Location"] == "/sign-in/"
    assert Client().get(f"/set-up/{token}/").status_code == 404  # works once
    assert client.post("/sign-in/", {"name": "新人", "password": PASSWORD}).headers["Location"] == "/sign-in/first/"
    assert client.get("/").status_code == 302
    page = client.get("/sign-in/first/").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    secret = bytes.fromhex(client.session["secret"])
    done = client.post("/sign-in/first/", {"code": second.code_at(secret, time.time())})
    assert done.content.decode().count("<li><code>") == 10
    assert client.get("/").status_code == 200
    assert client.get("/sign-in/first/").headers["Location"] == "/sign-in/"  # never a second time


def test_a_session_ends_after_a_pause_and_after_a_day(monkeypatch: pytest.MonkeyPatch, row: CaseRow) -> None:
    for pause in ([signing.IDLE_S + 1], [signing.IDLE_S - 60] * 21):
        one = Person(f"小林{len(pause)}", Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
        at = time.time()
        codes = []
        for step in pause:
            at += step
            monkeypatch.setattr("ringfence.web.accounts.signing.time.time", lambda at=at: at)
            codes.append(one.client.get("/me/").status_code)
        monkeypatch.undo()
        assert codes[-1] == 302
        assert set(codes[:-1]) <= {200, 302}
        assert DESK.identity(row.id, holder=str(one.user.pk)) is None


def test_signing_out_everywhere_ends_the_other_browser_too(row: CaseRow) -> None:
    one = Person("小林", Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    other = Client()
    assert both(other, one) == 302
    one.client.post("/me/everywhere/")
    assert other.get("/me/").status_code == 302
    assert DESK.identity(row.id, holder=str(one.user.pk)) is None


def test_signing_out_puts_away_what_was_open(row: CaseRow) -> None:
    one = Person("小林", Role.CASEWORKER).has(row, Role.CASEWORKER).opens(row)
    assert one.client.get(f"/case/{row.id}/").status_code == 200
    one.client.post("/sign-out/")
    assert DESK.identity(row.id, holder=str(one.user.pk)) is None


def test_changing_the_password_ends_other_sessions() -> None:
    one = Person("小林")
    other = Client()
    both(other, one)
    new = "另外 四个 没关系 的词 板凳"
    assert one.client.post("/me/password/", {"old": "错", "password": new, "again": new}).status_code == 403
    assert one.client.post("/me/password/", {"old": PASSWORD, "password": new, "again": new}).status_code == 302
    assert one.client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


def test_somebody_made_inactive_is_out_at_once() -> None:
    admin, one = Person("管", Role.ADMIN), Person("小林", Role.CASEWORKER)
    admin.client.post(f"/office/accounts/{one.user.pk}/", {"roles": ["caseworker"]})
    assert one.client.get("/").status_code == 302
    assert Client().post("/sign-in/", {"name": "小林", "password": PASSWORD}).status_code == 403


def test_the_last_admin_stays() -> None:
    admin = Person("管", Role.ADMIN)
    page = admin.client.post(f"/office/accounts/{admin.user.pk}/", {"roles": ["caseworker"], "active": "on"})
    assert "至少要留一个" in page.content.decode()


def test_an_admin_makes_an_account_and_copies_its_link() -> None:
    admin = Person("管", Role.ADMIN)
    page = admin.client.post("/office/accounts/new/", {"name": "新人", "roles": ["lawyer"]}).content.decode()
    link = page.split("<code>")[1].split("</code>")[0]
    assert Client().get(link).status_code == 200
    assert User.objects.get(name="新人").has_usable_password() is False


def test_sign_ins_are_in_the_log_and_hold_no_name_that_was_typed() -> None:
    one = Person("小林")
    both(Client(), one)
    Client().post("/sign-in/", {"name": "不存在的人", "password": "x"})
    pages = [(line.page, line.result, line.who) for line in AccessLog.objects.order_by("id")]
    assert ("signed-in", 200, str(one.user.pk)) in pages
    assert ("sign-in", 403, "") in pages


def test_the_database_alone_opens_no_session() -> None:
    """Rows hold sealed bytes; what was not sealed here is an empty session."""
    one = Person("小林")
    data = Session.objects.get().session_data
    assert str(one.user.pk) not in data
    Session.objects.update(session_data="eyJpbiI6WyIiXX0=")
    assert one.client.get("/me/").status_code == 302


def test_it_leads_nowhere_outside_after_signing_in() -> None:
    one = Person("小林")
    for goal in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        client = Client()
        client.post(f"/sign-in/?next={goal}", {"name": "小林", "password": PASSWORD})
        User.objects.filter(pk=one.user.pk).update(step=0)
        answer = client.post("/sign-in/code/", {"code": second.code_at(one.secret, time.time())})
        assert answer.headers["Location"] == "/"
