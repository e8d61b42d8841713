"""The check of the law data: what comes with the product is clean, and what is slipped into it is found."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ringfence import law
from ringfence.cli.app import root
from ringfence.law import SEALS, check_pack, pack_folder, pack_names, pages, read_pack, read_seals, seals_text

if TYPE_CHECKING:
    from collections.abc import Callable

PACKS = Path(law.__file__).parent / "packs"
DOCS = Path(__file__).parents[2] / "docs" / "law"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKS / "cn", tmp_path / "cn"))


def edit(file: Path, old: str, new: str, *, after: str = "") -> None:
    text = file.read_text(encoding="utf-8")
    start = text.index(after)
    assert old in text[start:]
    file.write_text(text[:start] + text[start:].replace(old, new, 1), encoding="utf-8")


def seal_all(folder: Path) -> None:
    """Seal what is there, so that only what the check understands by itself can be found."""
    text = seals_text(read_pack(folder), {}, None, "made up", date(2026, 11, 21))
    (folder / SEALS).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", pack_names())
def test_what_comes_with_the_product_is_clean(name: str) -> None:
    assert check_pack(pack_folder(name)) == ()


def test_a_wrong_article_number_is_found(copy: Path) -> None:
    edit(copy / "facts" / "civil_code.yaml", "article: '1032'", "article: '1023'", after="id: cc-1032")
    (problem,) = check_pack(copy)
    assert problem.where == "fact cc-1032"
    assert "2026-11-21" in problem.zh


def test_an_article_number_that_its_own_words_deny_is_found_without_seals(copy: Path) -> None:
    edit(copy / "facts" / "civil_code.yaml", "1033(1)", "1133(1)", after="id: cc-1033")
    seal_all(copy)
    assert [problem.where for problem in check_pack(copy)] == ["cc-1033"]


def test_law_that_has_ended_is_found_without_seals(copy: Path) -> None:
    edit(copy / "laws.yaml", "effective_to: null", "effective_to: 2026-06-30", after="id: CIVIL\n")
    seal_all(copy)
    ended = {problem.where: problem.zh for problem in check_pack(copy)}
    assert "2026-06-30" in ended["CN-CON-013"]
    assert "CN-CON-003" not in ended  # the public order law still carries it


def test_a_gap_between_two_versions_of_a_law_is_found(copy: Path) -> None:
    edit(copy / "laws.yaml", "effective_to: 2025-12-31", "effective_to: 2025-11-30", after="id: PSAPL2012")
    seal_all(copy)
    found = {problem.where: problem.zh for problem in check_pack(copy)}
    assert "空档" in found["PSAPL2025"]
    assert "之间没有任何依据" in found["CN-CON-006"]


@pytest.mark.parametrize("until", ["2026-03-31", "null"])
def test_an_overlap_of_two_versions_of_a_law_is_found(copy: Path, until: str) -> None:
    edit(copy / "laws.yaml", "effective_to: 2025-12-31", f"effective_to: {until}", after="id: PSAPL2012")
    seal_all(copy)
    assert any(problem.where == "PSAPL2025" and "重叠" in problem.zh for problem in check_pack(copy))


def test_a_wrong_type_of_lender_is_found_without_seals(copy: Path) -> None:
    edit(
        copy / "facts" / "collection_and_cost.yaml",
        "applies_to: [microloan]",
        "applies_to: [bank]",
        after="id: micro-6",
    )
    seal_all(copy)
    assert any(problem.where == "micro-6" and "银行" in problem.zh for problem in check_pack(copy))


def test_a_type_that_differs_from_the_sister_facts_is_found(copy: Path) -> None:
    old = "applies_to: [bank, consumer_finance, microloan]"
    edit(copy / "facts" / "collection_and_cost.yaml", old, "applies_to: any", after="id: gb-target")
    seal_all(copy)
    assert [problem.where for problem in check_pack(copy)] == ["gb-target"]


def test_a_rule_for_a_type_no_citation_covers_is_found(copy: Path) -> None:
    edit(
        copy / "rules" / "cost.yaml",
        "applies_to: [microloan]",
        "applies_to: [microloan, unlicensed]",
        after="id: CN-COST-002",
    )
    seal_all(copy)
    assert any(problem.where == "CN-COST-002" and "无放贷资质" in problem.zh for problem in check_pack(copy))


def test_a_missing_source_is_found(copy: Path) -> None:
    edit(copy / "laws.yaml", "source: flk.npc.gov.cn text (copy of 2026-04)", "source: (memory)", after="id: PIPL\n")
    seal_all(copy)
    assert any(problem.where == "PIPL" and "来源" in problem.zh for problem in check_pack(copy))


def test_a_dangling_citation_is_one_problem_by_itself(copy: Path) -> None:
    edit(copy / "rules" / "cost.yaml", "[micro-24]", "[micro-42]", after="id: CN-COST-002")
    if "micro-42" not in (copy / "rules" / "cost.yaml").read_text(encoding="utf-8"):
        pytest.fail("the edit did not take")
    (problem,) = check_pack(copy)
    assert "micro-42" in problem.zh


def _drop_fact(folder: Path) -> None:
    path = folder / "facts" / "licences.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("- id: lic-white")
    path.write_text(text[:start] + text[text.index("- id:", start + 5) :], encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_drop_fact, "fact lic-white"),
        (lambda folder: (folder / SEALS).write_text("fact x: 0000\n", encoding="utf-8"), "seals.yaml fact x"),
        (lambda folder: (folder / SEALS).write_text("- a\n", encoding="utf-8"), "seals.yaml -"),
        (lambda folder: (folder / SEALS).unlink(), SEALS),
    ],
)
def test_seals_that_do_not_fit_are_said(copy: Path, change: Callable[[Path], object], where: str) -> None:
    change(copy)
    assert where in {problem.where for problem in check_pack(copy)}


def test_sealing_one_entry_leaves_the_other_change_open(copy: Path) -> None:
    edit(copy / "facts" / "civil_code.yaml", "article: '1032'", "article: '1023'", after="id: cc-1032")
    edit(copy / "facts" / "civil_code.yaml", "article: '1035'", "article: '1053'", after="id: cc-1035")
    done = CliRunner().invoke(root, ["law", "check", str(copy), "--seal", "cc-1032", "--by", "测试"])
    assert [problem.where for problem in check_pack(copy)] == ["fact cc-1035"]
    assert read_seals(copy)["fact cc-1032"].by == "测试"
    assert "cc-1035" in done.output


def test_the_command_says_problems_and_refuses_to_seal_for_nobody(copy: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(root, ["law", "check"], standalone_mode=False).return_value == 0
    _drop_fact(copy)
    found = runner.invoke(root, ["law", "check", str(copy)], standalone_mode=False)
    assert (found.return_value, "lic-white" in found.output) == (1, True)
    assert runner.invoke(root, ["law", "check", str(copy), "--seal", "all"]).exit_code == 2
    assert runner.invoke(root, ["law", "check", "--seal", "all", "--by", "x"]).exit_code == 2


def test_a_rule_is_explained_by_its_number_alone() -> None:
    runner = CliRunner()
    alone = runner.invoke(root, ["law", "PH-COL-001"])
    assert alone.output == runner.invoke(root, ["law", "explain", "PH-COL-001"]).output
    assert "菲律宾" in alone.output
    assert "CN-COL-001" in runner.invoke(root, ["law"]).output


@pytest.mark.parametrize("name", pack_names())
def test_the_pages_in_the_docs_are_those_of_the_data(name: str) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / name).glob("*.md")}
    assert written == pages(law.load_pack(name)), "run: ringfence law pages --out docs/law"


def test_a_page_tells_condition_basis_and_how_it_was_checked() -> None:
    page = pages(law.load_pack("cn"))["CN-CON-003.md"]
    for part in ("## 条件", "## 依据", "50(1)(5)", "2025-12-31", "已核对条文", "CN-CON-003"):
        assert part in page
