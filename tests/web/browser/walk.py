"""The path as a person walks it, a function a step. Every step works with and without JavaScript and on a phone.

A step begins where the one before it ended, or goes to its room by the navigation that every page of a case has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

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


def take_the_report(page: Page, case: str, folder: Path) -> None:
    """Have the report written and take the PDF home."""
    page.goto(case + "report/")
    page.get_by_role("button", name="写报告").click()
    link = page.get_by_role("link", name="report.pdf")
    link.wait_for(timeout=LONG_MS)
    with page.expect_download() as coming:
        link.click()
    target = folder / "report.pdf"
    coming.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF")


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
