"""What a register holds at a call, as far as its own method tells: a backward walk to where it was last written.

Used for the addresses of content providers and for names of settings. All ways that lead to the call are followed; each constant
found is one that the call can be given. What comes from a parameter, a field or another method's result is not known here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.dex import FieldRef, MethodRef

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import Code, Insn, Program
    from ringfence.audit.apk.models import Uris

Constant = str | int
MOST_STEPS = 4000
DEEPEST = 6

_URI = "Landroid/net/Uri;"
_BUILDER = "Landroid/net/Uri$Builder;"
_STOPS = frozenset({"return-void", "return", "return-wide", "return-object", "throw", "goto", "goto/16", "goto/32"})
_NO_RESULT = (
    "return", "monitor", "goto", "if-", "iput", "sput", "aput", "invoke", "throw", "nop", "packed-switch", "sparse-switch",
    "fill-array", "filled-new-array", "check-cast",
)  # fmt: skip
_FROM_STRING = frozenset(
    {(_URI, "parse"), ("Ljava/net/URI;", "create"), ("Ljava/lang/String;", "valueOf"), ("Ljava/lang/String;", "toString"),
     ("Ljava/lang/String;", "intern"), ("Ljava/lang/String;", "trim"), (_URI, "toString"), (_URI, "buildUpon"), (_BUILDER, "build")}
)  # fmt: skip
_BELOW = frozenset({(_URI, "withAppendedPath"), ("Landroid/content/ContentUris;", "withAppendedId")})


class Constants:
    """Asks one program's methods for constants."""

    def __init__(self, program: Program, uris: Uris) -> None:
        self._program = program
        self._uris = uris

    def of(self, code: Code, at: int, register: int) -> frozenset[Constant]:
        """Return the texts and numbers that ``register`` can hold before instruction ``at``; an address counts as its text."""
        return frozenset(_Walk(self._program, self._uris, code).of(at, register, 0))


class _Walk:
    """The walk through one method."""

    def __init__(self, program: Program, uris: Uris, code: Code) -> None:
        self._program = program
        self._uris = uris
        self._insns = code.insns
        self._before = _predecessors(code)
        self._left = MOST_STEPS

    def of(self, at: int, register: int, depth: int) -> set[Constant]:
        found: set[Constant] = set()
        waiting = list(self._before[at])
        seen: set[int] = set()
        while waiting and self._left > 0 and depth < DEEPEST:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            self._left -= 1
            if register in _written(self._insns[here]):
                found |= self._value(here, depth)
            else:
                waiting += self._before[here]
        return found

    def _value(self, at: int, depth: int) -> set[Constant]:
        insn = self._insns[at]
        name = insn.name
        if name.startswith("const-string"):
            return {insn.ref} if isinstance(insn.ref, str) else set()
        if name.startswith("const") and insn.literal is not None:
            return {insn.literal}
        if name.startswith("move-result"):
            return self._result(at - 1, depth) if at else set()
        if name.startswith("move") and len(insn.regs) > 1:
            return self.of(at, insn.regs[1], depth + 1)
        if name == "sget-object" and isinstance(insn.ref, FieldRef):
            return self._field(insn.ref, depth)
        return set()

    def _result(self, at: int, depth: int) -> set[Constant]:
        """Return what the call at ``at`` yields: a text, an address, or an address below the one it is given."""
        insn = self._insns[at]
        ref = insn.ref
        if not isinstance(ref, MethodRef) or not insn.regs:
            return set()
        call = (ref.cls, ref.name)
        if call in _FROM_STRING:
            return self.of(at, insn.regs[0], depth + 1)
        if call in _BELOW or (ref.cls == _BUILDER and ref.name.startswith(("append", "encoded", "clearQuery"))):
            # What is appended only narrows: the table of addresses is asked by prefix.
            return {f"{base}/" for base in self.of(at, insn.regs[0], depth + 1) if isinstance(base, str)}
        return set()

    def _field(self, ref: FieldRef, depth: int) -> set[Constant]:
        """Return what a static field holds: a provider's address, a text of the app, or what its class's initialiser puts in."""
        address = self._uris.field(ref.cls, ref.name)
        if address is not None:
            return {address}
        owner = self._program.cls(ref.cls)
        if owner is None or depth + 1 >= DEEPEST:
            return set()
        for field in owner.fields:
            if field.ref == ref and isinstance(field.initial, str):
                return {field.initial}
        start = owner.method("<clinit>", "()V")
        code = start.code() if start is not None else None
        if code is None or len(code.insns) > MOST_STEPS:
            return set()
        walk = _Walk(self._program, self._uris, code)
        found: set[Constant] = set()
        for at, insn in enumerate(code.insns):
            if insn.name == "sput-object" and insn.ref == ref:
                found |= walk.of(at, insn.regs[0], depth + 2)
        return found


def _written(insn: Insn) -> tuple[int, ...]:
    """Return the registers an instruction writes."""
    name = insn.name
    if not insn.regs or name.startswith(_NO_RESULT):
        return ()
    first = insn.regs[0]
    return (first, first + 1) if "wide" in name or name.endswith(("-long", "-double")) else (first,)


def _predecessors(code: Code) -> list[list[int]]:
    """Return for each instruction the numbers of those that can run right before it; handlers follow whatever they guard."""
    insns = code.insns
    number = {insn.offset: at for at, insn in enumerate(insns)}
    before: list[list[int]] = [[] for _ in insns]
    for at, insn in enumerate(insns):
        if insn.name not in _STOPS and at + 1 < len(insns):
            before[at + 1].append(at)
        targets = (
            [insn.target] if insn.target is not None and not insn.name.startswith("fill") and not insn.cases else []
        )
        for target in (*targets, *(place for _, place in insn.cases)):
            landing = number.get(target)
            if landing is not None:
                before[landing].append(at)
    for guarded in code.tries:
        inside = [at for at, insn in enumerate(insns) if guarded.start <= insn.offset < guarded.end]
        for _, place in guarded.handlers:
            landing = number.get(place)
            if landing is not None:
                before[landing] += inside
    return before
