"""The world a program runs in: its types and the platform's, its static fields, what the models say, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.dex import FieldRef, MethodRef, proto_parts
from ringfence.audit.apk.flow.heap import Obj, State
from ringfence.audit.apk.flow.values import NO_TAINT, ONE, TOP, ZERO, MemberAtom, TypeAtom, UriAtom, Value, const
from ringfence.audit.apk.flow.watch import watched

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringfence.audit.apk.dex import ClassDef, Program
    from ringfence.audit.apk.flow.findings import Findings
    from ringfence.audit.apk.flow.labels import Label, Site, Trail
    from ringfence.audit.apk.flow.machine import Frame, Machine
    from ringfence.audit.apk.flow.manifest import Components, Screens
    from ringfence.audit.apk.flow.routine import Routine, Routines
    from ringfence.audit.apk.flow.values import Atom
    from ringfence.audit.apk.flow.watch import Question
    from ringfence.audit.apk.models import Models, Rule

    # Constants that a class's initialiser leaves, and what was asked to find them.
    Settled = tuple[dict[FieldRef, Value], frozenset[Question]]

OBJECT = "Ljava/lang/Object;"
# Libraries that every app carries along and that do what the platform does: their classes are taken as the models and the hierarchy
# describe them, not run.
LIBRARIES = (
    "Landroid/support/",
    "Landroidx/",
    "Lcom/google/android/material/",
    "Lkotlin/",
    "Lkotlinx/",
)
# Methods with this annotation can be called by a page that was handed their object (since Android 4.2).
JAVASCRIPT = "Landroid/webkit/JavascriptInterface;"
# Exceptions every call may raise are caught by these.
_ROOTS = frozenset(("Ljava/lang/Throwable;", "Ljava/lang/Exception;"))
_RUNTIME = "Ljava/lang/RuntimeException;"
_SUPERS = {
    "Ljava/lang/Exception;": "Ljava/lang/Throwable;",
    "Ljava/lang/Error;": "Ljava/lang/Throwable;",
    _RUNTIME: "Ljava/lang/Exception;",
    "Ljava/lang/IndexOutOfBoundsException;": _RUNTIME,
    "Ljava/lang/ArrayIndexOutOfBoundsException;": "Ljava/lang/IndexOutOfBoundsException;",
    "Ljava/lang/StringIndexOutOfBoundsException;": "Ljava/lang/IndexOutOfBoundsException;",
    "Ljava/lang/NullPointerException;": _RUNTIME,
    "Ljava/lang/ClassCastException;": _RUNTIME,
    "Ljava/lang/ArithmeticException;": _RUNTIME,
    "Ljava/lang/IllegalArgumentException;": _RUNTIME,
    "Ljava/lang/IllegalStateException;": _RUNTIME,
    "Ljava/lang/NumberFormatException;": "Ljava/lang/IllegalArgumentException;",
    "Ljava/lang/UnsupportedOperationException;": _RUNTIME,
    "Ljava/lang/SecurityException;": _RUNTIME,
    "Ljava/lang/ReflectiveOperationException;": "Ljava/lang/Exception;",
    "Ljava/lang/ClassNotFoundException;": "Ljava/lang/ReflectiveOperationException;",
    "Ljava/lang/NoSuchMethodException;": "Ljava/lang/ReflectiveOperationException;",
    "Ljava/lang/NoSuchFieldException;": "Ljava/lang/ReflectiveOperationException;",
    "Ljava/lang/IllegalAccessException;": "Ljava/lang/ReflectiveOperationException;",
    "Ljava/lang/InstantiationException;": "Ljava/lang/ReflectiveOperationException;",
    "Ljava/lang/InterruptedException;": "Ljava/lang/Exception;",
    "Ljava/lang/CloneNotSupportedException;": "Ljava/lang/Exception;",
    "Ljava/io/IOException;": "Ljava/lang/Exception;",
    "Ljava/io/FileNotFoundException;": "Ljava/io/IOException;",
    "Ljava/net/MalformedURLException;": "Ljava/io/IOException;",
    "Lorg/json/JSONException;": "Ljava/lang/Exception;",
    "Landroid/os/RemoteException;": "Ljava/lang/Exception;",
}


def _no_text(_number: int) -> str | None:
    return None


class World:
    """Types, statics, models and findings of one analysis."""

    def __init__(self, program: Program, models: Models, findings: Findings) -> None:
        self.program = program
        self.models = models
        self.findings = findings
        self.statics = Obj("", "statics")
        self.registry = Obj("", "registry")
        self._app: dict[str, bool] = {}
        self._places: dict[tuple[Any, bool], tuple[int, ...]] = {}
        self._fields: dict[Any, Any] = {}
        self._initials: dict[Any, Value] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._sub: dict[tuple[str, str], bool | None] = {}
        self._named: dict[tuple[Any, ...], list[Routine]] = {}
        self._callbacks: dict[str, list[str]] = {}
        self._settled: dict[str, Settled] = {}
        self.settle: Callable[[str], Settled] | None = None
        self._open: dict[str, bool] = {}
        self._settling: list[str] = []
        self._entangled = False
        # While a method is looked at alone: every question about the rest of the app (watch.py).
        self.watch: set[Question] | None = None
        self.routines: Routines
        self.manifest: Components
        self.layouts: Screens
        self.current: Obj | None = None
        self.received = False
        self.resources: Callable[[int], str | None] = _no_text

    # ---------------------------------------------------------------- questions

    @property
    def components(self) -> Components:
        """What the manifest declares; while a method is looked at alone, what is asked of it is noted."""
        return self.manifest if self.watch is None else watched("manifest", self.manifest, self.watch)

    @components.setter
    def components(self, given: Components) -> None:
        self.manifest = given

    @property
    def screens(self) -> Screens:
        """The app's layouts, likewise."""
        return self.layouts if self.watch is None else watched("layouts", self.layouts, self.watch)

    @screens.setter
    def screens(self, given: Screens) -> None:
        self.layouts = given

    def text(self, number: int) -> str | None:
        """The text of a string resource."""
        if self.watch is not None:
            self.watch.add(("text", str(number)))
        return self.resources(number)

    def has(self, type_: str) -> bool:
        """Whether the program defines a class of that name, to be run or not."""
        if self.watch is not None:
            self.watch.add(("has", type_))
        return type_ in self.program.classes

    def defined(self, type_: str) -> ClassDef | None:
        """The program's own class of that name with all its members."""
        if self.watch is not None:
            self.watch.add(("shape", type_))
        return self.program.classes.get(type_)

    # ---------------------------------------------------------------- types

    def is_app(self, type_: str) -> bool:
        """Whether the program itself defines the class, and it is to be run."""
        found = self._app.get(type_)
        if found is None:
            found = self._app[type_] = (
                type_ in self.program.classes
                and not self.is_skipped(type_)
                and not (self.models.is_platform(type_) and self.models.knows(type_))
            )
        if self.watch is not None:
            self.watch.add(("app", type_))
        return found

    def is_skipped(self, type_: str) -> bool:
        """Whether the class is of a library that stands in for the platform."""
        return type_.startswith(LIBRARIES)

    def ancestors(self, type_: str) -> tuple[str, ...]:
        """Classes and interfaces above a type, the program's first, each once, nearest first; without itself."""
        found = self._ancestors.get(type_)
        if found is None:
            order: dict[str, None] = {}
            line = type_
            seen: set[str] = set()
            faces: list[str] = []
            while line and line not in seen:  # the line of superclasses first
                seen.add(line)
                owner = self.program.classes.get(line)
                if owner is not None and not self.models.knows(line):
                    faces.extend(owner.interfaces)
                    line = owner.superclass or ""
                    if line:
                        order[line] = None
                    continue
                order.update(dict.fromkeys(self.models.ancestors(line)))
                break
            waiting = faces
            while waiting:
                face = waiting.pop(0)
                if face in order:
                    continue
                order[face] = None
                owner = self.program.classes.get(face)
                if owner is not None and not self.models.knows(face):
                    waiting.extend(owner.interfaces)
                else:
                    order.update(dict.fromkeys(self.models.ancestors(face)))
            order.pop(type_, None)
            found = self._ancestors[type_] = tuple(order)
        if self.watch is not None and self._is_open(type_, found):
            self.watch.add(("above", type_))
        return found

    def _is_open(self, type_: str, above: tuple[str, ...]) -> bool:
        """Whether what is above a type may be another in another app; of what the models know all of it is fixed."""
        found = self._open.get(type_)
        if found is None:
            knows = self.models.knows
            found = self._open[type_] = not all(knows(t) or t == OBJECT for t in (type_, *above))
        return found

    def is_sub(self, type_: str, of: str) -> bool | None:
        """Whether a type is another or below it; None when that cannot be known."""
        if of in (type_, OBJECT):
            return True
        if self.watch is not None:
            self.ancestors(type_.lstrip("["))
        key = (type_, of)
        if key in self._sub:
            return self._sub[key]
        self._sub[key] = answer = self._compare(type_, of)
        return answer

    def _compare(self, type_: str, of: str) -> bool | None:  # noqa: PLR0911 -- one answer per case
        if type_.startswith("["):
            if of.startswith("["):
                if type_[1] in "L[" and of[1] in "L[":
                    return self.is_sub(type_[1:], of[1:])
                return False
            return of in ("Ljava/lang/Cloneable;", "Ljava/io/Serializable;")
        above = self.ancestors(type_)
        if of in above:
            return True
        line = _SUPERS.get(type_)
        while line is not None:
            if line == of:
                return True
            line = _SUPERS.get(line)
        if self.is_complete(type_, above):
            return False
        return None

    def is_complete(self, type_: str, above: tuple[str, ...]) -> bool:
        """Whether all that is above a type is known."""
        return all(
            t in self.program.classes
            or self.models.knows(t)
            or t == OBJECT
            or t in _SUPERS
            or t == "Ljava/lang/Throwable;"
            for t in (type_, *above)
        )

    def fits(self, obj: Obj, wanted: str) -> bool:
        """Whether a cast of this object to a type may succeed."""
        answer = self.is_sub(obj.type, wanted)
        if answer is not False:
            return True
        return not obj.exact

    def instance_of(self, atom: Atom, wanted: str) -> bool | None:
        """The answer of ``instanceof``; None when it is not decided."""
        if atom == 0 and type(atom) is int:
            return False
        if type(atom) is Obj:
            answer = self.is_sub(atom.type, wanted)
            return answer if atom.exact or answer else None
        if type(atom) is str:
            return wanted in (
                "Ljava/lang/String;",
                OBJECT,
                "Ljava/lang/CharSequence;",
                "Ljava/lang/Comparable;",
                "Ljava/io/Serializable;",
            )
        if type(atom) is TypeAtom:
            return wanted in ("Ljava/lang/Class;", OBJECT)
        if type(atom) is UriAtom:
            return wanted in ("Landroid/net/Uri;", OBJECT, "Landroid/os/Parcelable;")
        return None

    def catches(self, handler: str | None, types: frozenset[str] | None) -> tuple[bool, bool]:
        """Whether a handler surely, and whether it possibly, catches what is of one of these exact types (empty: anything)."""
        if handler is None or handler == "Ljava/lang/Throwable;":
            return True, True
        if not types:
            if types is None:
                return False, False
            return handler == "Ljava/lang/Exception;", not self.is_app(handler)
        answers = [self.is_sub(t, handler) for t in types]
        return all(a is True for a in answers), any(a is not False for a in answers)

    def type_of(self, atom: Atom) -> str:
        """The class of an atom, "" for numbers."""
        if type(atom) is Obj:
            return atom.type
        if type(atom) is str:
            return "Ljava/lang/String;"
        if type(atom) is TypeAtom:
            return "Ljava/lang/Class;"
        if type(atom) is UriAtom:
            return "Landroid/net/Uri;"
        if type(atom) is MemberAtom:
            return {
                "method": "Ljava/lang/reflect/Method;",
                "field": "Ljava/lang/reflect/Field;",
                "constructor": "Ljava/lang/reflect/Constructor;",
            }[atom.kind]
        return ""

    # ---------------------------------------------------------------- members

    def places(self, ref: MethodRef, *, static: bool) -> tuple[int, ...]:
        """Which registers of a call hold arguments (the second half of a wide one is left out)."""
        key = (ref, static)
        found = self._places.get(key)
        if found is None:
            places = [] if static else [0]
            at = len(places)
            for param in proto_parts(ref.proto)[0]:
                places.append(at)
                at += 2 if param in ("J", "D") else 1
            found = self._places[key] = tuple(places)
        return found

    def field(self, ref: FieldRef) -> FieldRef:
        """The field under the class that declares it."""
        found = self._fields.get(ref)
        if found is None:
            found = ref
            line: str | None = ref.cls
            seen: set[str] = set()
            while line and line not in seen:
                seen.add(line)
                owner = self.program.classes.get(line)
                if owner is None:
                    break
                if any(f.ref.name == ref.name and f.ref.type == ref.type for f in owner.fields):
                    found = FieldRef(line, ref.name, ref.type)
                    break
                line = owner.superclass
            self._fields[ref] = found
        if self.watch is not None:
            self.watch.add(("field", ref.cls, ref.name, ref.type))
        return found

    def methods_named(self, cls: str, name: str, count: int | None, proto: str | None = None) -> list[Routine]:
        """Methods that a call by name on an object of this class may run, most derived first; one per descriptor."""
        key = (cls, name, count, proto)
        if self.watch is not None:
            self.watch.add(("named", cls, name, "" if count is None else str(count), proto or ""))
        found = self._named.get(key)
        if found is None:
            chosen: dict[str, Routine] = {}
            for type_ in (cls, *self.ancestors(cls)):
                if not self.is_app(type_):
                    continue
                owner = self.program.classes[type_]
                for method in owner.methods:
                    if method.ref.name != name or (proto is not None and not method.ref.proto.startswith(proto)):
                        continue
                    if count is not None and len(method.params) != count:
                        continue
                    if not method.has_code and not method.is_native:
                        continue
                    if method.access & 0x1000 and any(
                        len(r.definition.params) == len(method.params) for r in chosen.values()
                    ):
                        continue  # a bridge to one that is there already
                    chosen.setdefault(method.ref.proto.partition(")")[0], self.routines.of(method))
            routines = list(chosen.values())
            real = [r for r in routines if not r.definition.access & 0x1000]
            found = self._named[key] = real or routines
        return found

    def routines_of(self, cls: str) -> list[Routine]:
        """All methods with code that an object of this class answers to, the most derived of each."""
        key = (cls,)
        if self.watch is not None:
            self.watch.add(("all", cls))
        found = self._named.get(key)
        if found is None:
            chosen: dict[str, Routine] = {}
            for type_ in (cls, *self.ancestors(cls)):
                if self.is_app(type_):
                    for method in self.program.classes[type_].methods:
                        if method.has_code and not method.access & 0x8 and method.ref.name[0] != "<":
                            chosen.setdefault(method.ref.name + method.ref.proto, self.routines.of(method))
            found = self._named[key] = list(chosen.values())
        return found

    def bridged(self, cls: str) -> list[Routine]:
        """Methods of a class that a page may call once it is handed an object of it."""
        if self.watch is not None:
            self.watch.add(("bridged", cls))
        found = []
        for type_ in (cls, *self.ancestors(cls)):
            if self.is_app(type_):
                found += [self.routines.of(m) for m in self.program.classes[type_].annotated(JAVASCRIPT) if m.has_code]
        return found

    def callback_types(self, type_: str) -> list[str]:
        """Callback types of the platform that a class implements; Runnable and its like only where a rule says so."""
        above = self.ancestors(type_)
        found = self._callbacks.get(type_)
        if found is None:
            known = self.models.callbacks
            found = self._callbacks[type_] = [t for t in above if t in known and known[t].whole]
        return found

    def inner_below(self, type_: str, cls: str) -> tuple[str, ...]:
        """Classes below a platform's type that are written inside the same outermost class as ``cls``."""
        outer = cls.rstrip(";").partition("$")[0]
        found = tuple(
            sub
            for sub in self.program.subtypes(type_)
            if sub.rstrip(";").partition("$")[0] == outer and self.is_app(sub)
        )[:4]
        if self.watch is not None:
            self.watch.add(("inner", type_, cls))
        return found

    def is_data(self, type_: str) -> bool:
        """Whether objects of a class of the program are data that can be handed over whole."""
        return self.is_app(type_) and any(
            self.is_sub(type_, of) for of in ("Ljava/io/Serializable;", "Landroid/os/Parcelable;")
        )

    # ---------------------------------------------------------------- statics

    def initialise(self, machine: Machine, frame: Frame, state: State, type_: str) -> None:
        """Run a class's static initialiser when it is first used on this way."""
        if machine.local is not None or not self.is_app(type_):
            return
        key = ("init", type_)
        if key in state.fields(self.statics):
            return
        state.store(self.statics, key, ONE)
        owner = self.program.classes[type_]
        if owner.superclass:
            self.initialise(machine, frame, state, owner.superclass)
        routine = machine.routines.resolve(type_, "<clinit>", "()V") if owner.method("<clinit>", "()V") else None
        if routine is None or routine.body is None or len(machine.frames) > 40:
            return
        before = state.heap
        outcome = machine.run(routine, [], before, frame.context.named(type_))
        if outcome is not None and outcome.heap is not None:
            state.heap = outcome.heap

    def constant(self, ref: FieldRef, site: Site) -> Value:
        """What a static field holds that was never stored."""
        if self.watch is not None:
            self.watch.add(("constant", ref.cls, ref.name, ref.type))
        if not self.is_app(ref.cls):
            address = self.models.uris.field(ref.cls, ref.name)
            if address:
                return const(UriAtom(address) if ref.type == "Landroid/net/Uri;" else address)
            rule = self.models.field(ref.cls, ref.name)
            if rule is not None and rule.gives:
                return Value(frozenset(), top=True, taint=self.source(rule, site, str(ref)))
            if ref.cls in self.program.classes:
                found = self.initial(ref)
                if found is not ZERO:
                    return found
            return TOP
        return self.initial(ref)

    def settled(self, ref: FieldRef) -> Value | None:
        """What a static final field holds after its class's initialiser, where that is a constant; None when it is not."""
        fields, asked = self._settled.get(ref.cls) or self._settled_now(ref.cls)
        if self.watch is not None:
            self.watch.add(("settled", ref.cls))
            self.watch |= asked
        return fields.get(ref)

    def _settled_now(self, cls: str) -> Settled:
        """Run a class's initialiser alone.

        Initialisers that ask for each other see nothing of each other where they close the circle; what came out so on the way is
        not kept, so that the answer about a class does not depend on which was asked about first.
        """
        if self.settle is None:
            return {}, frozenset()
        if cls in self._settling:
            self._entangled = True
            return {}, frozenset()
        self._settling.append(cls)
        found = self.settle(cls)
        self._settling.pop()
        if not self._settling or not self._entangled:
            self._settled[cls] = found
        if not self._settling:
            self._entangled = False
        return found

    def initial(self, ref: FieldRef) -> Value:
        """What a static field begins with, by the class's own table."""
        found = self._initials.get(ref)
        if found is None:
            found = ZERO
            owner = self.program.classes.get(ref.cls)
            for field in owner.fields if owner is not None else ():
                if field.ref.name == ref.name and field.ref.type == ref.type:
                    initial = field.initial
                    if isinstance(initial, bool):
                        found = const(int(initial))
                    elif isinstance(initial, (int, float)) or type(initial) is str:
                        found = const(initial)
                    elif initial is not None and ref.type == "Ljava/lang/Class;":
                        found = const(TypeAtom(str(initial)))
                    break
            self._initials[ref] = found
        return found

    def source(self, rule: Rule, site: Site, api: str, category: str = "", uri: str = "") -> dict[Label, Trail]:
        """The label of what a rule yields here."""
        from ringfence.schema import DataCategory  # noqa: PLC0415 -- only when something is read

        name = category or rule.gives
        if name not in set(DataCategory):
            return NO_TAINT
        return self.findings.labels.source(site, DataCategory(name), api, uri, rule.permissions)
