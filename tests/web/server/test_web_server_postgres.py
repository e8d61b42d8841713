"""On a real PostgreSQL: tables, the log that only grows, workers that share the queue, a whole server, backup and restore."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from web.server import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
SET_UP = "import django; django.setup()\n"


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with postgres.started() as database:
        env = postgres.environment(database, tmp_path_factory.mktemp("server") / "data")
        postgres.ringfence(env, "server", "migrate")
        yield env


def test_the_log_only_grows(env: dict[str, str]) -> None:
    """Whoever has the server's own database account cannot change or remove a line."""
    script = """
from django.db import DatabaseError, connection, transaction
from ringfence.web.accounts.models import AccessLog
AccessLog.objects.create(who="", page="x", result=200)
for tried in (
    lambda: AccessLog.objects.update(result=201),
    lambda: AccessLog.objects.all().delete(),
    lambda: connection.cursor().execute("TRUNCATE accounts_accesslog"),
):
    try:
        with transaction.atomic():
            tried()
    except DatabaseError as fault:
        print("refused" if "only grows" in str(fault) else fault)
    else:
        print("done")
print(AccessLog.objects.get().result)
"""
    assert postgres.python(SET_UP + script, env).split() == ["refused"] * 3 + ["200"]


OLD = """
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from ringfence.web.accounts.models import AccessLog
now = timezone.now()
with connection.cursor() as cursor:  # as a clock would have written them
    for days in (1200, 900, 400, 200, 100, 1):
        cursor.execute('INSERT INTO accounts_accesslog (at, who, page, act, change, result, token)'
            ' VALUES (%s, %s, %s, %s, false, 200, %s)', [now - timedelta(days=days), "w", f"p{days}", "see", ""])
"""
TOLD = """
from ringfence.web.accounts.models import AccessLog
from ringfence.web.accounts.retention import pruned_to
pages = AccessLog.objects.filter(who__in=["w", ""], page__regex="^(p[0-9]|pruned)").order_by("id")
print(";".join(pages.values_list("page", flat=True)))
print(pruned_to())
"""


def test_old_lines_go_and_the_database_tells_of_it(env: dict[str, str]) -> None:
    """By the documented step, and by anything else that has the server's database account."""
    postgres.python(SET_UP + OLD, env)
    with pytest.raises(AssertionError, match="至少保留 6 个月"):
        postgres.ringfence(env, "server", "prune-log", "--months", "5")
    assert "2 行早于 24 个月" in postgres.ringfence(env, "server", "check")
    assert "清理了 2 行" in postgres.ringfence(env, "server", "prune-log")
    first, to = postgres.python(SET_UP + TOLD, env).split()[0], postgres.python(SET_UP + TOLD, env).split()[-1]
    assert first.startswith("p400;p200;p100;p1;pruned")
    day = (datetime.now(UTC) - timedelta(days=900)).date()
    assert abs(date.fromisoformat(to) - day) <= timedelta(days=1)
    by_hand = """
from django.db import DatabaseError, connection, transaction
for wanted in ("page = 'p100'", "page LIKE 'p%%'", "page LIKE 'pruned%%'", "page IN ('p400', 'p200')", "page = 'none'"):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_accesslog WHERE " + wanted)
        print("done")
    except DatabaseError as fault:
        print("refused" if "only grows" in str(fault) else fault)
"""
    assert postgres.python(SET_UP + by_hand, env).split() == ["refused"] * 3 + ["done"] * 2
    left = postgres.python(SET_UP + TOLD, env).splitlines()[0].split(";")
    assert [one.split(" to ")[0] for one in left] == ["p100", "p1", "pruned 2", "pruned 2"]
    assert "清理了 0 行" in postgres.ringfence(env, "server", "prune-log", "--months", "6")


def test_several_workers_share_the_queue_and_each_job_is_done_once(env: dict[str, str], tmp_path: Path) -> None:
    """Six processes take 120 rows; nobody waits for another's row (SKIP LOCKED)."""
    ask = "from ringfence.web.jobs.queue import ask\n[ask('none', ('x', 'x')) for _ in range(120)]\n"
    postgres.python(SET_UP + ask, env)
    take = """
import sys, time
from ringfence.web.jobs.queue import take
while not __import__("pathlib").Path(sys.argv[1]).exists(): time.sleep(0.01)
while (job := take("w")) is not None: print(job.pk, flush=True); time.sleep(0.005)
"""
    go = tmp_path / "go"
    command = [sys.executable, "-c", SET_UP + take, str(go)]
    workers = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    time.sleep(3)
    go.touch()
    taken = [one.communicate(timeout=120)[0].split() for one in workers]
    every = [job for own in taken for job in own]
    assert len(every) == len(set(every)) == 120
    assert sum(1 for own in taken if own) > 1
    clean = "from ringfence.web.jobs.models import Job\nJob.objects.all().delete()\n"
    postgres.python(SET_UP + clean, env)


def test_a_row_that_one_holds_does_not_stop_the_other(env: dict[str, str]) -> None:
    script = """
import threading, time
from django.db import connection, transaction
from ringfence.web.jobs.models import Job
from ringfence.web.jobs.queue import ask, take
first, second = ask("none", ("x", "x")), ask("none", ("x", "x"))
held, done = threading.Event(), threading.Event()
def hold():
    with transaction.atomic():
        Job.objects.select_for_update().get(pk=first.pk)
        held.set(); done.wait(30)
    connection.close()
thread = threading.Thread(target=hold); thread.start(); held.wait(30)
began = time.monotonic(); taken = take("w"); took = time.monotonic() - began
done.set(); thread.join()
print(taken.pk == second.pk, took < 5)
Job.objects.all().delete()
"""
    assert postgres.python(SET_UP + script, env).split() == ["True", "True"]


def test_a_whole_server_answers_works_and_stops(env: dict[str, str], tmp_path: Path) -> None:
    """Started as systemd would: it says that it is well once a worker beats, and SIGTERM ends it with its workers."""
    listen = tmp_path / "web.sock"
    own = env | {"RINGFENCE_SERVER_LISTEN": str(listen), "RINGFENCE_SERVER_WORKERS": "2"}
    command = [sys.executable, "-c", "from ringfence.cli import main; main()", "serve", "--server"]
    server = subprocess.Popen(command, env=own, stderr=subprocess.DEVNULL)
    asked = """
import http.client, socket, sys
class Here(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX); self.sock.connect(sys.argv[1])
for path in sys.argv[2:]:
    here = Here("localhost"); here.request("GET", path); answer = here.getresponse()
    print(answer.status, answer.read().decode())
"""
    try:
        until = time.monotonic() + 60
        told = ""
        while time.monotonic() < until and not told.startswith("200"):
            time.sleep(0.5)
            if listen.exists():
                told = postgres.python(asked, env, str(listen), "/healthz")
        assert told.startswith("200"), told
        told = postgres.python(asked, env, str(listen), "/sign-in/", "/metrics", "/")
        assert "登录名" in told
        assert "ringfence_workers" in told
        assert told.rstrip().endswith("302")
    finally:
        server.terminate()
        assert server.wait(60) == 0


CASE = """
import sys
from django.conf import settings
from pathlib import Path
from ringfence.case import Case
from ringfence.ingest import Source
from ringfence.web.pages.doors import register
folder = Path(settings.RINGFENCE_CASES) / "one"
folder.parent.mkdir(parents=True, exist_ok=True)
case, _ = Case.create(folder, "一个测试口令", work_factor=4)
with case:
    case.add(Source.of_bytes("a.txt", "一段话".encode()))
    register(folder, case)
"""
LOOK = """
import json
from ringfence.case import Case
from ringfence.vault import verify
from ringfence.web.accounts.models import AccessLog, User
from ringfence.web.registry.models import CaseRow
row = CaseRow.objects.get()
with Case.open(row.path, passphrase="一个测试口令") as case:
    print(json.dumps([len(case.state.sources), verify(row.path, vault=case.vault).ok, User.objects.count(),
        AccessLog.objects.count(), str(row.path)]))
"""


def test_a_backup_restored_elsewhere_verifies(env: dict[str, str], tmp_path: Path) -> None:
    """Dump and data folder -> another data folder, another database -> the case opens and verifies, accounts are there."""
    postgres.ringfence(env, "server", "admin", "管理员")
    postgres.python(SET_UP + CASE, env)
    before = json.loads(postgres.python(SET_UP + LOOK, env))
    postgres.ringfence(env, "server", "backup", str(tmp_path / "backup"))
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    with postgres.started() as other:
        there = postgres.environment(other, tmp_path / "elsewhere")
        postgres.ringfence(there, "server", "restore", str(tmp_path / "backup"))
        after = json.loads(postgres.python(SET_UP + LOOK, there))
        assert after[:4] == before[:4]
        assert after[1] is True
        assert after[4].startswith(str(tmp_path / "elsewhere"))
        with pytest.raises(AssertionError, match="不是空的"):
            postgres.ringfence(there, "server", "restore", str(tmp_path / "backup"))
        assert "✗" not in postgres.ringfence(there, "server", "check")


def test_a_changed_backup_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    postgres.ringfence(env, "server", "backup", str(tmp_path / "backup"))
    (tmp_path / "backup" / "data" / "server.key").write_text("00" * 32)
    there = postgres.environment(env["DATABASE_URL"], tmp_path / "elsewhere")
    with pytest.raises(AssertionError, match="被改动"):
        postgres.ringfence(there, "server", "restore", str(tmp_path / "backup"))
