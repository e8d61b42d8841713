"""Compiles XML text to Android's binary XML, as ResourceTypes.h describes it: enough for manifests and layouts of micro-apps."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ANDROID: Final = "http://schemas.android.com/apk/res/android"
ATTRIBUTES: Final = {  # resource ids of android:… attributes (public.xml of the platform)
    "label": 0x01010001,
    "name": 0x01010003,
    "permission": 0x01010006,
    "exported": 0x01010010,
    "process": 0x01010011,
    "enabled": 0x0101000E,
    "debuggable": 0x0101000F,
    "authorities": 0x01010018,
    "priority": 0x0101001C,
    "value": 0x01010024,
    "resource": 0x01010025,
    "mimeType": 0x01010026,
    "scheme": 0x01010027,
    "host": 0x01010028,
    "id": 0x010100D0,
    "layout": 0x010100F2,
    "layout_width": 0x010100F4,
    "layout_height": 0x010100F5,
    "text": 0x0101014F,
    "hint": 0x01010150,
    "password": 0x0101015C,
    "targetActivity": 0x01010202,
    "minSdkVersion": 0x0101020C,
    "versionCode": 0x0101021B,
    "versionName": 0x0101021C,
    "inputType": 0x01010220,
    "onClick": 0x0101026F,
    "targetSdkVersion": 0x01010270,
    "maxSdkVersion": 0x01010271,
    "allowBackup": 0x01010280,
    "usesCleartextTraffic": 0x010104EC,
}
_NUMBERS: Final = {"minSdkVersion", "targetSdkVersion", "maxSdkVersion", "versionCode", "priority"}
_WORDS: Final = {  # values of inputType
    "text": 0x01,
    "number": 0x02,
    "phone": 0x03,
    "numberPassword": 0x12,
    "textEmailAddress": 0x21,
    "textPassword": 0x81,
    "textVisiblePassword": 0x91,
    "textWebPassword": 0xE1,
}
_NONE: Final = 0xFFFFFFFF
_PARSER: Final = etree.XMLParser(remove_comments=True, resolve_entities=False)


def string_pool(texts: Iterable[str], *, utf8: bool = False) -> bytes:
    """Write a string pool chunk."""
    items, offsets, at = [], [], 0
    for text in texts:
        raw = text.encode("utf-8" if utf8 else "utf-16-le")
        units = len(text.encode("utf-16-le")) // 2
        item = _length8(units) + _length8(len(raw)) + raw + b"\0" if utf8 else _length16(units) + raw + b"\0\0"
        offsets.append(at)
        items.append(item)
        at += len(item)
    data = b"".join(items)
    data += b"\0" * (-len(data) % 4)
    start = 28 + 4 * len(offsets)
    head = struct.pack("<HHIIIIII", 1, 28, start + len(data), len(offsets), 0, 0x100 if utf8 else 0, start, 0)
    return head + struct.pack(f"<{len(offsets)}I", *offsets) + data


def _length8(size: int) -> bytes:
    return bytes((size,)) if size < 0x80 else bytes((0x80 | size >> 8, size & 0xFF))


def _length16(size: int) -> bytes:
    return struct.pack("<H", size) if size < 0x8000 else struct.pack("<HH", 0x8000 | size >> 16, size & 0xFFFF)


def compile_xml(text: str, resources: Mapping[str, int]) -> bytes:
    """Compile a document.

    Args:
        text: XML; the prefix ``android`` need not be declared on the root.
        resources: ``layout/main`` -> resource id, for values like ``@layout/main``.
    """
    if "xmlns:android" not in text:
        at = text.index("<") + 1
        at += next(step for step, char in enumerate(text[at:]) if char in " \n/>")
        text = f'{text[:at]} xmlns:android="{ANDROID}"{text[at:]}'
    return _Compiler(resources).document(etree.fromstring(text.strip().encode(), _PARSER))


class _Compiler:
    def __init__(self, resources: Mapping[str, int]) -> None:
        self.resources = resources
        self.strings: dict[str, int] = {}

    def document(self, root: etree._Element) -> bytes:
        used = {name for element in root.iter() for space, name in map(_split, element.attrib) if space}
        known = sorted(used, key=ATTRIBUTES.__getitem__)
        for name in known:
            self._string(name)
        prefix, space = self._string("android"), self._string(ANDROID)
        body = struct.pack("<HHIIIII", 0x0100, 16, 24, 1, _NONE, prefix, space)
        body += self._element(root)
        body += struct.pack("<HHIIIII", 0x0101, 16, 24, 1, _NONE, prefix, space)
        ids = [ATTRIBUTES[name] for name in known]
        body = struct.pack(f"<HHI{len(ids)}I", 0x0180, 8, 8 + 4 * len(ids), *ids) + body
        body = string_pool(self.strings) + body
        return struct.pack("<HHI", 0x0003, 8, 8 + len(body)) + body

    def _element(self, element: etree._Element) -> bytes:
        name, line = self._string(str(element.tag)), 1
        given = [(*_split(key), str(value)) for key, value in element.attrib.items()]
        given.sort(key=lambda one: ATTRIBUTES[one[1]] if one[0] else _NONE)
        out = struct.pack(
            "<HHIIIIIHHHHHH", 0x0102, 16, 36 + 20 * len(given), line, _NONE, _NONE, name, 20, 20, len(given), 0, 0, 0
        )
        for space, key, value in given:
            out += self._attribute(space, key, value)
        out += b"".join(map(self._element, element))
        return out + struct.pack("<HHIIIII", 0x0103, 16, 24, line, _NONE, _NONE, name)

    def _attribute(self, space: str, name: str, value: str) -> bytes:
        kind, data = self._value(name, value)
        raw = self._string(value)
        if kind != 0x03:
            raw = _NONE
        return struct.pack(
            "<IIIHBBI", self._string(space) if space else _NONE, self._string(name), raw, 8, 0, kind, data
        )

    def _value(self, name: str, value: str) -> tuple[int, int]:
        if value.startswith("@"):
            return 0x01, self.resources[value[1:].removeprefix("+")]
        if value in {"true", "false"}:
            return 0x12, _NONE if value == "true" else 0
        if name in _NUMBERS:
            return 0x10, int(value)
        if name == "inputType":
            return 0x11, sum(_WORDS[word] for word in value.split("|"))
        return 0x03, self._string(value)

    def _string(self, text: str) -> int:
        return self.strings.setdefault(text, len(self.strings))


def _split(key: str | bytes) -> tuple[str, str]:
    """Take ``{namespace}name`` apart."""
    space, closed, name = str(key).rpartition("}")
    return (space[1:], name) if closed else ("", str(key))
