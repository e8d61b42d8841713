"""Backup and restore of a clinic's server: the database's dump and the data folder, each file with its digest.

Originals and logs in a case are encrypted; the server's key is not, and it is in the backup, because without it nobody could sign
in again. Keep the backup as one keeps that key.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.schema import RingfenceError
from ringfence.web import config as configs

if TYPE_CHECKING:
    from ringfence.web.config import ServerConfig

DUMP, LIST, DATA, CASES = "database.dump", "backup.json", "data", "cases"
_PASSING = {"run", "out"}  # sockets, finished work that is cleared after a day
WAIT_S = 600.0


class BackupError(RingfenceError):
    """A backup or a restore cannot be made."""


def back_up(path: Path | None, out: Path) -> int:
    """Write a backup into the new folder ``out`` while the server runs; return the number of files.

    The dump comes first: a file that is newer than it is only one the list does not know yet. Each case is copied while nobody
    writes to it.

    Raises:
        BackupError: ``out`` is there already, or a tool failed.
    """
    config = configs.read(path)
    if out.exists():
        raise BackupError(f"{out} 已经存在,请换一个新文件夹。", f"{out} is there already; name a new folder.")
    out.mkdir(parents=True, mode=0o700)
    _run(["pg_dump", "--format=custom", "--no-owner", f"--file={out / DUMP}"], config)
    _copy(config.data, out / DATA, leave=_PASSING | {config.case_folder.name} if _inside(config) else _PASSING)
    (out / CASES).mkdir(mode=0o700)
    if config.case_folder.exists():
        for case in sorted(config.case_folder.iterdir()):
            if case.is_dir():
                _copy_case(case, out / CASES / case.name)
    files = {str(one.relative_to(out)): _digest(one) for one in sorted(out.rglob("*")) if one.is_file()}
    (out / LIST).write_text(json.dumps({"files": files, "cases": str(config.case_folder)}, indent=1), encoding="utf-8")
    return len(files)


def restore(path: Path | None, source: Path) -> int:
    """Put a backup into an empty data folder and an empty database; return the number of files.

    Raises:
        BackupError: a file is missing or changed, something is there already, or a tool failed.
    """
    config = configs.read(path)
    try:
        told: dict[str, Any] = json.loads((source / LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise BackupError(f"{source} 不是完整的备份。", f"{source} is no whole backup.") from fault
    for name, digest in told["files"].items():
        if not (source / name).is_file() or _digest(source / name) != digest:
            raise BackupError(f"备份里的 {name} 缺少或被改动了。", f"{name} is missing or was changed.")
    for folder in (config.data, config.case_folder):
        if folder.exists() and any(one.name != config.case_folder.name for one in folder.iterdir()):
            raise BackupError(f"{folder} 不是空的,没有动它。", f"{folder} is not empty; it was left alone.")
    tables = _run(["psql", "-At", "-c", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"], config).strip()
    if tables != "0":
        raise BackupError("数据库不是空的,没有动它。", "The database is not empty; it was left alone.")
    shutil.copytree(source / DATA, config.data, dirs_exist_ok=True)
    shutil.copytree(source / CASES, config.case_folder, dirs_exist_ok=True)
    config.data.chmod(0o700)
    _run(
        ["pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname=", str(source / DUMP)], config
    )
    _move_cases(config, told["cases"])
    return len(told["files"])


def _move_cases(config: ServerConfig, before: str) -> None:
    """Where the cases lie elsewhere now, the list has to say so."""
    if before == str(config.case_folder):
        return
    old, new = (one.replace("'", "''") for one in (before, str(config.case_folder)))
    moved = (
        f"UPDATE registry_caserow SET folder = '{new}' || substr(folder, {len(before) + 1}) "  # noqa: S608 -- quoted above
        f"WHERE starts_with(folder, '{old}/')"
    )
    _run(["psql", "-c", moved], config)


def _copy_case(case: Path, target: Path) -> None:
    from ringfence.vault import LockedByAnotherError, WriterLock

    until = time.monotonic() + WAIT_S
    while True:
        try:
            lock = WriterLock(case)
            break
        except LockedByAnotherError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    try:
        _copy(case, target, leave=set())
    finally:
        lock.release()


def _copy(source: Path, target: Path, *, leave: set[str]) -> None:
    def left_out(folder: str, names: list[str]) -> set[str]:
        return leave & set(names) if Path(folder) == source else set()

    shutil.copytree(source, target, ignore=left_out, dirs_exist_ok=True)
    target.chmod(0o700)


def _inside(config: ServerConfig) -> bool:
    return config.case_folder.parent == config.data


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _run(command: list[str], config: ServerConfig) -> str:
    """Run a tool of PostgreSQL; the address goes by environment, so that no password stands in a list of processes."""
    made = configs.database(config.database)
    named = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    env = dict(os.environ) | {key: str(made[name]) for key, name in named.items() if made[name]}
    tool = shutil.which(command[0])
    if tool is None:
        raise BackupError(f"没有找到 {command[0]}(PostgreSQL 的工具)。", f"{command[0]} of PostgreSQL is not there.")
    command = [f"--dbname={made['NAME']}" if one == "--dbname=" else one for one in command]
    done = subprocess.run([tool, *command[1:]], env=env, capture_output=True, text=True, check=False)  # noqa: S603 -- found above, no shell
    if done.returncode:
        told = done.stderr.strip().splitlines()[-1:] or [""]
        raise BackupError(f"{command[0]} 没有成功:{told[0]}", f"{command[0]} failed: {told[0]}")
    return done.stdout
