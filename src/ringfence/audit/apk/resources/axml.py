"""Reads compiled XML the way the system does: by resource id, over whatever stands between the chunks it knows."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from ringfence.audit.apk.errors import AxmlDamaged, LimitExceeded
from ringfence.audit.apk.resources.chunk import (
    CDATA,
    END_ELEMENT,
    RESOURCE_MAP,
    START_ELEMENT,
    STRING_POOL,
    chunk_at,
)
from ringfence.audit.apk.resources.element import ANDROID, AttributeValue, Element, ValueType
from ringfence.audit.apk.resources.framework import attribute_names
from ringfence.audit.apk.resources.plain_xml import looks_plain, read_plain
from ringfence.audit.apk.resources.string_pool import StringPool

if TYPE_CHECKING:
    from ringfence.audit.apk.resources.chunk import Chunk

DEPTH = 1000
_ELEMENT = struct.Struct("<2I3H")
_ATTRIBUTE = struct.Struct("<3IHBBI")
_NONE = 0xFFFFFFFF


def read_axml(data: bytes) -> Element:
    """Return the root of a compiled XML document; plain text XML is read too.

    The header's type is not looked at (neither does the system), unknown chunks are skipped, attributes are named by their
    resource id first. A document that breaks off gives what stands before the break.

    Raises:
        AxmlDamaged: no root element.
        LimitExceeded: deeper than 1000 elements, or counts that cannot be true.
    """
    if looks_plain(data):
        return read_plain(data)
    return _Reading(data).root()


class _Reading:
    """The state of reading one document."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pool: StringPool | None = None
        self._ids: tuple[int, ...] = ()
        self._attributes_left = len(data) // 4 + 1000
        self._names = attribute_names()

    def root(self) -> Element:
        """Return the first element that is opened, with all that lies in it."""
        data = self._data
        if len(data) < 16:
            raise AxmlDamaged("这个二进制 XML 太短，已损坏", "the compiled XML is too short", offset=0)
        _, header_size, size = struct.unpack_from("<HHI", data, 0)
        stop = min(size, len(data)) if size >= 16 else len(data)
        at = header_size if 8 <= header_size <= stop - 8 else 8
        root: Element | None = None
        stack: list[Element] = []
        while (chunk := chunk_at(data, at, stop)) is not None:
            if chunk.type == START_ELEMENT:
                element = self._element(chunk)
                if stack:
                    stack[-1].children.append(element)
                elif root is None:
                    root = element
                stack.append(element)
                if len(stack) > DEPTH:
                    raise LimitExceeded(
                        f"XML 嵌套超过 {DEPTH} 层，没有继续读取",
                        f"the XML is nested more than {DEPTH} deep; not read on",
                        offset=at,
                    )
            elif chunk.type == END_ELEMENT and stack:
                stack.pop()
                if not stack:
                    break
            else:
                self._other(chunk, stack)
            at = chunk.end
        if root is None:
            raise AxmlDamaged("这个二进制 XML 里没有任何元素，已损坏", "the compiled XML holds no element", offset=at)
        return root

    def _other(self, chunk: Chunk, stack: list[Element]) -> None:
        """Take a pool, a resource map or text; anything else is passed over."""
        if chunk.type == STRING_POOL and self._pool is None:
            self._pool = StringPool(self._data, chunk)
        elif chunk.type == RESOURCE_MAP and not self._ids:
            count = (chunk.end - chunk.body) // 4
            self._ids = struct.unpack_from(f"<{count}I", self._data, chunk.body)
        elif chunk.type == CDATA and stack and not stack[-1].children and chunk.body + 4 <= chunk.end:
            (index,) = struct.unpack_from("<I", self._data, chunk.body)
            stack[-1].text += self._text(index)

    def _text(self, index: int) -> str:
        """Return a string of the pool, "" when there is none."""
        return "" if self._pool is None or index == _NONE else self._pool.text(index)

    def _element(self, chunk: Chunk) -> Element:
        """Return the element that a start chunk opens, with its attributes as far as they lie in the chunk."""
        data = self._data
        line = struct.unpack_from("<I", data, chunk.start + 8)[0] if chunk.start + 12 <= chunk.end else 0
        if chunk.body + _ELEMENT.size > chunk.end:
            return Element("", line=line)
        namespace, name, start, step, count = _ELEMENT.unpack_from(data, chunk.body)
        element = Element(self._text(name), self._text(namespace), line=line)
        at = chunk.body + start
        for _ in range(count):
            if at + _ATTRIBUTE.size > chunk.end:
                break
            self._attributes_left -= 1
            if self._attributes_left < 0:
                raise LimitExceeded(
                    "XML 属性的数目不可能是真的，没有继续读取",
                    "the XML claims more attributes than it can hold; not read on",
                    offset=at,
                )
            self._attribute(element.attributes, at)
            at += step
        return element

    def _attribute(self, attributes: dict[str, AttributeValue], at: int) -> None:
        """Add the attribute at ``at``; of two with one name the framework's own counts, then the first."""
        namespace_index, name_index, raw_index, _, _, kind, value = _ATTRIBUTE.unpack_from(self._data, at)
        resource_id = self._ids[name_index] if name_index < len(self._ids) else 0
        namespace = self._text(namespace_index)
        raw: str | None = None
        if self._pool is not None:
            if kind == ValueType.STRING:
                raw = self._pool[value]
            if raw is None and raw_index != _NONE:
                raw = self._pool[raw_index]
        if resource_id >> 24 == 1:
            name = self._names.get(resource_id) or self._text(name_index) or f"0x{resource_id:08x}"
            key = name
        else:
            name = self._text(name_index)
            key = name if namespace in ("", ANDROID) else f"{{{namespace}}}{name}"
        there = attributes.get(key)
        if there is None or (resource_id >> 24 == 1 and there.resource_id >> 24 != 1):
            attributes[key] = AttributeValue(raw, kind, value, resource_id, namespace)
