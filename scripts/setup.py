"""Make the virtual environment from nothing but Python: venv, uv inside it, sync from the hash-pinned lock.

Runs on any system with Python >= 3.11 (``python scripts/setup.py``); the Makefile calls it too. It does nothing when the
environment already matches the lock.
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
LOCKS = (ROOT / "requirements" / "uv.txt", ROOT / "requirements" / "dev.txt", ROOT / "pyproject.toml")
STAMP = VENV / ".ringfence-locks"


def wanted() -> str:
    """Return the digest of all that decides what the environment holds."""
    digest = hashlib.sha256(f"{sys.version} compiled".encode())
    for path in LOCKS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


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


def main() -> None:
    """Make or bring up to date ``.venv`` beside the project."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- run by whatever Python the user has, before any metadata is read
        sys.exit("需要 Python 3.11 或更高版本 / Python 3.11 or newer is needed: https://www.python.org/downloads/")
    if STAMP.exists() and PYTHON.exists() and STAMP.read_text(encoding="ascii") == wanted():
        return
    print("准备运行环境(只需一次)… / preparing the environment (once)…", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCKS[0])
    run(UV, "pip", "sync", "--quiet", "--require-hashes", LOCKS[1])
    run(UV, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    compile_ahead()
    STAMP.write_text(wanted(), encoding="ascii")


def compile_ahead() -> None:
    """Compile every module once, here, so that nobody waits for it at the first start. What cannot be compiled runs as it is."""
    command = [str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(VENV), str(ROOT / "src")]
    subprocess.run(command, check=False)


if __name__ == "__main__":
    main()
