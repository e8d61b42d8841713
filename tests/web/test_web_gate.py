"""The gate: only the browser with the one-time address comes in."""

from __future__ import annotations

from django.test import Client

from ringfence.web.middleware.gate import TOKENS


def test_a_stranger_sees_how_to_get_in_and_nothing_else(db: None) -> None:
    answer = Client().get("/")
    assert answer.status_code == 403
    assert "一次性地址" in answer.content.decode()


def test_the_address_works_once(db: None) -> None:
    token = TOKENS.issue()
    assert Client().get(f"/open/{token}/").status_code == 302
    second = Client().get(f"/open/{token}/")
    assert second.status_code == 403
    assert "只能用一次" in second.content.decode()


def test_it_leads_nowhere_outside(db: None) -> None:
    for goal in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = Client().get(f"/open/{TOKENS.issue()}/", {"next": goal})
        assert answer.headers["Location"] == "/"


def test_another_host_name_is_refused(visitor: Client) -> None:
    """A page elsewhere whose name was bent to 127.0.0.1 gets nothing (DNS rebinding)."""
    assert visitor.get("/", headers={"host": "evil.example"}).status_code == 400


def test_every_answer_forbids_what_is_not_ours(visitor: Client) -> None:
    headers = visitor.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_changes_nothing(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/open/{TOKENS.issue()}/")
    answer = client.post("/language/", {"lang": "en"})
    assert answer.status_code == 403
    assert "ringfence_lang" not in answer.cookies
