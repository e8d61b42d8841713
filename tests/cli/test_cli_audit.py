"""``ringfence audit`` as a user types it: files, output, exit codes. The audit itself is a stand-in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from ringfence import audit
from ringfence.audit import Fault, FaultKind, Outcome
from ringfence.cli.app import FAULT, STOPPED, USAGE, run
from ringfence.cli.words import say
from ringfence.schema import AppAudit, CodePlace, DataAccess, DataCategory, PermissionUse, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FOUND = AppAudit(
    "x",
    100,
    "ab" * 32,
    package="com.example.loan",
    label="演示贷",
    version_name="1.2",
    permissions=(PermissionUse("android.permission.READ_CONTACTS", "读取通讯录", "reads contacts"),),
    accesses=(DataAccess(DataCategory.CONTACTS, CodePlace("com.example.A", "run()V", 3), "query"),),
    verdict=Verdict.CAN_READ,
    engine="test 1",
    audited="2026-11-21",
)
CSV = "type,value,name\npackage,com.example.loan,演示名单\n"


class Audits:
    """Stands in for ``audit_many``: bad files by name, everything else is the same app."""

    def __init__(self) -> None:
        self.given: dict[str, Any] = {}
        self.backwards = False
        self.stop = False

    def __call__(self, files: Sequence[Path], **rest: Any) -> Iterator[Outcome]:  # noqa: ANN401 -- passed on
        self.given = rest | {"files": list(files)}
        if self.stop:
            raise KeyboardInterrupt
        numbers = list(range(len(files)))
        for number in reversed(numbers) if self.backwards else numbers:
            path, name = files[number], rest["names"][number]
            if "bad" in path.name:
                yield Outcome(
                    number, str(path), None, Fault(FaultKind.CRASHED, "进程结束了。", "It ended."), 2, 1.0, 10
                )
                continue
            found = replace(FOUND, file=name, sha256=f"{number:064x}")
            if "new" in path.name:
                found = replace(found, permissions=(), version_name="2.0")
            yield Outcome(number, str(path), found, None, 1, 1.0, 10)


@pytest.fixture(autouse=True)
def audits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Audits]:
    made = Audits()
    monkeypatch.setattr(audit, "audit_many", made)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    before = say.lang
    say.lang = "zh"
    yield made
    say.lang = before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "apps"
    (made / "内").mkdir(parents=True)
    for name in ("b.apk", "a.XAPK", "内/bad.apks", "内/c.apkm", "readme.txt"):
        (made / name).write_bytes(b"PK")
    (made / "link.apk").symlink_to(made / "b.apk")
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["audit", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_one_file_is_a_report_in_chinese_first(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, err = said(capsys, "apk", str(folder / "b.apk"))
    assert code == 0
    assert "演示贷" in out
    assert "通讯录" in out
    assert err == ""


def test_in_english_on_request(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    say.lang = "en"
    code, out, _ = said(capsys, "apk", str(folder / "b.apk"))
    assert code == 0
    assert "contacts" in out.lower()


def test_a_folder_is_walked_and_one_bad_file_stops_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path, audits: Audits
) -> None:
    code, out, err = said(capsys, "apk", str(folder))
    assert code == FAULT
    assert [path.name for path in audits.given["files"]] == ["a.XAPK", "b.apk", "bad.apks", "c.apkm"]
    assert [line.split(":")[0] for line in out.splitlines()] == ["✓ a.XAPK", "✓ b.apk", "✓ 内/c.apkm"]
    assert "✗ 内/bad.apks: 进程结束了。" in err


def test_lines_come_in_the_order_of_the_files_whichever_is_done_first(
    capsys: pytest.CaptureFixture[str], folder: Path, audits: Audits
) -> None:
    audits.backwards = True
    _, out, _ = said(capsys, "apk", str(folder), "--json")
    told = [json.loads(line) for line in out.splitlines()]
    assert [one["file"] for one in told] == ["a.XAPK", "b.apk", "内/bad.apks", "内/c.apkm"]
    assert told[2] == {
        "format": "ringfence-app-fault/1",
        "file": "内/bad.apks",
        "fault": "crashed",
        "zh": "进程结束了。",
        "en": "It ended.",
    }
    assert audit.from_json(json.dumps(told[0])).package == "com.example.loan"


def test_one_file_as_json_is_one_object(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, _ = said(capsys, "apk", str(folder / "b.apk"), "--json")
    assert code == 0
    assert json.loads(out)["verdict"] == "can_read"


def test_options_reach_the_audit(
    capsys: pytest.CaptureFixture[str], folder: Path, audits: Audits, tmp_path: Path
) -> None:
    said(capsys, "apk", str(folder / "b.apk"), "--triage", "--jobs", "3", "--memory", "512", "--timeout", "9")
    limits = audits.given["limits"]
    assert (limits.jobs, limits.memory_mb, limits.timeout_s) == (3, 512, 9.0)
    assert audits.given["flows"] is False
    cache = audits.given["cache"]
    assert cache == tmp_path / "cache" / "ringfence" / "apk"
    assert cache.stat().st_mode & 0o777 == 0o700
    said(capsys, "apk", str(folder / "b.apk"), "--no-cache")
    assert audits.given["cache"] is None
    assert audits.given["flows"] is True


def test_where_no_cache_can_be_made_there_is_none(
    capsys: pytest.CaptureFixture[str], folder: Path, audits: Audits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert said(capsys, "apk", str(folder / "b.apk"))[0] == 0
    assert audits.given["cache"] is None


def test_written_files_are_named_by_package_and_digest(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    code, _, err = said(capsys, "apk", str(folder), "--out", str(tmp_path / "out"))
    assert code == FAULT
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    stem = "com.example.loan-000000000000"
    assert written == [f"{stem}.html", f"{stem}.json", "index.html", "summary.csv"]
    assert "index.html" in err
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "演示贷" in index
    assert "bad.apks" in index
    assert (tmp_path / "out" / "summary.csv").read_text("utf-8-sig").startswith("file,")


@pytest.mark.parametrize(
    ("package", "stem"),
    [
        ("../../etc/passwd", "etc_passwd-abababababab"),
        ("", "app-abababababab"),
        ("恶意\x1b[31m", "31m-abababababab"),
        ("...", "app-abababababab"),
        ("a" * 500, "a" * 80 + "-abababababab"),
    ],
)
def test_an_app_cannot_choose_where_its_report_goes(package: str, stem: str) -> None:
    from ringfence.cli.audit_files import stem_of  # noqa: PLC0415 -- beside what it is about

    assert stem_of(replace(FOUND, package=package)) == stem


def test_hostile_file_names_change_nothing_on_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    hostile = [
        tmp_path / "\x1b[2Jx.apk",
        tmp_path / "a\n✓ b.apk",
        tmp_path / "bad\u202egpj.apk",
        tmp_path / b"\xff\xfe.apk".decode("utf-8", "surrogateescape"),
        tmp_path / b"bad\xff.apk".decode("utf-8", "surrogateescape"),
    ]
    for path in hostile:
        path.write_bytes(b"PK")
    code, out, err = said(capsys, "apk", *map(str, hostile))
    assert code == FAULT
    for text in (out, err):
        assert not any(char in text for char in ("\x1b[2J", "\u202e", "\udcff"))
    assert len(out.splitlines()) == 3
    json_code, out, _ = said(capsys, "apk", *map(str, hostile), "--json")
    assert json_code == FAULT
    assert [json.loads(line)["file"] for line in out.splitlines()] == [path.name for path in hostile]


def test_one_page(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    code, _, err = said(capsys, "apk", str(folder / "b.apk"), "--html", str(page))
    assert code == 0
    assert "演示贷" in page.read_text("utf-8")
    assert "已写好" in err
    assert said(capsys, "apk", str(folder), "--html", str(page))[0] == USAGE


def test_a_list_of_the_user_s_is_read_before_and_a_broken_one_is_a_fault(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path, audits: Audits
) -> None:
    (tmp_path / "list.csv").write_text(CSV, "utf-8")
    assert said(capsys, "apk", str(folder / "b.apk"), "--indicators", str(tmp_path / "list.csv"))[0] == 0
    assert audits.given["indicators"][0].source == "list.csv"
    (tmp_path / "broken.json").write_text("{", "utf-8")
    assert said(capsys, "apk", str(folder / "b.apk"), "--indicators", str(tmp_path / "broken.json"))[0] == FAULT


def test_two_versions_are_compared_from_packages_and_saved_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("old.apk", "new.apk"):
        (tmp_path / name).write_bytes(b"PK")
    (tmp_path / "old.json").write_text(audit.to_json(FOUND), "utf-8")
    for old in ("old.apk", "old.json"):
        code, out, _ = said(capsys, "compare", str(tmp_path / old), str(tmp_path / "new.apk"), "--json")
        assert code == 0
        assert json.loads(out)["permissions_gone"][0]["name"] == "android.permission.READ_CONTACTS"
    code, out, _ = said(
        capsys,
        "apk",
        str(tmp_path / "old.apk"),
        str(tmp_path / "new.apk"),
        "--compare",
        "--html",
        str(tmp_path / "c.html"),
    )
    assert code == 0
    assert "通讯录" in out
    assert (tmp_path / "c.html").exists()
    assert said(capsys, "apk", str(tmp_path / "old.apk"), "--compare")[0] == USAGE


def test_nothing_is_compared_when_one_cannot_be_looked_at(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("old.apk", "bad.apk"):
        (tmp_path / name).write_bytes(b"PK")
    code, out, err = said(capsys, "compare", str(tmp_path / "old.apk"), str(tmp_path / "bad.apk"))
    assert (code, out) == (FAULT, "")
    assert "bad.apk" in err
    (tmp_path / "broken.json").write_text("[]", "utf-8")
    assert said(capsys, "compare", str(tmp_path / "broken.json"), str(tmp_path / "old.apk"))[0] == FAULT


def test_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, "apk")[0] == USAGE
    (tmp_path / "empty").mkdir()
    code, _, err = said(capsys, "apk", str(tmp_path / "empty"))
    assert code == USAGE
    assert "没有安装包" in err
    assert said(capsys, "apk", str(tmp_path), "--memory", "1")[0] == USAGE


def test_stopping_is_130(capsys: pytest.CaptureFixture[str], folder: Path, audits: Audits) -> None:
    audits.stop = True
    assert said(capsys, "apk", str(folder))[0] == STOPPED
