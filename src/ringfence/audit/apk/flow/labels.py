"""Labels of personal data, and the trail each of them has come along.

A label says where data was read and what it is. Two values with the same label are the same for the solver whatever way they came;
the trail is kept beside the label for the report and takes no part in comparisons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.values import Atom
    from ringfence.schema import DataCategory


class Site:
    """A place in a method: ``method`` (dex.MethodDef), ``offset`` in code units. One object per place."""

    __slots__ = ("method", "offset")

    def __init__(self, method: Atom, offset: int) -> None:
        self.method, self.offset = method, offset

    def __repr__(self) -> str:
        return f"{self.method.ref}@{self.offset}" if self.method is not None else f"@{self.offset}"


class Label:
    """Data read at ``site`` by ``api``: one object per (site, category, uri). ``port``: symbolic input of a summary."""

    __slots__ = ("api", "category", "permissions", "port", "site", "uri")

    def __init__(
        self,
        site: Site,
        category: DataCategory | None,
        api: str,
        uri: str = "",
        permissions: tuple[str, ...] = (),
        port: Atom = None,
    ) -> None:
        self.site, self.category, self.api, self.uri, self.permissions, self.port = (
            site,
            category,
            api,
            uri,
            permissions,
            port,
        )

    def __repr__(self) -> str:
        return f"{self.category or self.port}@{self.site}"


class Trail:
    """A step, and the steps before it (None: the first). ``depth`` counts them, ``through`` collects transformations."""

    __slots__ = ("api", "before", "depth", "does", "possible", "site", "through")

    def __init__(
        self, site: Site, api: str, does: str, before: Trail | None = None, through: str = "", *, possible: bool = False
    ) -> None:
        self.site, self.api, self.does, self.before = site, api, does, before
        self.depth: int = before.depth + 1 if before is not None else 1
        kept: frozenset[str] = before.through if before is not None else frozenset()
        self.through: frozenset[str] = kept | {through} if through and through not in kept else kept
        self.possible: bool = possible or (before is not None and before.possible)

    def steps(self) -> list[Trail]:
        """First step first."""
        found: list[Trail] = []
        node: Trail | None = self
        while node is not None:
            found.append(node)
            node = node.before
        found.reverse()
        return found


# A trail longer than this gets no further steps: the report could not show them.
MAX_TRAIL = 40


def extended(
    taint: dict[Label, Trail], site: Site, api: str, does: str, through: str = "", *, possible: bool = False
) -> dict[Label, Trail]:
    """The same labels, each with one more step."""
    result = {}
    for label, trail in taint.items():
        if ((trail.depth >= MAX_TRAIL or label.port is not None) and not through and not possible) or (
            trail.site is site and trail.does == does and trail.api == api and not through
        ):
            result[label] = trail
        else:
            result[label] = Trail(site, api, does, trail, through, possible=possible)
    return result


class Labels:
    """All labels of one analysis."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], Label] = {}

    def source(
        self, site: Site, category: DataCategory, api: str, uri: str = "", permissions: tuple[str, ...] = ()
    ) -> dict[Label, Trail]:
        """The label of data read here, with its first step."""
        key = (site, category, uri)
        label = self._found.get(key)
        if label is None:
            label = self._found[key] = Label(site, category, api, uri, permissions)
        return {label: Trail(site, api, "source")}

    def port(self, key: tuple[Any, ...], site: Site) -> dict[Label, Trail]:
        """The label of a symbolic input."""
        label = self._found.get(key)
        if label is None:
            label = self._found[key] = Label(site, None, "", port=key)
        return {label: Trail(site, "", "")}
