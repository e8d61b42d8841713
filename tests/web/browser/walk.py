"""The path as a person walks it, a function a step. Every step works with and without JavaScript and on a phone.

A step begins where the one before it ended, or goes to its room by the navigation that every page of a case has.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document as WordFile
from playwright.sync_api import expect
from pypdf import PdfReader

from web.browser.door import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

SECRET = re.compile("^口令")
LONG_MS = 120_000  # how long work in the background may take on a busy machine


def come_in(page: Page, address: str) -> None:
    """Open the one-time address."""
    page.goto(address.partition("?")[0])
    assert "您想做什么" in page.locator("h1").inner_text()


def make_a_case(page: Page, name: str) -> str:
    """Make a case; return the recovery key that is shown once."""
    page.get_by_role("link", name="新建案件").click()
    page.get_by_label("给案件起个名字").fill(name)
    page.get_by_label(SECRET).fill(PASSPHRASE)
    page.get_by_label("再写一遍口令").fill(PASSPHRASE)
    page.get_by_role("button", name="建好").click()
    key = page.locator(".key code").inner_text()
    assert len(key) > 20
    return key


def add_files(page: Page, files: list[Path]) -> None:
    """Hand the files in and wait until each was read; without JavaScript the page asks again by itself."""
    go(page, "加材料")
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_role("button", name="放进案件").click()
    expect(page.locator("#adding li.card")).to_have_count(len(files), timeout=LONG_MS)
    expect(page.get_by_text("都处理好了。")).to_be_visible(timeout=LONG_MS)
    assert page.locator("#adding li.card.warn").count() == 0


def read_what_happened(page: Page) -> None:
    """Look at the first screen: what happened, how bad, what to do today."""
    go(page, "现在")
    assert page.locator("h1").inner_text() == "发生了什么"
    assert page.locator("ol.do > li").count() > 0


def read_findings(page: Page) -> None:
    """Look at what is wrong; unfold the evidence and the basis of the first."""
    go(page, "哪里不对")
    first = page.locator("article.finding").first
    for unfold in first.locator("summary").all()[:2]:
        unfold.click()
    assert first.locator("table tbody tr").count() > 0
    assert first.locator("ul.basis li").count() > 0


def search(page: Page, words: str) -> None:
    """Find words in the timeline; Enter works without a script too."""
    go(page, "发生了什么")
    page.get_by_label("找字词").fill(words)
    page.get_by_label("找字词").press("Enter")
    page.locator("#events li.event", has_text=words).first.wait_for()
    assert all(words in one for one in page.locator("#events li.event .what").all_inner_texts()[:5])


def correct_one(page: Page) -> None:
    """Open the first event that was found, say that it is a notice, take that back."""
    page.locator("#events li.event .when a").first.click()
    before = page.locator("select#label").input_value()
    page.locator("select#label").select_option("marketing")
    page.get_by_role("button", name="改正").click()
    page.get_by_text("您改正过的").wait_for()
    assert page.locator("select#label").input_value() == "marketing"
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("已撤销").wait_for()
    assert page.locator("select#label").input_value() == before


def name_who_collects(page: Page, name: str) -> None:
    """Name the first of those who collect without a name."""
    go(page, "谁是谁")
    page.get_by_role("link", name="登记是哪家").first.click()
    page.get_by_label("合同上的全称").fill(name)
    page.get_by_role("button", name="记下").click()
    page.get_by_role("cell", name=name).first.wait_for()


def fill_a_letter(page: Page) -> list[str]:
    """Open the first letter that has blanks, fill them all, see them in the preview; return what was filled."""
    go(page, "写信和投诉")
    page.locator("ol.letters > li", has_text="处要填").first.locator("h3 a").click()
    blanks = page.locator("#fill ~ form input[type=text], #fill ~ form textarea")
    told = []
    for number, blank in enumerate(blanks.all(), 1):
        told.append(f"填写第{number}处演示")
        blank.fill(told[-1])
    assert told
    page.get_by_role("button", name="记下，更新预览").click()
    page.get_by_text("填的内容已记下").wait_for()
    preview = page.locator("article.paper").inner_text()
    assert [one for one in told if one not in preview] == []
    assert "处要填" not in page.locator("main").inner_text()
    return told


def take_the_letter(page: Page, told: list[str], folder: Path) -> None:
    """Have the open letter written, take Word and PDF home, open them: what was filled stands in both."""
    page.get_by_role("button", name="写成 Word 和 PDF").click()
    word = _word_of(_taken(page, ".docx", folder))
    printed = _printed(_taken(page, ".pdf", folder))
    assert [one for one in told if one not in word] == []
    assert [one for one in told if one not in printed] == []
    page.get_by_role("link", name="寄出以后回到这封信").click()


def mark_as_sent(page: Page) -> str:
    """Note that the open letter went out; return the number it is followed by."""
    page.get_by_role("link", name="我寄出了").click()
    page.get_by_label("怎么寄的").fill("挂号信")
    page.get_by_label("单号或受理编号").fill("XA0000演示")
    page.get_by_role("button", name="记下").click()
    page.get_by_text("已记下寄出").wait_for()
    assert "XA0000演示" in page.locator("ol.steps").inner_text()
    return page.url.rstrip("/").rpartition("/")[2]


def follow_it(page: Page, number: str) -> None:
    """Find what was sent on the board, in today's list, in the calendar; take its file home."""
    go(page, "进度")
    assert page.locator(".board").get_by_role("link", name=re.compile(f"^{number} ")).count() == 1
    page.get_by_role("link", name="今天做什么").click()
    assert page.locator("main").get_by_role("link", name=re.compile(f"^{number} ")).count() >= 1
    page.get_by_role("link", name="期限日历").click()
    assert page.locator("ul.lines").get_by_role("link", name=number, exact=True).count() >= 1
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载（不写内容）").click()
    assert coming.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def take_the_report(page: Page, folder: Path) -> None:
    """Have the report written and take it home; who collects stands in the PDF."""
    go(page, "写信和投诉")
    page.get_by_role("link", name="案情报告").click()
    page.get_by_role("button", name="写报告").click()
    assert "催收" in _printed(_taken(page, ".pdf", folder))


def hand_evidence_over(page: Page, receiver: str, folder: Path) -> None:
    """Export two originals for somebody; whoever unpacks it can check it with nothing but Python."""
    go(page, "可以证明")
    page.get_by_role("link", name="挑选并导出").click()
    for one in page.locator("input[name=only]").all()[:2]:
        one.check()
    page.get_by_label("交给谁").fill(receiver)
    page.get_by_role("button", name="导出").click()
    packed = _taken(page, ".zip", folder)
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        archive.extractall(folder / "given")
    script = next((folder / "given").rglob("verify.py"))
    done = subprocess.run(
        [sys.executable, "-I", script.name], cwd=script.parent, env={}, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    go(page, "可以证明")
    page.get_by_role("cell", name=receiver).wait_for()


def check_everything(page: Page) -> None:
    """Have the whole case checked: nothing was changed."""
    page.get_by_role("button", name="现在检查一遍").click()
    page.get_by_role("link", name="看结果").click()
    assert page.locator("h1").inner_text() == "完好，没有被动过"


def lock_and_unlock(page: Page, case: str) -> None:
    """Lock the case; nothing of it is seen until the passphrase is given."""
    page.get_by_role("button", name="锁上案件").click()
    page.goto(case + "findings/")
    assert "/unlock/" in page.url
    assert page.locator("article.finding").count() == 0
    page.get_by_label(SECRET).fill("错的口令错的口令")
    page.locator("main form button").click()
    page.locator(".errorlist").wait_for()
    page.get_by_label(SECRET).fill(PASSPHRASE)
    page.locator("main form button").click()
    page.locator("article.finding").first.wait_for()


def go(page: Page, room: str) -> None:
    """Go to a room of the case by its navigation."""
    page.locator("nav.rooms").get_by_role("link", name=room, exact=True).click()


def case_of(page: Page) -> str:
    """Return the whole address of the case that is open."""
    return "/".join(page.url.split("/")[:5]) + "/"


def _taken(page: Page, ending: str, folder: Path) -> bytes:
    """Wait for the work on the page and take its file home."""
    link = page.locator(".job li a", has_text=ending)
    link.wait_for(timeout=LONG_MS)
    with page.expect_download() as coming:
        link.click()
    target = folder / f"taken{ending}"
    coming.value.save_as(target)
    return target.read_bytes()


def _word_of(data: bytes) -> str:
    """Return all that stands in a Word file, without spaces."""
    read = WordFile(BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "".join("".join([*(one.text for one in read.paragraphs), *cells]).split())


def _printed(data: bytes) -> str:
    """Return all that stands in a PDF, without spaces and line breaks."""
    return "".join("".join(one.extract_text() for one in PdfReader(BytesIO(data)).pages).split())
