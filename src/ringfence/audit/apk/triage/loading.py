"""Ways in which code comes to run that is not in the dex files, or is called by a name that they do not hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.dex import MethodRef
from ringfence.audit.apk.errors import DexDamaged
from ringfence.audit.apk.triage.constants import Constants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.dex import Program, Site
    from ringfence.audit.apk.models import Uris
    from ringfence.audit.apk.triage.authors import Authors

_NATIVE = 0x100
_LOADERS = {
    "Ldalvik/system/DexClassLoader;": "<init>",
    "Ldalvik/system/PathClassLoader;": "<init>",
    "Ldalvik/system/InMemoryDexClassLoader;": "<init>",
    "Ldalvik/system/DelegateLastClassLoader;": "<init>",
    "Ldalvik/system/DexFile;": "loadDex",
}
_BRIDGE = "addJavascriptInterface"
_BRIDGE_PROTO = "(Ljava/lang/Object;Ljava/lang/String;)V"
_CLASS = "Ljava/lang/Class;"
_INVOKE = MethodRef("Ljava/lang/reflect/Method;", "invoke", "(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;")
_BY_NAME = ("forName", "getMethod", "getDeclaredMethod")
MOST_RESOLVED = 80
MOST_NATIVE = 20


@dataclass(slots=True)
class Loading:
    """What was seen. Places are ``com.x.Y.method``; ``own`` the app's own code, ``others`` SDKs' (with the SDK's name).

    Attributes:
        loaders_own, loaders_others: where code files are loaded at run time.
        bridges_own, bridges_others: where a page in a WebView is given access to the app.
        native: the app's own methods whose code is native; ``native_total`` with those of libraries.
        invocations: calls by reflection in the app's own code; ``unnamed`` look-ups by a name that its method does not show.
    """

    loaders_own: list[str] = field(default_factory=list)
    loaders_others: list[str] = field(default_factory=list)
    bridges_own: list[str] = field(default_factory=list)
    bridges_others: list[str] = field(default_factory=list)
    native: list[str] = field(default_factory=list)
    native_own: int = 0
    native_total: int = 0
    invocations: int = 0
    unnamed: int = 0


def loading_refs(program: Program) -> frozenset[MethodRef]:
    """Return the methods whose calls ``find_loading`` looks at, as far as the app's tables name them."""
    loaders = (ref for ref in program.method_refs(set(_LOADERS)) if ref.name == _LOADERS[ref.cls])
    bridges = (ref for ref in program.method_refs(names=(_BRIDGE,)) if ref.proto == _BRIDGE_PROTO)
    return frozenset({*loaders, *bridges, *program.method_refs((_CLASS,), _BY_NAME), _INVOKE})


def find_loading(program: Program, authors: Authors, uris: Uris, sites: Iterable[Site]) -> Loading:
    """Look at loaders of code, bridges to web pages, native methods and reflection. ``sites``: calls of ``loading_refs``."""
    found = Loading()
    reflected: list[Site] = []
    for site in sites:
        ref = site.ref
        if not isinstance(ref, MethodRef):
            continue
        if ref.cls in _LOADERS:
            _put(found.loaders_own, found.loaders_others, site, authors)
        elif ref.name == _BRIDGE:
            _put(found.bridges_own, found.bridges_others, site, authors)
        elif authors.is_own(site.method.owner.type):
            found.invocations += ref == _INVOKE
            reflected += [site] if ref != _INVOKE else []
    found.unnamed = _unnamed(program, uris, reflected)
    _native_methods(found, program, authors)
    return found


def _put(own: list[str], others: list[str], site: Site, authors: Authors) -> None:
    owner = site.method.owner.type
    place = f"{owner[1:-1].replace('/', '.')}.{site.method.ref.name}"
    if authors.is_own(owner):
        target, shown = own, place
    elif authors.is_common(owner):
        return  # multidex and the like load the app's own code
    else:
        target, shown = others, f"{place} ({authors.reader(owner)})"
    if shown not in target:
        target.append(shown)


def _unnamed(program: Program, uris: Uris, sites: Iterable[Site]) -> int:
    """Count the look-ups by name whose name the method itself does not show; of very many the first 80 are looked at."""
    constants = Constants(program, uris)
    count = looked = 0
    for site in sites:
        looked += 1
        code = site.method.code() if looked <= MOST_RESOLVED else None
        at = next((at for at, insn in enumerate(code.insns) if insn.offset == site.offset), None) if code else None
        if code is None or at is None or not isinstance(site.ref, MethodRef):
            continue
        registers = code.insns[at].regs
        slot = 0 if site.ref.name == "forName" else 1
        if slot < len(registers) and not constants.of(code, at, registers[slot]):
            count += 1
    return count


def _native_methods(found: Loading, program: Program, authors: Authors) -> None:
    """Count native methods; name those of the app's own classes."""
    for number, dex in enumerate(program.dexes):
        members = program.members(number)
        rows = np.flatnonzero(members.method_access & _NATIVE)
        found.native_total += len(rows)
        for row in rows.tolist():
            try:
                ref = dex.method(int(members.method_index[row]))
            except DexDamaged:
                continue  # said among the dex file's notes
            if authors.is_own(ref.cls):
                found.native_own += 1
                if len(found.native) < MOST_NATIVE:
                    found.native.append(f"{ref.cls[1:-1].replace('/', '.')}.{ref.name}")
