"""A clinic's real server over a PostgreSQL of its own, with people and cases, for the browser's tests and pictures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.urls import URLPattern
from playwright.sync_api import Error as PlaywrightError

from ringfence.web import urls_server
from web.browser.site_map import SiteMap, explore
from web.server import postgres
from web.server.clinic_people import PASSPHRASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

URLS = "ringfence.web.urls_server"
HERE = Path(__file__).resolve().parent
START_S = 120
# what stands in a clinic's addresses only, or is made anew for it; the rest is looked at in one's own door
OWN = frozenset(
    one.name
    for one in urls_server.urlpatterns
    if isinstance(one, URLPattern) and one.name and one.callback.__module__.startswith("ringfence.web.pages.clinic")
)
_PORT = "import socket; one = socket.socket(); one.bind(('127.0.0.1', 0)); print(one.getsockname()[1])"


class ClinicDoor:
    """A running clinic. ``told``: sessions of its people, its cases, a set-up link (``clinic_filling``)."""

    def __init__(self, base: str, told: dict[str, Any]) -> None:
        self.base, self.told = base, told

    def context(self, chrome: Browser, session: str = "", **options: Any) -> BrowserContext:  # noqa: ANN401 -- Playwright's own
        """Return a browser of somebody: the value of their cookie, "" for whoever has none."""
        context = chrome.new_context(**({"locale": "zh-CN"} | options))
        context.set_default_timeout(120_000)
        if session:
            context.add_cookies([{"name": "ringfence_session", "value": session, "url": self.base}])
        return context

    def case(self, number: int = 0) -> str:
        """Return the address of a case."""
        return f"/case/{self.told['cases'][number]}/"


@contextmanager
def clinic_door(scratch: Path) -> Iterator[ClinicDoor]:
    """Start PostgreSQL, tables, people and the server; skip where there is no PostgreSQL."""
    with postgres.started() as database:
        env = postgres.environment(database, scratch / "clinic")
        env["RINGFENCE_SERVER_HOSTS"] = "127.0.0.1"
        env["RINGFENCE_SERVER_LISTEN"] = f"127.0.0.1:{postgres.python(_PORT, env).strip()}"
        env["RINGFENCE_SERVER_WORKERS"] = "1"
        postgres.ringfence(env, "server", "migrate")
        filled = subprocess.run(
            [sys.executable, str(HERE / "clinic_filling.py"), str(scratch / "clinic-files")],
            env=env | {"PYTHONWARNINGS": "default"},
            capture_output=True,
            text=True,
            check=True,
        )
        command = [sys.executable, "-c", "from ringfence.cli import main; main()", "serve", "--server"]
        with (scratch / "clinic.log").open("wb") as log:
            server = subprocess.Popen(command, env=env | {"PYTHONPATH": _guarded(env)}, stdout=log, stderr=log)
        try:
            yield ClinicDoor(f"http://{env['RINGFENCE_SERVER_LISTEN']}", json.loads(filled.stdout.splitlines()[-1]))
        finally:
            server.terminate()
            server.wait(60)


def _guarded(env: dict[str, str]) -> str:
    """Return where Python looks first: the guard that lets a process reach nothing but this computer."""
    return os.pathsep.join([str(HERE / "guard"), env["PYTHONPATH"]])


def settle(door: ClinicDoor, chrome: Browser) -> dict[str, SiteMap]:
    """Open cases, let somebody hand in, leave work to see; return the pages that each sort of visitor finds."""
    lead, intake, nobody = (door.context(chrome, door.told["signed"].get(who, "")) for who in ("lead", "intake", ""))
    page = lead.new_page()
    _up(page, door.base)
    for number in (0, 1):
        page.goto(f"{door.base}{door.case(number)}unlock/")
        page.locator("input[name=secret], input[type=password]").first.fill(PASSPHRASE)
        page.locator("main form button").first.click()
        page.locator("h1", has_text="发生了什么").wait_for()
    page.goto(f"{door.base}{door.case()}links/")
    page.locator("#id_label").fill("借款人的姐姐(演示)")
    page.locator("main form button").first.click()
    link = page.locator(".key code").first.inner_text()
    visitor = nobody.new_page()
    visitor.goto(link)
    visitor.locator("textarea").first.fill("早上七点有人打来,说要上门(演示)")
    visitor.locator("#hand-in button").click()
    visitor.locator("#hand-in-state", has_text="收到").wait_for()
    page.goto(f"{door.base}{door.case()}report/")
    page.locator("main form button").click()
    page.locator(".job .note.good").wait_for()
    clerk = intake.new_page()
    clerk.goto(f"{door.base}{door.case()}bring/")
    clerk.locator("#files").set_input_files({"name": "记事.txt", "mimeType": "text/plain", "buffer": "演示\n".encode()})
    clerk.locator("main form button").click()
    clerk.locator("table").wait_for()
    path = link.removeprefix(door.base)
    found = {
        "lead": _explored(lead, door, ["/", "/board/", door.case()]),
        "intake": _explored(intake, door, ["/", f"{door.case()}bring/"]),
        "nobody": _explored(nobody, door, ["/sign-in/", path, f"/set-up/{door.told['set_up']}/", "/set-up/none/"]),
        "enrol": _explored(door.context(chrome, door.told["half"]["enrol"]), door, ["/sign-in/first/"]),
        "second": _explored(door.context(chrome, door.told["half"]["second"]), door, ["/sign-in/code/"]),
    }
    for context in (lead, intake, nobody):
        context.close()
    return found


def _explored(context: BrowserContext, door: ClinicDoor, known: list[str]) -> SiteMap:
    site = explore(context.request, door.base, door.case(), known, urlconf=URLS)
    site.pages = {name: paths for name, paths in site.pages.items() if name in OWN}
    return site


def _up(page: Page, base: str) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + START_S
    while True:
        try:
            if page.request.get(urljoin(base, "/sign-in/")).ok:
                return
        except PlaywrightError:  # it does not listen yet
            if time.monotonic() > until:
                raise
        time.sleep(0.3)
