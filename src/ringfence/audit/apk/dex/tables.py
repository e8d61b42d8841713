"""One dex file: its id tables as arrays over the file's bytes, and names looked up when somebody asks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ringfence.audit.apk.dex.leb128 import BadLebError
from ringfence.audit.apk.dex.notes import Notes
from ringfence.audit.apk.dex.refs import CallSite, FieldRef, Handle, MethodRef
from ringfence.audit.apk.dex.strings import Strings
from ringfence.audit.apk.dex.values import read_values
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex.header import Header, Table

NONE = 0xFFFFFFFF
"""An index that names nothing."""
MOST_PARAMETERS = 255
MOST_INTERFACES = 65535

_HANDLES: Final = (
    "static-put",
    "static-get",
    "instance-put",
    "instance-get",
    "invoke-static",
    "invoke-instance",
    "invoke-constructor",
    "invoke-direct",
    "invoke-interface",
)
_MAP_CALL_SITES, _MAP_HANDLES = 0x0007, 0x0008

_PROTO = np.dtype([("shorty", "<u4"), ("returns", "<u4"), ("parameters", "<u4")])
_FIELD = np.dtype([("cls", "<u2"), ("type", "<u2"), ("name", "<u4")])
_METHOD = np.dtype([("cls", "<u2"), ("proto", "<u2"), ("name", "<u4")])
_CLASS = np.dtype(
    [(name, "<u4") for name in ("cls", "access", "superclass", "interfaces", "source", "annotations", "data", "values")]
)
_HANDLE = np.dtype([("kind", "<u2"), ("pad", "<u2"), ("member", "<u2"), ("pad2", "<u2")])


class DexFile:
    """The tables of one dex file.

    Attributes:
        name: ``classes2.dex``; parts of a container are ``classes.dex#1`` and so on.
        data: the whole file's bytes; all offsets count from its start.
        octets: the same bytes as an array.
        header: what the header says.
        strings: the string table.
        types: descriptor's string index by type index (uint32).
        protos, fields, methods, classes: structured arrays, named as in the dex format.
        notes: warnings of this file.
    """

    def __init__(self, name: str, data: bytes, header: Header) -> None:
        """Lay the tables over ``data``. Raises DexDamaged when one lies outside or names what is not there."""
        self.name = name
        self.data = data
        self.octets = np.frombuffer(data, np.uint8)
        self.header = header
        self.notes = Notes(name)
        self.strings = Strings(data, self._laid(header.strings, np.dtype("<u4"), "字符串", "string"), self.notes)
        self.types: NDArray[np.uint32] = self._laid(header.types, np.dtype("<u4"), "类型", "type")
        self.protos = self._laid(header.protos, _PROTO, "原型", "proto")
        self.fields = self._laid(header.fields, _FIELD, "字段", "field")
        self.methods = self._laid(header.methods, _METHOD, "方法", "method")
        self.classes = self._laid(header.classes, _CLASS, "类", "class")
        self._check_indices()
        self._protos: dict[int, str] = {}
        self._fields: dict[int, FieldRef] = {}
        self._methods: dict[int, MethodRef] = {}
        self._lists: dict[int, tuple[int, ...]] = {}
        self._type_names: dict[int, str] = {}
        self._map: dict[int, tuple[int, int]] | None = None
        self._handles: NDArray[np.void] | None = None
        self._sites: NDArray[np.uint32] | None = None

    def _laid(self, table: Table, row: np.dtype, zh: str, en: str) -> NDArray:  # type: ignore[type-arg] # rows differ
        """Return the array of one table."""
        if table.count == 0:
            return np.empty(0, row)
        if table.at + table.count * row.itemsize > len(self.data):
            raise DexDamaged(
                f"{zh}表(共 {table.count} 项)超出文件范围。",
                f"The {en} table ({table.count} rows) reaches beyond the file.",
                offset=table.at,
            )
        return np.frombuffer(self.data, row, table.count, table.at)

    def _check_indices(self) -> None:
        """Refuse tables that name rows which are not there."""
        types, strings = len(self.types), len(self.strings)
        checks = (
            (self.types, strings, self.header.types),
            (self.protos["returns"], types, self.header.protos),
            (self.fields["cls"], types, self.header.fields),
            (self.fields["type"], types, self.header.fields),
            (self.fields["name"], strings, self.header.fields),
            (self.methods["cls"], types, self.header.methods),
            (self.methods["proto"], len(self.protos), self.header.methods),
            (self.methods["name"], strings, self.header.methods),
            (self.classes["cls"], types, self.header.classes),
        )
        for column, rows, table in checks:
            if len(column) and int(column.max()) >= rows:
                raise DexDamaged(
                    "编号表引用了不存在的条目。", "A table names a row that is not there.", offset=table.at
                )

    def type_name(self, index: int) -> str:
        """Return a type's descriptor. Raises DexDamaged."""
        name = self._type_names.get(index)
        if name is None:
            if not 0 <= index < len(self.types):
                raise DexDamaged(f"没有编号为 {index} 的类型。", f"There is no type {index}.")
            name = self._type_names[index] = self.strings.name(int(self.types[index]))
        return name

    def type_list(self, at: int, most: int = MOST_INTERFACES) -> tuple[int, ...]:
        """Return the type indices of the list at byte ``at``, empty for 0. Raises DexDamaged."""
        if at == 0:
            return ()
        found = self._lists.get(at)
        if found is None:
            if at + 4 > len(self.data):
                raise DexDamaged("类型列表不在文件之内。", "A type list lies outside the file.", offset=at)
            count = int.from_bytes(self.data[at : at + 4], "little")
            if count > most or at + 4 + 2 * count > len(self.data):
                raise DexDamaged("类型列表过长。", "A type list is too long.", offset=at)
            found = tuple(np.frombuffer(self.data, "<u2", count, at + 4).tolist())
            self._lists[at] = found
        return found

    def proto(self, index: int) -> str:
        """Return ``(I)V``. Raises DexDamaged."""
        text = self._protos.get(index)
        if text is None:
            if not 0 <= index < len(self.protos):
                raise DexDamaged(f"没有编号为 {index} 的原型。", f"There is no proto {index}.")
            row = self.protos[index]
            names = [self.type_name(kind) for kind in self.type_list(int(row["parameters"]), MOST_PARAMETERS)]
            text = self._protos[index] = f"({''.join(names)}){self.type_name(int(row['returns']))}"
        return text

    def type_or_mark(self, index: int) -> str:
        """Return a type's descriptor, a mark that is no descriptor when its string lies outside the file."""
        try:
            return self.type_name(index)
        except DexDamaged:
            return f"?{self.name}:{index}"

    def proto_or_mark(self, index: int) -> str:
        """Return ``(I)V``, a mark that is no proto when it is damaged."""
        try:
            return self.proto(index)
        except DexDamaged:
            return f"?{self.name}:{index}"

    def name_or_mark(self, index: int) -> str:
        """Return a name by its string's index, a mark that is no name when the string lies outside the file."""
        try:
            return self.strings.name(index)
        except DexDamaged:
            return f"?{self.name}:{index}"

    def field(self, index: int) -> FieldRef:
        """Return a field by its id. Raises DexDamaged."""
        ref = self._fields.get(index)
        if ref is None:
            if not 0 <= index < len(self.fields):
                raise DexDamaged(f"没有编号为 {index} 的字段。", f"There is no field {index}.")
            cls, kind, name = self.fields[index].item()
            ref = FieldRef(self.type_name(cls), self.strings.name(name), self.type_name(kind))
            self._fields[index] = ref
        return ref

    def method(self, index: int) -> MethodRef:
        """Return a method by its id. Raises DexDamaged."""
        ref = self._methods.get(index)
        if ref is None:
            if not 0 <= index < len(self.methods):
                raise DexDamaged(f"没有编号为 {index} 的方法。", f"There is no method {index}.")
            cls, proto, name = self.methods[index].item()
            ref = MethodRef(self.type_name(cls), self.strings.name(name), self.proto(proto))
            self._methods[index] = ref
        return ref

    def handle(self, index: int) -> Handle:
        """Return a method handle. Raises DexDamaged."""
        if self._handles is None:
            self._handles = self._mapped(_MAP_HANDLES, _HANDLE)
        if not 0 <= index < len(self._handles):
            raise DexDamaged(f"没有编号为 {index} 的方法句柄。", f"There is no method handle {index}.")
        kind, _, member, _ = self._handles[index].item()
        if kind >= len(_HANDLES):
            raise DexDamaged(f"方法句柄种类 {kind} 未知。", f"Kind {kind} of a method handle is unknown.")
        return Handle(_HANDLES[kind], self.field(member) if kind < 4 else self.method(member))

    def call_site(self, index: int) -> CallSite:
        """Return the target of an ``invoke-custom``. Raises DexDamaged."""
        if self._sites is None:
            self._sites = self._mapped(_MAP_CALL_SITES, np.dtype("<u4"))
        if not 0 <= index < len(self._sites):
            raise DexDamaged(f"没有编号为 {index} 的调用点。", f"There is no call site {index}.")
        at = int(self._sites[index])
        try:
            values = read_values(self, at)
        except BadLebError as fault:
            raise DexDamaged("调用点已损坏。", "A call site is damaged.", offset=fault.args[0]) from None
        if len(values) < 3 or not isinstance(values[0], Handle):
            raise DexDamaged("调用点已损坏。", "A call site is damaged.", offset=at)
        return CallSite(values[0], str(values[1]), str(values[2]), tuple(values[3:]))

    def named(self, kind: str, index: int) -> str | MethodRef | FieldRef | Handle | CallSite:
        """Return what an index of that kind (as in ``opcodes.KINDS``) names. Raises DexDamaged."""
        if kind == "string":
            return self.strings[index]
        return self._lookups[kind](index)

    @cached_property
    def _lookups(self) -> dict[str, Callable[[int], str | MethodRef | FieldRef | Handle | CallSite]]:
        return {
            "type": self.type_name,
            "field": self.field,
            "method": self.method,
            "site": self.call_site,
            "handle": self.handle,
            "proto": self.proto,
        }

    def _mapped(self, kind: int, row: np.dtype) -> NDArray:  # type: ignore[type-arg] # rows differ
        """Return a table that only the map names, empty when there is none."""
        if self._map is None:
            self._map = self._read_map()
        count, at = self._map.get(kind, (0, 0))
        if at + count * row.itemsize > len(self.data):
            raise DexDamaged("表超出文件范围。", "A table reaches beyond the file.", offset=at)
        return np.frombuffer(self.data, row, count, at) if count else np.empty(0, row)

    def _read_map(self) -> dict[int, tuple[int, int]]:
        """Return (count, offset) by kind of item."""
        at = self.header.map_at
        if at == 0 or at + 4 > len(self.data):
            return {}
        count = min(int.from_bytes(self.data[at : at + 4], "little"), (len(self.data) - at - 4) // 12, 64)
        rows = np.frombuffer(self.data, "<u4", count * 3, at + 4).reshape(-1, 3).tolist()
        return {kind & 0xFFFF: (size, where) for kind, size, where in rows}
