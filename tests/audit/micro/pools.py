"""The identifier tables of a DEX file: what is named is collected first, then sorted as the format wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from micro.syntax import Proto, SmaliError, proto_of, signature_of, string_of

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class FieldId(NamedTuple):
    """A field as code names it."""

    cls: str
    name: str
    type: str


class MethodId(NamedTuple):
    """A method as code names it."""

    cls: str
    name: str
    proto: Proto


def field_id(text: str, at: int) -> FieldId:
    """Read ``Lcls;->name:type``."""
    cls, arrow, rest = text.partition("->")
    name, colon, kind = rest.partition(":")
    if not arrow or not colon:
        raise SmaliError(at, f"{text!r} is no field")
    return FieldId(cls, name, kind)


def method_id(text: str, at: int) -> MethodId:
    """Read ``Lcls;->name(args)result``."""
    cls, arrow, rest = text.partition("->")
    if not arrow:
        raise SmaliError(at, f"{text!r} is no method")
    return MethodId(cls, *signature_of(rest, at))


def shorty(proto: Proto) -> str:
    """Give the short form of a descriptor: every reference is ``L``, the result stands first."""
    return "".join("L" if one[0] in "L[" else one for one in (proto.returns, *proto.params))


def utf16_order(text: str) -> bytes:
    """Give the key strings are sorted by: their UTF-16 code units."""
    return text.encode("utf-16-be", "surrogatepass")


class Pools:
    """Strings, types, descriptors, fields and methods of one DEX file.

    ``add_*`` until ``freeze()``, then the dictionaries give each one's index.
    """

    def __init__(self) -> None:
        self.strings: dict[str, int] = {}
        self.types: dict[str, int] = {}
        self.protos: dict[Proto, int] = {}
        self.fields: dict[FieldId, int] = {}
        self.methods: dict[MethodId, int] = {}

    def add_string(self, text: str) -> None:
        """Want a string."""
        self.strings[text] = 0

    def add_type(self, name: str) -> None:
        """Want a type."""
        self.add_string(name)
        self.types[name] = 0

    def add_proto(self, proto: Proto) -> None:
        """Want a descriptor."""
        self.add_string(shorty(proto))
        for one in (proto.returns, *proto.params):
            self.add_type(one)
        self.protos[proto] = 0

    def add_field(self, one: FieldId) -> None:
        """Want a field."""
        self.add_type(one.cls)
        self.add_string(one.name)
        self.add_type(one.type)
        self.fields[one] = 0

    def add_method(self, one: MethodId) -> None:
        """Want a method."""
        self.add_type(one.cls)
        self.add_string(one.name)
        self.add_proto(one.proto)
        self.methods[one] = 0

    def add_operand(self, kind: str, operands: tuple[str, ...], at: int) -> None:
        """Want what the last operand of an instruction names (of ``invoke-polymorphic``, the last two)."""
        text = operands[-1]
        if kind == "string":
            self.add_string(string_of(text, at))
        elif kind == "type":
            self.add_type(text)
        elif kind == "field":
            self.add_field(field_id(text, at))
        elif kind == "proto":
            self.add_proto(proto_of(text, at))
        elif kind == "method" and "->" not in text:
            self.add_proto(proto_of(text, at))
            self.add_method(method_id(operands[-2], at))
        elif kind == "method":
            self.add_method(method_id(text, at))

    def freeze(self) -> None:
        """Sort everything and number it."""
        self.strings = _numbered(sorted(self.strings, key=utf16_order))
        self.types = _numbered(sorted(self.types, key=self.strings.__getitem__))
        types = self.types.__getitem__
        self.protos = _numbered(sorted(self.protos, key=lambda one: (types(one.returns), [*map(types, one.params)])))
        self.fields = _numbered(
            sorted(self.fields, key=lambda one: (types(one.cls), self.strings[one.name], types(one.type)))
        )
        self.methods = _numbered(
            sorted(self.methods, key=lambda one: (types(one.cls), self.strings[one.name], self.protos[one.proto]))
        )
        for name, table in (("types", self.types), ("fields", self.fields), ("methods", self.methods)):
            if len(table) > 0x10000:
                raise SmaliError(0, f"more than 65,536 {name}: spread the classes over several dex files")


def _numbered(items: Iterable[T]) -> dict[T, int]:
    return {one: at for at, one in enumerate(items)}
