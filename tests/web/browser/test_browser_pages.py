"""Every page of one's own door keeps the rules of ``page_rules``.

The pages are found by themselves (site_map): a new address is tested as soon as it is in ``urls.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.browser.page_rules import axe, faults_of, latin
from web.browser.site_map import SiteMap, routes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, StorageState

    from web.browser.door import Door

pytest_plugins = ["web.browser.browser_house"]


def test_every_page_is_known(inside: tuple[StorageState, SiteMap]) -> None:
    unknown = sorted(inside[1].missing)
    assert unknown == [], f"no page links there and no address could be made up: {' '.join(unknown)}"
    assert len(inside[1].pages) >= 75


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(routes()))
def test_page(chrome: Browser, door: Door, inside: tuple[StorageState, SiteMap], name: str) -> None:
    state, site = inside
    context = chrome.new_context(storage_state=state, locale="zh-CN")
    found = [fault for path in site.pages.get(name, []) for fault in faults_of(context, door.base, path, name)]
    context.close()
    assert not found, "\n".join(found)


def test_pages_before_anybody_is_let_in(chrome: Browser, door: Door) -> None:
    context = chrome.new_context(locale="zh-CN")
    page = context.new_page()
    for path in ("/", "/open/none/"):
        page.goto(door.base + path)
        assert axe(page) == []
    context.close()


def test_latin_words_are_found_beside_names_of_files_and_firms() -> None:
    assert latin("打开 sms-2026.xml(S1#17)和 App,用 Word 看 HCD-DEMO-0001") == []
    assert latin("请 close 这一页 done") == ["close", "done"]
