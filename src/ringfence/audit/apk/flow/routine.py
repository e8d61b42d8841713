"""Methods of the program as the machine runs them, and contexts they are run in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.blocks import Body
from ringfence.audit.apk.flow.labels import Site

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import MethodDef, MethodRef, Program
    from ringfence.audit.apk.flow.world import World

STATIC, NATIVE, ABSTRACT = 0x8, 0x100, 0x400


class Routine:
    """A method definition with its blocks, made when first run. ``wide``: for each argument, whether it takes two registers."""

    __slots__ = ("_body", "_sites", "definition", "is_native", "is_static", "ref", "wide")

    def __init__(self, definition: MethodDef) -> None:
        self.definition = definition
        self.ref: MethodRef = definition.ref
        self.is_static = bool(definition.access & STATIC)
        self.is_native = bool(definition.access & NATIVE)
        wide = [p in ("J", "D") for p in definition.params]
        self.wide: list[bool] = wide if self.is_static else [False, *wide]
        self._body: Body | bool | None = False
        self._sites: dict[int, Site] = {}

    def __repr__(self) -> str:
        return str(self.ref)

    @property
    def body(self) -> Body | None:
        """Its blocks; None when it has no code (abstract, native, damaged)."""
        if self._body is False:
            code = self.definition.code()
            self._body = Body(code) if code is not None and code.insns else None
        return self._body  # type: ignore[return-value]  # False only before the first call

    def site(self, offset: int) -> Site:
        """The one object for a place in this method."""
        found = self._sites.get(offset)
        if found is None:
            found = self._sites[offset] = Site(self.definition, offset)
        return found


class Context:
    """The way a method was entered: which calls, in which event. One object per way, so that it can name objects."""

    __slots__ = ("_children", "depth", "name")

    def __init__(self, name: str, depth: int = 0) -> None:
        self.name, self.depth = name, depth
        self._children: dict[Any, Context] = {}

    def child(self, site: Site) -> Context:
        """The context of what is called from ``site``."""
        found = self._children.get(site)
        if found is None:
            found = self._children[site] = Context(f"{self.name}>{site.offset:x}", self.depth + 1)
        return found

    def named(self, name: str) -> Context:
        """The context of an event."""
        found = self._children.get(name)
        if found is None:
            found = self._children[name] = Context(f"{self.name}/{name}", self.depth)
        return found


class Routines:
    """Looks up methods of the program, each as one ``Routine``."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._by_ref: dict[MethodRef, Routine] = {}
        self._resolved: dict[tuple[str, str, str], Routine | None] = {}
        self.watcher: World | None = None

    def of(self, definition: MethodDef) -> Routine:
        """The routine of a definition."""
        found = self._by_ref.get(definition.ref)
        if found is None:
            found = self._by_ref[definition.ref] = Routine(definition)
        return found

    def resolve(self, cls: str, name: str, proto: str) -> Routine | None:
        """The method that a call on an object of exactly this class runs, when it is the program's."""
        key = (cls, name, proto)
        try:
            found = self._resolved[key]
        except KeyError:
            definition = self.program.resolve(cls, name, proto)
            found = self._resolved[key] = self.of(definition) if definition is not None else None
        if self.watcher is not None and self.watcher.watch is not None:
            self.watcher.watch.add(("method", cls, name, proto))
        return found
