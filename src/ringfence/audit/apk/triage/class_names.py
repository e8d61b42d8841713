"""The names of an app's classes in order, so that a package is found by bisection and not class by class."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ClassNames:
    """Descriptors in order."""

    def __init__(self, descriptors: Iterable[str]) -> None:
        self._sorted = sorted(descriptors)

    def __len__(self) -> int:
        return len(self._sorted)

    def __contains__(self, descriptor: str) -> bool:
        at = bisect_left(self._sorted, descriptor)
        return at < len(self._sorted) and self._sorted[at] == descriptor

    def has(self, name: str) -> bool:
        """Tell whether a class ``com.x.Y`` is there."""
        return f"L{name.replace('.', '/')};" in self

    def below(self, name: str) -> int:
        """Count the classes that are ``name`` (``com.x`` or ``com.x.Y``), lie below it or are inner classes of it."""
        path = f"L{name.replace('.', '/')}"
        # "$" < "/" < "0" and ";" < "<": the three ways in which a name can go on.
        return sum(
            bisect_left(self._sorted, path + behind) - bisect_left(self._sorted, path + first)
            for first, behind in (("$", "%"), ("/", "0"), (";", "<"))
        )
