"""A clinic's server over HTTP: twenty people signed in at once over fifty cases, on a PostgreSQL of its own, with two workers.

As ``bench_web`` measures it for one computer, with all that a server adds: two factors to sign in, sessions and roles in the
database, every case unlocked by four of its people, and a line in the log of accesses for every page. The peer is the bar.
"""

from __future__ import annotations

import hmac
import http.client
import importlib.util
import json
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench_web import PASSPHRASE, WORDS, Browser, child, line, p95, timed

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "only for the benchmark, never elsewhere"
EACH = 10  # cases of one person
SET_UP = """
import json, sys
import django; django.setup()
from pathlib import Path
from ringfence.case import Case
from ringfence.web.access import Role
from ringfence.web.accounts.models import Assignment, User
from ringfence.web.accounts.second import keep_secret, new_secret
from ringfence.web.pages.doors import register
folder, cases, users, each, passphrase, password = json.loads(sys.argv[1])
rows = []
for at in range(cases):
    with Case.open(Path(folder) / f"small-{at}", passphrase=passphrase, read_only=True) as case:
        rows.append(register(Path(folder) / f"small-{at}", case))
made = []
for at in range(users):
    user = User(name=f"person{at}", roles=["caseworker"])
    user.set_password(password)
    user.save()
    secret = new_secret()
    keep_secret(user, secret, 0)
    own = [rows[(at * cases // users + n) % cases] for n in range(each)]
    Assignment.objects.bulk_create(Assignment(case=row, user=user, role=Role.CASEWORKER) for row in dict.fromkeys(own))
    made.append([user.name, secret.hex(), [str(row.pk) for row in dict.fromkeys(own)]])
print(json.dumps(made))
"""
WAITING = """
import django; django.setup()
from ringfence.web.accounts.models import AccessLog
from ringfence.web.jobs.models import Job
print(Job.objects.filter(finished=None).count(), AccessLog.objects.count())
"""


def postgres() -> Any:  # noqa: ANN401 -- a module
    """Return what starts a PostgreSQL for the tests."""
    spec = importlib.util.spec_from_file_location("postgres", ROOT / "tests" / "web" / "server" / "postgres.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Member(Browser):
    """Somebody's browser, signed in with both factors."""

    def __init__(self, host: str, name: str, secret: str) -> None:
        self.host = host
        self.cookies: dict[str, str] = {}
        self.lines = http.client.HTTPConnection(host, timeout=120)
        status, _, where = self.post("/sign-in/", "/sign-in/", name=name, password=PASSWORD)
        assert (status, where) == (302, "/sign-in/code/"), (status, where)
        status, _, _ = self.post(where, where, code=code_of(bytes.fromhex(secret)))
        assert status == 302, status

    def unlock(self, case: str) -> str:
        """Open a case by its passphrase; return its address."""
        place = f"/case/{case}/"
        status, _, where = self.post(f"{place}unlock/", f"{place}unlock/", kind="passphrase", secret=PASSPHRASE)
        assert status == 302, (status, where)
        return place


def code_of(secret: bytes) -> str:
    """Return the code that an authenticator app shows now (RFC 6238)."""
    found = hmac.digest(secret, int(time.time() // 30).to_bytes(8), "sha1")
    at = found[-1] & 15
    return f"{(int.from_bytes(found[at : at + 4]) & 0x7FFF_FFFF) % 1_000_000:06d}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def until(wanted: str, ready: Any) -> None:  # noqa: ANN401 -- a function
    """Wait until ``ready`` says so."""
    began = time.monotonic()
    while not ready():
        if time.monotonic() - began > 300:
            raise TimeoutError(wanted)
        time.sleep(0.3)


def healthy(host: str) -> bool:
    """Tell whether the server is well: it answers, its database too, a worker beats."""
    here = http.client.HTTPConnection(host, timeout=10)
    try:
        here.request("GET", "/healthz")
        return here.getresponse().status == 200
    except OSError:
        return False
    finally:
        here.close()


def measure(folder: Path, database: str, pg: Any, sizes: tuple[int, int, int]) -> None:  # noqa: ANN401 -- the module above
    """Serve, sign in, open, and let all read at once."""
    cases, users, rounds = sizes
    host = f"127.0.0.1:{free_port()}"
    env = pg.environment(database, folder / "data") | {"RINGFENCE_SERVER_LISTEN": host, "PYTHONWARNINGS": "default"}
    pg.ringfence(env, "server", "migrate")
    child(folder, [(f"small-{at}", 300, 200, at) for at in range(cases)])
    told = json.dumps([str(folder), cases, users, min(EACH, cases), PASSPHRASE, PASSWORD])
    people = json.loads(pg.python(SET_UP, env, told))
    command = [sys.executable, "-c", "from ringfence.cli import main; main()", "serve", "--server"]
    began = time.perf_counter()
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until("the server is well", lambda: healthy(host))
        print(f"server: well after {time.perf_counter() - began:.1f} s (with a worker's first beat)")
        members = [Member(host, name, secret) for name, secret, _ in people]
        own = [[one.unlock(case) for case in owned] for one, (_, _, owned) in zip(members, people, strict=True)]
        first = [timed(one, place) for one, places in zip(members, own, strict=True) for place in places]
        until("the workers are done", lambda: pg.python(WAITING, env).startswith("0 "))
        logged = int(pg.python(WAITING, env).split()[1])
        times = together(members, own, rounds)
        wanted = f"{users} people signed in on a server with PostgreSQL over {cases} cases, p95"
        line(wanted, times, 500)
        print(f"first look at each case after unlocking, one after the other: p95 {p95(first):.0f} ms")
        lines = int(pg.python(WAITING, env).split()[1]) - logged
        assert lines == len(times), "every page stands in the log of accesses"
        status = Path(f"/proc/{server.pid}/status")
        if status.exists():
            found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="ascii"))
            print(
                f"server: {int(found.group(1)) / 1024 if found else 0:.0f} MiB at most, {lines} lines of the log written"
            )
    finally:
        server.terminate()
        server.wait(60)


def together(members: list[Member], own: list[list[str]], rounds: int) -> list[float]:
    """Let every member read pages of their cases at the same time; return the seconds of each page."""
    times: list[float] = []

    def use(number: int) -> None:
        paths = ("", "timeline/", f"timeline/?q={quote(WORDS[number % len(WORDS)])}&all=1", "findings/", "people/")
        for at in range(rounds):
            place = own[number][at % len(own[number])]
            times.append(timed(members[number], place + paths[at % len(paths)]))
            time.sleep(0.5)  # a person looks at what came

    threads = [threading.Thread(target=use, args=(number,)) for number in range(len(members))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == len(members) * rounds, "somebody's page failed"
    return times


def main() -> None:
    """Measure and print."""
    pg = postgres()
    if pg.tool("initdb") is None:
        print("skipped: PostgreSQL is not installed (bash scripts/system.sh)")
        return
    sizes = (5, 5, 4) if "--quick" in sys.argv else (50, 20, 10)
    with tempfile.TemporaryDirectory() as name, pg.started() as database:
        measure(Path(name), database, pg, sizes)


if __name__ == "__main__":
    main()
