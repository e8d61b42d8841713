"""A whole app's code: every dex file of it as one world of names, the first definition of a class winning as on a device."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from ringfence.audit.apk.dex.bodies import Bodies, read_bodies
from ringfence.audit.apk.dex.classes import ClassDef, MethodDef
from ringfence.audit.apk.dex.header import read_headers
from ringfence.audit.apk.dex.members import Members, read_members
from ringfence.audit.apk.dex.sweep import sweep
from ringfence.audit.apk.dex.tables import NONE, DexFile
from ringfence.audit.apk.dex.xrefs import Index, Site, field_ids, method_ids, string_ids, type_ids, uses_of
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from ringfence.audit.apk.dex.refs import FieldRef, MethodRef
    from ringfence.audit.apk.dex.sweep import Uses


class Classes(Mapping[str, ClassDef]):
    """The app's classes by descriptor; each is made when it is asked for."""

    __slots__ = ("_made", "_program", "_where")

    def __init__(self, program: Program) -> None:
        self._program = program
        self._made: dict[str, ClassDef] = {}
        self._where: dict[str, tuple[int, int]] | None = None

    def where(self) -> dict[str, tuple[int, int]]:
        """Return (number of the dex file, row of its class table) by descriptor, first definition first."""
        if self._where is None:
            found: dict[str, tuple[int, int]] = {}
            for number, dex in enumerate(self._program.dexes):
                names = dex.types[dex.classes["cls"]].tolist()
                for row, name in enumerate(names):
                    try:
                        found.setdefault(dex.strings.name(name), (number, row))
                    except DexDamaged as fault:
                        dex.notes.add("类名无法读取。", "A class's name cannot be read.", fault.offset)
            self._where = found
        return self._where

    def __getitem__(self, name: str) -> ClassDef:
        made = self._made.get(name)
        if made is None:
            number, row = self.where()[name]
            program = self._program
            made = ClassDef(program.dexes[number], row, program.members(number), program.base(number))
            self._made[name] = made
        return made

    def __contains__(self, name: object) -> bool:
        return name in self.where()

    def __iter__(self) -> Iterator[str]:
        return iter(self.where())

    def __len__(self) -> int:
        return len(self.where())


class Kept(Protocol):
    """Remembers, from one app to the next, where the code of a dex file names what."""

    def uses(self, dex: DexFile) -> Uses | None:
        """Return what was kept for a file of the same bytes."""

    def keep_uses(self, dex: DexFile, uses: Uses) -> None:
        """Keep it."""


class Program:
    """An app's code.

    Attributes:
        dexes: the dex files that could be read, in the order in which a device searches them.
        damaged: one fault for each that could not.
        classes: descriptor -> ClassDef.
    """

    def __init__(self, dexes: list[DexFile], damaged: list[DexDamaged]) -> None:
        self.dexes = tuple(dexes)
        self.damaged = tuple(damaged)
        self._classes = Classes(self)
        self.classes: Mapping[str, ClassDef] = self._classes
        self._members: dict[int, Members] = {}
        self._bodies: dict[int, Bodies] = {}
        self._bases: list[int] | None = None
        self._below: dict[str, list[str]] | None = None
        self._indices: dict[int, Index] | None = None
        self._kept: Kept | None = None
        self._rows: dict[tuple[int, int], MethodDef | None] = {}

    @classmethod
    def load(cls, dexes: Iterable[tuple[str, bytes]]) -> Program:
        """Open all dex files (name, bytes), containers with several in one among them.

        One that is damaged is left out and stands in ``damaged``. Raises DexDamaged when none can be read at all.
        """
        found: list[DexFile] = []
        damaged: list[DexDamaged] = []
        for name, data in dexes:
            try:
                for part, header in enumerate(read_headers(data)):
                    found.append(DexFile(name if part == 0 else f"{name}#{part + 1}", data, header))
                    _check_sum(found[-1])
            except DexDamaged as fault:
                damaged.append(_placed(fault, name))
        if damaged and not found:
            raise damaged[0]
        return cls(found, damaged)

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        """Return (zh, en) of everything that was wrong so far without stopping the reading."""
        refused = tuple((fault.zh, fault.en) for fault in self.damaged)
        return refused + tuple(note for dex in self.dexes for note in dex.notes.all())

    @property
    def strings(self) -> Iterator[str]:
        """Every string of every dex file's table, once per file."""
        for dex in self.dexes:
            yield from dex.strings

    def callers_of(self, refs: Collection[MethodRef]) -> list[Site]:
        """Return every call of one of ``refs``, by dex file, class and offset.

        Calls name the class they were compiled against: ``Lcom/x/MyActivity;->startActivity`` is another ref than that of
        ``Landroid/app/Activity;``. ``method_refs(names=...)`` gives all that an app uses.
        """
        wanted = set(refs)
        classes, names = {ref.cls for ref in wanted}, {ref.name for ref in wanted}
        return self._sites(
            "method", lambda dex: [i for i in method_ids(dex, classes, names).tolist() if dex.method(i) in wanted]
        )

    def uses_of_fields(self, refs: Collection[FieldRef]) -> list[Site]:
        """Return every reading and writing of one of ``refs``; ``Site.op`` tells which."""
        wanted = set(refs)
        classes, names = {ref.cls for ref in wanted}, {ref.name for ref in wanted}
        return self._sites(
            "field", lambda dex: [i for i in field_ids(dex, classes, names).tolist() if dex.field(i) in wanted]
        )

    def uses_of_strings(
        self, predicate: Callable[[str], bool] | Collection[str] = (), *, beginning: Collection[str] = ()
    ) -> list[Site]:
        """Return where code loads a string that ``predicate`` accepts or names, or that begins with one of ``beginning``.

        Names and beginnings are looked up in the sorted tables; a function is asked about every string.
        """

        def wanted(dex: DexFile) -> set[int]:
            if callable(predicate):
                found = {index for index, text in enumerate(dex.strings) if predicate(text)}
            else:
                found = set(string_ids(dex, predicate).tolist())
            return found.union(*(dex.strings.beginning(prefix) for prefix in beginning))

        return self._sites("string", wanted)

    def uses_of_types(self, types: Collection[str]) -> list[Site]:
        """Return where code makes, casts to, tests for or names one of ``types``; ``Site.op`` tells which."""
        return self._sites("type", lambda dex: type_ids(dex, types).tolist())

    def method_refs(
        self, classes: Collection[str] | None = None, names: Collection[str] | None = None
    ) -> list[MethodRef]:
        """Return the methods that the app's tables name, by class and by name; None is any. They may never be called."""
        found = {dex.method(index): None for dex in self.dexes for index in method_ids(dex, classes, names).tolist()}
        return list(found)

    def field_refs(
        self, classes: Collection[str] | None = None, names: Collection[str] | None = None
    ) -> list[FieldRef]:
        """Return the fields that the app's tables name, by class and by name; None is any."""
        found = {dex.field(index): None for dex in self.dexes for index in field_ids(dex, classes, names).tolist()}
        return list(found)

    def names_type(self, name: str) -> bool:
        """Tell whether the app's tables name that class at all."""
        return any(len(type_ids(dex, (name,))) for dex in self.dexes)

    def uses(self, number: int) -> Uses:
        """Return every instruction of one dex file that names something, by code item and offset; nothing is kept."""
        return sweep(self.dexes[number], self.bodies(number))

    def expect_questions(self, kept: Kept | None = None) -> None:
        """From now on have an index of all uses of each dex file that is asked about; the answers stay the same.

        ``kept`` remembers such indices.
        """
        self._kept = kept
        if self._indices is None:
            self._indices = {}

    def _uses_of(self, number: int, kind: str, ids: Collection[int]) -> Uses:
        if self._indices is None:
            return uses_of(self.dexes[number], self.bodies(number), kind, ids)
        index = self._indices.get(number)
        if index is None:
            index = self._indices[number] = Index(self._all_uses(number))
        return index.uses_of(kind, ids)

    def _all_uses(self, number: int) -> Uses:
        dex = self.dexes[number]
        found = self._kept.uses(dex) if self._kept is not None else None
        if found is not None and (not len(found.body) or int(found.body[-1]) < len(self.bodies(number).at)):
            return found
        noted = len(dex.notes.all())
        found = self.uses(number)
        if self._kept is not None and len(dex.notes.all()) == noted:  # what has something to say says it each time
            self._kept.keep_uses(dex, found)
        return found

    def bodies(self, number: int) -> Bodies:
        """Return where the code of one dex file lies."""
        found = self._bodies.get(number)
        if found is None:
            found = self._bodies[number] = read_bodies(self.dexes[number], self.members(number))
        return found

    def _sites(self, kind: str, wanted: Callable[[DexFile], Collection[int]]) -> list[Site]:
        """Return where code names one of the indices that ``wanted`` gives for a dex file."""
        found: list[Site] = []
        for number, dex in enumerate(self.dexes):
            ids = wanted(dex)
            if not ids:
                continue
            bodies = self.bodies(number)
            uses = self._uses_of(number, kind, ids)
            for body, offset, op, ref in zip(
                uses.body.tolist(), uses.offset.tolist(), uses.op.tolist(), uses.ref.tolist(), strict=True
            ):
                rows = bodies.rows[bodies.rows_from[body] : bodies.rows_from[body + 1]]
                named = dex.named(kind, ref)
                found += [
                    Site(method, offset, named, op)  # type: ignore[arg-type] # of these kinds only
                    for method in (self._live(number, row) for row in rows.tolist())
                    if method is not None
                ]
        return found

    def _live(self, number: int, row: int) -> MethodDef | None:
        """Return the method in one row of a dex file's members, None when an earlier dex file defines its class."""
        key = (number, row)
        if key not in self._rows:
            self._rows[key] = self._looked_up(number, row)
        return self._rows[key]

    def _looked_up(self, number: int, row: int) -> MethodDef | None:
        members, dex = self.members(number), self.dexes[number]
        class_row = int(members.method_class[row])
        try:
            name = dex.type_name(int(dex.classes["cls"][class_row]))
            owner = self.classes[name]
            return owner.numbered(self.base(number) + row) if owner.is_row(dex, class_row) else None
        except (DexDamaged, KeyError):
            return None

    def members(self, number: int) -> Members:
        """Return the member columns of one dex file."""
        found = self._members.get(number)
        if found is None:
            found = self._members[number] = read_members(self.dexes[number])
        return found

    def base(self, number: int) -> int:
        """Return the program-wide number of the first method of a dex file."""
        if self._bases is None:
            self._bases = [0]
            for place in range(len(self.dexes)):
                self._bases.append(self._bases[-1] + len(self.members(place).method_index))
        return self._bases[number]

    @property
    def method_count(self) -> int:
        """How many numbers methods have: those of classes that a second dex file defines again are counted too."""
        return self.base(len(self.dexes))

    def numbered(self, number: int) -> MethodDef:
        """Return the method with that program-wide number. Raises KeyError when no class owns it."""
        self.base(0)
        bases = self._bases or [0]
        if not 0 <= number < bases[-1]:
            raise KeyError(number)
        place = bisect_right(bases, number) - 1
        members = self.members(place)
        row = int(members.method_class[number - bases[place]])
        dex = self.dexes[place]
        owner = self.classes[dex.type_name(int(dex.classes["cls"][row]))]
        return owner.numbered(number)

    def definitions(self) -> dict[str, tuple[int, int]]:
        """Return (number of the dex file, row of its class table) of every class, the winning definition alone."""
        return self._classes.where()

    def cls(self, name: str) -> ClassDef | None:
        """Return the class with that descriptor, None when the app does not define it."""
        return self.classes.get(name)

    def method(self, ref: MethodRef) -> MethodDef | None:
        """Return the method that its class itself defines."""
        owner = self.classes.get(ref.cls)
        return owner.method(ref.name, ref.proto) if owner else None

    def resolve(self, cls: str, name: str, proto: str) -> MethodDef | None:
        """Return the method that a call on ``cls`` reaches: its own, a superclass's, or an interface's with code.

        None when the app defines none; then the platform's is meant.
        """
        interfaces: list[str] = []
        seen: set[str] = set()
        current: str | None = cls
        while current is not None and current not in seen:
            seen.add(current)
            owner = self.classes.get(current)
            if owner is None:
                break
            found = owner.method(name, proto)
            if found is not None:
                return found
            interfaces += owner.interfaces
            current = owner.superclass
        return self._of_interfaces(interfaces, name, proto)

    def _of_interfaces(self, waiting: list[str], name: str, proto: str) -> MethodDef | None:
        """Return the first of the interfaces' methods, one with code before an abstract one."""
        seen: set[str] = set()
        abstract: MethodDef | None = None
        while waiting:
            current = waiting.pop(0)
            owner = self.classes.get(current) if current not in seen else None
            seen.add(current)
            if owner is None:
                continue
            found = owner.method(name, proto)
            if found is not None and found.has_code:
                return found
            abstract = abstract or found
            waiting += owner.interfaces
        return abstract

    def ancestors(self, name: str) -> tuple[str, ...]:
        """Return every class and interface above ``name`` that the app's code tells of, nearest first.

        The platform's own hierarchy is not known here: ``Landroid/app/Activity;`` ends its line.
        """
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            owner = self.classes.get(waiting.pop(0))
            if owner is None:
                continue
            for above in (*((owner.superclass,) if owner.superclass else ()), *owner.interfaces):
                if above not in found and above != name:
                    found[above] = None
                    waiting.append(above)
        return tuple(found)

    def subtypes(self, name: str) -> tuple[str, ...]:
        """Return every class and interface of the app below ``name``, which may be one of the platform's."""
        below = self._children()
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            for child in below.get(waiting.pop(), ()):
                if child not in found and child != name:
                    found[child] = None
                    waiting.append(child)
        return tuple(found)

    def is_sub(self, name: str, of: str) -> bool:
        """Tell whether ``name`` is ``of`` or below it, as far as the app's own code tells."""
        return name == of or of in self.ancestors(name)

    def _children(self) -> dict[str, list[str]]:
        """Return the classes directly below each class and interface."""
        if self._below is None:
            below: dict[str, list[str]] = {}
            columns = [(d, d.classes["superclass"].tolist(), d.classes["interfaces"].tolist()) for d in self.dexes]
            for name, (number, row) in self.definitions().items():
                dex, supers, faces = columns[number]
                for above in _above(dex, supers[row], faces[row]):
                    below.setdefault(above, []).append(name)
            self._below = below
        return self._below


def _above(dex: DexFile, superclass: int, interfaces: int) -> list[str]:
    """Return the superclass and interfaces of one class; what is damaged is left out."""
    found: list[str] = []
    try:
        if superclass != NONE:
            found.append(dex.type_name(superclass))
        if interfaces:
            found += map(dex.type_name, dex.type_list(interfaces))
    except DexDamaged as fault:
        dex.notes.add("类的父类或接口无法读取。", "A class's superclass or interfaces cannot be read.", fault.offset)
    return found


def _check_sum(dex: DexFile) -> None:
    """Warn of a checksum that is wrong; devices refuse such a file, but what it holds is shown all the same."""
    if dex.header.version < 41 and not dex.header.sums_up(dex.data):
        dex.notes.add("文件的校验和不正确，可能被改动过。", "The checksum is wrong; the file may have been altered.", 8)


def _placed(fault: DexDamaged, name: str) -> DexDamaged:
    """Return the fault with its file named."""
    named = fault.placed(name)
    return named if isinstance(named, DexDamaged) else fault
