"""The instructions of the Dalvik bytecode: name, number and format, as in Android's published table (dalvik-bytecode)."""

from __future__ import annotations

from typing import Final, NamedTuple


class Opcode(NamedTuple):
    """An instruction.

    Attributes:
        number: first byte.
        shape: its format (``35c``): the first digit is its length in code units.
        kind: what its index names: ``string``, ``type``, ``field``, ``method``, ``proto`` or "".
    """

    number: int
    shape: str
    kind: str = ""

    @property
    def units(self) -> int:
        """Length in 16-bit code units."""
        return int(self.shape[0])


def _run(first: int, shape: str, names: str, kind: str = "") -> dict[str, Opcode]:
    """Give consecutive numbers to names of one format."""
    return {name: Opcode(first + at, shape, kind) for at, name in enumerate(names.split())}


def _kinds(first: int, shape: str, stem: str, kind: str = "") -> dict[str, Opcode]:
    """Give the seven forms of an access to an array or a field."""
    tails = ("", "-wide", "-object", "-boolean", "-byte", "-char", "-short")
    return _run(first, shape, " ".join(stem + tail for tail in tails), kind)


_WHOLE: Final = "add sub mul div rem and or xor shl shr ushr"
_FLOATING: Final = "add sub mul div rem"


def _arithmetic(first: int, shape: str, tail: str) -> dict[str, Opcode]:
    names = [f"{verb}-{of}{tail}" for of in ("int", "long") for verb in _WHOLE.split()]
    names += [f"{verb}-{of}{tail}" for of in ("float", "double") for verb in _FLOATING.split()]
    return _run(first, shape, " ".join(names))


OPCODES: Final[dict[str, Opcode]] = {
    "nop": Opcode(0x00, "10x"),
    **{
        f"move{of}{tail}": Opcode(0x01 + 3 * row + column, shape)
        for row, of in enumerate(("", "-wide", "-object"))
        for column, (tail, shape) in enumerate((("", "12x"), ("/from16", "22x"), ("/16", "32x")))
    },
    **_run(0x0A, "11x", "move-result move-result-wide move-result-object move-exception"),
    "return-void": Opcode(0x0E, "10x"),
    **_run(0x0F, "11x", "return return-wide return-object"),
    "const/4": Opcode(0x12, "11n"),
    "const/16": Opcode(0x13, "21s"),
    "const": Opcode(0x14, "31i"),
    "const/high16": Opcode(0x15, "21h"),
    "const-wide/16": Opcode(0x16, "21s"),
    "const-wide/32": Opcode(0x17, "31i"),
    "const-wide": Opcode(0x18, "51l"),
    "const-wide/high16": Opcode(0x19, "21h"),
    "const-string": Opcode(0x1A, "21c", "string"),
    "const-string/jumbo": Opcode(0x1B, "31c", "string"),
    "const-class": Opcode(0x1C, "21c", "type"),
    **_run(0x1D, "11x", "monitor-enter monitor-exit"),
    "check-cast": Opcode(0x1F, "21c", "type"),
    "instance-of": Opcode(0x20, "22c", "type"),
    "array-length": Opcode(0x21, "12x"),
    "new-instance": Opcode(0x22, "21c", "type"),
    "new-array": Opcode(0x23, "22c", "type"),
    "filled-new-array": Opcode(0x24, "35c", "type"),
    "filled-new-array/range": Opcode(0x25, "3rc", "type"),
    "fill-array-data": Opcode(0x26, "31t"),
    "throw": Opcode(0x27, "11x"),
    "goto": Opcode(0x28, "10t"),
    "goto/16": Opcode(0x29, "20t"),
    "goto/32": Opcode(0x2A, "30t"),
    **_run(0x2B, "31t", "packed-switch sparse-switch"),
    **_run(0x2D, "23x", "cmpl-float cmpg-float cmpl-double cmpg-double cmp-long"),
    **_run(0x32, "22t", "if-eq if-ne if-lt if-ge if-gt if-le"),
    **_run(0x38, "21t", "if-eqz if-nez if-ltz if-gez if-gtz if-lez"),
    **_kinds(0x44, "23x", "aget"),
    **_kinds(0x4B, "23x", "aput"),
    **_kinds(0x52, "22c", "iget", "field"),
    **_kinds(0x59, "22c", "iput", "field"),
    **_kinds(0x60, "21c", "sget", "field"),
    **_kinds(0x67, "21c", "sput", "field"),
    **_run(0x6E, "35c", "invoke-virtual invoke-super invoke-direct invoke-static invoke-interface", "method"),
    **_run(
        0x74,
        "3rc",
        "invoke-virtual/range invoke-super/range invoke-direct/range invoke-static/range invoke-interface/range",
        "method",
    ),
    **_run(
        0x7B,
        "12x",
        "neg-int not-int neg-long not-long neg-float neg-double int-to-long int-to-float int-to-double long-to-int "
        "long-to-float long-to-double float-to-int float-to-long float-to-double double-to-int double-to-long "
        "double-to-float int-to-byte int-to-char int-to-short",
    ),
    **_arithmetic(0x90, "23x", ""),
    **_arithmetic(0xB0, "12x", "/2addr"),
    **_run(
        0xD0,
        "22s",
        "add-int/lit16 rsub-int mul-int/lit16 div-int/lit16 rem-int/lit16 and-int/lit16 or-int/lit16 xor-int/lit16",
    ),
    **_run(
        0xD8,
        "22b",
        "add-int/lit8 rsub-int/lit8 mul-int/lit8 div-int/lit8 rem-int/lit8 and-int/lit8 or-int/lit8 xor-int/lit8 "
        "shl-int/lit8 shr-int/lit8 ushr-int/lit8",
    ),
    "invoke-polymorphic": Opcode(0xFA, "45cc", "method"),
    "invoke-polymorphic/range": Opcode(0xFB, "4rcc", "method"),
    "const-method-type": Opcode(0xFF, "21c", "proto"),
}
