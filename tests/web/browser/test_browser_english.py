"""No Chinese in English pages but what is marked; nothing marked but the case's material, proper names and letters.

A sentence of ours without English is neither and fails here, on whatever page it stands. Letters and texts for
Chinese readers stand in elements that are Chinese as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.browser.chinese import Known, chinese_in, known
from web.browser.door import PASSPHRASE
from web.browser.site_map import SiteMap, routes

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, StorageState

    from web.browser.door import Door

pytest_plugins = ["web.browser.browser_house"]


@pytest.fixture(scope="module")
def material(scratch: Path, door: Door) -> Known:
    """What the prepared case holds."""
    del door  # it makes the case
    return known(scratch / "虚构案例", PASSPHRASE)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(routes()))
def test_page_in_english(
    chrome: Browser, door: Door, inside: tuple[StorageState, SiteMap], material: Known, name: str
) -> None:
    state, site = inside
    context = chrome.new_context(storage_state=state, locale="en")
    context.add_cookies([{"name": "ringfence_lang", "value": "en", "url": door.base}])
    context.set_default_timeout(90_000)
    for path in site.pages.get(name, []):
        html = context.request.get(door.base + path).text()
        assert '<html lang="en">' in html
        assert chinese_in(html, material) == [], path
    context.close()
