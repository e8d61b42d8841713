"""The case's secrets as text: an age identity file, and nothing that a log could leak."""

from __future__ import annotations

import pytest

from ringfence.vault.age_header import new_x25519_identity
from ringfence.vault.identity import Identity, new_secret, parse_identity

MADE = Identity(new_x25519_identity()[0], "ab" * 16, bytes(range(32)), new_secret())


def test_text_comes_back() -> None:
    assert parse_identity(MADE.text) == MADE
    assert parse_identity(MADE.text.replace("\n", "\r\n").replace("\r", "")) == MADE


def test_a_bare_key_is_an_identity_without_the_rest() -> None:
    assert parse_identity(f"# created: today\n{MADE.age_key}\n") == Identity(MADE.age_key)


@pytest.mark.parametrize("text", ["", "AGE-SECRET-KEY-", "age1abc", "# ringfence-secret: 00", MADE.text.lower()])
def test_what_is_no_identity_is_none(text: str) -> None:
    assert parse_identity(text) is None


def test_printing_it_shows_no_secret() -> None:
    for shown in (repr(MADE), str(MADE), f"{MADE}"):
        assert MADE.age_key not in shown
        assert MADE.secret.hex() not in shown
        assert MADE.case_id in shown


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {MADE.subkey(purpose) for purpose in ("log/1", "blob-id", "blob-mac", "cache", "cache-names")}
    assert len(keys) == 5
    assert MADE.subkey("log/1") == MADE.subkey("log/1")
