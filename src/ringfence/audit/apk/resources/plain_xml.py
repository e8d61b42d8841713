"""Reads XML that was left as text: some tools pack it so, and micro-apps in tests do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat

from ringfence.audit.apk.errors import AxmlDamaged, LimitExceeded
from ringfence.audit.apk.resources.element import ANDROID, AttributeValue, Element, ValueType, number
from ringfence.audit.apk.resources.framework import attribute_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEPTH = 1000
_SEPARATOR = " "


def looks_plain(data: bytes) -> bool:
    """Tell whether ``data`` begins as XML text does."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read_plain(data: bytes) -> Element:
    """Return the root of an XML text. Entities and document types are refused, so nothing outside is ever looked up.

    Raises:
        AxmlDamaged: no well-formed start.
        LimitExceeded: nested deeper than 1000.
    """
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    roots: list[Element] = []
    stack: list[Element] = []
    ids = attribute_ids()

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        namespace, name = _split(tag)
        element = Element(name, namespace, line=parser.CurrentLineNumber)
        for key, value in attributes.items():
            _add(element, key, value, ids)
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)
        if len(stack) > _DEPTH:
            raise LimitExceeded(
                f"XML 嵌套超过 {_DEPTH} 层，没有继续读取",
                f"the XML is nested more than {_DEPTH} deep; not read on",
                offset=parser.CurrentByteIndex,
            )

    def text(words: str) -> None:
        if stack and not stack[-1].children:
            stack[-1].text += words

    def refuse(*_: object) -> NoReturn:
        raise AxmlDamaged(
            "XML 文本里有 DOCTYPE,没有读取",
            "the XML text has a document type; not read",
            offset=parser.CurrentByteIndex,
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _tag: stack.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- expat's own signature
    except expat.ExpatError as error:
        if not roots:
            raise AxmlDamaged("XML 文本已损坏", "the XML text is damaged", offset=parser.ErrorByteIndex) from error
    if not roots:
        raise AxmlDamaged("XML 文本里没有任何元素", "the XML text holds no element", offset=0)
    return roots[0]


def _split(tag: str) -> tuple[str, str]:
    """Return the namespace and local name of a tag as expat gives it."""
    namespace, _, name = tag.rpartition(_SEPARATOR)
    return namespace, name


def _add(element: Element, key: str, value: str, ids: Mapping[str, int]) -> None:
    """Add an attribute, typed as aapt would have typed it."""
    namespace, name = _split(key)
    android = namespace == ANDROID
    shown = name if namespace in ("", ANDROID) else f"{{{namespace}}}{name}"
    if shown in element.attributes and not android:
        return
    kind, data = _typed(value)
    element.attributes[shown] = AttributeValue(value, kind, data, ids.get(name, 0) if android else 0, namespace)


def _typed(value: str) -> tuple[int, int]:
    """Return type and data of a literal; references by name cannot be resolved without the table and stay text."""
    if value in ("true", "false"):
        return ValueType.INT_BOOLEAN, _ALL if value == "true" else 0
    if value.startswith("@") and (found := number(value[1:])) is not None:
        return ValueType.REFERENCE, found & _ALL
    found = number(value) if value[:1].isdigit() or value[:1] == "-" else None
    if found is None:
        return ValueType.STRING, 0
    return (ValueType.INT_HEX if value.lower().startswith("0x") else ValueType.INT_DEC), found & _ALL


_ALL = 0xFFFFFFFF
