"""Reads smali-like text into classes, fields and methods. What an instruction's operands mean is ``code``'s matter."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCESS: Final[dict[str, int]] = {
    "public": 0x1,
    "private": 0x2,
    "protected": 0x4,
    "static": 0x8,
    "final": 0x10,
    "synchronized": 0x20,
    "volatile": 0x40,
    "bridge": 0x40,
    "transient": 0x80,
    "varargs": 0x80,
    "native": 0x100,
    "interface": 0x200,
    "abstract": 0x400,
    "strictfp": 0x800,
    "synthetic": 0x1000,
    "annotation": 0x2000,
    "enum": 0x4000,
    "constructor": 0x10000,
    "declared-synchronized": 0x20000,
}
VISIBILITY: Final = {"build": 0, "runtime": 1, "system": 2}
_TYPE: Final = re.compile(r"\[*(?:[VZBSCIJFD]|L[^;]+;)")


class SmaliError(ValueError):
    """A line that cannot be assembled."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line


@dataclass(frozen=True, slots=True)
class Proto:
    """A method's parameters and result, as descriptors."""

    params: tuple[str, ...]
    returns: str

    @property
    def words(self) -> int:
        """How many registers the parameters take, without the receiver."""
        return sum(2 if one in "JD" else 1 for one in self.params)


@dataclass(frozen=True, slots=True)
class Step:
    """An instruction: its name and what stands behind it, cut at the commas."""

    line: int
    name: str
    operands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """A place that others name."""

    name: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """``.line``: what follows comes from this line of the source."""

    number: int


@dataclass(frozen=True, slots=True)
class Payload:
    """A table in the code: ``cases`` of a switch or ``values`` of an array of elements of ``width`` bytes."""

    kind: str
    line: int
    first: int = 0
    width: int = 0
    cases: tuple[tuple[int, str], ...] = ()
    values: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Catch:
    """``.catch``: between two labels, this exception (None = all) goes to a third."""

    line: int
    exception: str | None
    start: str
    end: str
    handler: str


Item = Step | Label | SourceLine | Payload


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation: visibility, type, and its elements as text by name."""

    line: int
    visibility: int
    type: str
    elements: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Field:
    """A field; ``value`` as text where one is given."""

    line: int
    name: str
    type: str
    access: int
    value: str | None
    annotations: list[Annotation] = field(default_factory=list)


@dataclass(slots=True)
class Method:
    """A method; ``registers`` None when it has no code."""

    line: int
    name: str
    proto: Proto
    access: int
    registers: int | None = None
    items: list[Item] = field(default_factory=list)
    catches: list[Catch] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)

    @property
    def ins(self) -> int:
        """How many registers the caller fills."""
        return self.proto.words + (0 if self.access & ACCESS["static"] else 1)


@dataclass(slots=True)
class Klass:
    """A class."""

    line: int
    type: str
    access: int
    superclass: str | None = None
    interfaces: list[str] = field(default_factory=list)
    source: str | None = None
    fields: list[Field] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)


class Lines:
    """The lines that say something, with comments taken off, and their numbers."""

    def __init__(self, text: str) -> None:
        cut = ((at, _without_comment(raw).strip()) for at, raw in enumerate(text.splitlines(), 1))
        self._rest: Iterator[tuple[int, str]] = iter([(at, line) for at, line in cut if line])
        self.at = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> tuple[int, str]:
        self.at, line = next(self._rest)
        return self.at, line

    def until(self, end: str) -> Iterator[tuple[int, str]]:
        """Give lines before the one that is ``end``.

        Raises:
            SmaliError: the text ends before.
        """
        for at, line in self:
            if line == end:
                return
            yield at, line
        raise SmaliError(self.at, f"{end!r} is missing")


def read_smali(text: str) -> list[Klass]:
    """Read classes, one after the other; each begins with ``.class``.

    Raises:
        SmaliError: a line is not understood.
    """
    found: list[Klass] = []
    lines = Lines(text)
    for at, line in lines:
        word, _, rest = line.partition(" ")
        if word == ".class":
            *flags, kind = rest.split()
            found.append(Klass(at, kind, access_of(flags, at)))
        elif not found:
            raise SmaliError(at, "nothing may stand before .class")
        else:
            _read_member(found[-1], word, rest.strip(), lines)
    return found


def _read_member(klass: Klass, word: str, rest: str, lines: Lines) -> None:
    if word == ".super":
        klass.superclass = rest
    elif word == ".implements":
        klass.interfaces.append(rest)
    elif word == ".source":
        klass.source = string_of(rest, lines.at)
    elif word == ".field":
        klass.fields.append(_read_field(rest, lines.at))
    elif word == ".annotation":
        last = klass.fields[-1].annotations if klass.fields and not klass.methods else klass.annotations
        last.append(_read_annotation(rest, lines))
    elif word == ".method":
        klass.methods.append(_read_method(rest, lines))
    elif (word, rest) != (".end", "field"):
        raise SmaliError(lines.at, f"{word!r} is not known here")


def _read_field(rest: str, at: int) -> Field:
    head, _, value = rest.partition(" = ")
    *flags, named = head.split()
    name, colon, kind = named.partition(":")
    if not colon:
        raise SmaliError(at, "a field is written name:type")
    return Field(at, name, kind, access_of(flags, at), value.strip() or None)


def _read_method(rest: str, lines: Lines) -> Method:
    at = lines.at
    *flags, signature = rest.split()
    name, proto = signature_of(signature, at)
    method = Method(at, name, proto, access_of(flags, at))
    for number, line in lines.until(".end method"):
        word, _, tail = line.partition(" ")
        tail = tail.strip()
        if word == ".registers":
            method.registers = int(tail, 0)
        elif word == ".locals":
            method.registers = int(tail, 0) + method.ins
        elif word in {".catch", ".catchall"}:
            method.catches.append(_read_catch(word, tail, number))
        elif word == ".annotation":
            method.annotations.append(_read_annotation(tail, lines))
        elif word != ".prologue":
            method.items.append(_read_item(word, tail, lines))
    if method.registers is None and method.items:
        raise SmaliError(at, "code needs .registers or .locals")
    return method


def _read_item(word: str, tail: str, lines: Lines) -> Item:
    at = lines.at
    if word.startswith(":"):
        return Label(word[1:])
    if word == ".line":
        return SourceLine(int(tail, 0))
    if word == ".packed-switch":
        first = number_of(tail, at)
        targets = [line.removeprefix(":") for _, line in lines.until(".end packed-switch")]
        return Payload("packed", at, first, cases=tuple((first + step, one) for step, one in enumerate(targets)))
    if word == ".sparse-switch":
        pairs = [line.split("->") for _, line in lines.until(".end sparse-switch")]
        return Payload("sparse", at, cases=tuple((number_of(key.strip(), at), to.strip()[1:]) for key, to in pairs))
    if word == ".array-data":
        values = [number_of(one, at) for _, line in lines.until(".end array-data") for one in line.split()]
        return Payload("array", at, width=int(tail, 0), values=tuple(values))
    if word.startswith("."):
        raise SmaliError(at, f"{word!r} is not known in a method")
    return Step(at, word, cut(tail))


def _read_catch(word: str, tail: str, at: int) -> Catch:
    found = re.fullmatch(r"(\S+;)?\s*\{:(\S+)\s*\.\.\s*:(\S+)\}\s*:(\S+)", tail)
    if found is None or (found[1] is None) != (word == ".catchall"):
        raise SmaliError(at, f"{word} is written [type] {{:start .. :end}} :handler")
    return Catch(at, found[1], found[2], found[3], found[4])


def _read_annotation(tail: str, lines: Lines) -> Annotation:
    at = lines.at
    visibility, kind = tail.split()
    elements: list[tuple[str, str]] = []
    open_name, text = "", ""
    for _, line in lines.until(".end annotation"):
        if not open_name:
            name, _, line = line.partition("=")  # noqa: PLW2901 -- the rest of the line is the value's first part
            open_name, text = name.strip(), ""
        text += " " + line.strip()
        if text.count("{") == text.count("}"):
            elements.append((open_name, text.strip()))
            open_name = ""
    return Annotation(at, VISIBILITY[visibility], kind, tuple(elements))


def access_of(flags: list[str], at: int) -> int:
    """Sum up access words."""
    unknown = [one for one in flags if one not in ACCESS]
    if unknown:
        raise SmaliError(at, f"{unknown[0]!r} is no access flag")
    total = 0
    for one in flags:
        total |= ACCESS[one]
    return total


def proto_of(text: str, at: int) -> Proto:
    """Read ``(ILjava/lang/String;)V``."""
    inside, closed, returns = text.partition(")")
    params = _TYPE.findall(inside[1:])
    if not inside.startswith("(") or not closed or "".join(params) != inside[1:] or not _TYPE.fullmatch(returns):
        raise SmaliError(at, f"{text!r} is no method descriptor")
    return Proto(tuple(params), returns)


def signature_of(text: str, at: int) -> tuple[str, Proto]:
    """Read ``name(args)result``."""
    opening = text.find("(")
    if opening < 1:
        raise SmaliError(at, f"{text!r} is no method")
    return text[:opening], proto_of(text[opening:], at)


def cut(text: str) -> tuple[str, ...]:
    """Cut at commas that stand in no string and no braces."""
    parts, depth, quoted, begin, at = [], 0, "", 0, 0
    while at < len(text):
        char = text[at]
        if quoted:
            if char == "\\":
                at += 1
            elif char == quoted:
                quoted = ""
        elif char in "\"'":
            quoted = char
        elif char in "{}":
            depth += 1 if char == "{" else -1
        elif char == "," and not depth:
            parts.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    parts.append(text[begin:].strip())
    return tuple(one for one in parts if one)


def _without_comment(raw: str) -> str:
    quoted, at = "", 0
    while at < len(raw):
        char = raw[at]
        if quoted:
            if char == "\\":
                at += 1
            elif char == quoted:
                quoted = ""
        elif char in "\"'":
            quoted = char
        elif char == "#":
            return raw[:at]
        at += 1
    return raw


_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def string_of(text: str, at: int) -> str:
    """Read a string in double quotes."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise SmaliError(at, f"{text!r} is no string")
    return _unescaped(text[1:-1], at)


def _unescaped(text: str, at: int) -> str:
    def one(found: re.Match[str]) -> str:
        if found[1] is not None:
            return chr(int(found[1], 16))
        if found[2] not in _ESCAPES:
            raise SmaliError(at, f"\\{found[2]} is no escape")
        return _ESCAPES[found[2]]

    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", one, text)


def number_of(text: str, at: int) -> int:
    """Read a whole number, a character, ``true``, ``false``, or the bits of ``1.5f`` (float) and ``1.5`` (double)."""
    words = {"true": 1, "false": 0, "null": 0}
    if text in words:
        return words[text]
    if text.startswith("'"):
        return ord(_unescaped(text[1:-1], at))
    try:
        return int(text.rstrip("LlTtSs"), 0)
    except ValueError:
        pass
    try:
        if text[-1:] in "fF":
            return int(struct.unpack("<i", struct.pack("<f", float(text[:-1])))[0])
        return int(struct.unpack("<q", struct.pack("<d", float(text.rstrip("dD"))))[0])
    except (ValueError, IndexError):
        raise SmaliError(at, f"{text!r} is no number") from None
