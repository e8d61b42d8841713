"""Every page: usable by everybody (axe), nothing from elsewhere, nothing the browser complains about, light, no wider than a phone.

The pages are found by themselves (site_map): a new address is tested as soon as it is in ``urls.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from web.browser.site_map import SiteMap, routes
from web.browser.watching import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

    from web.browser.door import Door

pytest_plugins = ["web.browser.browser_house"]
HEAVIEST = 250 * 1024
# Not walked yet, because the prepared case has no screenshot, no recording, no file with a question and no proceeding;
# to be filled into door.fill. Their own tests look at them
NEVER_FOUND = {
    "app",
    "app_keep",
    "app_policy",
    "app_policy_kept",
    "app_seen",
    "app_whole",
    "check_app_whole",
    "checked_app",
    "masked",
    "verified",
    "asked",
    "picture",
    "proceeding",
    "recognised",
    "record",
    "record-new",
    "recording",
    "reply",
    "sound",
    "step",
}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def axe(page: Page, **options: Any) -> list[str]:  # noqa: ANN401 -- axe's own options
    """Return what axe finds wrong, a line each."""
    told = Axe().run(page, options=options or None).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in told for node in one["nodes"]]


def test_every_page_is_known(inside: tuple[StorageState, SiteMap]) -> None:
    site = inside[1]
    unknown = sorted(site.missing - NEVER_FOUND)
    assert unknown == [], f"no page links there and no address could be made up: {' '.join(unknown)}"
    assert len(site.pages) >= 12


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(routes()))
def test_page(chrome: Browser, door: Door, inside: tuple[StorageState, SiteMap], name: str) -> None:
    state, site = inside
    for path in site.pages.get(name, []):
        context = chrome.new_context(storage_state=state, locale="zh-CN", viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.set_default_timeout(90_000)
        watch = Watch(page, door.base)
        page.goto(door.base + path)
        assert watch.weight() <= HEAVIEST
        assert page.locator("h1").count() == 1
        assert axe(page) == [], f"{path} zh"
        page.emulate_media(color_scheme="dark")
        assert axe(page, **CONTRAST) == [], f"{path} dark"
        page.set_viewport_size({"width": 360, "height": 740})
        wide = "document.documentElement.scrollWidth"
        assert page.evaluate(wide) <= 360, f"{path} is wider than a phone"
        context.add_cookies([{"name": "ringfence_lang", "value": "en", "url": door.base}])
        page.emulate_media(color_scheme="light")
        page.goto(door.base + path)
        assert page.locator("html").get_attribute("lang") == "en"
        assert axe(page) == [], f"{path} en"
        assert page.evaluate(wide) <= 360, f"{path} is wider than a phone in English"
        watch.quiet()
        context.close()


def test_pages_before_anybody_is_let_in(chrome: Browser, door: Door) -> None:
    context = chrome.new_context(locale="zh-CN")
    page = context.new_page()
    for path in ("/", "/open/none/"):
        page.goto(door.base + path)
        assert axe(page) == []
    context.close()
