"""Take a picture of every page, at a desk and on a phone, light and dark, both languages: ``python scripts/screenshots.py OUT``.

The pages are found by themselves, the case is the made-up one, the browser is the system's Chromium; nothing need be installed for
Chinese letters. ``--only name`` (may be repeated) takes the pages of one address pattern; ``--quick`` light and Chinese only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from web.browser.door import Door, browser, chromium, made_up_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState

    from web.browser.site_map import SiteMap

SIZES = {"desk": (1280, 800), "phone": (360, 740)}


def main() -> int:
    """Take them all and say where they lie."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--only", action="append", default=[])
    asked.add_argument("--quick", action="store_true")
    told = asked.parse_args()
    if chromium() is None:
        print("没有找到 Chromium、Chrome 或 Edge / no Chromium, Chrome or Edge found")
        return 1
    os.environ["DJANGO_SETTINGS_MODULE"] = "ringfence.web.settings.testing"
    django.setup()
    told.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        door = Door(scratch, made_up_case(scratch))
        try:
            with browser(scratch) as chrome:
                count = take_all(chrome, door, told)
        finally:
            door.close()
    print(f"{count} 张图片 / pictures: {told.out}")
    return 0


def take_all(chrome: Browser, door: Door, told: argparse.Namespace) -> int:
    """Take every picture; return how many."""
    state, site = enter_and_explore(chrome, door)
    count = 0
    languages, schemes = (("zh",), ("light",)) if told.quick else (("zh", "en"), ("light", "dark"))
    for (size, (width, height)), lang, scheme in product(SIZES.items(), languages, schemes):
        context = chrome.new_context(
            storage_state=state,
            locale="zh-CN" if lang == "zh" else "en",
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.set_default_timeout(90_000)
        for name, addresses in sorted(site.pages.items()):
            if told.only and name not in told.only:
                continue
            for number, path in enumerate(addresses, 1):
                page.goto(door.base + path)
                page.screenshot(path=told.out / f"{name}-{number}-{size}-{scheme}-{lang}.png", full_page=True)
                count += 1
        context.close()
    return count


def enter_and_explore(chrome: Browser, door: Door) -> tuple[StorageState, SiteMap]:
    """Come in, have a report written so that a job is there, and find every page."""
    from web.browser.site_map import enter, explore  # noqa: PLC0415 -- needs Django set up

    context = chrome.new_context(locale="zh-CN")
    context.set_default_timeout(90_000)
    case = enter(context, door)
    page = context.new_page()
    page.goto(f"{door.base}{case}report/")
    page.locator("main form button").click()
    page.locator(".note.good").wait_for()
    site = explore(context.request, door.base, case, [urlsplit(page.url).path])
    return context.storage_state(), site


if __name__ == "__main__":
    sys.exit(main())
