"""Reads the resource table: what a resource id stands for, in which language, and which file it is."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.errors import ArscDamaged, LimitExceeded
from ringfence.audit.apk.resources.chunk import PACKAGE, STRING_POOL, TABLE, TYPE, Chunk, chunk_at, chunks
from ringfence.audit.apk.resources.string_pool import StringPool
from ringfence.audit.apk.resources.type_chunk import TypeChunk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit.apk.resources.config import Config
    from ringfence.audit.apk.resources.element import AttributeValue

CHINESE_FIRST = ("zh-rCN", "b+zh+Hans+CN", "b+zh+Hans", "zh", "")
_HOPS = 20
_STEPS = 40_000_000  # entries looked at in a table's life; reading all of a large app's takes some two million
_Found = tuple[TypeChunk, int, "PackageTable"]


class PackageTable:
    """One package of the table: ``id`` (0x7f for an app), ``name``, its types in every configuration."""

    def __init__(self, data: bytes, chunk: Chunk) -> None:
        """Index the package's chunks; nothing is decoded yet."""
        self.id = self.type_offset = 0
        self.name = ""
        self.types: dict[int, list[TypeChunk]] = {}
        self.type_names = self.keys = StringPool(b"", Chunk(STRING_POOL, 28, 0, 0, whole=True))
        if chunk.start + 284 > chunk.end:
            return
        self.id, raw_name = struct.unpack_from("<I256s", data, chunk.start + 8)
        self.id &= 0xFF
        self.name = raw_name.decode("utf-16-le", "replace").partition("\0")[0]
        types_at, _, keys_at, _ = struct.unpack_from("<4I", data, chunk.start + 268)
        if chunk.header_size >= 288 and chunk.start + 288 <= chunk.end:
            (self.type_offset,) = struct.unpack_from("<I", data, chunk.start + 284)
        pools = {inner.start: inner for inner in chunks(data, chunk.body, chunk.end) if inner.type == STRING_POOL}
        spare = list(pools.values())
        self.type_names = _pool(data, chunk, types_at, spare[:1])
        self.keys = _pool(data, chunk, keys_at, spare[1:2])
        for inner in chunks(data, chunk.body, chunk.end):
            if inner.type == TYPE:
                found = TypeChunk(data, inner)
                if found.type_id:
                    self.types.setdefault(found.type_id, []).append(found)

    def type_name(self, type_id: int) -> str:
        """Return what a type is called (``layout``), "" when the pool does not tell."""
        return self.type_names.text(type_id - 1 - self.type_offset)


def _pool(data: bytes, chunk: Chunk, at: int, spare: list[Chunk]) -> StringPool:
    """Return the pool that the package points to, else the one that stands in its place."""
    pointed = chunk_at(data, chunk.start + at, chunk.end) if at else None
    if pointed is None or pointed.type != STRING_POOL:
        pointed = spare[0] if spare else None
    return StringPool(data, pointed or Chunk(STRING_POOL, 28, chunk.end, chunk.end, whole=False))


class Resources:
    """The table. Ids are ``0xPPTTEEEE``; everything is looked up when it is asked for."""

    def __init__(self, pool: StringPool, packages: tuple[PackageTable, ...]) -> None:
        self._pool = pool
        self.packages = packages
        self._steps = _STEPS
        self._styles: dict[int, dict[int, AttributeValue]] = {}

    def value(self, res_id: int, languages: tuple[str, ...] = CHINESE_FIRST) -> AttributeValue | None:
        """Return the value of ``res_id``, references followed; None for none, for a bag, and for references that go in a circle."""
        for _ in range(_HOPS):
            best = self._best(res_id, languages)
            if best is None:
                return None
            found, place, _ = best
            value = found.value(place, self._pool)
            if value is None or not value.reference:
                return value
            res_id = value.reference
        return None

    def text(self, res_id: int, languages: tuple[str, ...] = CHINESE_FIRST) -> str | None:
        """Return the text of ``res_id`` in the first of ``languages`` that it has, in any other where it has none of them."""
        value = self.value(res_id, languages)
        return value.raw if value else None

    def file(self, res_id: int) -> str | None:
        """Return the member that ``res_id`` stands for, for a phone of no special kind."""
        return self.text(res_id, ("",))

    def files(self, res_id: int) -> tuple[str, ...]:
        """Return the members that ``res_id`` stands for on any phone, each once."""
        values = (found.value(place, self._pool) for found, place, _ in self._all(res_id))
        return tuple(dict.fromkeys(value.raw for value in values if value and value.raw))

    def bag(self, res_id: int, languages: tuple[str, ...] = CHINESE_FIRST) -> tuple[AttributeValue, ...]:
        """Return the values of an array, plural or style, as they stand; () when ``res_id`` is none."""
        best = self._best(res_id, languages)
        found = best[0].bag(best[1], self._pool) if best else None
        self._spend(len(found[1]) if found else 0)
        return tuple(value for _, value in found[1]) if found else ()

    def attributes(self, res_id: int) -> dict[int, AttributeValue]:
        """Return the values of a style by attribute id, with those it inherits; a circle of parents ends."""
        if res_id in self._styles:
            return self._styles[res_id]
        merged: dict[int, AttributeValue] = {}
        style = res_id
        for _ in range(_HOPS):
            best = self._best(style, ("",))
            found = best[0].bag(best[1], self._pool) if best else None
            if found is None:
                break
            self._spend(len(found[1]))
            for name, value in found[1]:
                merged.setdefault(name, value)
            style = found[0]
        self._styles[res_id] = merged
        return merged

    def name(self, res_id: int) -> str | None:
        """Return ``layout/main``, None when there is no such resource."""
        for found, place, package in self._all(res_id):
            return f"{package.type_name(res_id >> 16 & 0xFF)}/{package.keys.text(found.key(place))}"
        return None

    def ids_of(self, type_name: str) -> tuple[int, ...]:
        """Return every id of a type (``layout``), in order."""
        ids: set[int] = set()
        for package in self.packages:
            for type_id, found in package.types.items():
                if package.type_name(type_id) == type_name:
                    ids.update(_ids(package.id, type_id, found))
        return tuple(sorted(ids))

    def ids(self) -> tuple[int, ...]:
        """Return every id that has an entry, in order."""
        ids: set[int] = set()
        for package in self.packages:
            for type_id, found in package.types.items():
                ids.update(_ids(package.id, type_id, found))
        return tuple(sorted(ids))

    def types(self) -> tuple[str, ...]:
        """Return the names of all types, each once."""
        return tuple(
            dict.fromkeys(package.type_name(type_id) for package in self.packages for type_id in sorted(package.types))
        )

    def all(self, res_id: int) -> Iterator[tuple[Config, AttributeValue]]:
        """Yield (configuration, value) of ``res_id`` as they stand, references unresolved; bags are passed over."""
        for found, place, _ in self._all(res_id):
            value = found.value(place, self._pool)
            if value is not None:
                yield found.config, value

    def texts(self) -> Iterator[str]:
        """Yield every string of the table once, whatever it belongs to: for looking for addresses."""
        for index in range(len(self._pool)):
            text = self._pool[index]
            if text:
                yield text

    def _all(self, res_id: int) -> Iterator[_Found]:
        """Yield the entries of ``res_id`` in every configuration."""
        package_id, type_id, index = res_id >> 24 & 0xFF, res_id >> 16 & 0xFF, res_id & 0xFFFF
        for package in self.packages:
            if package.id == package_id:
                types = package.types.get(type_id, ())
                self._spend(len(types))
                for found in types:
                    place = found.place(index)
                    if place is not None:
                        yield found, place, package

    def _spend(self, steps: int) -> None:
        """Count work that a damaged or hostile table could make endless: thousands of types times thousands of entries."""
        self._steps -= steps + 1
        if self._steps < 0:
            raise LimitExceeded(
                "资源表的内容多得不可能是真的，没有继续读取", "the resource table claims too much; not read on"
            )

    def _best(self, res_id: int, languages: tuple[str, ...]) -> _Found | None:
        """Return the entry whose configuration fits the languages best, the first of several."""
        return min(self._all(res_id), key=lambda entry: entry[0].config.rank(languages), default=None)


def _ids(package_id: int, type_id: int, found: list[TypeChunk]) -> Iterator[int]:
    """Yield the ids that a type's chunks have entries for."""
    for chunk in found:
        for index in chunk.indices():
            yield package_id << 24 | type_id << 16 | (index & 0xFFFF)


def read_arsc(data: bytes) -> Resources:
    """Return the resource table; what is damaged in it is missing, the rest stands.

    Raises:
        ArscDamaged: no table at all.
    """
    head = chunk_at(data, 0, len(data))
    if head is None or head.type != TABLE:
        raise ArscDamaged("这不是资源表，或已损坏", "this is no resource table, or it is damaged", offset=0)
    pool: StringPool | None = None
    packages: list[PackageTable] = []
    for chunk in chunks(data, max(head.header_size, 12), head.end):
        if chunk.type == STRING_POOL and pool is None:
            pool = StringPool(data, chunk)
        elif chunk.type == PACKAGE:
            packages.append(PackageTable(data, chunk))
    if pool is None:
        raise ArscDamaged("资源表里没有字符串", "the resource table has no string pool", offset=head.body)
    return Resources(pool, tuple(packages))
