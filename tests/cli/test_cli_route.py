"""Where to complain, who a name is, what popular advice gets wrong: on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from ringfence.cli.app import root

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: str) -> str:
    done = CliRunner().invoke(root, list(words))
    assert done.exit_code == 0, done.output
    return done.output


def test_a_name_leads_to_its_licence_and_register() -> None:
    shown = run("lenders", "小米贷款")
    for part in ("重庆小米消费金融有限公司", "消费金融公司", "X0026H250000001", "金融许可证", "看合同"):
        assert part in shown


def test_an_unknown_name_is_not_called_unlawful() -> None:
    assert "没有不等于违法" in run("lenders", "某某不存在公司")


def test_a_message_in_a_courts_name() -> None:
    shown = run("lenders", "--message", "【人民法院】请将欠款转入", "--number", "10690000001")
    assert "12368" in shown
    assert "真的人民法院" in shown
    assert "不说明它是真是假" in run("lenders", "--message", "明天吃饭")


def test_advice_by_topic_with_reasons() -> None:
    shown = run("advice", "police", "--why")
    assert "原公安机关" in shown
    assert "依据" in shown
    assert "只看一个话题" in run("advice")
    assert CliRunner().invoke(root, ["advice", "moon"]).exit_code == 2


def test_naming_a_listed_lender_takes_its_type_and_a_declared_contact_gets_the_warning(tmp_path: Path) -> None:
    env = {"RINGFENCE_PASSPHRASE": "made-up passphrase", "XDG_RUNTIME_DIR": str(tmp_path)}
    folder = str(tmp_path / "case")
    runner = CliRunner()

    def go(*words: str) -> str:
        done = runner.invoke(root, ["--case", folder, *words], env=env)
        assert done.exit_code == 0, done.output
        return done.output

    go("init")
    named = go("name", "party", "马上消费金融股份有限公司")
    assert "名录" in named
    assert "消费金融公司" in named
    warned = go("name", "person", "阿姨", "--role", "family", "--number", "19900000001", "--declared")
    assert "有风险" in warned
    assert "停用" in warned
    assert "有风险" not in go("name", "person", "舅舅", "--role", "family", "--number", "19900000002")
