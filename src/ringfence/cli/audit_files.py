"""Which files are meant, what the written files are called, where summaries of code are kept."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import AppAudit

ENDINGS = (".apk", ".xapk", ".apks", ".apkm")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to look at. ``name``: what its audit calls it: the file's name, below a folder its path there."""

    path: Path
    name: str


def wanted(words: Iterable[str]) -> list[Wanted]:
    """Return files as they were named and, of folders, the packages below them in order of their paths; links are not followed."""
    found: dict[Path, str] = {}
    for word in words:
        path = Path(word).expanduser()
        if not path.is_dir():
            found.setdefault(path, path.name)
            continue
        for inner in below(path):
            found.setdefault(inner, inner.relative_to(path).as_posix())
    return [Wanted(path, name) for path, name in found.items()]


def below(folder: Path) -> list[Path]:
    """Return the packages in a folder and the folders in it."""
    found = [
        Path(place) / name
        for place, _, names in os.walk(folder)
        for name in names
        if name.casefold().endswith(ENDINGS) and not (Path(place) / name).is_symlink()
    ]
    return sorted(found)


def stem_of(audit: AppAudit) -> str:
    """Return a file name for what is written about an app: its package name made safe, and the start of its digest.

    Neither the given file name nor the label is used: both are the app's words, and may hold anything.
    """
    name = _UNSAFE.sub("_", audit.package).strip("._-")[:_LONGEST] or "app"
    return f"{name}-{audit.sha256[:12]}"


def cache_folder() -> Path | None:
    """Return the folder for summaries of code, made for this user only; None where it cannot be made."""
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        base = Path(chosen)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path.home() / ".cache"
    folder = base / "ringfence" / "apk"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        return None
    return folder
