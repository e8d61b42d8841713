"""The whole path as a person walks it: at a desk and on a phone, with JavaScript and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.browser import walk
from web.browser.watching import Watch

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, ViewportSize

    from web.browser.door import Door

pytest_plugins = ["web.browser.browser_house"]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


@pytest.mark.slow
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_first_address_to_what_is_handed_over(
    chrome: Browser, door: Door, exports: list[Path], tmp_path: Path, size: ViewportSize, *, script: bool
) -> None:
    context = chrome.new_context(locale="zh-CN", viewport=size, java_script_enabled=script)
    page = context.new_page()
    page.set_default_timeout(walk.LONG_MS)
    watch = Watch(page, door.base)
    walk.come_in(page, door.address())
    walk.make_a_case(page, f"走一遍-{size['width']}-{script}")
    page.get_by_role("link", name="我抄好了").click()
    case = walk.case_of(page)
    walk.add_files(page, exports)
    walk.read_what_happened(page)
    walk.read_findings(page)
    walk.search(page, "逾期")
    walk.correct_one(page)
    walk.name_who_collects(page, "禾川岛消费金融有限公司(演示)")
    told = walk.fill_a_letter(page)
    walk.take_the_letter(page, told, tmp_path)
    walk.follow_it(page, walk.mark_as_sent(page))
    walk.take_the_report(page, tmp_path)
    walk.hand_evidence_over(page, "某某法院(演示)", tmp_path)
    walk.check_everything(page)
    walk.lock_and_unlock(page, case)
    watch.quiet()
    context.close()
