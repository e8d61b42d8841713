"""The real door in a process of its own, the system's Chromium, a made-up case: for tests, pictures and measurements alike."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from ringfence.case import Case
    from ringfence.demo import DemoCase

HERE = Path(__file__).resolve().parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
PASSPHRASE = "一个测试用的口令"
CHINESE = {"LANGUAGE": "zh_CN"}  # of the browser's own words: "选择文件", "年/月/日"


def chromium() -> str | None:
    """Return the path of the system's Chromium or one of its kind, None when there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def browser(scratch: Path) -> Iterator[Browser]:
    """Start the system's Chromium without any network but this computer, with a Chinese font."""
    # a browser of root's has no sandbox to enter
    rooted = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    local = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as play:
        one = play.chromium.launch(
            executable_path=chromium(),
            args=[*rooted, local, "--disable-background-networking", "--force-color-profile=srgb"],
            env=cast("dict[str, str | float | bool]", os.environ | CHINESE | {"FONTCONFIG_FILE": str(fonts(scratch))}),
        )
        yield one
        one.close()


def fonts(scratch: Path) -> Path:
    """Write a font configuration of our own, with the Chinese fonts that letters are set in; nothing need be installed."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    assert spec is not None
    assert spec.origin is not None
    path = scratch / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{Path(spec.origin).parent}</dir><cachedir>{scratch / 'fontcache'}</cachedir>"
        "<alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>"
        "<alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias></fontconfig>",
        encoding="utf-8",
    )
    return path


class Door:
    """A running server with its worker, its data in ``folder``; stopped by :meth:`close`."""

    def __init__(self, folder: Path, case: Path | None = None) -> None:
        guarded = {"PYTHONPATH": str(HERE / "guard"), "RINGFENCE_CASES": str(folder / "cases")}
        command = [sys.executable, str(HERE / "serving.py"), str(folder / "data"), *([str(case)] if case else [])]
        self.log = folder / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=os.environ | guarded
            )
        self._waiting = [self._line()]
        self.base = self._waiting[0].split("/open/")[0]

    def address(self) -> str:
        """Return a one-time address that was not used yet."""
        if self._waiting:
            return self._waiting.pop()
        asked = cast("IO[str]", self.process.stdin)
        asked.write("\n")
        asked.flush()
        return self._line()

    def close(self) -> None:
        """Stop it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            cast("IO[str]", pipe).close()

    def _line(self) -> str:
        line = cast("IO[str]", self.process.stdout).readline().strip()
        if not line:
            raise RuntimeError(f"the server did not start:\n{self.log.read_text(encoding='utf-8')[-4000:]}")
        return line


def write_exports(folder: Path, messages: int = 300, calls: int = 200) -> DemoCase:
    """Write the made-up case's files."""
    from ringfence.demo import write_demo  # noqa: PLC0415 -- only where a case is needed

    return write_demo(folder, messages=messages, calls=calls)


def fill(case: Case, made: DemoCase) -> None:
    """Put the made-up case's people, files, parties and debts into a case."""
    for person in made.people:
        case.name_person(person)
    for path in made.files:
        case.add(path, today=made.today)
    case.name_borrower(made.borrower)
    for party in made.parties[:-1]:  # one stays unnamed, for whoever collects without a name
        case.name_party(party)
    for debt in made.debts:
        case.note_debt(debt)
    case.declare_contacts_known()


def made_up_case(folder: Path, messages: int = 300, calls: int = 200) -> Path:
    """Make the made-up case with something in every room; return its folder. Its passphrase is ``PASSPHRASE``."""
    from ringfence.case import Case  # noqa: PLC0415 -- as above
    from web.browser.filling import fill_rooms  # noqa: PLC0415 -- it knows this module

    made = write_exports(folder / "exports", messages, calls)
    case, _ = Case.create(folder / "虚构案例", PASSPHRASE, name="虚构案例", work_factor=4)
    with case:
        fill(case, made)
        fill_rooms(case, folder / "rooms", made.today)
    return folder / "虚构案例"
