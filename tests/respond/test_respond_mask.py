"""Third parties are hidden, callers are evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
import respond_dossier as made
from hypothesis import given, settings
from hypothesis import strategies as st

from ringfence.respond.mask import Mask
from ringfence.schema import Borrower, Person


@pytest.fixture
def mask() -> Mask:
    return Mask.of(made.dossier())


@pytest.mark.parametrize(
    ("name", "shown"),
    [("林秀英", "林*"), ("欧阳小川", "欧阳*"), ("表姐", "表姐"), ("王", "王"), ("Anna", "A*"), ("", "")],
)
def test_a_name_keeps_its_surname(mask: Mask, name: str, shown: str) -> None:
    assert mask.name(name) == shown


def test_a_callers_number_is_whole_a_relatives_is_not(mask: Mask) -> None:
    assert mask.number("+8619900090001") == "19900090001"
    assert mask.number("+8619900010001") == "199****0001"
    assert mask.number("+861012345678") == "010-******78"


def test_a_relative_who_called_is_still_a_relative() -> None:
    """A number in the address book is never taken for a collector's, even when the counts hold it."""
    dossier = made.dossier()
    matter = replace(dossier.matter, address_book=dossier.matter.address_book | {"+8619900090001"})
    assert Mask.of(replace(dossier, matter=matter)).number("+8619900090001") == "199****0001"


def test_a_text_hides_ids_cards_others_numbers_and_names(mask: Mask) -> None:
    text = "林秀英 身份证110101199001011234 卡6222020000001234567 电话13800001234 回电19900090001"
    assert mask.text(text) == "林* 身份证110101********1234 卡6222 **** **** 4567 电话138****1234 回电19900090001"


def test_numbers_written_with_spaces_are_hidden_too(mask: Mask) -> None:
    assert "0000" not in mask.text("打给 138 0000 1234 或 +86 138-0000-1234")


def test_nothing_is_hidden_when_the_user_says_so() -> None:
    mask = Mask.of(made.dossier(masked=False))
    assert mask.text("林秀英 13800001234") == "林秀英 13800001234"
    assert mask.name("林秀英") == "林秀英"
    assert mask.number("+8619900010001") == "19900010001"


def test_a_contract_number_keeps_its_ends(mask: Mask) -> None:
    assert mask.identity("HT2025030100017") == "HT********17"
    assert mask.identity("A1") == "A1"


def test_the_longer_of_two_names_is_hidden_first() -> None:
    dossier = made.dossier()
    people = (Person("P1", "林秀"), Person("P2", "林秀英"))
    matter = replace(dossier.matter, people=people, borrower=Borrower())
    assert Mask.of(replace(dossier, matter=matter)).text("找林秀英") == "找林*"


@settings(deadline=None, max_examples=200)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "电话", "x,", "（"]))
def test_no_strange_mobile_number_survives(number: str, before: str) -> None:
    assert number not in Mask().text(f"{before}{number}。")
