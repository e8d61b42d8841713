"""The command line as a person types it: words, exit codes, both languages, machine-readable output."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from ringfence import ingest
from ringfence.cli import run
from ringfence.cli.app import DAMAGED, FAULT, USAGE, VERBS
from ringfence.cli.words import say
from ringfence.demo import write_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = "测试口令-不要用"


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", PASSPHRASE)
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("COLUMNS", "200")
    say.lang = "zh"
    yield
    say.lang = "zh"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small demo case made through the command line."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RINGFENCE_PASSPHRASE", PASSPHRASE)
        (folder / "runtime").mkdir()
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "runtime"))
        made = write_demo(folder / "exports", messages=400, calls=250)
        case = str(folder / "case")
        assert run(["init", case, "--title", "演示"]) == 0
        assert run(["--case", case, "add", *map(str, made.files)]) == 0
        lender = made.parties[0]
        short = [word for name in lender.short_names for word in ("--short", name)]
        assert run(["--case", case, "name", "party", lender.name, "--type", lender.type.value, *short]) == 0
        due = str(made.debts[0].due)
        assert run(["--case", case, "name", "debt", "L1", "--due", due, "--principal", "8000"]) == 0
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    out = capsys.readouterr()
    return code, out.out, out.err


def data(capsys: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401 -- whatever JSON was printed
    code, out, _ = said(capsys, *words)
    assert code == 0
    return json.loads(out)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_verb_has_help(verb: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--lang", lang, verb, "--help")
    assert code == 0
    assert ("用法" if lang == "zh" else "Usage") in out


def test_help_imports_no_skill_and_no_table_engine() -> None:
    code = (
        "import sys, ringfence.cli.app as a\n"
        "a.run(['--help'])\n"
        "heavy = [m for m in sys.modules if m.split('.')[0] in {'polars', 'numpy', 'rich', 'lxml', 'typst'}\n"
        "         or (m.startswith('ringfence.') and m.split('.')[1] not in {'cli'})]\n"
        "print('HEAVY', heavy)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 -- this interpreter
    assert "HEAVY []" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["nonsense"], USAGE, "命令没有写对"),
        (["timeline", "--nope"], USAGE, "没有这个选项"),
        (["correct", "E1"], USAGE, "还缺少"),
        (["correct", "E1", "angry"], USAGE, "这个值不对"),
        (["add"], USAGE, "请写出要加入的文件"),
    ],
)
def test_wrong_words_are_explained_in_chinese(
    words: list[str], code: int, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    got, _, err = said(capsys, *words)
    assert got == code
    assert hint in err
    assert "Traceback" not in err


def test_a_folder_that_is_no_case_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "--case", str(tmp_path), "timeline")
    assert code == FAULT
    assert "案件" in err or "保险库" in err


def test_a_wrong_passphrase_is_explained(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "不是这个口令")
    code, _, err = said(capsys, "--case", str(built / "case"), "timeline")
    assert code == FAULT
    assert "口令" in err


def test_the_same_files_again_change_nothing(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(map(str, (built / "exports").glob("*.xml")))
    told = data(capsys, "--case", str(built / "case"), "add", "--json", *files)
    assert [one["new"] for one in told] == [False] * len(files)


def test_one_bad_file_never_stops_the_rest(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = shutil.copytree(built / "case", tmp_path / "case")
    good = tmp_path / "again.xml"
    good.write_text('<smses count="0"></smses>', encoding="utf-8")
    code, out, err = said(capsys, "--case", str(case), "add", str(tmp_path / "none.xml"), str(good))
    assert code == FAULT
    assert "none.xml" in err
    assert "again.xml" in out


def test_timeline_filters_and_gives_json(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = str(built / "case")
    everything = data(capsys, "--case", case, "timeline", "--everything", "--limit", "0", "--json")
    threats = data(capsys, "--case", case, "timeline", "--label", "threat", "--limit", "0", "--json")
    assert len(everything) > 500
    assert threats
    assert {row["label"] for row in threats} == {"threat"}
    may = data(
        capsys, "--case", case, "timeline", "--everything", "--from", "2026-05-01", "--to", "2026-05-31", "--json"
    )
    assert {row["local_date"][:7] for row in may} == {"2026-05"}


def test_timeline_explains_a_bad_day(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "--case", str(built / "case"), "timeline", "--from", "昨天")
    assert code == USAGE
    assert "2026-03-01" in err


def test_findings_people_and_one_finding_in_full(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = str(built / "case")
    findings = data(capsys, "--case", case, "findings", "--json")
    assert findings
    code, out, _ = said(capsys, "--case", case, "findings", findings[0]["id"])
    assert code == 0
    assert findings[0]["citations"][0]["title"] in out.replace("\n", "")
    people = data(capsys, "--case", case, "people", "--json")
    assert people["people"]
    assert said(capsys, "--case", case, "people")[0] == 0
    assert said(capsys, "--case", case, "findings", "no-such-finding")[0] == FAULT


def test_full_numbers_are_shown_only_when_asked(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, masked, _ = said(capsys, "--case", str(built / "case"), "people")
    _, full, _ = said(capsys, "--case", str(built / "case"), "people", "--unmasked")
    assert "****" in masked
    assert "****" not in full


def test_correct_and_undo(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = str(shutil.copytree(built / "case", tmp_path / "case"))
    (row, *_) = data(capsys, "--case", case, "timeline", "--label", "threat", "--limit", "0", "--json")
    assert said(capsys, "--case", case, "correct", row["event"], "personal", "--no-flags")[0] == 0
    after = data(capsys, "--case", case, "timeline", "--everything", "--limit", "0", "--json")
    assert next(one for one in after if one["event"] == row["event"])["label"] == "personal"
    assert said(capsys, "--case", case, "undo")[0] == 0
    after = data(capsys, "--case", case, "timeline", "--everything", "--limit", "0", "--json")
    assert next(one for one in after if one["event"] == row["event"])["label"] == "threat"
    assert "source.added" in said(capsys, "--case", case, "undo", "--list")[1]


def test_report_and_letters_are_written_beside_the_case(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = shutil.copytree(built / "case", tmp_path / "case")
    assert said(capsys, "--case", str(case), "report")[0] == 0
    out = tmp_path / "case-材料"
    assert {"report.html", "report.pdf"} <= {path.name for path in out.iterdir()}
    listed = said(capsys, "--case", str(case), "letter", "--list")[1].splitlines()
    assert listed
    stem = listed[-1].split("\t")[0]
    assert said(capsys, "--case", str(case), "letter", stem)[0] == 0
    assert {f"{stem}.docx", f"{stem}.pdf"} <= {path.name for path in out.iterdir()}
    assert said(capsys, "--case", str(case), "letter", "没有这封信")[0] == FAULT


def test_verify_names_a_flipped_bit_and_exits_with_three(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = shutil.copytree(built / "case", tmp_path / "case")
    whole = data(capsys, "--case", str(case), "verify", "--json")
    assert whole["ok"]
    blob = max((case / "blobs").rglob("*.age"), key=lambda path: path.stat().st_size)
    damaged = bytearray(blob.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    blob.chmod(0o600)
    blob.write_bytes(damaged)
    for extra in ([], ["--without-passphrase"]):
        code, out, _ = said(capsys, "--case", str(case), "verify", *extra)
        assert code == DAMAGED
        assert blob.stem[:12] in out


def test_verify_against_an_anchor_finds_a_rollback(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = shutil.copytree(built / "case", tmp_path / "case")
    old = shutil.copytree(case, tmp_path / "old")
    assert said(capsys, "--case", str(case), "name", "me", "--city", "演示市")[0] == 0
    anchor = data(capsys, "--case", str(case), "verify", "--json")["head"]
    assert said(capsys, "--case", str(case), "verify", "--anchor", anchor)[0] == 0
    assert said(capsys, "--case", str(old), "verify", "--anchor", anchor)[0] == DAMAGED
    assert said(capsys, "--case", str(old), "verify", "--anchor", "xyz")[0] == USAGE


def test_the_statement_form_and_a_statement_by_questions(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "陈述" in said(capsys, "add", "--form")[1]
    case = str(shutil.copytree(built / "case", tmp_path / "case"))
    answers = {
        "person": "演示邻居",
        "relation": "朋友",
        "ts": "2026-03-05 早上7点左右",
        "kind": "电话",
        "text": "说让我转告",
        "refused": "是",
    }
    fields = [question.field for question in ingest.statement_questions("zh")]
    replies = iter([answers.get(field, "") for field in fields])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(replies))
    code, out, _ = said(capsys, "--case", case, "add", "--statement")
    assert code == 0
    assert "演示邻居" in out


def test_law_explains_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert "22" in said(capsys, "law", "CN-COL-001")[1]
    assert "CN-3P-001" in said(capsys, "law")[1]
    assert said(capsys, "law", "CN-XXX-999")[0] == FAULT


def test_doctor_looks_and_says(capsys: pytest.CaptureFixture[str]) -> None:
    told = data(capsys, "doctor", "--json")
    assert {"Python", "SHA-256 / SM3"} <= {one["name"] for one in told}
    assert all(one["ok"] for one in told)


def test_english_speaks_english(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "--lang", "en", "--case", str(built / "case"), "verify")
    assert "Nothing was changed" in out


def test_lock_forgets(built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    case = str(built / "case")
    assert said(capsys, "--case", case, "verify")[0] == 0  # unlocks and remembers
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", "不是这个口令")
    assert said(capsys, "--case", case, "verify")[0] == 0
    assert said(capsys, "--case", case, "lock")[0] == 0
    assert said(capsys, "--case", case, "verify")[0] == FAULT


def test_demo_refuses_a_folder_that_is_not_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, err = said(capsys, "demo", "--out", str(tmp_path))
    assert code == FAULT
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert "--out" in err


def test_an_encrypted_backup_without_a_terminal_says_what_to_do(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = shutil.copytree(built / "case", tmp_path / "case")
    locked = tmp_path / "backup.ab"
    digits = ["00" * 64, "00" * 64, "10", "00" * 16, "00" * 96]
    locked.write_text("\n".join(["ANDROID BACKUP", "5", "1", "AES-256", *digits, ""]))
    code, _, err = said(capsys, "--case", str(case), "add", str(locked))
    assert code == FAULT
    assert "加密的备份" in err
    monkeypatch.setenv("RINGFENCE_BACKUP_PASSWORD", "不对")
    code, _, err = said(capsys, "--case", str(case), "add", str(locked))
    assert code == FAULT
    assert "密码不对" in err
    answers = iter(["也不对", ""])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    code, out, err = said(capsys, "--case", str(case), "add", str(locked))
    assert code == 0
    assert "原件已保存" in out


def test_route_names_office_material_and_deadline(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--case", str(built / "case"), "route", "L1")
    assert code == 0
    for part in ("放贷机构", "带什么", "多久答复", "反映什么", "写得一样"):
        assert part in out
    assert said(capsys, "--case", str(built / "case"), "route", "L9")[0] == FAULT
