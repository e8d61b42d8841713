"""A PostgreSQL of the test's own: in a temporary folder, over a socket in it, gone afterwards. Run as nobody where we are root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


def tool(name: str) -> str | None:
    """Find a program of PostgreSQL: in PATH or where Debian puts it, the newest first."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda one: int(one.parts[4]), reverse=True)
    return shutil.which(name) or (str(beside[0]) if beside else None)


@contextmanager
def started() -> Iterator[str]:
    """Start one and give the address of an empty database ``ringfence``."""
    initdb, ctl = tool("initdb"), tool("pg_ctl")
    if initdb is None or ctl is None:
        pytest.skip(
            "PostgreSQL is not installed here (initdb, pg_ctl): apt-get install postgresql installs it on Debian"
        )
    user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="ringfence-pg-") as name:
        place = Path(name)
        if user is not None:
            os.chown(place, pwd.getpwnam(user).pw_uid, -1)
        data = place / "data"

        def run(*command: str) -> None:
            subprocess.run(
                command, check=True, user=user, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

        run(initdb, "-D", str(data), "-U", "ringfence", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-k {place} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
        run(ctl, "-D", str(data), "-o", options, "-w", "-l", str(place / "log"), "start")
        try:
            address = f"postgresql:///ringfence?host={place}&user=ringfence"
            run(str(tool("createdb")), "-h", str(place), "-U", "ringfence", "ringfence")
            yield address
        finally:
            run(ctl, "-D", str(data), "-m", "immediate", "-w", "stop")


def environment(database: str, data: Path) -> dict[str, str]:
    """Return what a process of the server needs."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("RINGFENCE", "DJANGO"))}
    beside = str(Path(str(tool("pg_dump"))).parent)
    return kept | {
        "PATH": f"{beside}:{kept.get('PATH', '')}",
        "DATABASE_URL": database,
        "RINGFENCE_SERVER_DATA": str(data),
        "RINGFENCE_SERVER_HOSTS": "clinic.example",
        "RINGFENCE_SERVER_HTTPS": "no",
        "DJANGO_SETTINGS_MODULE": "ringfence.web.settings.server",
        "PYTHONWARNINGS": "error",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


def python(script: str, env: dict[str, str], *args: str) -> str:
    """Run a script as a process of the server; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", script, *args], env=env, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-2000:]
    return done.stdout


def ringfence(env: dict[str, str], *args: str) -> str:
    """Run the command line."""
    return python("import sys; from ringfence.cli import main; sys.exit(main())", env, *args)
