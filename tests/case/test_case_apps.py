"""Packages of apps in a case: kept, audited on the kept original, noted, judged, undone, destroyed."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from ringfence.audit import Fault, FaultKind, Outcome
from ringfence.case import AboutApp, Case, NoAuditError, UnknownNameError
from ringfence.case.state import EntryKind
from ringfence.ingest import Source
from ringfence.schema import (
    AppAudit,
    AppFacts,
    Certainty,
    CodePlace,
    DataCategory,
    DataFlow,
    FindingKind,
    FlowStep,
    Party,
    PartyType,
    PermissionUse,
    SinkKind,
    Verdict,
)
from ringfence.vault import RedactedBlobError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PASSPHRASE = "测试口令-不要用"
DAY = date(2026, 11, 21)
CALLS = (
    b'<?xml version="1.0"?><calls count="1"><call number="19900001234" duration="12" date="1767579070000" type="1" '
    b'presentation="1" /></calls>'
)


def package(marker: str = "") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("AndroidManifest.xml"), b"\x03\0\x08\0")  # without the time of writing
        archive.writestr(zipfile.ZipInfo("classes.dex"), b"dex\n035\0" + marker.encode())
    return out.getvalue()


def step(api: str, does: str) -> FlowStep:
    return FlowStep(CodePlace("com.example.Loan", "run()V", 12, "Loan.java"), api, does)


FLOW = DataFlow(
    "F1",
    DataCategory.CONTACTS,
    SinkKind.NETWORK,
    (step("query", "source"), step("connect", "sink")),
    permissions=("android.permission.READ_CONTACTS",),
    reachable=True,
)
FOUND = AppAudit(
    "app.apk",
    100,
    "ab" * 32,
    package="com.example.loan",
    label="演示贷",
    version_name="1.2",
    permissions=(PermissionUse("android.permission.READ_CONTACTS", "读取通讯录", "reads contacts"),),
    flows=(FLOW,),
    flows_looked=True,
    verdict=Verdict.CAN_SEND,
    engine="test 1",
)


class Audits:
    """Stands in for the audit: what it says of each package, and what it was given to read."""

    def __init__(self) -> None:
        self.found: AppAudit | None = FOUND
        self.fault: Fault | None = None
        self.read: list[bytes] = []
        self.paths: list[Path] = []

    def __call__(self, files: Sequence[Path], **rest: Any) -> Iterator[Outcome]:  # noqa: ANN401 -- passed on
        assert rest["cache"] is None
        for number, path in enumerate(files):
            self.read.append(path.read_bytes())
            self.paths.append(path)
            yield Outcome(number, str(path), self.found, self.fault, 1, 0.1, 50)


@pytest.fixture
def audits(monkeypatch: pytest.MonkeyPatch) -> Audits:
    made = Audits()
    monkeypatch.setattr("ringfence.audit.audit_many", made)
    return made


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    made, _ = Case.create(tmp_path / "case", PASSPHRASE, work_factor=10)
    with made:
        made.name_party(Party("L1", "演示小额贷款有限公司", PartyType.MICROLOAN, ("演示贷",), ("+8619900001234",)))
        yield made


def apk(name: str = "演示贷.apk", marker: str = "") -> Source:
    return Source.of_bytes(name, package(marker))


def test_the_kept_original_is_audited_and_what_was_found_is_noted(case: Case, audits: Audits) -> None:
    added = case.add(apk(), about=AboutApp("L1", "loan"), today=DAY)
    assert (added.source.reader, added.source.kind_zh) == ("app-package", "安卓安装包")
    assert audits.read == [package()]
    assert not audits.paths[0].exists()  # the decrypted copy
    assert audits.paths[0].name == "app.apk"
    (looked,) = added.apps
    assert looked.app == AppFacts(
        "APP1",
        "演示贷",
        "L1",
        package="com.example.loan",
        version="1.2",
        observed=DAY,
        category="loan",
        permissions=("android.permission.READ_CONTACTS",),
        uploads_contacts=True,
        source="S1",
    )
    assert case.state.apps["APP1"] == looked.app
    kept = case.audited("APP1")
    assert kept.audit == replace(FOUND, file="演示贷.apk", audited="2026-11-21")
    assert case.audited_apps() == (kept,)


def test_the_entry_names_engine_and_digest_and_the_audit_lies_in_the_vault(case: Case, audits: Audits) -> None:
    case.add(apk(), today=DAY)
    entry = list(case.vault.entries())[-1]
    assert entry.kind == EntryKind.AUDITED
    assert (entry.body["source"], entry.body["engine"], entry.body["verdict"]) == ("S1", "test 1", "can_send")
    told = json.loads(case.vault.read_blob(entry.body["blob"]))
    assert told["package"] == case.state.sources["S1"].sha256
    assert json.loads(told["audit"])["flows"][0]["category"] == "contacts"


@pytest.mark.parametrize(
    "flow",
    [
        replace(FLOW, certainty=Certainty.POSSIBLE),
        replace(FLOW, reachable=False),
        replace(FLOW, kind=SinkKind.LOG),
        replace(FLOW, kind=SinkKind.FILE),
        replace(FLOW, category=DataCategory.DEVICE_ID),
    ],
)
def test_what_is_no_sure_path_from_contacts_to_the_network_stays_unknown(
    case: Case, audits: Audits, flow: DataFlow
) -> None:
    audits.found = replace(FOUND, flows=(flow,))
    (looked,) = case.add(apk(), today=DAY).apps
    assert looked.app is not None
    assert looked.app.uploads_contacts is None


def test_an_audit_that_fails_blocks_nothing_and_can_be_made_again(case: Case, audits: Audits) -> None:
    audits.found, audits.fault = None, Fault(FaultKind.TIMEOUT, "超过了时间上限。", "Too long.")
    added = case.add(apk(), today=DAY)
    assert added.new
    assert added.apps[0].fault_zh == "超过了时间上限。"
    assert case.state.apps == {}
    audits.found, audits.fault = FOUND, None
    (looked,) = case.audit_again("S1", today=DAY)
    assert looked.app is not None
    assert looked.app.id == "APP1"


def test_audited_again_it_is_the_same_app_and_what_the_user_said_stays(case: Case, audits: Audits) -> None:
    case.add(apk(), today=DAY)
    case.note_app(replace(case.state.apps["APP1"], lender="L1", category="loan", policy_clicks=6))
    audits.found = replace(FOUND, flows=(), engine="test 2")
    case.audit_again("S1", today=date(2026, 11, 22))
    app = case.state.apps["APP1"]
    assert (app.lender, app.category, app.policy_clicks) == ("L1", "loan", 6)
    assert (app.uploads_contacts, app.observed) == (None, date(2026, 11, 22))
    assert case.audited("APP1").audit.engine == "test 2"
    case.undo()
    assert case.audited("APP1").audit.engine == "test 1"


def test_a_package_of_an_app_noted_by_hand_is_that_app(case: Case, audits: Audits) -> None:
    case.note_app(AppFacts("APP1", "演示贷款", "L1", package="com.example.loan", refused_no_service=True))
    case.add(apk(), today=DAY)
    assert list(case.state.apps) == ["APP1"]
    app = case.state.apps["APP1"]
    assert (app.name, app.refused_no_service, app.source) == ("演示贷款", True, "S1")
    case.undo(list(case.state.active)[-1])
    assert case.state.apps["APP1"].source == "user"


def test_two_versions_are_two_apps(case: Case, audits: Audits) -> None:
    case.add(apk(marker="1"), today=DAY)
    audits.found = replace(FOUND, version_name="1.3")
    case.add(apk(marker="2"), today=DAY)
    assert [app.version for app in case.state.apps.values()] == ["1.2", "1.3"]


def test_undoing_the_source_takes_the_facts_along_and_brings_them_back(case: Case, audits: Audits) -> None:
    added = case.add(apk(), today=DAY)
    undo = case.undo(added.source.seq)
    assert (case.state.apps, case.state.audits) == ({}, {})
    case.undo(undo)
    assert list(case.state.apps) == ["APP1"]


def test_undoing_the_last_step_takes_back_the_audit_and_keeps_the_package(case: Case, audits: Audits) -> None:
    case.add(apk(), today=DAY)
    case.undo()
    assert case.state.apps == {}
    assert list(case.state.sources) == ["S1"]


def test_destroying_the_package_destroys_its_audits(case: Case, audits: Audits) -> None:
    case.add(apk(), today=DAY)
    blob = case.state.audits["APP1"].blob
    case.destroy("S1", "测试")
    assert (case.state.apps, case.state.sources) == ({}, {})
    with pytest.raises(RedactedBlobError):
        case.vault.read_blob(blob)


def test_packages_in_an_archive_are_audited_too(case: Case, audits: Audits) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("calls.xml", CALLS, zipfile.ZIP_DEFLATED)
        archive.writestr("下载/贷.apk", package("1"))
    added = case.add(Source.of_bytes("手机.zip", out.getvalue()), today=DAY)
    assert added.source.apps == ("下载/贷.apk",)
    assert audits.read == [package("1")]
    assert case.audited("APP1").entry == "下载/贷.apk"
    assert case.events().height == 1


def test_who_an_app_belongs_to_must_be_known_before_anything_is_added(case: Case, audits: Audits) -> None:
    with pytest.raises(UnknownNameError):
        case.add(apk(), about=AboutApp("L9"), today=DAY)
    assert case.state.sources == {}
    with pytest.raises(UnknownNameError):
        case.audited("APP9")
    case.note_app(AppFacts("APP1", "演示贷"))
    with pytest.raises(NoAuditError):
        case.audited("APP1")


def test_can_is_kept_apart_from_did(case: Case, audits: Audits) -> None:
    """The permission and the path become indications; the path must be confirmed by a person and is in no letter."""
    case.add(Source.of_bytes("calls.xml", CALLS), today=DAY)
    case.add(apk(), about=AboutApp("L1", "loan"), today=DAY)
    dossier, documents = case.dossier(as_of=DAY)
    found = {one.rule: one for one in dossier.findings if one.rule.startswith("CN-APP")}
    assert set(found) >= {"CN-APP-001", "CN-APP-002"}
    sends = found["CN-APP-002"]
    assert sends.kind is FindingKind.INDICATION
    assert sends.title_zh == "App的代码里有外传通讯录的路径"
    assert "只说明代码里有这样的路径" in sends.review_zh
    assert "路径" in sends.sentence_zh
    assert sends.exhibits == ("S2",)
    assert all(sends.id not in document.findings for document in documents)


def test_the_report_has_a_section_about_the_app(case: Case, audits: Audits, tmp_path: Path) -> None:
    case.add(Source.of_bytes("calls.xml", CALLS), today=DAY)
    audits.found = replace(FOUND, label="<b>演示贷</b>\u202e")
    case.add(apk(), about=AboutApp("L1", "loan"), today=DAY)
    written = case.write_report(tmp_path / "out", as_of=DAY)
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert '<section id="apps">' in page
    assert "读取通讯录" in page
    assert "<b>演示贷</b>" not in page
    assert [one.id for one in written.dossier.apps] == ["APP1"]
    english = case.write_report(tmp_path / "en", as_of=DAY, lang="en")
    assert "Apps that were looked at" in english.files[0].read_text("utf-8")


def test_a_report_without_apps_has_no_such_section(case: Case, tmp_path: Path) -> None:
    case.add(Source.of_bytes("calls.xml", CALLS), today=DAY)
    case.write_report(tmp_path / "out", as_of=DAY)
    assert 'id="apps"' not in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_package_s_exhibit_does_not_sound_like_a_failed_reading(case: Case, audits: Audits, tmp_path: Path) -> None:
    case.add(Source.of_bytes("calls.xml", CALLS), today=DAY)
    case.add(apk(), today=DAY)
    case.write_report(tmp_path / "out", as_of=DAY)
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "安装包原样保存，不产生记录" in page
    assert "读到 0 条" not in page
    assert page.count("安装包原样保存") == 1


def test_a_case_of_an_app_alone_has_findings_and_a_report(case: Case, audits: Audits, tmp_path: Path) -> None:
    case.add(apk(), about=AboutApp("L1", "loan"), today=DAY)
    dossier, _ = case.dossier(as_of=DAY)
    assert {"CN-APP-001", "CN-APP-002"} <= {one.rule for one in dossier.findings}
    case.write_report(tmp_path / "out", as_of=DAY)
    assert 'id="apps"' in (tmp_path / "out" / "report.html").read_text("utf-8")
    case.write_letters(tmp_path / "letters", as_of=DAY)
