"""A method's code as a digest that does not depend on the app around it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ringfence.audit.apk.dex.body import read_body, read_tries
from ringfence.audit.apk.dex.decode import walk
from ringfence.audit.apk.dex.opcodes import KINDS
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from ringfence.audit.apk.dex.classes import MethodDef
    from ringfence.audit.apk.dex.tables import DexFile

SIZE = 16
_LONG_STRING = 0x1B
_POLYMORPHIC = frozenset((0xFA, 0xFB))


def code_hash(method: MethodDef) -> bytes:
    """Return BLAKE2b-128 over a method's shape and units with every index replaced by the name it stands for.

    A method without code is told by its flags alone; names of the method and its class are not in it, so that a copy under
    another name has the same digest.
    """
    digest = hashlib.blake2b(digest_size=SIZE)
    digest.update(f"{method.access & 0xFFFF:x} {method.ref.proto}\n".encode())
    dex = method.owner.dex
    if method.code_at:
        try:
            _add_code(digest, dex, method.code_at)
        except DexDamaged:
            digest.update(b"damaged")
    return digest.digest()


def _add_code(digest: hashlib.blake2b, dex: DexFile, at: int) -> None:
    """Feed the code item at byte ``at``. Raises DexDamaged when it lies outside."""
    body = read_body(dex, at)
    units = body.units(dex)
    bare = bytearray(dex.data[at + 16 : at + 16 + 2 * body.size])
    names = [f"{body.registers} {body.ins} {body.outs}"]
    for start in walk(units) or ():
        op = units[start] & 0xFF
        kind = KINDS[op]
        if kind:
            width = 4 if op == _LONG_STRING else 2
            index = int.from_bytes(bare[2 * start + 2 : 2 * start + 2 + width], "little")
            bare[2 * start + 2 : 2 * start + 2 + width] = bytes(width)
            names.append(_named(dex, kind, index))
            if op in _POLYMORPHIC:
                names.append(_named(dex, "proto", units[start + 3]))
                bare[2 * start + 6 : 2 * start + 8] = b"\0\0"
    names += [f"{guarded.start} {guarded.end} {guarded.handlers}" for guarded in read_tries(dex, body)]
    digest.update(bare)
    digest.update("\n".join(names).encode("utf-8", "replace"))


def _named(dex: DexFile, kind: str, index: int) -> str:
    """Return the name that an index stands for."""
    try:
        name = str(dex.named(kind, index))
    except DexDamaged:
        return f"?{index}"
    return f"{len(name)}:{name}" if kind == "string" else name
