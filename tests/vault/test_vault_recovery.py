"""The printed recovery key: exact, forgiving of how people write, unforgiving of typos."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.vault.recovery import new_recovery_key, parse_recovery_key


def test_it_looks_like_print() -> None:
    key = new_recovery_key()
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]{5}", key)
    assert new_recovery_key() != key


@settings(deadline=None, max_examples=50)
@given(st.sampled_from([" ", "", "-", "—", "　", "\t"]), st.booleans())
def test_case_spaces_and_look_alikes_are_forgiven(between: str, lower: bool) -> None:  # noqa: FBT001 -- drawn by hypothesis
    key = new_recovery_key()
    typed = between.join(key.split("-")).replace("0", "O").replace("1", "l" if lower else "I")
    assert parse_recovery_key(f" {typed.lower() if lower else typed}\n") == key


def test_one_wrong_character_is_nearly_always_caught() -> None:
    key = new_recovery_key()
    wrong = caught = 0
    for place, char in enumerate(key):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if char not in {"-", other}:
                wrong += 1
                caught += parse_recovery_key(key[:place] + other + key[place + 1 :]) is None
    assert wrong == 30 * 31
    assert caught / wrong > 0.98  # ten check bits let one in 1024 through


def test_wrong_length_and_alphabet_are_refused() -> None:
    key = new_recovery_key()
    for typed in ("", key[:-1], f"{key}0", key.replace("-", "")[:-1] + "U", "口令" * 15):
        assert parse_recovery_key(typed) is None
