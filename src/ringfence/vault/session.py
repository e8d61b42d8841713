"""Unlock once, work for a while: the identity in a file that only this user can read, with a time limit.

The file lies in ``$XDG_RUNTIME_DIR/ringfence`` (memory, gone at log-out), else in the user's own folder under the system's
temporary folder, on Windows under ``%LOCALAPPDATA%``. Anything wider than owner-only, not ours, or a link is refused.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tempfile
import time
from pathlib import Path

from ringfence.vault.disk import Disk, discard, writing
from ringfence.vault.errors import UnsafeRuntimeFileError

_MINUTE = 60
_MAX_MINUTES = 24 * 60


def remember(case_id: str, identity: str, minutes: int = 30) -> None:
    """Keep ``identity`` (as :attr:`Vault.identity` gives it) for 1 to 1440 ``minutes``.

    Raises:
        UnsafeRuntimeFileError: the runtime folder is open to others.
        ValueError: minutes out of range, or no case id.
    """
    if not 1 <= minutes <= _MAX_MINUTES:
        raise ValueError("1 to 1440 minutes")
    path = _path(case_id)
    now = int(time.time())
    content = {"case": case_id, "from": now, "until": now + minutes * _MINUTE, "identity": identity}
    with writing(path.parent, path.name):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check(path.parent)
        Disk().publish(path, json.dumps(content).encode(), durable=False)


def recall(case_id: str) -> str | None:
    """Return the remembered identity; None when there is none, or its time is over (then it is deleted).

    Raises:
        UnsafeRuntimeFileError: the file or its folder is open to others or not ours; nothing in it is used.
    """
    path = _path(case_id)
    if not os.path.lexists(path):
        return None
    _check(path.parent)
    _check(path)
    try:
        content = json.loads(path.read_bytes())
        begins, ends, identity = content["from"], content["until"], content["identity"]
        valid = content["case"] == case_id and begins <= time.time() < ends and isinstance(identity, str)
    except (OSError, ValueError, LookupError, TypeError):
        valid, identity = False, ""
    if not valid:
        forget(case_id)
        return None
    return str(identity)


def forget(case_id: str) -> None:
    """Lock: delete the remembered identity, if any."""
    discard(Disk(), _path(case_id))


def _path(case_id: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{32}", case_id):
        raise ValueError("not a case id")
    return _folder() / f"{case_id}.json"


def _folder() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "Ringfence" / "unlocked"
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return Path(runtime) / "ringfence"
    return Path(tempfile.gettempdir()) / f"ringfence-{os.getuid()}"


def _check(path: Path) -> None:
    if os.name == "nt":
        return  # the profile folder's access list does this there
    found = path.lstat()
    sound = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    if not sound or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise UnsafeRuntimeFileError(path)
