"""``cost``, ``name loan`` and ``name budget`` as a user types them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case
from ringfence.cli.app import FAULT, USAGE, run
from ringfence.cli.words import say
from ringfence.schema import Debt, FlowKind, Party, PartyType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "made-up passphrase"
THREE = ["--got", "9400", "--pay", "888.49", "--times", "12"]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = say.lang
    say.lang = "zh"
    yield
    say.lang = before


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", SECRET)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    case, _ = Case.create(tmp_path / "case", SECRET, work_factor=10)
    with case:
        case.name_party(Party("L1", "甲消费金融", PartyType.CONSUMER_FINANCE))
        case.note_debt(Debt("D1", "L1", principal=10000.0, opened=date(2026, 2, 5)))
    return tmp_path / "case"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_three_numbers_give_both_rates(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "cost", *THREE, "--first", "2026-03-05")
    assert code == 0
    assert "名义年化 23.92%" in out
    assert "复利年化 26.72%" in out
    assert "1,261.88" in out
    assert "█" in out
    assert "不下结论" in out
    assert "2025-10-01起" in out
    assert "4倍" in out


def test_limits_are_dated_and_by_type(capsys: pytest.CaptureFixture[str]) -> None:
    old = json.loads(said(capsys, "cost", *THREE, "--on", "2025-11-30", "--lender", "microloan", "--json")[1])
    assert {one["fact"] for one in old["limits"]} == {"micro-24", "micro-4x"}
    assert all("没有施行" in one["verdict"] for one in old["limits"])
    high = ["--got", "10000", "--pay", "1050", "--times", "12", "--on", "2025-12-30", "--json"]
    now = {one["fact"]: one for one in json.loads(said(capsys, "cost", *high)[1])["limits"]}
    assert "都高于24.00%" in now["micro-24"]["verdict"]
    assert now["jiloan-25"]["share"] == pytest.approx(0.12)
    assert "没有核实" not in now["jiloan-25"]["verdict"]
    assert "不等于" in now["micro-4x"]["verdict"]
    before = json.loads(said(capsys, "cost", *THREE, "--on", "2024-01-05", "--lender", "unlicensed", "--json")[1])
    assert before["limits"][0]["share"] == pytest.approx(0.138)
    assert "没有核实" in before["limits"][0]["verdict"]
    none = json.loads(said(capsys, "cost", *THREE, "--on", "2018-01-05", "--lender", "unlicensed", "--json")[1])
    assert none["limits"][0]["share"] is None


def test_an_advertised_rate_needs_no_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "cost", "--said", "日息万五")
    assert code == 0
    assert "18.25%" in out
    assert "20.02%" in out
    assert "分几期" in said(capsys, "cost", "--said", "月费率0.8%")[1]
    assert "17.27%" in said(capsys, "cost", "--said", "月费率0.8%", "--times", "12", "--pay", "1", "--got", "10")[1]


def test_a_table_of_payments_in_the_code_page_of_excel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "日期,金额,类型\n2026-02-05,9400,到手\n" + "".join(
        f"2026-{month:02}-05,888.49,还款\n" for month in range(3, 13)
    )
    rows += "2027-01-05,888.49,还款\n2027-02-05,888.49,还款\n"
    for codec in ("gb18030", "utf-8-sig", "utf-16"):
        (tmp_path / "plan.csv").write_bytes(rows.encode(codec))
        assert "23.92%" in said(capsys, "cost", "--flows", str(tmp_path / "plan.csv"))[1]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04xx", b"\xff\x00\xfe\x81\x80", b"\0" * 100, b"x" * (1 << 21), b"a,b\n1,2\n"]
)
def test_what_is_no_table_is_explained(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.csv").write_bytes(content)
    code, _, err = said(capsys, "cost", "--flows", str(tmp_path / "plan.csv"))
    assert code in {FAULT, USAGE}
    assert err.strip()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--got", "9400"],
        ["--got", "abc", "--pay", "1", "--times", "1"],
        ["--got", "9400", "--pay", "1", "--times", "0"],
        ["--got", "9400", "--pay", "1", "--times", "1000000"],
        ["--got", "-5", "--pay", "1", "--times", "1"],
        [*THREE, "--first", "2026-02-30"],
        [*THREE, "--first", "9999-12-01"],
        [*THREE, "--first", "2026-03-05", "--on", "2026-04-05"],
    ],
)
def test_wrong_use_is_explained(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "cost", *words)
    assert code in {FAULT, USAGE}
    assert err.strip()
    assert "Traceback" not in err


def test_a_week_at_a_third_is_shown_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(
        capsys, "cost", "--got", "700", "--pay", "1000", "--times", "1", "--on", "2026-02-01", "--first", "2026-02-08"
    )
    assert "2,234.69%" in out
    assert "超过100,000%" in out


def test_less_paid_than_got_gives_no_rate(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "cost", "--got", "1000", "--pay", "10", "--times", "3")
    assert "算不出年化" in out
    assert "没有到手的多" in out


def test_english_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "--lang", "en", "cost", *THREE)
    assert "Nominal 23.92%" in out
    assert "not judged" in out


def test_a_loan_is_noted_counted_and_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--case", str(folder)]
    code, out, _ = said(
        capsys, *at, "name", "loan", "D1", *THREE, "--said", "日利率0.05%", "--shown", "12%", "--no-cost-table"
    )
    assert code == 0
    assert "23.92%" in out
    said(capsys, *at, "name", "loan", "D1", "--consumer", "--balance", "1.2万")
    with Case.open(folder, passphrase=SECRET, read_only=True) as case:
        loan = case.state.loans["D1"]
        cost = case.matter(date(2026, 8, 1)).costs[0]
    assert (loan.principal, loan.contract_day, loan.received) == (Decimal(10000), date(2026, 2, 5), Decimal(9400))
    assert (loan.rate_wording, loan.cost_table, loan.consumer, loan.balance) == (
        "日利率0.05%",
        False,
        True,
        Decimal(12000),
    )
    assert loan.annual_shown is not None
    assert float(loan.annual_shown) == 0.12
    assert sum(flow.kind is FlowKind.REPAID for flow in loan.flows) == 12
    assert cost.nominal == pytest.approx(0.2392, abs=1e-4)
    assert cost.withheld == pytest.approx(0.06)
    for _ in range(2):
        assert said(capsys, *at, "undo")[0] == 0
    with Case.open(folder, passphrase=SECRET, read_only=True) as case:
        assert case.matter(date(2026, 8, 1)).costs == ()


def test_a_case_keeps_no_made_up_days(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--case", str(folder)]
    with Case.open(folder, passphrase=SECRET) as case:
        case.note_debt(Debt("D2", "L1"))
    code, _, err = said(capsys, *at, "name", "loan", "D2", *THREE)
    assert code == USAGE
    assert "--first" in err
    assert said(capsys, *at, "name", "loan", "D1", *THREE)[0] == 0
    with Case.open(folder, passphrase=SECRET, read_only=True) as case:
        flows = case.state.loans["D1"].flows
    assert (flows[0].day, flows[1].day) == (date(2026, 2, 5), date(2026, 3, 5))


def test_a_loan_of_no_debt_and_a_rate_that_is_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--case", str(folder)]
    assert said(capsys, *at, "name", "loan", "D9", *THREE)[0] == FAULT
    for shown in ("24", "abc", "-1%", "NaN", "1e9%"):
        assert said(capsys, *at, "name", "loan", "D1", *THREE, "--shown", shown)[0] == USAGE


def test_a_budget_says_what_it_carries(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--case", str(folder)]
    code, out, _ = said(capsys, *at, "name", "budget", "--income", "6000", "--necessary", "4200")
    assert code == 0
    assert "1,800" in out
    assert "不是法律规定" in out
    said(capsys, *at, "name", "budget", "--savings", "9000")
    with Case.open(folder, passphrase=SECRET, read_only=True) as case:
        budget = case.state.budget
    assert budget is not None
    assert (budget.income, budget.savings) == (Decimal(6000), Decimal(9000))


def test_an_offer_stays_within_the_budget(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--case", str(folder)]
    code, out, _ = said(capsys, *at, "offer", "D1", "--owed", "8000")
    assert code == 0
    assert "要登记每月收入" in out
    said(capsys, *at, "name", "loan", "D1", *THREE, "--first", "2026-03-05")
    said(capsys, *at, "name", "budget", "--income", "6000", "--necessary", "4200", "--savings", "9000")
    _, out, _ = said(capsys, *at, "offer", "D1")
    assert "谈的金额:10,661.88元" in out
    assert "底线:每月1,800.00元,6期" in out
    assert "底线:4,800.00元" in out
    assert "不一定接受" in out
    told = json.loads(said(capsys, *at, "offer", "D1", "--owed", "8000", "--json")[1])
    assert told["offer"]["owed"] == "8000"
    assert "Talked about: 8,000.00 yuan" in said(capsys, "--lang", "en", *at, "offer", "D1", "--owed", "8000")[1]
    assert said(capsys, *at, "offer", "D9")[0] == FAULT
