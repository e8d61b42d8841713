"""A contact's name on a screenshot becomes a number only when there can be only one; else it is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ringfence.case import Case
from ringfence.case.shown_names import plain_name
from ringfence.schema import Person, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Recognised

TODAY = date(2026, 11, 16)
START = 1_772_589_600_000_000
ONE, TWO, THREE = "19900000001", "19900000002", "19900000003"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)
    with made:
        yield made


def book(case: Case, tmp_path: Path, *cards: tuple[str, ...], owner: str = "debtor", name: str = "book.vcf") -> None:
    """Add an address book; a card is a name and its numbers."""
    lines = []
    for full, *numbers in cards:
        lines += [
            "BEGIN:VCARD",
            "VERSION:3.0",
            f"FN:{full}",
            *(f"TEL;TYPE=CELL:{number}" for number in numbers),
            "END:VCARD",
        ]
    (tmp_path / name).write_text("\r\n".join([*lines, ""]), "utf-8")
    case.add(tmp_path / name, owner=owner, today=TODAY)


def shot(
    case: Case, tmp_path: Path, recognised: Recognised, name: str = "a.png", owner: str = "debtor", **row: object
) -> str:
    recognised.messages(name, [{"body": "请转告他马上还款,否则联系单位", "ts": START, "address": "表姐"} | row])
    return case.add(recognised.picture(tmp_path, name), owner=owner, today=TODAY).source.id


def keys(case: Case) -> list[str]:
    found: list[str] = case.events()["address_key"].to_list()
    return found


def test_the_one_contact_of_that_name_gives_the_number(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    book(case, tmp_path, ("表 姐", ONE), ("表姐夫", TWO))
    shot(case, tmp_path, recognised)
    (event,) = case.events().to_dicts()
    assert (event["address_key"], event["address_kind"], event["address"], event["known"]) == (
        f"+86{ONE}",
        "mobile",
        "表姐",
        True,
    )
    (note,) = case.analysis().notes
    assert "唯一的同名者" in note
    assert "表姐" not in note  # no third party's name in sentences that are shown to anybody


@pytest.mark.parametrize(
    ("cards", "said"),
    [
        ([("表姐", ONE, TWO)], "不止一个号码"),
        ([("表姐", ONE), ("表姐", TWO)], "不止一个同名"),
        ([("表姐夫", ONE)], "没有同名"),
        ([("表姐",)], "没有号码"),
    ],
)
def test_anything_else_is_left_and_said(
    case: Case, tmp_path: Path, recognised: Recognised, cards: list[tuple[str, ...]], said: str
) -> None:
    book(case, tmp_path, *cards)
    shot(case, tmp_path, recognised)
    assert keys(case) == ["表姐"]
    assert case.events()["known"].to_list() == ["没有同名" not in said]
    (note,) = case.analysis().notes
    assert said in note
    assert note in case.dossier(as_of=TODAY)[0].unknowns_zh


def test_the_people_of_the_case_count_too_but_two_of_a_name_do_not(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    case.name_person(Person("", "表姐", Role.FAMILY, (f"+86{ONE}",)))
    shot(case, tmp_path, recognised)
    assert keys(case) == [f"+86{ONE}"]
    book(case, tmp_path, ("表姐", ONE))
    assert keys(case) == [f"+86{ONE}"]
    case.name_person(Person("", "表姐", Role.FAMILY, (f"+86{TWO}",)))
    assert keys(case) == ["表姐"]
    case.undo()
    book(case, tmp_path, ("表姐", THREE), name="later.vcf")
    assert keys(case) == ["表姐"]


def test_two_backups_of_one_book_are_one(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    book(case, tmp_path, ("表姐", ONE))
    book(case, tmp_path, ("别人", TWO), ("表姐", f"+86 {ONE}"), name="later.vcf")
    shot(case, tmp_path, recognised)
    assert keys(case) == [f"+86{ONE}"]


def test_a_shown_number_is_never_replaced(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    book(case, tmp_path, (TWO, ONE), ("10690000001", THREE))
    shot(case, tmp_path, recognised, address=TWO)
    shot(case, tmp_path, recognised, "bb.png", address="10690000001", body="别的内容", ts=START + 1)
    assert sorted(keys(case)) == sorted([f"+86{TWO}", "10690000001"])
    assert case.analysis().notes == ()


def test_another_persons_phone_has_another_persons_contacts(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    friend = case.name_person(Person("", "演示朋友", Role.FRIEND, (f"+86{THREE}",)))
    case.name_person(Person("", "表姐", Role.FAMILY, (f"+86{TWO}",)))
    book(case, tmp_path, ("表姐", ONE))
    shot(case, tmp_path, recognised, owner=friend.id)
    assert keys(case) == ["表姐"]
    book(case, tmp_path, ("表姐", THREE), owner=friend.id, name="friend.vcf")
    assert keys(case) == [f"+86{THREE}"]


@pytest.mark.parametrize("row", [{"kind": "im"}, {"title": "一家人"}, {"score": 0.5}])
def test_chats_groups_and_unsure_names_are_not_looked_up(
    case: Case, tmp_path: Path, recognised: Recognised, row: dict[str, Any]
) -> None:
    book(case, tmp_path, ("表姐", ONE))
    shot(case, tmp_path, recognised, **row)
    assert keys(case) == ["表姐"]
    assert case.events()["known"].to_list() == [False]


def test_a_name_the_user_gives_is_looked_up_and_a_number_wins(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    book(case, tmp_path, ("表姐", ONE))
    source = shot(case, tmp_path, recognised, address="表妲", score=0.4)
    assert keys(case) == ["表妲"]
    case.correct_title(source, "表姐")
    assert keys(case) == [f"+86{ONE}"]
    case.correct_field(source, 1, "address", THREE)
    assert keys(case) == [f"+86{THREE}"]


def test_a_named_call_joins_the_phones_own_record(case: Case, tmp_path: Path, recognised: Recognised) -> None:
    book(case, tmp_path, ("表姐", ONE))
    xml = (
        "<?xml version='1.0' encoding='UTF-8'?><calls count='1'>"
        f"<call number='{ONE}' duration='75' date='{START // 1000}' type='1' presentation='1' /></calls>"
    )
    (tmp_path / "calls.xml").write_text(xml, "utf-8")
    case.add(tmp_path / "calls.xml", today=TODAY)
    recognised.calls("c.png", [{"address": "表姐", "ts": START, "duration_s": 75, "connected": True}])
    case.add(recognised.picture(tmp_path, "c.png"), today=TODAY)
    (event,) = case.events().to_dicts()
    assert len(event["refs"]) == 2


def test_a_message_whose_thread_has_another_number_of_that_contact_stays_one(
    case: Case, tmp_path: Path, recognised: Recognised
) -> None:
    book(case, tmp_path, ("表姐", ONE))
    body = "请转告他马上还款,否则联系单位"
    xml = f"<smses count='1'><sms address='{TWO}' date='{START // 1000}' type='1' body='{body}' read='1' /></smses>"
    (tmp_path / "sms.xml").write_text(f"<?xml version='1.0' encoding='UTF-8'?>\n{xml}", "utf-8")
    case.add(tmp_path / "sms.xml", today=TODAY)
    shot(case, tmp_path, recognised)
    assert keys(case) == [f"+86{TWO}"]


@pytest.mark.parametrize(
    ("one", "other"), [("表 姐", "表姐"), ("表姐❤️", "表姐"), ("ＡＢ李", "ab李"), ("表姐\u200b", "表姐")]
)
def test_two_spellings_of_one_name(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_nothing_is_no_name() -> None:
    assert plain_name(None) == plain_name("❤️ ") == ""
