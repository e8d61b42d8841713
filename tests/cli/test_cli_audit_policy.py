"""``ringfence audit policy`` as a user types it: files, folders, a pipe, two versions, faults that stop nothing."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import docx
import pytest

from ringfence import audit, law
from ringfence.cli.app import FAULT, USAGE, run
from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLICY = """虚构贷隐私政策
虚构网络小额贷款有限公司（以下简称“我们”）非常重视您的个人信息。
一、收集
为了评估您的信用风险，我们会读取并上传您的通讯录。如您拒绝授权，将无法申请借款。
二、共享
我们可能会与合作伙伴共享您的个人信息。
"""


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Start in Chinese; ``--lang`` holds for the process."""
    say.lang = "zh"
    yield
    say.lang = "zh"


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "政策.txt"
    path.write_text(POLICY, encoding="utf-8")
    return path


def test_one_policy_is_a_report_with_quotes_and_rules(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "policy", str(policy)]) == 0
    out = capsys.readouterr().out
    text = "".join(out.split())
    for words in (
        "它怎么说您的通讯录",
        "不给通讯录就不能用",
        "如您拒绝授权,将无法申请借款".replace(",", "，"),
        "第十六条",
        "行政法规",
    ):
        assert words in text
    assert "尚未核实" in text  # what was not confirmed says so
    assert "文字很短" in text


def test_english(policy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "audit", "policy", str(policy), "--all"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "What it says of your contacts" in out
    assert "art. 16" in out


def test_a_pipe_a_folder_and_a_bad_file(
    policy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "a.html").write_text(f"<html><body><p>{POLICY.replace(chr(10), '</p><p>')}</p></body></html>", "utf-8")
    paper = docx.Document()
    for line in POLICY.splitlines():
        paper.add_paragraph(line)
    paper.save(str(folder / "b.docx"))
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "d.txt").write_text("今天天气很好。", "utf-8")
    (folder / "skipped.png").write_bytes(b"x")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(POLICY.encode())))
    assert run(["audit", "policy", "-", str(folder), str(tmp_path / "none.txt")]) == FAULT
    out, err = capsys.readouterr()
    assert [line[0] for line in out.splitlines()] == ["✓", "✓", "✓", "?"]
    assert "c.pdf" in err
    assert "没有这个文件" in err
    assert policy.exists()


def test_json_with_the_rules_and_json_of_a_fault(
    policy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "policy", str(policy), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    clause = told["points"][0]["clauses"][0]
    assert POLICY[clause["start"] : clause["end"]] == clause["text"]
    assert told["rules"]["pipl-17"][0].startswith("《个人信息保护法》第十七条(法律,2021-11-01")
    assert run(["audit", "policy", str(tmp_path / "none.txt"), "--json"]) == FAULT
    assert json.loads(capsys.readouterr().out)["format"] == "ringfence-policy-fault/1"


def test_two_versions(policy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = tmp_path / "后来.txt"
    later.write_text(POLICY.replace("并上传", "").replace("合作伙伴", "虚构支付有限公司"), encoding="utf-8")
    assert run(["audit", "policy", "--compare", str(policy), str(later)]) == 0
    out = "".join(capsys.readouterr().out.split())
    assert "通讯录会不会传走:写了→没有找到" in out
    assert "列出信息给了谁:含糊→写清了" in out
    assert run(["audit", "policy", "--compare", str(policy), str(policy)]) == 0
    assert "写得一样" in capsys.readouterr().out
    assert run(["audit", "policy", "--compare", str(policy), str(later), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == ["政策.txt", "后来.txt"]
    assert run(["audit", "policy", "--compare", str(policy)]) == USAGE


def test_a_name_changes_nothing_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a\x1b[31m.txt"
    path.write_text(POLICY + "我们会收集\x1b[2J您的短信内容，用于催收。\n", encoding="utf-8")
    assert run(["audit", "policy", str(path)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_every_rule_a_question_names_is_in_the_law_data() -> None:
    pack = law.load_pack("cn")
    named = {fact for one in audit.policy_table().questions for fact in one.facts}
    assert named <= set(pack.facts)
    assert all(one.facts for one in audit.policy_table().questions)
