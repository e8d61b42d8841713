"""Make the virtual environment from nothing but Python: venv, uv inside it, sync from a hash-pinned lock.

Runs on any system with Python >= 3.11 (``python scripts/setup.py``); the Makefile calls it too. It does nothing when the
environment already matches the lock. Which lock is one word: ``use`` (to work with a case), ``more`` (that, and what reads
recordings and, on a Mac, screenshots: binaries of others that hold GPL parts, docs/dependencies.md), ``dev`` (to work on the code;
when none is said). An environment that holds more is never made smaller.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
UV = BIN / ("uv.exe" if os.name == "nt" else "uv")
TOOL = ROOT / "requirements" / "uv.txt"
KINDS = ("use", "more", "dev")  # each holds what the one before holds
STAMP = VENV / ".ringfence-locks"


def lock_of(kind: str) -> Path:
    """Return the lock of one kind of environment."""
    return ROOT / "requirements" / f"{kind}.txt"


def wanted(kind: str) -> str:
    """Return the kind and the digest of all that decides what the environment holds."""
    digest = hashlib.sha256(f"{sys.version} compiled".encode())
    for path in (TOOL, lock_of(kind), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return f"{kind} {digest.hexdigest()}"


def kind_of(asked: str, stamp: str) -> str:
    """Return what to make: what was asked for, or what is there already when that is more.

    Args:
        asked: one of ``KINDS``.
        stamp: what the last run left, "" when there is no environment. One without a kind is of the time when all were ``dev``.
    """
    there = stamp.partition(" ")[0] if " " in stamp else "dev" if stamp else "use"
    return max(asked, there if there in KINDS else "dev", key=KINDS.index)


def run(*command: str | Path) -> None:
    """Run one step; stop with its exit code when it fails."""
    env = os.environ | {
        "VIRTUAL_ENV": str(VENV),
        "UV_PYTHON_DOWNLOADS": "never",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=env, check=False)
    if done.returncode:
        sys.exit(f"安装未完成 / set-up failed at: {' '.join(str(part) for part in command)}")


def main(asked: str = "dev") -> None:
    """Make or bring up to date ``.venv`` beside the project."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- run by whatever Python the user has, before any metadata is read
        sys.exit("需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed: https://www.python.org/downloads/")
    if asked not in KINDS:
        sys.exit(f"请写 use、more 或 dev / say use, more or dev, not {asked}")
    stamp = STAMP.read_text(encoding="ascii") if STAMP.exists() and PYTHON.exists() else ""
    kind = kind_of(asked, stamp)
    if stamp == wanted(kind):
        return
    print("准备运行环境(只需一次)… / preparing the environment (once)…", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", TOOL)
    run(UV, "pip", "sync", "--quiet", "--require-hashes", lock_of(kind))
    run(UV, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    compile_ahead()
    STAMP.write_text(wanted(kind), encoding="ascii")


def compile_ahead() -> None:
    """Compile every module once, here, so that nobody waits for it at the first start. What cannot be compiled runs as it is."""
    command = [str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(VENV), str(ROOT / "src")]
    subprocess.run(command, check=False)


if __name__ == "__main__":
    main(*sys.argv[1:2])
