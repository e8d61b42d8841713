"""``follow``, ``today`` and ``calendar`` as a person types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from ringfence.case import Case
from ringfence.cli import run
from ringfence.cli.app import FAULT, USAGE
from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = "测试口令-不要用"
HALF = "您的通讯录信息我司已删除,但紧急联系人信息因仍在还款期内暂予保留。"
FORM = """护联陈述表: 1
陈述人: 演示表姐
与借款人关系: 家人
陈述人号码: 19100000009
经过:
  - 时间: 2026-05-29 10:00
    方式: 电话
    对方号码: 19900000001
    接通了: 是
    说了什么: 让我替他赶紧还钱,不还就天天打
    自称代表: 某贷
"""


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", PASSPHRASE)
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("ringfence.case.dues.counted_dues", lambda _matter: ())
    say.lang = "zh"
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=2)
    with made:
        pass
    folder = str(tmp_path / "case")
    party = ["name", "party", "某贷消费金融有限公司", "--type", "consumer_finance", "--short", "某贷"]
    assert run(["--case", folder, *party, "--number", "19900000001"]) == 0
    yield folder
    say.lang = "zh"


def said(capsys: pytest.CaptureFixture[str], case: str, *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["--case", case, *words]) == code
    out = capsys.readouterr()
    return out.out + out.err


def test_from_opening_to_closing(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "还没有登记任何事项" in said(capsys, case, "follow")
    assert "已登记:X1" in said(capsys, case, "follow", "open", "--kind", "delete", "--lender", "L1")
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("回执", encoding="utf-8")
    sent = [
        "follow",
        "sent",
        "X1",
        "--date",
        "2026-03-02",
        "--means",
        "挂号信",
        "--ref",
        "XA000",
        "--proof",
        str(receipt),
    ]
    assert "凭证已存为证据:S1 receipt.txt" in said(capsys, case, *sent)
    shown = said(capsys, case, "follow", "X1", "--on", "2026-03-10")
    assert "挂号信;编号 XA000;凭证 S1" in shown
    assert "等对方答复" in shown
    assert "该催办了" in said(capsys, case, "follow", "--on", "2026-03-20")

    reading = said(capsys, case, "follow", "X1", "--reply", HALF, "--date", "2026-04-03")
    assert "程序的判断:只办了一部分" in reading
    assert "还没有记下" in reading
    assert "答复" not in said(capsys, case, "follow", "X1", "--on", "2026-04-04").split("▶")[0]
    noted = said(capsys, case, "follow", "X1", "--reply", HALF, "--date", "2026-04-03", "--yes")
    assert "要回信" in noted
    assert "凭证已存为证据:S2" in noted  # the words of the answer are kept too

    told = tmp_path / "told.yaml"
    told.write_text(FORM, encoding="utf-8")
    assert "S3" in said(capsys, case, "add", str(told))
    done = ["follow", "replied", "X1", "--date", "2026-05-20", "--outcome", "done"]
    assert "要核实" in said(capsys, case, *done)
    shown = said(capsys, case, "follow", "X1", "--on", "2026-06-01")
    assert "记录里还有1次联系亲友" in shown
    assert "让我替他赶紧还钱" in shown
    assert "之后还有联系" in said(capsys, case, "today", "--on", "2026-06-01")
    missing = said(capsys, case, "follow", "checked", "X1", code=USAGE)
    assert "--outcome confirmed" in missing
    checked = ["follow", "checked", "X1", "--date", "2026-06-01", "--outcome", "not_done"]
    assert "要走下一步" in said(capsys, case, *checked)
    assert "X1-核对情况" in said(capsys, case, "letter", "--list")
    assert "向机构投诉" in said(capsys, case, "follow", "X1", "--on", "2026-06-01")
    assert "已结束" in said(capsys, case, "follow", "closed", "X1", "--date", "2026-06-30")
    assert "已撤销" in said(capsys, case, "undo")
    assert "要走下一步" in said(capsys, case, "follow", "--on", "2026-06-30")


def test_a_reply_from_a_file_in_an_old_encoding(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, case, "follow", "open", "--kind", "copy", "--lender", "L1")
    path = tmp_path / "reply.txt"
    path.write_bytes("抱歉,依据我司内部管理制度,该信息不能提供。".encode("gb18030"))
    shown = said(capsys, case, "follow", "X1", "--reply", str(path), "--yes")
    assert "拒绝但没有说明理由" in shown
    assert "凭证已存为证据:S1 reply.txt" in shown


def test_a_picture_of_a_reply_is_kept_and_read_by_a_person(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, case, "follow", "open", "--kind", "copy", "--lender", "L1")
    path = tmp_path / "reply.bin"
    path.write_bytes(b"\x89\x00\xff\xfe made up" * 50)
    shown = said(capsys, case, "follow", "X1", "--reply", str(path), "--yes")
    assert "不是文字文件" in shown
    assert "还没有记下" in shown  # nothing is guessed, not even with --yes
    assert "要走下一步" in said(capsys, case, "follow", "X1", "--reply", str(path), "--outcome", "refused")


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["follow", "X9"], FAULT, "没有这个事项编号"),
        (["follow", "sent", "X9"], FAULT, "没有这个事项编号"),
        (["follow", "nonsense"], FAULT, "没有这个事项编号"),
        (["follow", "open"], USAGE, "信的文件名"),
        (["follow", "open", "没有这封信"], FAULT, "没有这个写过的信"),
        (["follow", "open", "--kind", "nope"], USAGE, "complaint_nfra"),
        (["follow", "open", "--kind", "delete", "--lender", "L9"], FAULT, "没有这个机构编号"),
        (["follow", "open", "--kind", "delete", "--person", "P9"], FAULT, "没有这个人员编号"),
        (["follow", "open", "--kind", "delete", "--parent", "X9"], FAULT, "没有这个事项编号"),
        (["follow", "open", "--kind", "delete", "--claim", "没有等号"], USAGE, "名称=内容"),
        (["today", "--on", "明天"], USAGE, "2026-03-01 这样"),
    ],
)
def test_wrong_words_are_explained(
    case: str, words: list[str], code: int, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = said(capsys, case, *words, code=code)
    assert hint in out
    assert "Traceback" not in out


def test_days_that_cannot_be_are_refused(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, case, "follow", "open", "--kind", "delete", "--lender", "L1")
    assert "日期在将来" in said(capsys, case, "follow", "sent", "X1", "--date", "2999-01-01", code=USAGE)
    early = ["follow", "extended", "X1", "--date", "2026-03-05", "--until", "2026-03-01"]
    assert "答应的日期早于" in said(capsys, case, *early, code=USAGE)
    lost = ["follow", "sent", "X1", "--date", "2026-03-02", "--proof", str(tmp_path / "no-such-file")]
    said(capsys, case, *lost, code=FAULT)
    assert "寄出 " not in said(capsys, case, "follow", "X1").split("▶")[0]  # no half step stays behind


def test_correcting_a_matter_keeps_its_steps_once(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, case, "follow", "open", "--kind", "delete", "--lender", "L1", "--date", "2026-03-01")
    said(capsys, case, "follow", "sent", "X1", "--date", "2026-03-02")
    said(capsys, case, "follow", "open", "--id", "X1", "--office", "某贷消费金融有限公司客服中心")
    shown = said(capsys, case, "follow", "X1", "--on", "2026-03-03")
    assert "客服中心" in shown
    assert shown.count("起草") == shown.count("2026-03-02  寄出") == 1


def test_a_call_without_the_agents_number_is_asked_for_next_time(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, case, "follow", "open", "--kind", "delete", "--lender", "L1")
    assert "请问一句工号" in said(capsys, case, "follow", "called", "X1", "--note", "让等通知")
    assert "工号 0000" in said(capsys, case, "follow", "called", "X1", "--agent", "0000") + said(
        capsys, case, "follow", "X1"
    )


def test_plain_data_and_the_calendar_file(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = said(capsys, case, "calendar", "--out", str(tmp_path / "none.ics"))
    assert "没有写文件" in nothing
    assert not (tmp_path / "none.ics").exists()
    said(capsys, case, "follow", "open", "--kind", "delete", "--lender", "L1", "--date", "2026-03-01")
    said(capsys, case, "follow", "sent", "X1", "--date", "2026-03-02", "--until", "2026-03-20")
    told = json.loads(said(capsys, case, "today", "--json", "--on", "2026-03-10"))
    assert told["stages"] == [{"id": "X1", "stage": "waiting", "due": "2026-03-20", "hard": False}]
    assert json.loads(said(capsys, case, "follow", "--json", "--on", "2026-03-10")) == told["stages"]
    out = tmp_path / "sub" / "x.ics"
    said_ = said(capsys, case, "calendar", "--out", str(out), "--on", "2026-03-10")
    assert "同步到云端" in said_
    (event,) = Calendar.from_ical(out.read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "护联: X1 到期"


def test_what_was_typed_is_shown_on_one_line_without_control_signs(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, case, "follow", "open", "--kind", "copy", "--lender", "L1", "--date", "2026-03-01")
    said(
        capsys,
        case,
        "follow",
        "sent",
        "x1",
        "--date",
        "2026-03-02",
        "--means",
        "\x1b[31m红\n第二行",
        "--note",
        "长" * 900,
    )
    shown = said(capsys, case, "follow", "x1", "--on", "2026-03-03")
    (line,) = [line for line in shown.splitlines() if "寄出 " in line]
    assert "\x1b" not in line
    assert "红 第二行" in line
    assert "长…" in line


def test_an_empty_answer_is_not_kept_and_a_folder_is_no_answer(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, case, "follow", "open", "--kind", "copy", "--lender", "L1")
    assert "凭证" not in said(capsys, case, "follow", "X1", "--reply", "", "--outcome", "refused")
    assert "文件夹" in said(capsys, case, "follow", "X1", "--reply", str(tmp_path), "--yes", code=USAGE)


def test_english_is_there(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, case, "--lang", "en", "follow", "open", "--kind", "delete", "--lender", "L1")
    assert "deletion request" in said(capsys, case, "--lang", "en", "follow", "X1")
