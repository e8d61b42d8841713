"""From a package to findings and report as a user types it, with the true audit: micro-apps made at test time."""

from __future__ import annotations

import json
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ringfence.case import Case
from ringfence.cli.app import FAULT, run
from ringfence.cli.words import say
from ringfence.schema import Debt, Party, PartyType

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "made-up passphrase"
CALLS = (
    b'<?xml version="1.0"?><calls count="1"><call number="19900001234" duration="12" date="1767579070000" type="1" '
    b'presentation="1" /></calls>'
)


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("RINGFENCE_PASSPHRASE", SECRET)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = say.lang
    say.lang = "zh"
    yield
    say.lang = before


@pytest.fixture(scope="module")
def spy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the package of an app that sends the contacts, encrypted, to a server."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "audit"))
    try:
        from micro.library import micro_apps  # noqa: PLC0415 -- lies beside the tests of the audit
    finally:
        sys.path.pop(0)
    chosen = next(app for app in micro_apps() if app.name.startswith("contacts as JSON, encrypted"))
    return chosen.write(tmp_path_factory.mktemp("spy"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    case, _ = Case.create(tmp_path / "case", SECRET, work_factor=10)
    with case:
        case.name_party(Party("L1", "演示小额贷款有限公司", PartyType.MICROLOAN, ("演示贷",), ("+8619900001234",)))
        case.note_debt(Debt("D1", "L1", due=date(2025, 12, 1)))
    return tmp_path / "case"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_folder_with_one_bad_file(capsys: pytest.CaptureFixture[str], spy: Path, tmp_path: Path) -> None:
    apps = tmp_path / "apps"
    apps.mkdir()
    (apps / "good.apk").write_bytes(spy.read_bytes())
    (apps / "bad.apk").write_bytes(b"PK\x03\x04 nothing more")
    code, out, err = said(capsys, "audit", "apk", str(apps), "--json", "--jobs", "2")
    assert code == FAULT
    bad, good = (json.loads(line) for line in out.splitlines())
    assert (bad["file"], bad["fault"]) == ("bad.apk", "refused")
    assert (good["file"], good["verdict"]) == ("good.apk", "can_send")
    assert "bad.apk" in err


def test_the_report_of_one_app_says_can_and_never_did(capsys: pytest.CaptureFixture[str], spy: Path) -> None:
    code, out, _ = said(capsys, "audit", "apk", str(spy), "--details")
    assert code == 0
    assert "通讯录" in out
    assert "不等于" in out
    assert "com.example.app" in out
    assert "已经上传" not in out


def test_from_the_package_to_finding_and_report_and_back(
    capsys: pytest.CaptureFixture[str], spy: Path, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "calls.xml").write_bytes(CALLS)
    at = ("--case", str(folder))
    assert said(capsys, *at, "add", str(tmp_path / "calls.xml"))[0] == 0
    code, out, err = said(capsys, *at, "add", str(spy), "--lender", "L1", "--loan-app")
    assert (code, err) == (0, "")
    assert "安卓安装包" in out
    assert "ringfence audit show APP1" in out

    code, out, _ = said(capsys, *at, "audit", "show", "APP1")
    assert code == 0
    assert "通讯录" in out
    assert json.loads(said(capsys, *at, "audit", "show", "--json")[1])["package"] == "com.example.app"

    found = {one["rule"]: one for one in json.loads(said(capsys, *at, "findings", "--json")[1])}
    assert found["CN-APP-002"]["kind"] == "indication"
    assert found["CN-APP-002"]["exhibits"] == ["S2"]
    assert "没有看到真的发送" in found["CN-APP-002"]["review"]
    assert "CN-APP-001" in found

    assert said(capsys, *at, "report", "--out", str(tmp_path / "out"))[0] == 0
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert 'id="apps"' in page
    letters = tmp_path / "letters"
    assert said(capsys, *at, "letter", "--out", str(letters))[0] == 0
    assert not any("CN-APP-002" in path.name for path in letters.iterdir())

    assert said(capsys, *at, "audit", "again", "S2")[0] == 0
    assert said(capsys, *at, "undo")[0] == 0  # the second look
    assert said(capsys, *at, "undo")[0] == 0  # the papers that were made
    said(capsys, *at, "lock")
    with Case.open(folder, passphrase=SECRET) as case:
        source = case.state.sources["S2"]
        assert case.state.apps["APP1"].uploads_contacts is True
        case.undo(source.seq)
        assert case.state.apps == {}
    assert not (tmp_path / "cache").exists()  # nothing of the case's app was left outside


def test_a_package_in_an_archive_of_evidence(
    capsys: pytest.CaptureFixture[str], spy: Path, folder: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "证据.zip", "w") as archive:
        archive.writestr("calls.xml", CALLS, zipfile.ZIP_DEFLATED)
        archive.writestr("下载/贷.apk", spy.read_bytes())
    code, out, _ = said(capsys, "--case", str(folder), "add", str(tmp_path / "证据.zip"), "--json")
    assert code == 0
    (told,) = json.loads(out)
    assert told["reader"] == "zip"
    assert [(one["app"], one["entry"], one["verdict"]) for one in told["apps"]] == [("APP1", "下载/贷.apk", "can_send")]


def test_a_broken_package_is_kept_and_said(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "坏.apk"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AndroidManifest.xml", b"\x03\x00\x08\x00" + bytes(8))
        archive.writestr("classes.dex", b"dex\n035\0")
    code, out, err = said(capsys, "--case", str(folder), "add", str(path))
    assert code == 0
    assert "S1" in out
    with Case.open(folder, passphrase=SECRET) as case:
        assert list(case.state.sources) == ["S1"]
        assert not case.state.apps or case.state.apps["APP1"].uploads_contacts is None
    assert err == "" or "!" in err
