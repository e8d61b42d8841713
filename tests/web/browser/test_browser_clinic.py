"""The pages that only a clinic's server has keep the rules of ``page_rules``: for staff, the front desk, visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from web.browser.clinic_door import ClinicDoor, clinic_door, settle
from web.browser.page_rules import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from web.browser.site_map import SiteMap

pytest_plugins = ["web.browser.browser_house"]
pytestmark = pytest.mark.slow
# what each sort of visitor must have found at least
FOUND = {
    "lead": {
        "start", "board", "staff", "new-account", "account", "cases", "assign", "work", "log", "case-log", "me", "password",
        "token", "links", "waiting", "new", "bring",
    },
    "intake": {"start", "bring", "me"},
    "nobody": {"sign-in", "hand-in", "set-up"},
    "enrol": {"enrol"},
    "second": {"second"},
}  # fmt: skip


@pytest.fixture(scope="module")
def clinic(scratch: Path) -> Iterator[ClinicDoor]:
    """A clinic with people, cases and something handed in."""
    with clinic_door(scratch) as one:
        yield one


@pytest.fixture(scope="module")
def found(chrome: Browser, clinic: ClinicDoor) -> dict[str, SiteMap]:
    """The pages by sort of visitor."""
    return settle(clinic, chrome)


@pytest.mark.parametrize("who", FOUND)
def test_pages_of(chrome: Browser, clinic: ClinicDoor, found: dict[str, SiteMap], who: str) -> None:
    assert FOUND[who] - set(found[who].pages) == set()
    session = clinic.told["signed"].get(who) or clinic.told["half"].get(who, "")
    context = clinic.context(chrome, session)
    names = found[who].pages if who == "lead" else {name: found[who].pages[name] for name in sorted(FOUND[who])}
    faults = [
        fault
        for name, paths in names.items()
        for path in paths
        for fault in faults_of(context, clinic.base, path, name)
    ]
    context.close()
    assert not faults, "\n".join(faults)
