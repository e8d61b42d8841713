"""What a register may hold: known atoms, "or anything", and labels of personal data.

Atoms are Python values and a few small classes: ``int`` (also booleans, chars and ``null``, which is 0 as in the
bytecode), ``float``,
``str`` (a String constant), ``TypeAtom`` (a ``java.lang.Class``), ``UriAtom``, ``MemberAtom`` (a reflected member) and ``heap.Obj``
(an abstract object). Values are immutable; ``join`` returns its first argument itself when nothing is new, so that a
fixpoint is seen by identity.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringfence.audit.apk.flow.labels import Label, Trail

Atom = Any

# Sets of constants larger than this say nothing useful any more.
MAX_CONSTANTS = 12
# Objects are kept longer: each of them is a place where data may lie.
MAX_ATOMS = 40
NO_ATOMS: frozenset[Atom] = frozenset()
NO_TAINT: dict[Label, Trail] = {}


class TypeAtom:
    """A ``java.lang.Class`` object for the type descriptor ``name``."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return type(other) is TypeAtom and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name) ^ 0x5C

    def __repr__(self) -> str:
        return f"class {self.name}"


class UriAtom:
    """An ``android.net.Uri`` with a known text."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return type(other) is UriAtom and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text) ^ 0x1F

    def __repr__(self) -> str:
        return f"uri {self.text}"


class MemberAtom:
    """A reflected member. ``kind`` is ``method``, ``field`` or ``constructor``; ``params`` None when they are not known."""

    __slots__ = ("cls", "kind", "name", "params")

    def __init__(self, kind: str, cls: str, name: str, params: tuple[str, ...] | int | None) -> None:
        self.kind, self.cls, self.name, self.params = kind, cls, name, params

    def __eq__(self, other: object) -> bool:
        return type(other) is MemberAtom and (other.kind, other.cls, other.name, other.params) == (
            self.kind,
            self.cls,
            self.name,
            self.params,
        )

    def __hash__(self) -> int:
        return hash((self.kind, self.cls, self.name, self.params))

    def __repr__(self) -> str:
        return f"{self.kind} {self.cls}->{self.name}"


class Value:
    """Immutable. ``top``: it may also be something that is not among ``atoms``."""

    __slots__ = ("atoms", "taint", "top")

    def __init__(self, atoms: frozenset[Atom], *, top: bool = False, taint: dict[Label, Trail] = NO_TAINT) -> None:
        self.atoms = atoms
        self.top = top
        self.taint = taint

    def __repr__(self) -> str:
        inner = ", ".join(sorted(map(repr, self.atoms)))
        return f"<{inner}{'|any' if self.top else ''}{' !' + str(len(self.taint)) if self.taint else ''}>"

    def tainted(self, taint: dict[Label, Trail]) -> Value:
        """The same value with more labels."""
        if not taint or (self.taint and taint.keys() <= self.taint.keys()):
            return self
        return Value(self.atoms, top=self.top, taint={**taint, **self.taint} if self.taint else taint)

    def clean(self) -> Value:
        """The same value without labels."""
        return Value(self.atoms, top=self.top) if self.taint else self

    def only(self) -> Atom | None:
        """The single constant or object it is, else None."""
        if self.top or len(self.atoms) != 1:
            return None
        return next(iter(self.atoms))

    def strings(self) -> list[str]:
        """Known string constants, sorted."""
        return sorted(a for a in self.atoms if type(a) is str)

    def known(self) -> bool:
        """Every possibility is listed."""
        return not self.top and bool(self.atoms)


TOP = Value(NO_ATOMS, top=True)
_SMALL = {n: Value(frozenset((n,))) for n in range(-8, 257)}
ZERO = _SMALL[0]
ONE = _SMALL[1]
EITHER = Value(frozenset((0, 1)))


def const(atom: Atom) -> Value:
    """The value that is exactly this atom."""
    if type(atom) is int and atom in _SMALL:
        return _SMALL[atom]
    return Value(frozenset((atom,)))


def some(taint: dict[Label, Trail]) -> Value:
    """Unknown content that carries these labels."""
    return Value(NO_ATOMS, top=True, taint=taint) if taint else TOP


def of(atoms: Iterable[Atom], *, top: bool = False, taint: dict[Label, Trail] = NO_TAINT) -> Value:
    """A value of these atoms, widened where they are too many."""
    found = frozenset(atoms)
    if not found and not top:
        return Value(NO_ATOMS, top=True, taint=taint)
    return _bounded(found, top=top, taint=taint)


def merge_taint(first: dict[Label, Trail], second: dict[Label, Trail]) -> dict[Label, Trail]:
    """Labels of both; the first's trails win."""
    if not second or first is second:
        return first
    if not first:
        return second
    if second.keys() <= first.keys():
        return first
    return {**second, **first}


def join(first: Value, second: Value) -> Value:
    """What it may be when it is one or the other. Returns ``first`` itself when ``second`` adds nothing."""
    if first is second:
        return first
    taint = merge_taint(first.taint, second.taint)
    top = first.top or second.top
    added = second.atoms
    if first.top and added:  # an unknown value gains no constants, else it would grow and be cut again for ever
        added = frozenset(a for a in added if type(a) not in (int, float, str))
    if added <= first.atoms:
        if top == first.top and taint is first.taint:
            return first
        return Value(first.atoms, top=top, taint=taint)
    return _bounded(first.atoms | added, top=top, taint=taint)


def widen(old: Value, new: Value) -> Value:
    """As ``join``, but constants that changed are given up, so that loops end."""
    joined = join(old, new)
    if joined is old or len(joined.atoms) == len(old.atoms):
        return joined
    kept = frozenset(a for a in joined.atoms if a in old.atoms or type(a) not in (int, float, str))
    if len(kept) == len(joined.atoms):
        return joined
    return Value(kept, top=True, taint=joined.taint)


def _bounded(atoms: frozenset[Atom], *, top: bool, taint: dict[Label, Trail]) -> Value:
    if len(atoms) > MAX_CONSTANTS:
        constants = sum(type(a) in (int, float, str) for a in atoms)
        if constants > MAX_CONSTANTS:
            atoms = frozenset(a for a in atoms if type(a) not in (int, float, str))
            top = True
        if len(atoms) > MAX_ATOMS:
            atoms = frozenset(sorted(atoms, key=repr)[:MAX_ATOMS])
            top = True
    return Value(atoms, top=top, taint=taint)


def fold(function: Callable[..., Atom], kinds: tuple[type, ...], *operands: Value) -> Value:
    """Apply ``function`` to all combinations of constants; labels of all operands go along.

    ``kinds``: the types the constants of each operand must have. What ``function`` cannot do (it raises) is unknown.
    """
    taint = operands[0].taint
    count = 1
    known = True
    for operand in operands:
        taint = merge_taint(taint, operand.taint)
        count *= len(operand.atoms)
        known = known and not operand.top and bool(operand.atoms)
    if not known or count > MAX_CONSTANTS * 2:
        return some(taint)
    results = []
    for combination in product(*(o.atoms for o in operands)):
        for atom, kind in zip(combination, kinds, strict=False):
            if type(atom) is not kind and not (kind is float and type(atom) is int):
                return some(taint)
        try:
            results.append(function(*combination))
        except (ValueError, IndexError, ZeroDivisionError, OverflowError, TypeError):
            return some(taint)
    return _bounded(frozenset(results), top=False, taint=taint)
