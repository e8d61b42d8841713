"""Writes compiled XML for tests, as aapt does and, where asked, as malware does."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from ringfence.audit.apk.resources.framework import attribute_ids

ANDROID = "http://schemas.android.com/apk/res/android"
NONE = 0xFFFFFFFF


@dataclass(frozen=True)
class Ref:
    """A reference to a resource."""

    id: int


@dataclass(frozen=True)
class Flags:
    """A number written in hexadecimal."""

    bits: int


Value = str | bool | int | Ref | Flags


@dataclass
class Attr:
    """An attribute. ``resource_id`` 0: it has none; ``namespace`` "" likewise."""

    name: str
    value: Value
    resource_id: int = 0
    namespace: str = ""


@dataclass
class Node:
    """An element."""

    tag: str
    attributes: list[Attr] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    text: str = ""


def android(name: str, value: Value, *, shown: str | None = None) -> Attr:
    """Return an attribute of the framework; ``shown``: the name in the string pool, where it is to be a false one."""
    return Attr(name if shown is None else shown, value, attribute_ids()[name], ANDROID)


def node(tag: str, *children: Node, attributes: tuple[Attr, ...] = (), **android_attributes: Value) -> Node:
    """Return an element with attributes of the framework by name: ``node("activity", name=".Main", exported=True)``."""
    named = [android(name, value) for name, value in android_attributes.items()]
    return Node(tag, [*attributes, *named], list(children))


def chunk(kind: int, header: bytes, body: bytes, *, size: int | None = None) -> bytes:
    """Return a chunk; ``size`` a false one."""
    total = 8 + len(header) + len(body)
    return struct.pack("<HHI", kind, 8 + len(header), total if size is None else size) + header + body


def string_pool(strings: list[str], *, utf8: bool = True) -> bytes:
    """Return a string pool."""
    offsets: list[int] = []
    body = b""
    for text in strings:
        offsets.append(len(body))
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if utf8:
            raw = text.encode("utf-8", "surrogatepass")
            body += _short(units) + _short(len(raw)) + raw + b"\0"
        else:
            length = (
                struct.pack("<H", units) if units < 0x8000 else struct.pack("<HH", units >> 16 | 0x8000, units & 0xFFFF)
            )
            body += length + text.encode("utf-16-le", "surrogatepass") + b"\0\0"
    body += b"\0" * (-len(body) % 4)
    table = struct.pack(f"<{len(offsets)}I", *offsets)
    header = struct.pack("<5I", len(strings), 0, 0x100 if utf8 else 0, 28 + len(table), 0)
    return chunk(0x0001, header, table + body)


def _short(length: int) -> bytes:
    """Return a length of one or two bytes."""
    return bytes([length]) if length < 0x80 else bytes([length >> 8 & 0x7F | 0x80, length & 0xFF])


class _Strings:
    """The pool while it grows: names with a resource id first, in the order of their ids."""

    def __init__(self, root: Node) -> None:
        named = {
            (attr.resource_id, attr.name) for element in walk(root) for attr in element.attributes if attr.resource_id
        }
        self.named = sorted(named)
        self.texts = [name for _, name in self.named]
        self._places: dict[str, int] = {}

    def name(self, attr: Attr) -> int:
        return self.named.index((attr.resource_id, attr.name)) if attr.resource_id else self.text(attr.name)

    def text(self, text: str) -> int:
        if text not in self._places:
            self._places[text] = len(self.texts)
            self.texts.append(text)
        return self._places[text]


def walk(root: Node) -> list[Node]:
    """Return an element and all below it."""
    found = [root]
    for element in found:
        found.extend(element.children)
    return found


def axml(root: Node, *, utf8: bool = True, attribute_size: int = 20, before_start: bytes = b"") -> bytes:
    """Return the document.

    Args:
        root: its root.
        utf8: how the string pool is written.
        attribute_size: the stride of attributes, 20 or more.
        before_start: chunks between the resource map and the first element.
    """
    strings = _Strings(root)
    body = b"".join(_events(root, strings, attribute_size))
    space = struct.pack("<2I2I", 1, NONE, strings.text("android"), strings.text(ANDROID))
    start_space = struct.pack("<HHI", 0x0100, 16, 24) + space
    end_space = struct.pack("<HHI", 0x0101, 16, 24) + space
    resource_map = chunk(0x0180, b"", struct.pack(f"<{len(strings.named)}I", *(number for number, _ in strings.named)))
    content = string_pool(strings.texts, utf8=utf8) + resource_map + before_start + start_space + body + end_space
    return chunk(0x0003, b"", content)


def _events(root: Node, strings: _Strings, attribute_size: int) -> list[bytes]:
    """Return start, text and end chunks in document order, without recursion."""
    events: list[bytes] = []
    waiting: list[tuple[Node, bool]] = [(root, False)]
    line = 1
    while waiting:
        element, closing = waiting.pop()
        head = struct.pack("<2I", line, NONE)
        if closing:
            events.append(
                struct.pack("<HHI", 0x0103, 16, 24) + head + struct.pack("<2I", NONE, strings.text(element.tag))
            )
            continue
        line += 1
        attributes = b"".join(_attribute(attr, strings).ljust(attribute_size, b"\0") for attr in element.attributes)
        body = struct.pack(
            "<2I6H", NONE, strings.text(element.tag), 20, attribute_size, len(element.attributes), 0, 0, 0
        )
        events.append(struct.pack("<HHI", 0x0102, 16, 16 + len(body) + len(attributes)) + head + body + attributes)
        if element.text:
            index = strings.text(element.text)
            events.append(struct.pack("<HHI", 0x0104, 16, 28) + head + struct.pack("<IHBBI", index, 8, 0, 3, index))
        waiting.append((element, True))
        waiting.extend((child, False) for child in reversed(element.children))
    return events


def _attribute(attr: Attr, strings: _Strings) -> bytes:
    """Return the twenty bytes of an attribute."""
    space = strings.text(attr.namespace) if attr.namespace else NONE
    raw, kind, data = NONE, 0x10, 0
    value = attr.value
    if isinstance(value, str):
        raw = data = strings.text(value)
        kind = 0x03
    elif isinstance(value, bool):
        kind, data = 0x12, NONE if value else 0
    elif isinstance(value, Ref):
        kind, data = 0x01, value.id
    elif isinstance(value, Flags):
        kind, data = 0x11, value.bits
    else:
        data = value & NONE
    return struct.pack("<3IHBBI", space, strings.name(attr), raw, 8, 0, kind, data)
