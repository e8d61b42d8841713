"""The web door over HTTP against the real server: a large case for one user, fifty small ones for twenty users at once.

No other tool shows this, so the peer is the bar. Each figure is taken at the client: request sent to last byte read. The server is
a process of its own with its worker. Memory is the proportional size (PSS) of the server and all it started, looked at every 50 ms;
resident size of the server alone beside it. Where processes wait for each other (start, working out) the CPU seconds stand beside
the wall's. What the first page costs after unlocking and after a change is said apart: a large case is then worked out aside
(web/builder.py) while pages go on. Every page that links lead to is asked for ten times; the slowest ten are printed, each with the
server's CPU time beside the wall's.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

PASSPHRASE = "benchmark only"
SHOWN = 10  # slowest pages
HERE = Path(__file__).resolve().parent
SERVING = HERE.parent / "tests" / "web" / "browser" / "serving.py"
WORDS = ("逾期", "还款", "家里人", "验证码", "起诉", "今天", "贷", "快递")


def build(folder: Path, name: str, messages: int, calls: int, seed: int) -> Path:
    """Make a case of the demo's story at the wanted size (not measured)."""
    from ringfence.case import Case
    from ringfence.demo import write_demo

    made = write_demo(folder / f"{name}-files", seed=seed, messages=messages, calls=calls)
    case, _ = Case.create(folder / name, PASSPHRASE, work_factor=10)
    with case:
        for person in made.people:
            case.name_person(person)
        for path in made.files:
            case.add(path, today=made.today)
        for party in made.parties:
            case.name_party(party)
        for debt in made.debts:
            case.note_debt(debt)
        case.declare_contacts_known()
        case.events()  # keeps the classified timeline, as the worker does after adding
    return folder / name


class Browser:
    """One user's connection with its cookies."""

    def __init__(self, address: str) -> None:
        self.host = address.split("/")[2]
        self.cookies: dict[str, str] = {}
        self.lines = http.client.HTTPConnection(self.host, timeout=120)
        self.get("/open/" + address.split("/open/")[1])

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        """Send one request and read its whole answer; return status, body, where it sends the reader."""
        head = {
            "Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items()),
            "Accept-Language": "zh-CN",
        }
        body = None
        if form is not None:
            body = urlencode(form)
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self.host}"}
        self.lines.request(method, path, body, head)
        answer = self.lines.getresponse()
        data = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = line.split(";")[0].partition("=")
            self.cookies[key] = value
        return answer.status, data, answer.headers.get("Location", "")

    def get(self, path: str) -> tuple[int, bytes, str]:
        """Read a page."""
        return self.ask("GET", path)

    def post(self, page: str, path: str, **form: str) -> tuple[int, bytes, str]:
        """Send a form with the token of ``page``."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page)[1])
        assert token is not None
        return self.ask("POST", path, form | {"csrfmiddlewaretoken": token.group(1).decode()})

    def take_in(self, folder: Path) -> str:
        """Put a case folder into the list, open; return the case's address."""
        status, _, where = self.post("/known/", "/known/", folder=str(folder), passphrase=PASSPHRASE)
        assert status == 302, status
        return where


class Server:
    """The real server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        began = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, str(SERVING), str(folder / "data")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.address = self.line()
        self.first = Browser(self.address)
        assert self.first.get("/")[0] == 200
        self.start_s, self.start_cpu = time.perf_counter() - began, self.cpu()[0]
        self.watch = Watch(self.process.pid)

    def line(self) -> str:
        """Read an address."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def another(self) -> Browser:
        """Let another browser in."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return Browser(self.line())

    def memory(self) -> tuple[float, float]:
        """Return resident and highest resident memory in MiB, (0, 0) where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0.0, 0.0
        told = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return int(told["VmRSS"].split()[0]) / 1024, int(told["VmHWM"].split()[0]) / 1024

    def cpu(self) -> tuple[float, float]:
        """Return the CPU seconds of the server and of what it started and saw end; (0, 0) where the system does not tell."""
        path = Path(f"/proc/{self.process.pid}/stat")
        if not path.exists():
            return 0.0, 0.0
        told = path.read_text(encoding="ascii").rsplit(")", 1)[1].split()
        user, system, *ended = (int(part) / os.sysconf("SC_CLK_TCK") for part in told[11:15])
        return user + system, sum(ended)

    def close(self) -> None:
        """Stop it."""
        self.watch.over.set()
        self.process.terminate()
        self.process.wait(30)


class Watch(threading.Thread):
    """Looks at the memory of a process and of all it started."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.over, self.most, self.parts = pid, threading.Event(), 0.0, ""
        self.start()

    def run(self) -> None:
        """Remember the highest sum (MiB) and who had how much of it."""
        while not self.over.wait(0.05):
            parts = [(name, size) for pid in (self.pid, *started_by(self.pid)) for name, size in proportional(pid)]
            whole = sum(size for _, size in parts)
            if whole > self.most:
                self.most, self.parts = whole, " + ".join(f"{name} {size:.0f}" for name, size in parts)


def started_by(pid: int) -> list[int]:
    """Return the processes that a process's threads started, where the system tells."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, path.read_text(encoding="ascii").split())
    return found


def proportional(pid: int) -> list[tuple[str, float]]:
    """Return name and proportional memory in MiB of a process, nothing when it ended or the system does not tell."""
    with suppress(OSError, StopIteration):
        words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
        name = words[words.index("-m") + 1].rpartition(".")[2] if "-m" in words else "server"
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return [(name, int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024)]
    return []


def p95(times: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def timed(browser: Browser, path: str) -> float:
    """Return the seconds of one page."""
    began = time.perf_counter()
    status, _, _ = browser.get(path)
    assert status == 200, (status, path)
    return time.perf_counter() - began


def until_ready(browser: Browser, path: str, wanted: int = 200) -> float:
    """Return the seconds until a page is there and tells of nothing under way."""
    began = time.perf_counter()
    while True:
        status, body, _ = browser.get(path)
        if status == wanted and "正在重新整理".encode() not in body:
            return time.perf_counter() - began
        time.sleep(0.1)


def large(folder: Path, quick: bool) -> None:  # noqa: FBT001 -- the command line's own switch
    """One user, one large case."""
    messages, calls = (9_000, 1_200) if quick else (90_000, 12_000)
    child(folder, [("large", messages, calls, 1)])
    server = Server(folder)
    try:
        one = server.first
        print(
            f"RATIO web: start to first page ({server.start_cpu:.2f} s CPU) | {server.start_s:.2f} s | bar 2 s "
            f"| {server.start_s / 2:.2f} | <= 1"
        )
        case = one.take_in(folder / "large")
        print(
            f"first page after unlocking, timeline kept: {until_ready(one, case):.2f} s (the page says that it is working)"
        )
        count = 20 if quick else 100
        line(f"first screen of {messages + calls:,} events, p95", [timed(one, case) for _ in range(count)], 300)
        searched = [
            timed(one, f"{case}timeline/?q={quote(WORDS[at % len(WORDS)])}&all={at % 2}") for at in range(count)
        ]
        line("search, p95", searched, 200)
        filters = ("label=reminder", "night=1", "kind=call&all=1", "person=debtor", "all=1&page=900", "from=2026-03-01")
        line("filter, p95", [timed(one, f"{case}timeline/?{filters[at % len(filters)]}") for at in range(count)], 200)
        line("findings, p95", [timed(one, f"{case}findings/") for _ in range(count // 4)], 300)
        line("who is who, p95", [timed(one, f"{case}people/") for _ in range(count // 4)], 300)
        heavy = {path: len(one.get(case + path)[1]) for path in ("", "timeline/?all=1", "findings/", "people/", "add/")}
        worst = max(heavy, key=lambda path: heavy[path])
        assets = sum(len(one.get(f"/static/{name}")[1]) for name in ("web/page.css", "django_htmx/htmx-2.min.js"))
        whole = (heavy[worst] + assets) / 1024
        print(f"RATIO web: heaviest page ({worst or 'first'}) | {whole:.0f} KB | bar 250 KB | {whole / 250:.2f} | <= 1")
        every_page(server, case)
        after_a_change(server, case)
        now, most = server.memory()
        print(f"server alone: {now:.0f} MiB resident at the end, {most:.0f} MiB at most")
        whole = server.watch.most
        print(f"memory at its highest: {server.watch.parts}")
        print(
            f"RATIO web: memory of server, worker, builder | {whole:.0f} MiB | bar 600 MiB | {whole / 600:.2f} | <= 1"
        )
    finally:
        server.close()


def every_page(server: Server, case: str) -> None:
    """Ask ten times for each page of the case that links lead to (two of one kind at most); print the slowest ten."""
    one = server.first
    waiting, kinds, pages = [case], dict[str, int](), dict[str, tuple[list[float], float]]()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(
            r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)[A-Z][0-9a-z-]*(?=/)|(?<=/papers/)[^/]+", "*", path.split("?")[0]
        )
        if path in pages or kinds.get(kind, 0) >= 2:
            continue
        status, body, _ = one.get(path)
        if status != 200 or not body.lstrip().lower().startswith(b"<!doctype html"):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        before = server.cpu()[0]
        times = [timed(one, path) for _ in range(10)]
        pages[path] = times, (server.cpu()[0] - before) * 100
        links = re.findall(r'href="([^"#]+)', body.decode())
        waiting += [unescape(link) for link in links if unescape(link).startswith(case)]
    slow = sorted(pages, key=lambda path: p95(pages[path][0]), reverse=True)
    for path in slow[:SHOWN]:
        times, busy = pages[path]
        named = path.removeprefix(case) or "first screen"
        print(f"  {p95(times):5.0f} ms p95, {sorted(times)[5] * 1000:4.0f} median, {busy:4.0f} of CPU  {named}")
    line(f"slowest of {len(pages)} pages, p95", pages[slow[0]][0], 300)


def after_a_change(server: Server, case: str) -> None:
    """Correct an event: what that costs, what pages cost meanwhile, until everything is new."""
    one, before = server.first, server.cpu()[1]
    body = one.get(f"{case}timeline/?label=reminder")[1].decode()
    found = re.search(r'href="([^"]+/timeline/E[0-9a-z]+/)"', body)
    assert found is not None
    began = time.perf_counter()
    status, _, _ = one.post(found.group(1), found.group(1) + "correct/", label="notice")
    assert status == 302
    changed = time.perf_counter() - began
    meanwhile: list[float] = []
    while True:
        began_page = time.perf_counter()
        _, page, _ = one.get(case)
        meanwhile.append(time.perf_counter() - began_page)
        if "正在重新整理".encode() not in page and len(meanwhile) > 1:
            break
        time.sleep(0.05)
    whole = time.perf_counter() - began
    print(
        f"after a change: the change itself {changed:.2f} s; pages meanwhile p95 {p95(meanwhile):.0f} ms "
        f"({len(meanwhile)} pages, with how it stood before); all worked in after {whole:.1f} s "
        f"({server.cpu()[1] - before:.1f} s CPU aside)"
    )


def small(folder: Path, quick: bool) -> None:  # noqa: FBT001 -- as above
    """Twenty users at once over fifty small cases."""
    cases, users, rounds = (5, 5, 4) if quick else (50, 20, 10)
    server = Server(folder)
    try:
        child(folder, [(f"small-{at}", 300, 200, at) for at in range(cases)])
        addresses = [server.first.take_in(folder / f"small-{at}") for at in range(cases)]
        for address in addresses:
            assert server.first.get(address)[0] == 200
        browsers = [server.another() for _ in range(users)]
        times: list[float] = []

        def use(number: int) -> None:
            paths = ("", "timeline/", f"timeline/?q={quote(WORDS[number % len(WORDS)])}&all=1", "findings/", "people/")
            for at in range(rounds):
                case = addresses[(number * 7 + at * 3) % len(addresses)]
                times.append(timed(browsers[number], case + paths[at % len(paths)]))
                time.sleep(0.5)  # a person looks at what came

        began = time.perf_counter()
        threads = [threading.Thread(target=use, args=(number,)) for number in range(users)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = len(times) / (time.perf_counter() - began)
        line(f"{users} users at once over {cases} cases ({rate:.0f} pages/s), p95", times, 500)
    finally:
        server.close()


def line(name: str, times: list[float], bar: int) -> None:
    """Print one figure against its bar."""
    took = p95(times)
    middle = sorted(times)[len(times) // 2] * 1000
    print(
        f"RATIO web: {name} (median {middle:.0f}) | {took:.0f} ms | bar {bar} ms | {took / bar:.2f} | <= 1", flush=True
    )


def child(folder: Path, wanted: list[tuple[str, int, int, int]]) -> None:
    """Build cases (name, messages, calls, seed) in a process of their own."""
    told = json.dumps([str(folder), wanted])
    subprocess.run([sys.executable, __file__, "build", told], check=True, env=os.environ, stdout=subprocess.DEVNULL)


def main() -> None:
    """Measure and print."""
    if len(sys.argv) == 3 and sys.argv[1] == "build":
        folder, wanted = json.loads(sys.argv[2])
        for name, messages, calls, seed in wanted:
            build(Path(folder), name, messages, calls, seed)
        return
    quick = "--quick" in sys.argv
    with tempfile.TemporaryDirectory() as name:
        large(Path(name), quick)
    with tempfile.TemporaryDirectory() as name:
        small(Path(name), quick)


if __name__ == "__main__":
    main()
