"""A large upload through the real server: what the server's and the worker's memory grow by, and how quick it is.

Sends a generated file of ``--gib`` (default 2) to ``ringfence serve`` as a browser would, waits until it lies in the vault, and
prints the resident memory of both processes before and at its highest (VmHWM of /proc, Linux only). ``--quick`` sends 256 MiB.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ringfence.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSPHRASE = "a passphrase for the benchmark"
PIECE = os.urandom(1024 * 1024)
BAR_MIB = 64  # more than this for any size would mean that it is held in memory
MIB = 1024 * 1024
START = """
import sys; from pathlib import Path
from ringfence.web import Opening, serve
serve(Opening(port=0, browser=False, case=Path(sys.argv[1]), data=Path(sys.argv[2])), lambda address: print(address, flush=True))
"""


class Browser:
    """As much of a browser as an upload needs: a cookie, a form's token."""

    def __init__(self, host: str) -> None:
        self.host, self.cookie = host, ""

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str, str]:
        """Return status, where it leads, the page."""
        link = http.client.HTTPConnection(self.host, timeout=1800)
        if self.cookie:
            headers["Cookie"] = self.cookie
        link.request(method, path, body=body, headers=headers)  # type: ignore[arg-type]  # an iterator is taken too
        answer = link.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith("ringfence_session"):
                self.cookie = value.split(";")[0]
        page = answer.read().decode()
        link.close()
        return answer.status, answer.getheader("Location") or "", page

    def form(self, path: str, **fields: str) -> str:
        """Send a form of the page at ``path`` and return where it leads."""
        token = token_of(self.ask("GET", path)[2])
        body = urlencode({"csrfmiddlewaretoken": token, **fields})
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})[1]


def token_of(page: str) -> str:
    """Return the token in a page's form."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return found.group(1) if found is not None else ""


def upload(browser: Browser, path: str, size: int) -> None:
    """Send ``size`` bytes as a file named as no format we read."""
    token = token_of(browser.ask("GET", path)[2])
    mark = "----generated"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="large.bin"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    tail = f"\r\n--{mark}--\r\n".encode()

    def pieces() -> Iterator[bytes]:
        yield head
        for _ in range(size // len(PIECE)):
            yield PIECE
        yield tail

    status, _, _ = browser.ask(
        "POST",
        path,
        pieces(),
        **{
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Content-Length": str(len(head) + size + len(tail)),
        },
    )
    if status != 302:
        raise SystemExit(f"the upload was answered with {status}")


def memory(process: int, what: str) -> float:
    """Return VmRSS or VmHWM of a process in MiB."""
    found = re.search(rf"^{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(), re.MULTILINE)
    return int(found.group(1)) / 1024 if found else 0.0


def worker_of(server: int) -> int:
    """Return the worker that a server started."""
    lists = Path(f"/proc/{server}/task").glob("*/children")  # one of its threads did
    return int(next(pid for pids in lists for pid in pids.read_text().split()))


def main() -> int:
    """Run it and say the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gib", type=float, default=2.0)
    options.add_argument("--quick", action="store_true")
    given = options.parse_args()
    size = 256 * MIB if given.quick else int(given.gib * 1024) * MIB
    with tempfile.TemporaryDirectory(prefix="bench-upload-") as place:
        folder = Path(place)
        Case.create(folder / "case", PASSPHRASE, work_factor=4)[0].close()
        server = subprocess.Popen(
            [sys.executable, "-c", START, str(folder / "case"), str(folder / "data")], stdout=subprocess.PIPE, text=True
        )
        try:
            return measure(server, folder, size)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def measure(server: subprocess.Popen[str], folder: Path, size: int) -> int:
    """Upload once and compare the memory before with the highest."""
    address = urlsplit((server.stdout.readline() if server.stdout is not None else "").strip())
    browser = Browser(address.netloc)
    goal = browser.ask("GET", f"{address.path}?{address.query}")[1]
    case = browser.form(goal, secret=PASSPHRASE)
    for tail in ("add/", "material/", "add/now/"):
        browser.ask("GET", f"{case}{tail}")
    upload(browser, f"{case}add/", 8 * MIB)  # everything that is loaded once is loaded
    wait(browser, case)
    worker = worker_of(server.pid)
    before = memory(server.pid, "VmHWM"), memory(worker, "VmHWM")
    began = time.monotonic()
    upload(browser, f"{case}add/", size)
    sent = time.monotonic() - began
    wait(browser, case)
    kept = time.monotonic() - began
    after = memory(server.pid, "VmHWM"), memory(worker, "VmHWM")
    left = [path.name for path in (folder / "data" / "spool").iterdir()]
    grown = max(after[0] - before[0], after[1] - before[1])
    print(
        f"upload of {size / MIB:.0f} MiB: taken in {sent:.1f} s, in the vault after {kept:.1f} s; left in the spool: {len(left)}"
    )
    print(
        f"server: {before[0]:.0f} MiB before, at most {after[0]:.0f} MiB; worker: {before[1]:.0f}, at most {after[1]:.0f} MiB"
    )
    print(f"RATIO upload memory | {grown:.0f} MiB | {BAR_MIB} MiB | {grown / BAR_MIB:.2f} | 1.00")
    return 0 if grown < BAR_MIB and not left else 1


def wait(browser: Browser, case: str) -> None:
    """Wait until nothing is being worked on."""
    for _ in range(3600):
        time.sleep(0.5)
        if "<progress" not in browser.ask("GET", f"{case}add/now/")[2]:
            return


if __name__ == "__main__":
    sys.exit(main())
