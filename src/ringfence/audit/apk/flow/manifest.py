"""The app's components and screens as the solver asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.flow.world import World
    from ringfence.audit.apk.resources import Component, Layout, Manifest


def _root(package: str) -> str:
    """The first two names of a package (``com.example.app`` -> ``Lcom/example/``)."""
    return "L" + "".join(f"{part}/" for part in package.split(".")[:2])


WORKERS = tuple(f"Landroidx/work/{name};" for name in ("ListenableWorker", "Worker", "CoroutineWorker", "RxWorker"))
CONST_CLASS = 0x1C
KIND = {
    "activity": "activity",
    "activity-alias": "activity",
    "service": "service",
    "receiver": "receiver",
    "provider": "provider",
}


def descriptor(name: str) -> str:
    """``com.x.Y`` -> ``Lcom/x/Y;``."""
    return f"L{name.replace('.', '/')};"


class Components:
    """Which components run, and which Intent reaches which of them."""

    def __init__(self, manifest: Manifest, program: Program) -> None:
        self.package = manifest.package
        self._program = program
        self._by_name: dict[str, tuple[str, str]] = {}
        self._filters: list[tuple[str, str, object]] = []
        self._open: set[str] = set()
        self._authorities: dict[str, str] = {}
        self.running: list[tuple[str, str, Component | None]] = []
        name = manifest.application_class
        self.application = descriptor(name) if name and descriptor(name) in program.classes else ""
        for component in manifest.components:
            self._add(component)
        self._add_workers()
        self._roots = (_root(self.package),) if self.package else ()

    def _add(self, component: Component) -> None:
        kind = KIND.get(component.kind)
        if kind is None or not component.enabled:
            return
        cls = component.target_activity or component.name
        self._by_name.setdefault(component.name, (cls, kind))
        self._by_name.setdefault(cls, (cls, kind))
        self._authorities.update(dict.fromkeys(component.authorities, cls))
        if component.open:
            self._open.add(cls)
        for each in component.filters:
            self._filters.append((cls, kind, each))
        if descriptor(cls) in self._program.classes and not any(c == cls for _k, c, _m in self.running):
            self.running.append((kind, cls, component))

    def _add_workers(self) -> None:
        """Work that the app has scheduled by a library stands in no manifest: classes of it that code names."""
        below = dict.fromkeys(
            cls
            for root in WORKERS
            for cls in self._program.subtypes(root)
            if not cls.startswith(("Landroidx/", "Lkotlin")) and not self._program.classes[cls].is_abstract
        )
        sites = self._program.uses_of_types(list(below)) if below else ()
        named = dict.fromkeys(str(site.ref) for site in sites if site.op == CONST_CLASS)
        self.running += [("worker", cls[1:-1].replace("/", "."), None) for cls in named]

    def by_name(self, name: str, kinds: tuple[str, ...]) -> str | None:
        """The class of the component of that name, when it is of one of these kinds and enabled."""
        for full in (name, f"{self.package}{name}" if name.startswith(".") else name, f"{self.package}.{name}"):
            found = self._by_name.get(full)
            if found is not None and found[1] in kinds:
                return found[0]
        return None

    def knows_class(self, name: str) -> bool:
        """Whether the app defines a class of that name (a component that is not in the manifest is not started)."""
        return descriptor(name) in self._program.classes

    def is_own(self, type_: str) -> bool:
        """Whether a class lies in the packages of the app's own components, as far as names tell."""
        return type_.startswith(self._roots)

    def is_open(self, cls: str) -> bool:
        """Whether other apps can reach the component."""
        return cls in self._open

    def is_own_authority(self, address: str) -> bool:
        """Whether a provider's address is one of the app's own."""
        return self.provider_of(address) is not None

    def provider_of(self, address: str) -> str | None:
        """The class of the app's provider that an address names."""
        return self._authorities.get(address.partition("://")[2].partition("/")[0])

    def by_action(self, action: str, kinds: tuple[str, ...], schemes: Iterable[str], mime: Iterable[str]) -> set[str]:
        """Classes of components whose filters answer an action; data and type are compared where both sides name them."""
        found = set()
        given_schemes, given_types = set(schemes), set(mime)
        for cls, kind, each in self._filters:
            if kind not in kinds or action not in each.actions:  # type: ignore[attr-defined]  # IntentFilter
                continue
            wanted: tuple[str, ...] = each.schemes  # type: ignore[attr-defined]  # as above
            if given_schemes and wanted and not given_schemes & set(wanted):
                continue
            if given_schemes and not wanted and not each.mime:  # type: ignore[attr-defined]  # as above
                continue
            types: tuple[str, ...] = each.mime  # type: ignore[attr-defined]  # as above
            if given_types and not any(_fits(g, w) for g in given_types for w in types):
                continue
            found.add(cls)
        return found


def _fits(given: str, wanted: str) -> bool:
    if wanted in ("*/*", given):
        return True
    return wanted.endswith("/*") and given.partition("/")[0] == wanted[:-2]


class ScreenView:
    """A view of a layout: ``type`` its class, ``is_password`` what is typed is hidden."""

    __slots__ = ("is_password", "type")

    def __init__(self, type_: str, *, is_password: bool) -> None:
        self.type, self.is_password = type_, is_password


_WIDGET = ("View", "SurfaceView", "TextureView", "ViewStub")


class Screens:
    """Layouts by resource id, with what they include."""

    def __init__(self, layouts: Iterable[Layout]) -> None:
        self._by_id: dict[int, list[Layout]] = {}
        for layout in layouts:
            self._by_id.setdefault(layout.res_id, []).append(layout)

    def _whole(self, number: int) -> list[Layout]:
        found: list[Layout] = []
        waiting, seen = [number], {number}
        while waiting:
            for layout in self._by_id.get(waiting.pop(), ()):
                found.append(layout)
                for view in layout.views:
                    if view.include_id and view.include_id not in seen:
                        seen.add(view.include_id)
                        waiting.append(view.include_id)
        return found

    def clicks(self, number: int) -> list[str]:
        """Names of methods that taps in a layout call."""
        return sorted({view.on_click for layout in self._whole(number) for view in layout.views if view.on_click})

    def all_clicks(self) -> set[str]:
        """Names of methods that taps in any layout call."""
        return {
            view.on_click
            for group in self._by_id.values()
            for layout in group
            for view in layout.views
            if view.on_click
        }

    def fragments(self, number: int) -> list[str]:
        """Classes of fragments that a layout names."""
        return sorted(
            {descriptor(view.fragment) for layout in self._whole(number) for view in layout.views if view.fragment}
        )

    def own_views(self, number: int, world: World) -> list[tuple[str, int | None]]:
        """Views of a layout whose classes are the program's own: (class, id)."""
        return [
            (descriptor(view.tag), view.view_id)
            for layout in self._whole(number)
            for view in layout.views
            if "." in view.tag and world.is_app(descriptor(view.tag))
        ]

    def find(self, view_id: int, layouts: Iterable[int]) -> ScreenView | None:
        """The view with an id: in these layouts, else in any."""
        listed = list(layouts)
        places = [layout for number in listed for layout in self._whole(number)]
        found = [view for layout in places for view in layout.views if view.view_id == view_id]
        if not found:
            found = [
                view
                for group in self._by_id.values()
                for layout in group
                for view in layout.views
                if view.view_id == view_id
            ]
        if not found:
            return None
        tag = found[0].tag
        if "." not in tag:
            tag = f"android.view.{tag}" if tag in _WIDGET else f"android.widget.{tag}"
        return ScreenView(descriptor(tag), is_password=any(view.is_password for view in found))
