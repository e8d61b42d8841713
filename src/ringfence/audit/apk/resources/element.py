"""A compiled XML document as a tree of elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ANDROID = "http://schemas.android.com/apk/res/android"


class ValueType:
    """Types of a ``Res_value`` (AOSP ``ResourceTypes.h``)."""

    NULL = 0x00
    REFERENCE = 0x01
    ATTRIBUTE = 0x02
    STRING = 0x03
    FLOAT = 0x04
    DIMENSION = 0x05
    FRACTION = 0x06
    DYNAMIC_REFERENCE = 0x07
    DYNAMIC_ATTRIBUTE = 0x08
    INT_DEC = 0x10
    INT_HEX = 0x11
    INT_BOOLEAN = 0x12
    LAST_INT = 0x1F
    REFERENCES = frozenset((REFERENCE, DYNAMIC_REFERENCE))


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """The value of one attribute.

    Attributes:
        raw: the text as written in the source, where it was kept or the value is a string.
        type: one of ``ValueType``.
        data: 32 bits, unsigned: a resource id, an integer, 0xffffffff for true.
        resource_id: what the attribute itself is called in the framework (``0x01010003`` is android:name), 0 when it has none.
        namespace: of the attribute, "" when it has none.
    """

    raw: str | None
    type: int = ValueType.STRING
    data: int = 0
    resource_id: int = 0
    namespace: str = ""

    @property
    def reference(self) -> int:
        """Return the id of the resource that this refers to, 0 when it is no reference."""
        return self.data if self.type in ValueType.REFERENCES else 0

    @property
    def integer(self) -> int | None:
        """Return an integer, flags or boolean as a signed number; text that is a number counts. None otherwise."""
        if ValueType.INT_DEC <= self.type <= ValueType.LAST_INT:
            return self.data - (1 << 32) if self.data >> 31 else self.data
        if self.type == ValueType.STRING and self.raw:
            return number(self.raw)
        return None

    @property
    def boolean(self) -> bool | None:
        """Return a truth value; text ``true`` and ``false`` counts. None otherwise."""
        if ValueType.INT_DEC <= self.type <= ValueType.LAST_INT:
            return self.data != 0
        if self.type == ValueType.STRING and self.raw is not None:
            return {"true": True, "false": False}.get(self.raw.strip().lower())
        return None


@dataclass(slots=True)
class Element:
    """One element.

    Attributes:
        tag: local name; ``namespace`` its uri, "" when none.
        attributes: by local name for android's own and for those without a namespace (android's first where both are there);
            others as ``{uri}name``. Names of android's own follow the resource id, because the system looks at nothing else.
        line: in the source.
        text: character data between the start tag and the first child.
    """

    tag: str
    namespace: str = ""
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)
    line: int = 0
    text: str = ""

    def get(self, name: str) -> AttributeValue | None:
        """Return the attribute ``name``, None when it is not there."""
        return self.attributes.get(name)

    def all(self, tag: str) -> Iterator[Element]:
        """Yield the direct children called ``tag``."""
        return (child for child in self.children if child.tag == tag)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in document order, without recursion."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def number(text: str) -> int | None:
    """Return the integer that ``text`` is in decimal or ``0x`` notation, None when it is none or does not fit 32 bits."""
    try:
        value = int(text.strip()[:16], 0)
    except ValueError:
        return None
    return value if -(1 << 31) <= value < 1 << 32 else None
