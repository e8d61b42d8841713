"""Whole packages through the whole audit: micro-apps, damaged ones, and the process box around it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from micro.library import micro_apps

from ringfence.audit import (
    Fault,
    FaultKind,
    Limits,
    Outcome,
    audit_apk,
    audit_many,
    in_order,
    read_indicators,
)
from ringfence.audit.apk.errors import ApkError, NotAPackageError
from ringfence.audit.many import cut_short
from ringfence.schema import AppAudit, CancelledError, DataCategory, SinkKind, Verdict

if TYPE_CHECKING:
    from pathlib import Path
DAY = date(2026, 11, 22)


@pytest.fixture
def spy(tmp_path: Path) -> Path:
    """Return the package of an app that sends the contacts, encrypted, to a server."""
    chosen = next(app for app in micro_apps() if app.name.startswith("contacts as JSON, encrypted"))
    return chosen.write(tmp_path)


def test_one_audit_has_all_that_is_known(spy: Path) -> None:
    steps: list[str] = []
    found = audit_apk(spy, name="甲.apk", today=DAY, progress=lambda step, _done, _total=None: steps.append(step))
    assert (found.file, found.container, found.package) == ("甲.apk", "apk", "com.example.app")
    assert (found.size, len(found.sha256), len(found.sm3)) == (spy.stat().st_size, 64, 64)
    assert found.audited == "2026-11-22"
    assert found.engine.startswith("ringfence-apk ")
    assert " models " in found.engine
    assert (found.verdict, found.flows_looked) == (Verdict.CAN_SEND, True)
    flow = next(one for one in found.flows if one.category is DataCategory.CONTACTS)
    assert (flow.kind, flow.reachable) == (SinkKind.NETWORK, True)
    assert "encrypt" in flow.through
    assert flow.steps[0].place in [one.place for one in found.accesses]
    assert steps[0] == "计算摘要"


def test_the_same_file_gives_the_same_audit(spy: Path) -> None:
    assert audit_apk(spy, today=DAY) == audit_apk(spy, today=DAY)


def test_a_triage_says_that_it_looked_at_no_paths(spy: Path) -> None:
    found = audit_apk(spy, flows=False)
    assert (found.flows, found.flows_looked, found.verdict) == ((), False, Verdict.CAN_READ)


def test_lists_are_compared(spy: Path, tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("type,value,name\npackage,com.example.app,演示名单\n", "utf-8")
    found = audit_apk(spy, flows=False, indicators=[read_indicators(tmp_path / "list.csv")])
    assert [(hit.kind, hit.name, hit.source) for hit in found.indicators] == [("package", "演示名单", "list.csv")]


def test_cancelling_stops(spy: Path) -> None:
    def stop(step: str, done: int, total: int | None = None) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        audit_apk(spy, progress=stop)


def changed(spy: Path, folder: Path, **members: bytes | None) -> Path:
    """Return a copy of a package with members replaced (None: left out), dots in names written as ``__``."""
    path = folder / "changed.apk"
    new = {name.replace("__", "."): data for name, data in members.items()}
    with zipfile.ZipFile(spy) as before, zipfile.ZipFile(path, "w") as after:
        for entry in before.infolist():
            data = new.get(entry.filename, before.read(entry))
            if data is not None:
                after.writestr(entry, data)
    return path


def test_code_that_cannot_be_read_is_not_nothing(spy: Path, tmp_path: Path) -> None:
    found = audit_apk(changed(spy, tmp_path, classes__dex=b"dex\n035\0" + bytes(200)))
    assert found.verdict is Verdict.NOT_ANALYSABLE
    assert "damaged" in {one.kind for one in found.blind}
    assert found.permissions  # the manifest still counts


def test_a_manifest_that_cannot_be_read_leaves_the_code(spy: Path, tmp_path: Path) -> None:
    found = audit_apk(changed(spy, tmp_path, AndroidManifest__xml=b"\x03\x00\x08\x00garbage"))
    assert "damaged" in {one.kind for one in found.blind}
    assert found.accesses
    assert found.verdict is not Verdict.NOTHING_SEEN


def test_no_package_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "x.apk").write_bytes(b"no zip at all")
    with pytest.raises(ApkError):
        audit_apk(tmp_path / "x.apk")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAPackageError):
        audit_apk(tmp_path / "empty")


def test_in_the_box_a_bad_file_stops_nothing(spy: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.apk"
    bad.write_bytes(b"PK\x03\x04")
    gone = tmp_path / "gone.apk"
    files = [bad, spy, gone]
    first, second, third = in_order(audit_many(files, limits=Limits(jobs=2)))
    assert first.audit is None
    assert first.fault is not None
    assert (first.fault.kind, first.tries) == ("refused", 1)
    assert second.audit is not None
    assert second.audit.verdict is Verdict.CAN_SEND
    assert second.cpu_s > 0
    assert third.audit is None
    assert third.fault is not None
    assert "打不开" in third.fault.zh


@pytest.mark.parametrize(("kind", "words"), [(FaultKind.TIMEOUT, "时间超过上限"), (FaultKind.MEMORY, "内存超过上限")])
def test_an_audit_whose_first_try_ended_badly_says_so_and_never_nothing_seen(kind: FaultKind, words: str) -> None:
    calm = AppAudit("x", 1, "00", verdict=Verdict.NOTHING_SEEN)
    found = cut_short(Outcome(0, "x", calm, Fault(kind, "超了", "over"), 2, 1.0, 1)).audit
    assert found is not None
    assert found.verdict is Verdict.NOT_ANALYSABLE
    (blind,) = found.blind
    assert blind.kind == "budget"
    assert words in blind.zh
    reading = Outcome(0, "x", replace(calm, verdict=Verdict.CAN_READ), Fault(kind, "超了", "over"), 2, 1.0, 1)
    still = cut_short(reading).audit
    assert still is not None
    assert still.verdict is Verdict.CAN_READ


def test_a_whole_audit_is_left_as_it_is() -> None:
    outcome = Outcome(0, "x", AppAudit("x", 1, "00"), None, 1, 1.0, 1)
    assert cut_short(outcome) is outcome


def test_importing_the_room_is_cheap() -> None:
    """Names are loaded when they are first used: neither numpy nor YAML nor the schema come with the room itself."""
    code = "import sys, ringfence.audit; print(sorted({'numpy', 'yaml', 'jinja2', 'polars'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 -- ours
    assert done.stdout.strip() == "[]"


def test_with_a_cache_the_audit_is_the_same(spy: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    without = audit_apk(spy, today=DAY)
    for _ in range(2):
        found = audit_apk(spy, today=DAY, cache=folder)
        assert (found.flows, found.verdict) == (without.flows, without.verdict)
