"""No Chinese in English pages but what is marked so; nothing marked but the case's material, proper names and letters.

A sentence of ours without English is neither: it fails here, on whatever page it stands. Letters and texts for Chinese readers stand
in elements that are Chinese as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.browser.chinese import COLLECT, Known, known
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
    page = context.new_page()
    page.set_default_timeout(90_000)
    for path in site.pages.get(name, []):
        page.goto(door.base + path)
        assert page.locator("html").get_attribute("lang") == "en"
        found: list[tuple[str, str, str]] = page.evaluate(COLLECT)
        left = [text for kind, _, text in found if kind == "bare"]
        for kind, where, text in found:
            strange = material.strange(text) if kind == "marked" else []
            left += [f"{where}: {strange} in {text}"] if strange else []
        assert left == [], path
    context.close()
