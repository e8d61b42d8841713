"""What a case and a browser need beside the made-up files so that no page stays empty.

Apps, a screenshot, a recording, proceedings, a file that asks, finished checks. The apps, the picture and the sound come from the
tests' own writers.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tiny_asr import spoken, wav_of, write_model
from web.borrowed import ROOT, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from ringfence.case import Case
    from web.browser.door import Door

ALPHABET = "再不还钱就打死你家人好的"
WAV = "通话录音@王演示(19900001234)_20260105101112.wav"
LABEL = "虚构借款(演示)"
TABLE = "日期时间,对端,长度,怎么\n2026-01-05 10:11:10,19900001234,12,被叫\n2026-01-06 07:01:00,19900005678,0,被叫\n"
POLICY = """虚构借款隐私政策
更新日期：2026年1月5日
虚构网络小额贷款有限公司（以下简称“我们”）重视您的个人信息。
一、收集
为了评估您的信用风险，我们会读取并上传您的通讯录。如您拒绝授权，将无法申请借款。
我们可能会收集您的设备信息、位置信息等信息。
二、共享
我们可能会与合作伙伴以及催收机构共享您的个人信息。
"""
NOTES = "张测试 说 19900000001 打来电话,又发短信到 19900000002。\n"
LONG_MS = 120_000


def package(folder: Path, version: str = "1.0") -> Path:
    """Write an app that sends the address book away, as the audit's own tests have it."""
    beside = str(ROOT / "tests" / "audit")
    if beside not in sys.path:
        sys.path.append(beside)
    from micro.apk import micro_apk  # noqa: PLC0415 -- its folder is on the path only now
    from micro.library import micro_apps  # noqa: PLC0415 -- the same

    one = next(app for app in micro_apps() if app.theme == "spying" and "READ_CONTACTS" in app.manifest)
    manifest = one.manifest.replace('versionName="1.0"', f'versionName="{version}"')
    named = manifest.replace("<application ", f'<application android:label="{LABEL}" ')
    return micro_apk(folder, smali=one.dexes, manifest=named, layouts=dict(one.layouts), name=f"demo-{version}.apk")


def own_words() -> list[str]:
    """Return the words that are put into the case here: its own material on an English page."""
    scene = load("benchmarks/screens.py").scene_of("mi", 3, width=540)[0]
    days = [
        f"星期{day}{part}" for day in "一二三四五六日" for part in ("", "凌晨", "早上", "上午", "中午", "下午", "晚上")
    ]
    return [LABEL, POLICY, TABLE, NOTES, WAV, ALPHABET, "再不还钱就打死你家人", str(scene), *days]


def screenshot(folder: Path) -> Path:
    """Draw a chat as a phone shows it."""
    draw = load("benchmarks/screens.py")
    scene, image, _ = draw.scene_of("mi", 3, width=540)
    path = folder / str(scene.name)
    path.write_bytes(draw.as_png(image))
    return path


def locked_backup(folder: Path) -> Path:
    """Write an encrypted backup of a phone; its password is asked when it is added."""
    adb: Any = load("tests/ingest/test_ingest_adb_backup.py")
    path = folder / "backup.ab"
    path.write_bytes(adb.encrypted(adb.backup([adb.sms(1)])))
    return path


def fill_rooms(case: Case, folder: Path, today: date) -> None:
    """Put into a filled case what else its rooms can hold. ``today``: the last day of the made-up story."""
    from ringfence.ingest import Source, ocr_missing, speech_missing  # noqa: PLC0415 -- only where a case is needed
    from ringfence.schema import PolicyNaming  # noqa: PLC0415 -- as above

    folder.mkdir(exist_ok=True)
    for version in ("1.0", "1.1"):
        case.add(package(folder, version))
    if ocr_missing() is None:
        case.add(screenshot(folder))
    sound = case.add(Source.of_bytes(WAV, wav_of(spoken("再不还钱就打死你家人 好的", ALPHABET)))).source.id
    if not speech_missing():
        case.transcribe(sound, write_model(folder / "模型", ALPHABET))
    case.add(Source.of_bytes("记事.txt", NOTES.encode()))
    policy = case.add(Source.of_bytes("隐私政策.txt", POLICY.encode())).source.id
    case.note_policy(next(iter(case.state.apps)), policy, contacts=PolicyNaming.CLEAR, recipients=False)
    _proceed(case, today)


def _proceed(case: Case, today: date) -> None:
    """A complaint that was answered, a request that nobody answered in time, a report to the police."""
    from ringfence.schema import (  # noqa: PLC0415 -- as above
        Outcome,
        Proceeding,
        ProceedingKind,
        ProceedingStep,
        StepKind,
    )

    first, second = list(case.state.parties)[:2]
    sent, late = today - timedelta(20), today - timedelta(60)
    case.open_proceeding(
        Proceeding(
            "",
            ProceedingKind.COMPLAINT_INSTITUTION,
            first,
            steps=(
                ProceedingStep(StepKind.SENT, sent, "挂号信", "XA00000001演示"),
                ProceedingStep(StepKind.RECEIVED, sent + timedelta(3)),
                ProceedingStep(
                    StepKind.REPLIED, sent + timedelta(12), outcome=Outcome.DONE, note="已停止联系您的亲友(演示)"
                ),
            ),
        )
    )
    for kind, lender, day, means in (
        (ProceedingKind.DELETE, second, late, "App内客服"),
        (ProceedingKind.POLICE_REPORT, None, today - timedelta(5), "当面"),
    ):
        case.open_proceeding(Proceeding("", kind, lender, steps=(ProceedingStep(StepKind.SENT, day, means),)))


def do_checks(context: BrowserContext, door: Door, case: str, folder: Path) -> list[str]:
    """Have the door do what its pages show afterwards; return the addresses that only whoever asked is told."""
    folder.mkdir(exist_ok=True)
    page = context.new_page()
    page.set_default_timeout(LONG_MS)
    known = [_app(page, door, [package(folder), package(folder, "1.1")]), _app(page, door, [package(folder)])]
    known.append(_asked(page, f"{door.base}{case}prove/", "现在检查一遍"))
    page.goto(f"{door.base}{case}prove/redact/")
    notes = page.locator("#id_source option", has_text="记事.txt").get_attribute("value")
    known.append(_asked(page, f"{door.base}{case}prove/redact/?source={notes}", "做副本"))
    known.append(_asked(page, f"{door.base}{case}report/", "写报告"))
    _give(page, f"{door.base}{case}add/", [locked_backup(folder), _table(folder)])
    page.goto(f"{door.base}{case}material/")
    for ending in (".png", ".wav"):  # of all originals those with rooms of their own
        named = page.locator("main a", has_text=ending)
        known += [str(one.get_attribute("href")) for one in named.all()[:1]]
    page.close()
    return known


def _app(page: Page, door: Door, packages: Sequence[Path]) -> str:
    page.goto(f"{door.base}/check/app/")
    if len(packages) > 1:
        page.locator("summary", has_text="想比较").click()
        page.locator("#older").set_input_files(packages[0])
    page.locator("#app").set_input_files(packages[-1])
    page.get_by_role("button", name="开始检查").click()
    page.locator("section.audit").first.wait_for()
    return urlsplit(page.url).path


def _asked(page: Page, address: str, word: str) -> str:
    page.goto(address)
    page.get_by_role("button", name=word).click()
    page.locator(".job .note.good").wait_for()
    return urlsplit(page.url).path


def _give(page: Page, address: str, files: Sequence[Path]) -> None:
    page.goto(address)
    page.locator("#files").set_input_files(list(files))
    page.get_by_role("button", name="放进案件").click()
    page.locator("a", has_text="回答").nth(len(files) - 1).wait_for()


def _table(folder: Path) -> Path:
    path = folder / "详单-演示.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path
