"""The members of all APKs of a package by file name, for signs that are files."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ringfence.audit.apk.container import Apk, Package


class Members:
    """Paths and file names. A path of another APK than the base is shown as ``split.apk!lib/arm64-v8a/x.so``.

    Attributes:
        libraries: file name -> first path, of native libraries wherever they lie.
    """

    def __init__(self, package: Package) -> None:
        self.paths: dict[str, str] = {}
        self._files: dict[str, str] = {}
        self.libraries: dict[str, str] = {}
        self._where: dict[str, tuple[Apk, str]] = {}
        for apk in package.apks:
            for path in apk.names():
                shown = path if apk is package.base else f"{apk.name}!{path}"
                name = path.rpartition("/")[2]
                self.paths.setdefault(path, shown)
                self._files.setdefault(name, shown)
                self._where.setdefault(shown, (apk, path))
                if name.endswith(".so"):
                    self.libraries.setdefault(name, shown)

    def find_libraries(self, patterns: Iterable[str]) -> list[str]:
        """Return the shown paths of native libraries whose file name fits one of the patterns."""
        return list(_fitting(patterns, self.libraries))

    def find_files(self, patterns: Iterable[str]) -> list[str]:
        """Return the shown paths that fit: patterns with a slash are held against the path, others against the file name."""
        listed = list(patterns)
        found = _fitting([pattern for pattern in listed if "/" in pattern], self.paths)
        return [*found, *_fitting([pattern for pattern in listed if "/" not in pattern], self._files)]

    def of(self, *starts: str) -> Iterator[tuple[str, Apk, str]]:
        """Yield (shown path, APK, path) of the members whose path begins with one of ``starts``."""
        for shown, (apk, path) in self._where.items():
            if path.startswith(starts):
                yield shown, apk, path


def _fitting(patterns: Iterable[str], table: dict[str, str]) -> Iterator[str]:
    """Yield the values whose key is one of the patterns, first come first."""
    seen: set[str] = set()
    for pattern in patterns:
        if "*" in pattern or "?" in pattern:
            fits = re.compile(translate(pattern)).match
            hits = [shown for name, shown in table.items() if fits(name)]
        else:
            hits = [table[pattern]] if pattern in table else []
        for shown in hits:
            if shown not in seen:
                seen.add(shown)
                yield shown
