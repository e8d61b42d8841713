"""How much of an app's own code is not in its dex files: components without classes, methods without code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.resources import Manifest
    from ringfence.audit.apk.triage.authors import Authors
    from ringfence.audit.apk.triage.class_names import ClassNames

_NOP = "nop"
_IDLE = frozenset({_NOP, "return-void", "return", "return-object", "return-wide", "const/4", "const/16", "throw"})
MOST_METHODS = 120


@dataclass(frozen=True, slots=True)
class Absence:
    """Classes that the manifest names and the code does not hold.

    Attributes:
        absent: their names, the application's class first; ``total`` how many the manifest names.
        main_absent: the application's class or a page of the launcher is among them.
    """

    absent: tuple[str, ...]
    total: int
    main_absent: bool

    @property
    def hides_all(self) -> bool:
        """Whether so much is absent that the app's own code must lie elsewhere: half of it, and not some leftover of a library."""
        return 2 * len(self.absent) >= self.total > 0 and (self.main_absent or len(self.absent) >= 3)


def absent_classes(manifests: Collection[Manifest], names: ClassNames) -> Absence:
    """Return which classes of the manifests' components are in no dex file. Disabled components count like others."""
    wanted: dict[str, bool] = {}
    for manifest in manifests:
        if manifest.application_class:
            wanted[manifest.application_class] = True
        for component in manifest.components:
            name = component.target_activity or component.name
            launcher = any("android.intent.category.LAUNCHER" in each.categories for each in component.filters)
            wanted[name] = wanted.get(name, False) or launcher
    absent = tuple(name for name in wanted if not names.has(name))
    return Absence(absent, len(wanted), any(wanted[name] for name in absent))


def emptied_methods(program: Program, manifests: Collection[Manifest], authors: Authors) -> tuple[int, int]:
    """Return (methods that are native or hold no work, methods looked at) of the app's own components.

    Packers that leave the classes and take the code out make nearly all of them so; in an ordinary app few are.
    """
    emptied = looked = 0
    for manifest in manifests:
        for component in manifest.components:
            descriptor = f"L{component.name.replace('.', '/')};"
            owner = program.cls(descriptor) if authors.is_own(descriptor) else None
            for method in owner.methods if owner else ():
                if method.is_abstract or method.is_constructor or method.is_synthetic or looked >= MOST_METHODS:
                    continue
                looked += 1
                code = method.code()
                emptied += method.is_native or code is None or _without_work(tuple(insn.name for insn in code.insns))
    return emptied, looked


def _without_work(names: tuple[str, ...]) -> bool:
    """Tell whether code does nothing although there is room for something: only no-ops and a return."""
    return names.count(_NOP) >= 2 and set(names) <= _IDLE
