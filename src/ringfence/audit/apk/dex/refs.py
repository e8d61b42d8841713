"""What code names: methods, fields, types. Equal across dex files and apps, since they hold names and no indices."""

from __future__ import annotations

from typing import NamedTuple


class MethodRef(NamedTuple):
    """A method as code names it.

    Attributes:
        cls: the class's descriptor, ``Lcom/x/Y;`` or an array's, ``[I``.
        name: ``query``, ``<init>``.
        proto: parameters and result, ``(I)V``.
    """

    cls: str
    name: str
    proto: str

    def __str__(self) -> str:
        return f"{self.cls}->{self.name}{self.proto}"


class FieldRef(NamedTuple):
    """A field as code names it: ``Lcom/x/Y;->f:I``."""

    cls: str
    name: str
    type: str

    def __str__(self) -> str:
        return f"{self.cls}->{self.name}:{self.type}"


class TypeConst(NamedTuple):
    """A class as a value (``X.class``, ``.type``), apart from a string that happens to read like one."""

    type: str

    def __str__(self) -> str:
        return self.type


class Handle(NamedTuple):
    """A method handle: what it does (``invoke-static``, ``iget`` ...) and the method or field it does it to."""

    kind: str
    member: MethodRef | FieldRef

    def __str__(self) -> str:
        return f"{self.kind}@{self.member}"


class CallSite(NamedTuple):
    """The target of ``invoke-custom``: the bootstrap method, the name and proto asked for, and further arguments."""

    bootstrap: Handle
    name: str
    proto: str
    arguments: tuple[object, ...]

    def __str__(self) -> str:
        return f"{self.name}{self.proto}@{self.bootstrap.member}"


def proto_parts(proto: str) -> tuple[tuple[str, ...], str]:
    """Split ``(ILjava/lang/String;)V`` into its parameter types and its result; a malformed one gives what it holds."""
    closing = proto.rfind(")")
    found: list[str] = []
    start, at = 1, 1
    while at < closing:
        if proto[at] == "[":
            at += 1
            continue
        if proto[at] == "L":
            at = proto.find(";", at, closing)
            if at < 0:
                break
        found.append(proto[start : at + 1])
        at += 1
        start = at
    return tuple(found), proto[closing + 1 :]
