"""Apps, credit entries and circumstances noted on the command line reach the law."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ringfence.case import Case
from ringfence.cli.app import root
from ringfence.schema import Party, PartyType, PolicyNaming

if TYPE_CHECKING:
    from pathlib import Path

ENV = {"RINGFENCE_PASSPHRASE": "made-up passphrase"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case, _ = Case.create(tmp_path / "case", ENV["RINGFENCE_PASSPHRASE"], work_factor=10)
    with case:
        case.name_party(Party("L1", "甲小额贷款有限公司", PartyType.MICROLOAN))
    return tmp_path / "case"


def go(folder: Path, *words: str) -> tuple[int, str]:
    env = ENV | {"XDG_RUNTIME_DIR": str(folder.parent)}
    done = CliRunner().invoke(root, ["--case", str(folder), "note", *words], env=env)
    return done.exit_code, done.output


def opened(folder: Path) -> Case:
    return Case.open(folder, passphrase=ENV["RINGFENCE_PASSPHRASE"], read_only=True)


def test_an_app_is_noted_and_told_more_of_later(folder: Path) -> None:
    words = ("lender=L1", "name=甲贷", "observed=2026-11-20", "permissions=READ_CONTACTS，android.permission.CAMERA")
    assert go(folder, "app", *words, "policy_contacts=vague", "capture_contacts=是")[0] == 0
    assert go(folder, "app", "id=APP1", "prompts=4")[0] == 0
    with opened(folder) as case:
        (app,) = case.state.apps.values()
    assert app.permissions == ("android.permission.READ_CONTACTS", "android.permission.CAMERA")
    assert (app.observed, app.policy_contacts) == (date(2026, 11, 20), PolicyNaming.VAGUE)
    assert (app.capture_contacts, app.uploads_contacts, app.prompts) == (True, None, 4)


def test_a_credit_entry_and_circumstances(folder: Path) -> None:
    entry = ("lender=L1", "kind=query", "shown_on=2026-11-01", "authorised=否")
    assert go(folder, "credit", *entry)[0] == 0
    assert go(folder, "told", "lender=L1", "consent_withdrawn=2026-10-01")[0] == 0
    assert go(folder, "told", "lender=L1", "settled=2026-11-01")[0] == 0
    with opened(folder) as case:
        state = case.state
    assert state.credit_entries["C1"].authorised is False
    told = state.circumstances["L1"]
    assert (told.consent_withdrawn, told.settled) == (date(2026, 10, 1), date(2026, 11, 1))


@pytest.mark.parametrize("kind", ["app", "credit", "told"])
def test_a_kind_alone_lists_its_fields(folder: Path, kind: str) -> None:
    code, shown = go(folder, kind)
    assert code == 0
    assert "lender" in shown


@pytest.mark.parametrize(
    "words",
    [
        ("app", "nonsense=1"),
        ("app", "lender"),
        ("app", "lender=L1", "observed=gestern"),
        ("app", "lender=L1", "prompts=viele"),
        ("app", "lender=L1", "capture_contacts=vielleicht"),
        ("app", "lender=L1", "policy_contacts=vielleicht"),
        ("credit", "lender=L1"),
        ("told", "settled=2026-11-01"),
        ("app", "lender=L9", "name=甲贷"),
        ("moon", "lender=L1"),
    ],
)
def test_wrong_words_are_refused_and_nothing_is_noted(folder: Path, words: tuple[str, ...]) -> None:
    code, shown = go(folder, *words)
    assert code != 0
    assert "Traceback" not in shown
    with opened(folder) as case:
        noted = [case.state.apps, case.state.credit_entries, case.state.circumstances]
    assert noted == [{}, {}, {}]
