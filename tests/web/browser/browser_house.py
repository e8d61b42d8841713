"""The real door and a real browser. Sockets of this process stay off: only the server's and the browser's processes use them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from web.browser.door import Door, browser, chromium, made_up_case, write_exports
from web.browser.filling import do_checks
from web.browser.site_map import SiteMap, enter, explore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, StorageState


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for everything that the browser tests make."""
    if chromium() is None:
        said = "no Chromium, Chrome or Edge on this machine: install one (Debian: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="session")
def door(scratch: Path) -> Iterator[Door]:
    """The server with a prepared case; its worker too."""
    one = Door(scratch, made_up_case(scratch))
    yield one
    one.close()


@pytest.fixture(scope="session")
def exports(scratch: Path) -> list[Path]:
    """The made-up case's files, as a person would have them."""
    return list(write_exports(scratch / "files").files)


@pytest.fixture(scope="module")
def chrome(scratch: Path) -> Iterator[Browser]:
    """The browser: of one module, because its event loop must not be there when others use the database."""
    with browser(scratch) as one:
        yield one


@pytest.fixture(scope="session")
def come_in() -> list[tuple[StorageState, SiteMap]]:
    """What `inside` found once, for the modules after it: a case is unlocked once, checks are made once."""
    return []


@pytest.fixture(scope="module")
def inside(
    chrome: Browser, door: Door, scratch: Path, come_in: list[tuple[StorageState, SiteMap]]
) -> tuple[StorageState, SiteMap]:
    """Cookies of somebody who was let in and unlocked the prepared case, and every page there is."""
    if come_in:
        return come_in[0]
    context = chrome.new_context(locale="zh-CN")
    context.set_default_timeout(90_000)
    case = enter(context, door)
    site = explore(context.request, door.base, case, do_checks(context, door, case, scratch / "checks"))
    state = context.storage_state()
    context.close()
    come_in.append((state, site))
    return state, site
