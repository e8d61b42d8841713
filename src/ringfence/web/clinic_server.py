"""Running a clinic's server: one web process with threads, since unlocked keys live in one memory, and workers for long work."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringfence.schema import RingfenceError
from ringfence.web import config as configs
from ringfence.web.serve import start_worker

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from ringfence.web.config import ServerConfig

TEND_S = 5.0
LEAST_FREE = 1024**3  # bytes


class NotMigratedError(RingfenceError):
    """The database's tables are older than this program."""

    def __init__(self) -> None:
        super().__init__(
            "数据库还没有升级到这个版本。请先运行 ringfence server migrate。",
            "The database is older than this program; run ringfence server migrate first.",
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: ``good``, what in both languages."""

    good: bool
    zh: str
    en: str


def set_up(path: Path | None) -> ServerConfig:
    """Make Django ready with the clinic's settings (once per process).

    Raises:
        ConfigError: a line of the settings is missing or wrong.
    """
    if path is not None:
        os.environ[configs.FILE] = str(path.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "ringfence.web.settings.server"
    read = configs.read()
    import django

    django.setup()
    return read


def serve_clinic(path: Path | None, tell: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; workers that stop are started again. ``tell`` gets where it listens.

    Raises:
        ConfigError, NotMigratedError: it cannot start. OSError: the address is taken.
    """
    config = set_up(path)
    if _behind():
        raise NotMigratedError
    from waitress.server import create_server

    from ringfence.web.jobs.link import DeskLink
    from ringfence.web.wsgi import application

    server = create_server(application, **waitress_options(config))
    link = DeskLink()
    workers = _Workers(config.workers)

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    tell(config.listen)
    try:
        server.run()
    finally:
        server.close()
        link.close()
        workers.close()


def waitress_options(config: ServerConfig) -> dict[str, Any]:
    """Return how to listen. Forwarded headers are believed from the one named proxy only and dropped from everybody else."""
    options: dict[str, Any] = {
        "threads": config.threads,
        "ident": None,
        "max_request_body_size": 17 * 1024**3,
        "clear_untrusted_proxy_headers": True,
    }
    if "/" in config.listen:
        options |= {"unix_socket": config.listen, "unix_socket_perms": "660"}
    else:
        options["listen"] = config.listen
    if config.proxy:
        options |= {
            "trusted_proxy": config.proxy,
            "trusted_proxy_count": 1,
            "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        }
    return options


class _Workers:
    """The worker processes; one that stopped is started again, and the desk is tidied meanwhile."""

    def __init__(self, number: int) -> None:
        self._running: list[subprocess.Popen[bytes]] = [start_worker() for _ in range(number)]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tend, name="workers", daemon=True)
        self._thread.start()

    def _tend(self) -> None:
        from ringfence.web.desk import DESK

        while not self._over.wait(TEND_S):
            DESK.sweep()
            self._running = [one if one.poll() is None else start_worker() for one in self._running]

    def close(self) -> None:
        self._over.set()
        self._thread.join(TEND_S * 2)
        for one in self._running:
            one.terminate()
        for one in self._running:
            one.wait(30)


def migrate(path: Path | None) -> None:
    """Make or update the tables."""
    set_up(path)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def make_admin(path: Path | None, name: str) -> str:
    """Make an admin's account, or let an admin who is locked out begin anew; return the address's path of the set-up link."""
    set_up(path)
    from ringfence.web.access import Role
    from ringfence.web.accounts import second, signing, throttle
    from ringfence.web.accounts.models import SetupLink, User

    user = User.objects.filter(name=name).first() or User(name=name)
    user.roles = sorted({*user.roles, Role.ADMIN.value})
    user.active = True
    user.set_unusable_password()
    user.save()
    second.drop(user)
    signing.leave_everywhere(user)
    throttle.forget("account", name)
    return f"/set-up/{SetupLink.make(user)}/"


def prune_log(path: Path | None, months: int) -> int:
    """Remove lines of the log of accesses older than ``months``; return how many. A line about it stays.

    Raises:
        TooYoungError: lines that have to be kept longer.
    """
    set_up(path)
    from ringfence.web.accounts.retention import prune

    return prune(months)


def check(path: Path | None) -> list[Finding]:
    """Look whether the server can run well; each thing as a sentence."""
    config = set_up(path)
    found = [_database()]
    if found[0].good:
        found.append(
            Finding(not _behind(), "数据库版本是最新的" if not _behind() else "数据库要升级", "tables up to date")
        )
    free = shutil.disk_usage(config.data).free
    found.append(Finding(free > LEAST_FREE, f"磁盘空余 {free // 1024**2} MB", f"{free // 1024**2} MB free on the disk"))
    found.append(
        Finding(
            not config.https or bool(config.proxy),
            "HTTPS:已写明代理" if config.proxy else "HTTPS:没有写 proxy,转发的地址不可信,表单会被拒绝",
            "a proxy is named" if config.proxy else "https without a named proxy: forms would be refused",
        )
    )
    private = os.name != "posix" or not config.data.stat().st_mode & 0o077
    found.append(Finding(private, "数据文件夹只有本用户能读", "the data folder is private"))
    if found[0].good and found[1].good:
        found.append(_log())
    tools = [name for name in ("pg_dump", "pg_restore", "psql") if shutil.which(name) is None]
    found.append(
        Finding(
            not tools,
            f"备份工具缺少:{'、'.join(tools)}" if tools else "备份工具齐全",
            f"missing for backups: {', '.join(tools)}" if tools else "backup tools are there",
        )
    )
    return found


def _log() -> Finding:
    from ringfence.web.accounts.models import AccessLog
    from ringfence.web.accounts.retention import USUAL_MONTHS, old_lines

    number, old = AccessLog.objects.count(), old_lines(USUAL_MONTHS).count()
    return Finding(
        good=True,
        zh=f"访问记录 {number} 行,其中 {old} 行早于 {USUAL_MONTHS} 个月(ringfence server prune-log 可清理)",
        en=f"log of accesses: {number} lines, {old} of them older than {USUAL_MONTHS} months (ringfence server prune-log)",
    )


def _database() -> Finding:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        kind = type(fault).__name__
        return Finding(good=False, zh=f"数据库连不上({kind})", en=f"the database does not answer ({kind})")
    return Finding(good=True, zh="数据库正常", en="the database answers")


def _behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
