"""Assembles smali-like text into a DEX file, after Android's published description of the format (dex-format).

Understood: classes with fields (initial values), methods (``.registers`` or ``.locals``, labels, ``.line``, ``.catch``,
``.catchall``, ``.packed-switch``, ``.sparse-switch``, ``.array-data``) and annotations on all three; every instruction of
``opcodes``. An instruction is written as it is encoded: nothing becomes ``/range``, ``/16`` or ``/jumbo`` by itself.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from micro.code import Body, encode_body, opcode_of, sleb, uleb
from micro.pools import FieldId, MethodId, Pools, shorty
from micro.syntax import ACCESS, Klass, Method, SmaliError, Step, read_smali
from micro.values import encode_annotation, value_of_field, want_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from micro.syntax import Annotation, Field

_NONE: Final = 0xFFFFFFFF
_HEADER: Final = 0x70
_DIRECT: Final = ACCESS["static"] | ACCESS["private"] | ACCESS["constructor"]
_SECTIONS: Final = {  # type codes of the map
    "header": 0x0000,
    "strings": 0x0001,
    "types": 0x0002,
    "protos": 0x0003,
    "fields": 0x0004,
    "methods": 0x0005,
    "classes": 0x0006,
    "map": 0x1000,
    "type_lists": 0x1001,
    "annotation_sets": 0x1003,
    "class_data": 0x2000,
    "code": 0x2001,
    "string_data": 0x2002,
    "debug": 0x2003,
    "annotations": 0x2004,
    "values": 0x2005,
    "directories": 0x2006,
}


def assemble(*texts: str, version: int = 35) -> bytes:
    """Assemble classes into one DEX file.

    Args:
        texts: smali, each with one class or more.
        version: 35 and 37 to 39, as Android 4 to 9 introduced them.

    Raises:
        SmaliError: a line is not understood, or a class stands twice.
    """
    classes = [one for text in texts for one in read_smali(text)]
    pools = Pools()
    for klass in classes:
        _want(klass, pools)
    pools.freeze()
    return _Writer(pools, _ordered(classes), version).write()


def _want(klass: Klass, pools: Pools) -> None:
    """Put everything a class names into the tables."""
    for name in (klass.type, klass.superclass, *klass.interfaces):
        if name is not None:
            pools.add_type(name)
    if klass.source is not None:
        pools.add_string(klass.source)
    _want_annotations(klass.annotations, pools)
    for one in klass.fields:
        pools.add_field(FieldId(klass.type, one.name, one.type))
        _want_annotations(one.annotations, pools)
        if one.value is not None:
            want_value(one.value, one.line, pools)
    for method in klass.methods:
        pools.add_method(MethodId(klass.type, method.name, method.proto))
        _want_annotations(method.annotations, pools)
        _want_code(method, pools)


def _want_code(method: Method, pools: Pools) -> None:
    for catch in method.catches:
        if catch.exception is not None:
            pools.add_type(catch.exception)
    for item in method.items:
        if isinstance(item, Step) and opcode_of(item).kind:
            if not item.operands:
                raise SmaliError(item.line, f"{item.name} names nothing")
            pools.add_operand(opcode_of(item).kind, item.operands, item.line)


def _want_annotations(annotations: Iterable[Annotation], pools: Pools) -> None:
    for one in annotations:
        pools.add_type(one.type)
        for name, text in one.elements:
            pools.add_string(name)
            want_value(text, one.line, pools)


def _ordered(classes: Sequence[Klass]) -> list[Klass]:
    """Put superclasses and interfaces before what is made from them."""
    by_type = {one.type: one for one in classes}
    if len(by_type) != len(classes):
        twice = next(one for one in classes if by_type[one.type] is not one)
        raise SmaliError(twice.line, f"{twice.type} stands twice")
    done: dict[str, Klass] = {}
    begun: set[str] = set()

    def take(klass: Klass) -> None:
        if klass.type in begun:
            return
        begun.add(klass.type)
        for name in (klass.superclass, *klass.interfaces):
            if name in by_type:
                take(by_type[name])
        done[klass.type] = klass

    for one in sorted(classes, key=lambda klass: klass.type):
        take(one)
    return list(done.values())


@dataclass(slots=True)
class _Place:
    """Where a section begins and how many items it has."""

    offset: int
    count: int


class _Data:
    """The data part: sections of items, each aligned, equal items kept once."""

    def __init__(self, base: int) -> None:
        self.base = base
        self.bytes = bytearray()
        self.places: dict[str, _Place] = {}
        self._known: dict[tuple[str, bytes], int] = {}

    @property
    def end(self) -> int:
        return self.base + len(self.bytes)

    def put(self, section: str, item: bytes, align: int = 1) -> int:
        """Add an item to the section that is being written and give its offset in the file."""
        if (section, item) in self._known:
            return self._known[section, item]
        self.bytes += b"\0" * (-self.end % align)
        offset = self.end
        place = self.places.setdefault(section, _Place(offset, 0))
        place.count += 1
        self.bytes += item
        self._known[section, item] = offset
        return offset

    def put_apart(self, section: str, item: bytes, align: int = 1) -> int:
        """Add an item that is never shared."""
        self._known.pop((section, item), None)
        return self.put(section, item, align)


class _Writer:
    def __init__(self, pools: Pools, classes: Sequence[Klass], version: int) -> None:
        self.pools = pools
        self.classes = classes
        self.version = version
        tables = (
            ("strings", len(pools.strings), 4),
            ("types", len(pools.types), 4),
            ("protos", len(pools.protos), 12),
            ("fields", len(pools.fields), 8),
            ("methods", len(pools.methods), 8),
            ("classes", len(classes), 32),
        )
        self.tables: dict[str, _Place] = {}
        at = _HEADER
        for name, count, size in tables:
            self.tables[name] = _Place(at if count else 0, count)
            at += count * size
        self.data = _Data(at)

    def write(self) -> bytes:
        """Write the whole file."""
        lists = self._type_lists()
        annotations = self._annotations()
        bodies = self._bodies()
        debug = self._debug(bodies)
        code = self._code(bodies, debug)
        strings = [self.data.put_apart("string_data", _string_item(text)) for text in self.pools.strings]
        values = {klass.type: self._values(klass) for klass in self.classes}
        data = {klass.type: self._class_data(klass, code) for klass in self.classes}
        ids = self._ids(strings, lists) + b"".join(
            self._class_def(klass, lists, annotations, values, data) for klass in self.classes
        )
        map_at = self._map()
        return self._file(ids, map_at)

    # --- data items

    def _type_lists(self) -> dict[tuple[str, ...], int]:
        wanted = [proto.params for proto in self.pools.protos] + [tuple(one.interfaces) for one in self.classes]
        offsets: dict[tuple[str, ...], int] = {(): 0}
        for names in wanted:
            if names not in offsets:
                indexes = [self.pools.types[name] for name in names]
                item = struct.pack(f"<I{len(indexes)}H", len(indexes), *indexes)
                offsets[names] = self.data.put("type_lists", item, 4)
        return offsets

    def _annotations(self) -> dict[str, int]:
        """Write annotations and give each class's directory."""
        holders = [holder for klass in self.classes for holder in _holders(klass)]
        items = {
            id(one): self.data.put("annotations", encode_annotation(one, self.pools))
            for holder in holders
            for one in holder.annotations
        }
        sets: dict[int, int] = {}
        for holder in holders:
            if holder.annotations:
                ordered = sorted(holder.annotations, key=lambda one: self.pools.types[one.type])
                item = struct.pack(f"<I{len(ordered)}I", len(ordered), *(items[id(one)] for one in ordered))
                sets[id(holder)] = self.data.put("annotation_sets", item, 4)
        return {klass.type: self._directory(klass, sets) for klass in self.classes}

    def _directory(self, klass: Klass, sets: dict[int, int]) -> int:
        fields = sorted(
            (self.pools.fields[FieldId(klass.type, one.name, one.type)], sets[id(one)])
            for one in klass.fields
            if id(one) in sets
        )
        methods = sorted((self._method_index(klass, one), sets[id(one)]) for one in klass.methods if id(one) in sets)
        own = sets.get(id(klass), 0)
        if not own and not fields and not methods:
            return 0
        item = struct.pack("<4I", own, len(fields), len(methods), 0)
        item += b"".join(struct.pack("<II", *pair) for pair in (*fields, *methods))
        return self.data.put_apart("directories", item, 4)

    def _bodies(self) -> dict[int, Body]:
        return {
            self._method_index(klass, method): encode_body(method, self.pools)
            for klass in self.classes
            for method in klass.methods
            if method.registers is not None
        }

    def _debug(self, bodies: dict[int, Body]) -> dict[int, int]:
        params = {
            self._method_index(klass, method): len(method.proto.params)
            for klass in self.classes
            for method in klass.methods
        }
        return {
            index: self.data.put("debug", _debug_item(body.lines, params[index]))
            for index, body in bodies.items()
            if body.lines
        }

    def _code(self, bodies: dict[int, Body], debug: dict[int, int]) -> dict[int, int]:
        return {
            index: self.data.put_apart("code", _code_item(body, debug.get(index, 0), self.pools), 4)
            for index, body in bodies.items()
        }

    def _values(self, klass: Klass) -> int:
        fields = _sorted_fields(klass, self.pools, static=True)
        last = max((at for at, one in enumerate(fields) if one.value is not None), default=-1)
        if last < 0:
            return 0
        encoded = (value_of_field(one.value, one.type, one.line, self.pools) for one in fields[: last + 1])
        return self.data.put("values", uleb(last + 1) + b"".join(encoded))

    def _class_data(self, klass: Klass, code: dict[int, int]) -> int:
        if not klass.fields and not klass.methods:
            return 0
        ordered = sorted(klass.methods, key=lambda one: self._method_index(klass, one))
        direct = [one for one in ordered if one.access & _DIRECT]
        virtual = [one for one in ordered if not one.access & _DIRECT]
        fields = [_sorted_fields(klass, self.pools, static=one) for one in (True, False)]
        out = b"".join(map(uleb, (*map(len, fields), len(direct), len(virtual))))
        for group in fields:
            indexes = [self.pools.fields[FieldId(klass.type, one.name, one.type)] for one in group]
            out += b"".join(uleb(step) + uleb(one.access) for step, one in zip(_steps(indexes), group, strict=True))
        for methods in (direct, virtual):
            indexes = [self._method_index(klass, one) for one in methods]
            for step, index, one in zip(_steps(indexes), indexes, methods, strict=True):
                out += uleb(step) + uleb(one.access) + uleb(code.get(index, 0))
        return self.data.put_apart("class_data", out)

    def _method_index(self, klass: Klass, method: Method) -> int:
        return self.pools.methods[MethodId(klass.type, method.name, method.proto)]

    # --- tables

    def _ids(self, strings: list[int], lists: dict[tuple[str, ...], int]) -> bytes:
        pools = self.pools
        out = struct.pack(f"<{len(strings)}I", *strings)
        out += b"".join(struct.pack("<I", pools.strings[name]) for name in pools.types)
        for proto in pools.protos:
            out += struct.pack("<III", pools.strings[shorty(proto)], pools.types[proto.returns], lists[proto.params])
        for field in pools.fields:
            out += struct.pack("<HHI", pools.types[field.cls], pools.types[field.type], pools.strings[field.name])
        for method in pools.methods:
            out += struct.pack("<HHI", pools.types[method.cls], pools.protos[method.proto], pools.strings[method.name])
        return out

    def _class_def(
        self,
        klass: Klass,
        lists: dict[tuple[str, ...], int],
        annotations: dict[str, int],
        values: dict[str, int],
        data: dict[str, int],
    ) -> bytes:
        pools = self.pools
        return struct.pack(
            "<8I",
            pools.types[klass.type],
            klass.access,
            _NONE if klass.superclass is None else pools.types[klass.superclass],
            lists[tuple(klass.interfaces)],
            _NONE if klass.source is None else pools.strings[klass.source],
            annotations[klass.type],
            data[klass.type],
            values[klass.type],
        )

    def _map(self) -> int:
        places = {"header": _Place(0, 1)} | {name: one for name, one in self.tables.items() if one.count}
        places |= self.data.places
        self.data.bytes += b"\0" * (-self.data.end % 4)
        at = self.data.end
        places["map"] = _Place(at, 1)
        item = struct.pack("<I", len(places))
        for name, place in sorted(places.items(), key=lambda pair: pair[1].offset):
            item += struct.pack("<HHII", _SECTIONS[name], 0, place.count, place.offset)
        self.data.put_apart("map", item, 4)
        return at

    def _file(self, ids: bytes, map_at: int) -> bytes:
        sizes: list[int] = []
        for name in ("strings", "types", "protos", "fields", "methods", "classes"):
            sizes += [self.tables[name].count, self.tables[name].offset]
        rest = struct.pack(
            "<IIIIII12III",
            self.data.end,
            _HEADER,
            0x12345678,
            0,
            0,
            map_at,
            *sizes,
            len(self.data.bytes),
            self.data.base,
        )
        rest += ids + self.data.bytes
        signed = hashlib.sha1(rest, usedforsecurity=False).digest() + rest
        magic = b"dex\n%03d\0" % self.version
        return magic + struct.pack("<I", zlib.adler32(signed)) + signed


def _holders(klass: Klass) -> list[Klass | Field | Method]:
    """Give what of a class may have annotations."""
    return [klass, *klass.fields, *klass.methods]


def _sorted_fields(klass: Klass, pools: Pools, *, static: bool) -> list[Field]:
    chosen = [one for one in klass.fields if bool(one.access & ACCESS["static"]) is static]
    return sorted(chosen, key=lambda one: pools.fields[FieldId(klass.type, one.name, one.type)])


def _steps(indexes: Sequence[int]) -> list[int]:
    """Give the first index and then the differences."""
    return [one - before for before, one in zip((0, *indexes), indexes, strict=False)]


def _string_item(text: str) -> bytes:
    """Encode a string: its length in UTF-16 code units, then modified UTF-8."""
    units = struct.unpack(
        f">{len(text.encode('utf-16-be', 'surrogatepass')) // 2}H", text.encode("utf-16-be", "surrogatepass")
    )
    return uleb(len(units)) + b"".join(map(_modified, units)) + b"\0"


def _modified(unit: int) -> bytes:
    if 0 < unit < 0x80:
        return bytes((unit,))
    if unit < 0x800:
        return bytes((0xC0 | unit >> 6, 0x80 | unit & 0x3F))
    return bytes((0xE0 | unit >> 12, 0x80 | unit >> 6 & 0x3F, 0x80 | unit & 0x3F))


def _debug_item(lines: Sequence[tuple[int, int]], params: int) -> bytes:
    """Encode line numbers as the state machine's steps."""
    out = uleb(lines[0][1]) + uleb(params) + b"\0" * params
    at, line = 0, lines[0][1]
    for offset, number in lines:
        down, forth = number - line, offset - at
        if not -4 <= down <= 10:
            out += b"\x02" + sleb(down)
            down = 0
        if forth > 15:
            out += b"\x01" + uleb(forth)
            forth = 0
        out += bytes((0x0A + (down + 4) + 15 * forth,))
        at, line = offset, number
    return out + b"\0"


def _code_item(body: Body, debug: int, pools: Pools) -> bytes:
    head = struct.pack("<4HII", body.registers, body.ins, body.outs, len(body.ranges), debug, len(body.units))
    out = head + struct.pack(f"<{len(body.units)}H", *body.units)
    if not body.ranges:
        return out
    out += b"\0\0" * (len(body.units) % 2)
    lists = list(dict.fromkeys(one.handlers for one in body.ranges))
    encoded, offsets = uleb(len(lists)), {}
    for handlers in lists:
        offsets[handlers] = len(encoded)
        encoded += _handlers(handlers, pools)
    for one in body.ranges:
        out += struct.pack("<IHH", one.start, one.end - one.start, offsets[one.handlers])
    return out + encoded


def _handlers(handlers: tuple[tuple[str | None, int], ...], pools: Pools) -> bytes:
    typed = [(name, at) for name, at in handlers if name is not None]
    every = [at for name, at in handlers if name is None]
    out = sleb(-len(typed) if every else len(typed))
    out += b"".join(uleb(pools.types[name]) + uleb(at) for name, at in typed)
    return out + (uleb(every[0]) if every else b"")
