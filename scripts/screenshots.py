"""Take a picture of every page, at a desk and on a phone, light and dark, both languages: ``python scripts/screenshots.py OUT``.

The pages are found by themselves, the case is the made-up one with something in every room, the browser is the system's Chromium;
nothing need be installed for Chinese letters (the browser's own words, as in fields for files and days, are in its own language:
Debian has Chinese ones in chromium-l10n). A clinic's pages too where PostgreSQL is installed. ``--only name`` (may be repeated)
takes the pages of one address pattern; ``--quick`` light and Chinese only; ``--home`` without the clinic.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import django
from playwright.sync_api import Error as PlaywrightError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from web.browser.door import Door, browser, chromium, made_up_case

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, StorageState

SIZES = {"desk": (1280, 800), "phone": (360, 740)}


def main() -> int:
    """Take them all and say where they lie."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path)
    asked.add_argument("--only", action="append", default=[])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--home", action="store_true")
    told = asked.parse_args()
    if chromium() is None:
        print("没有找到 Chromium、Chrome 或 Edge / no Chromium, Chrome or Edge found")
        return 1
    os.environ["DJANGO_SETTINGS_MODULE"] = "ringfence.web.settings.testing"
    django.setup()
    told.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        with browser(scratch) as chrome:
            count = at_home(chrome, scratch, told)
            if not told.home:
                count += in_a_clinic(chrome, scratch, told)
    print(f"{count} 张图片 / pictures: {told.out}")
    return 0


def at_home(chrome: Browser, scratch: Path, told: argparse.Namespace) -> int:
    """Take every page of one's own door; return how many pictures."""
    from web.browser.filling import do_checks  # noqa: PLC0415 -- needs Django set up
    from web.browser.site_map import enter, explore  # noqa: PLC0415 -- the same

    door = Door(scratch, made_up_case(scratch))
    try:
        context = chrome.new_context(locale="zh-CN")
        context.set_default_timeout(90_000)
        case = enter(context, door)
        site = explore(context.request, door.base, case, do_checks(context, door, case, scratch / "checks"))
        state = context.storage_state()
        context.close()
        return take_all(chrome, door.base, state, site.pages, told)
    finally:
        door.close()


def in_a_clinic(chrome: Browser, scratch: Path, told: argparse.Namespace) -> int:
    """Take the pages that only a clinic's server has, by sort of visitor; return how many pictures."""
    from web.browser.clinic_door import clinic_door, settle  # noqa: PLC0415 -- as above
    from web.server.postgres import tool  # noqa: PLC0415 -- as above

    if tool("initdb") is None:
        print("没有装 PostgreSQL,机构的页面没有拍 / no PostgreSQL here: a clinic's pages were left out")
        return 0
    count = 0
    with clinic_door(scratch) as door:
        for who, site in settle(door, chrome).items():
            session = door.told["signed"].get(who) or door.told["half"].get(who, "")
            context = door.context(chrome, session)
            state = context.storage_state()
            context.close()
            count += take_all(chrome, door.base, state, site.pages, told, f"clinic-{who}-")
    return count


def take_all(
    chrome: Browser,
    base: str,
    state: StorageState,
    pages: dict[str, list[str]],
    told: argparse.Namespace,
    before: str = "",
) -> int:
    """Take every picture of a door; return how many."""
    count = 0
    languages, schemes = (("zh",), ("light",)) if told.quick else (("zh", "en"), ("light", "dark"))
    for (size, (width, height)), lang, scheme in product(SIZES.items(), languages, schemes):
        context = chrome.new_context(
            storage_state=state,
            locale="zh-CN" if lang == "zh" else "en",
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        for name, addresses in sorted(pages.items()):
            if told.only and name not in told.only:
                continue
            for number, path in enumerate(addresses, 1):
                picture = told.out / f"{before}{name}-{number}-{size}-{scheme}-{lang}.png"
                take(context, base + path, picture)
                count += 1
        context.close()
    return count


def take(context: BrowserContext, address: str, target: Path) -> None:
    """Take one picture of a whole page."""
    page = context.new_page()
    page.set_default_timeout(90_000)
    with suppress(PlaywrightError):  # a page that renews itself may do so at this very moment
        page.goto(address)
    page.screenshot(path=target, full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
