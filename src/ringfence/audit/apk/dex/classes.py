"""What an app defines: classes with their fields and methods, made when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex.annotations import annotated
from ringfence.audit.apk.dex.decode import Code, decode
from ringfence.audit.apk.dex.fingerprint import code_hash
from ringfence.audit.apk.dex.leb128 import BadLebError
from ringfence.audit.apk.dex.refs import FieldRef, MethodRef, proto_parts
from ringfence.audit.apk.dex.tables import NONE
from ringfence.audit.apk.dex.values import read_values
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.dex.members import Members
    from ringfence.audit.apk.dex.tables import DexFile
    from ringfence.audit.apk.dex.values import Value

PUBLIC, PRIVATE, PROTECTED, STATIC, FINAL = 0x1, 0x2, 0x4, 0x8, 0x10
BRIDGE, NATIVE, INTERFACE, ABSTRACT, SYNTHETIC = 0x40, 0x100, 0x200, 0x400, 0x1000


class FieldDef:
    """A field that a class defines.

    Attributes:
        ref: its name.
        access: access flags.
        initial: what a static field begins with, None when the file names nothing (then it is 0, false or null).
    """

    __slots__ = ("access", "initial", "ref")

    def __init__(self, ref: FieldRef, access: int, initial: Value) -> None:
        self.ref = ref
        self.access = access
        self.initial = initial

    @property
    def is_static(self) -> bool:
        """Whether it belongs to the class and not to its objects."""
        return bool(self.access & STATIC)

    @property
    def is_final(self) -> bool:
        """Whether it is written once."""
        return bool(self.access & FINAL)

    def __repr__(self) -> str:
        return f"FieldDef({self.ref})"


class MethodDef:
    """A method that a class defines.

    Attributes:
        ref: its name.
        access: access flags.
        owner: the class.
        number: its place among all methods of the program, for arrays over methods.
        code_at: byte of its code item in its dex file, 0 = none.
    """

    __slots__ = ("_parts", "access", "code_at", "number", "owner", "ref")

    def __init__(self, owner: ClassDef, ref: MethodRef, access: int, code_at: int, number: int) -> None:
        self.owner = owner
        self.ref = ref
        self.access = access
        self.code_at = code_at
        self.number = number
        self._parts: tuple[tuple[str, ...], str] | None = None

    def code(self) -> Code | None:
        """Decode it. None for abstract and native methods, and for one whose code lies outside the file (with a warning)."""
        if not self.code_at:
            return None
        dex = self.owner.dex
        try:
            return decode(dex, self.code_at)
        except DexDamaged as fault:
            dex.notes.add(f"{self.ref} 的代码无法读取。", f"The code of {self.ref} cannot be read.", fault.offset)
            return None

    def code_hash(self) -> bytes:
        """Return 16 bytes that are equal for equal code in any app: over names, not over a file's numbers."""
        return code_hash(self)

    @property
    def params(self) -> tuple[str, ...]:
        """Types of the parameters, the receiver not among them."""
        if self._parts is None:
            self._parts = proto_parts(self.ref.proto)
        return self._parts[0]

    @property
    def returns(self) -> str:
        """Type of the result, ``V`` for none."""
        if self._parts is None:
            self._parts = proto_parts(self.ref.proto)
        return self._parts[1]

    @property
    def is_static(self) -> bool:
        """Whether it has no receiver."""
        return bool(self.access & STATIC)

    @property
    def is_native(self) -> bool:
        """Whether its code is in a native library."""
        return bool(self.access & NATIVE)

    @property
    def is_abstract(self) -> bool:
        """Whether only subclasses have its code."""
        return bool(self.access & ABSTRACT)

    @property
    def is_constructor(self) -> bool:
        """Whether it is ``<init>``."""
        return self.ref.name == "<init>"

    @property
    def is_synthetic(self) -> bool:
        """Whether the compiler made it."""
        return bool(self.access & SYNTHETIC)

    @property
    def is_final(self) -> bool:
        """Whether no subclass can override it."""
        return bool(self.access & (FINAL | PRIVATE | STATIC))

    @property
    def has_code(self) -> bool:
        """Whether the file names code for it."""
        return self.code_at != 0

    def __repr__(self) -> str:
        return f"MethodDef({self.ref})"


class ClassDef:
    """A class or interface that the app defines.

    Attributes:
        type: its descriptor.
        access: access flags.
        superclass: descriptor, None for ``java.lang.Object`` itself and for a damaged one.
        interfaces: descriptors in the file's order.
        source_file: as the compiler noted it, None when it did not.
        dex: the file that defines it.
    """

    __slots__ = (
        "_by_name",
        "_fields",
        "_made",
        "_methods",
        "_origin",
        "access",
        "dex",
        "interfaces",
        "source_file",
        "superclass",
        "type",
    )

    def __init__(self, dex: DexFile, row: int, members: Members, base: int) -> None:
        """Describe row ``row`` of the class table of ``dex``; ``base`` is the number of its file's first method."""
        self._origin = (row, members, base)
        self.dex = dex
        facts = dex.classes[row]
        self.type = dex.type_name(int(facts["cls"]))
        self.access = int(facts["access"])
        self.superclass = _type_or_none(dex, int(facts["superclass"]))
        self.interfaces = _interfaces(dex, int(facts["interfaces"]))
        self.source_file = _string_or_none(dex, int(facts["source"]))
        self._fields: tuple[FieldDef, ...] | None = None
        self._methods: tuple[MethodDef, ...] | None = None
        self._made: dict[int, MethodDef] = {}
        self._by_name: dict[tuple[str, str], MethodDef] | None = None

    @property
    def dex_name(self) -> str:
        """Name of the dex file that defines it."""
        return self.dex.name

    @property
    def is_interface(self) -> bool:
        """Whether it is an interface."""
        return bool(self.access & INTERFACE)

    @property
    def is_abstract(self) -> bool:
        """Whether it has no objects of its own."""
        return bool(self.access & ABSTRACT)

    @property
    def fields(self) -> tuple[FieldDef, ...]:
        """Its fields, static ones first."""
        if self._fields is None:
            self._fields = self._read_fields()
        return self._fields

    @property
    def methods(self) -> tuple[MethodDef, ...]:
        """Its methods: direct ones (constructors, private, static), then virtual ones."""
        if self._methods is None:
            self._methods = self._read_methods()
        return self._methods

    def method(self, name: str, proto: str) -> MethodDef | None:
        """Return the method it defines itself under that name."""
        if self._by_name is None:
            self._by_name = {}
            for method in self.methods:
                self._by_name.setdefault((method.ref.name, method.ref.proto), method)
        return self._by_name.get((name, proto))

    def numbered(self, number: int) -> MethodDef:
        """Return its method with that number in the program, made alone if need be. Raises KeyError."""
        row, members, base = self._origin
        first, end = int(members.method_from[row]), int(members.method_from[row + 1])
        made = self._at(number - base) if first <= number - base < end else None
        if made is None:
            raise KeyError(number)
        return made

    def annotated(self, type_: str) -> tuple[MethodDef, ...]:
        """Return its methods that bear an annotation of that type."""
        row, members, _ = self._origin
        ids = annotated(self.dex, int(self.dex.classes[row]["annotations"]), type_)
        if not ids:
            return ()
        rows = range(int(members.method_from[row]), int(members.method_from[row + 1]))
        made = (self._at(place) for place in rows if int(members.method_index[place]) in ids)
        return tuple(method for method in made if method is not None)

    def is_row(self, dex: DexFile, row: int) -> bool:
        """Tell whether that row of that dex file's class table is this very class and no second definition of it."""
        return self.dex is dex and self._origin[0] == row

    def _read_fields(self) -> tuple[FieldDef, ...]:
        row, members, _ = self._origin
        dex = self.dex
        rows = slice(int(members.field_from[row]), int(members.field_from[row + 1]))
        initial = self._initial() if members.field_static[rows].any() else ()
        found: list[FieldDef] = []
        for place, (index, access) in enumerate(
            zip(members.field_index[rows].tolist(), members.field_access[rows].tolist(), strict=True)
        ):
            value = initial[place] if place < len(initial) and members.field_static[rows.start + place] else None
            try:
                ref = dex.field(index)
            except DexDamaged as fault:
                dex.notes.add("字段的名称无法读取。", "A field's name cannot be read.", fault.offset)
                continue
            found.append(FieldDef(ref, access, _as_declared(value, ref.type)))
        return tuple(found)

    def _initial(self) -> tuple[Value, ...]:
        """Return what its static fields begin with, in their order; what is damaged is left out with a warning."""
        at = int(self.dex.classes[self._origin[0]]["values"])
        if not at:
            return ()
        try:
            return read_values(self.dex, at)
        except (BadLebError, DexDamaged):
            self.dex.notes.add(f"{self.type} 的静态初值已损坏。", f"Initial values of {self.type} are damaged.", at)
            return ()

    def _read_methods(self) -> tuple[MethodDef, ...]:
        row, members, _ = self._origin
        rows = range(int(members.method_from[row]), int(members.method_from[row + 1]))
        return tuple(made for made in map(self._at, rows) if made is not None)

    def _at(self, place: int) -> MethodDef | None:
        """Return the method in one row of its file's members, None with a warning when its name cannot be read."""
        made = self._made.get(place)
        if made is None:
            _, members, base = self._origin
            try:
                ref = self.dex.method(int(members.method_index[place]))
            except DexDamaged as fault:
                self.dex.notes.add("方法的名称无法读取。", "A method's name cannot be read.", fault.offset)
                return None
            access, code = int(members.method_access[place]), int(members.method_code[place])
            made = self._made[place] = MethodDef(self, ref, access, code, base + place)
        return made

    def __repr__(self) -> str:
        return f"ClassDef({self.type})"


def _type_or_none(dex: DexFile, index: int) -> str | None:
    if index == NONE:
        return None
    try:
        return dex.type_name(index)
    except DexDamaged:
        dex.notes.add("父类编号不正确。", "A superclass's number is wrong.", dex.header.classes.at)
        return None


def _interfaces(dex: DexFile, at: int) -> tuple[str, ...]:
    try:
        return tuple(dex.type_name(index) for index in dex.type_list(at))
    except DexDamaged:
        dex.notes.add("接口列表已损坏。", "A list of interfaces is damaged.", at)
        return ()


def _string_or_none(dex: DexFile, index: int) -> str | None:
    if index == NONE:
        return None
    try:
        return dex.strings[index]
    except DexDamaged:
        return None


def _as_declared(value: Value, kind: str) -> Value:
    """Return a number as the field's type reads it: floats may be written as shortened bits, booleans as they are."""
    if kind == "Z" and isinstance(value, int):
        return bool(value)
    return value
