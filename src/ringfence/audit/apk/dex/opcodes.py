"""The instruction set: for each of the 256 opcodes its name, its format and what its index names.

Source: Android's "Dalvik bytecode" and "Dalvik executable instruction formats". Opcodes that are unused in dex files (or were
used only inside optimised files of old devices, which no package can hold) are one unit long, as the runtime itself counts them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

# first opcode, format, kind of index, names of the opcodes from there on ("*" = the whole word, else appended to the stem)
_ROWS: Final = """
00 10x -        nop
01 12x -        move
02 22x -        move/from16
03 32x -        move/16
04 12x -        move-wide
05 22x -        move-wide/from16
06 32x -        move-wide/16
07 12x -        move-object
08 22x -        move-object/from16
09 32x -        move-object/16
0a 11x -        move-result move-result-wide move-result-object move-exception
0e 10x -        return-void
0f 11x -        return return-wide return-object
12 11n -        const/4
13 21s -        const/16
14 31i -        const
15 21h -        const/high16
16 21s -        const-wide/16
17 31i -        const-wide/32
18 51l -        const-wide
19 21h -        const-wide/high16
1a 21c string   const-string
1b 31c string   const-string/jumbo
1c 21c type     const-class
1d 11x -        monitor-enter monitor-exit
1f 21c type     check-cast
20 22c type     instance-of
21 12x -        array-length
22 21c type     new-instance
23 22c type     new-array
24 35c type     filled-new-array
25 3rc type     filled-new-array/range
26 31t -        fill-array-data
27 11x -        throw
28 10t -        goto
29 20t -        goto/16
2a 30t -        goto/32
2b 31t -        packed-switch sparse-switch
2d 23x -        cmpl-float cmpg-float cmpl-double cmpg-double cmp-long
32 22t -        if-eq if-ne if-lt if-ge if-gt if-le
38 21t -        if-eqz if-nez if-ltz if-gez if-gtz if-lez
44 23x -        aget aget-wide aget-object aget-boolean aget-byte aget-char aget-short
4b 23x -        aput aput-wide aput-object aput-boolean aput-byte aput-char aput-short
52 22c field    iget iget-wide iget-object iget-boolean iget-byte iget-char iget-short
59 22c field    iput iput-wide iput-object iput-boolean iput-byte iput-char iput-short
60 21c field    sget sget-wide sget-object sget-boolean sget-byte sget-char sget-short
67 21c field    sput sput-wide sput-object sput-boolean sput-byte sput-char sput-short
6e 35c method   invoke-virtual invoke-super invoke-direct invoke-static invoke-interface
74 3rc method   invoke-virtual/range invoke-super/range invoke-direct/range invoke-static/range invoke-interface/range
7b 12x -        neg-int not-int neg-long not-long neg-float neg-double
81 12x -        int-to-long int-to-float int-to-double long-to-int long-to-float long-to-double
87 12x -        float-to-int float-to-long float-to-double double-to-int double-to-long double-to-float
8d 12x -        int-to-byte int-to-char int-to-short
90 23x -        add-int sub-int mul-int div-int rem-int and-int or-int xor-int shl-int shr-int ushr-int
9b 23x -        add-long sub-long mul-long div-long rem-long and-long or-long xor-long shl-long shr-long ushr-long
a6 23x -        add-float sub-float mul-float div-float rem-float
ab 23x -        add-double sub-double mul-double div-double rem-double
b0 12x -        add-int/2addr sub-int/2addr mul-int/2addr div-int/2addr rem-int/2addr and-int/2addr or-int/2addr
b7 12x -        xor-int/2addr shl-int/2addr shr-int/2addr ushr-int/2addr
bb 12x -        add-long/2addr sub-long/2addr mul-long/2addr div-long/2addr rem-long/2addr and-long/2addr or-long/2addr
c2 12x -        xor-long/2addr shl-long/2addr shr-long/2addr ushr-long/2addr
c6 12x -        add-float/2addr sub-float/2addr mul-float/2addr div-float/2addr rem-float/2addr
cb 12x -        add-double/2addr sub-double/2addr mul-double/2addr div-double/2addr rem-double/2addr
d0 22s -        add-int/lit16 rsub-int mul-int/lit16 div-int/lit16 rem-int/lit16 and-int/lit16 or-int/lit16 xor-int/lit16
d8 22b -        add-int/lit8 rsub-int/lit8 mul-int/lit8 div-int/lit8 rem-int/lit8 and-int/lit8 or-int/lit8 xor-int/lit8
e0 22b -        shl-int/lit8 shr-int/lit8 ushr-int/lit8
fa 45cc method  invoke-polymorphic
fb 4rcc method  invoke-polymorphic/range
fc 35c site     invoke-custom
fd 3rc site     invoke-custom/range
fe 21c handle   const-method-handle
ff 21c proto    const-method-type
"""

PACKED, SPARSE, ARRAY = 0x0100, 0x0200, 0x0300
"""The first unit of the three payloads that stand in code: switch tables and array data."""


def _table() -> tuple[list[str], list[str], list[str]]:
    """Return name, format and kind of index for each opcode."""
    names = [f"unused-{op:02x}" for op in range(256)]
    formats, kinds = ["00x"] * 256, [""] * 256
    for row in _ROWS.split("\n"):
        if not row:
            continue
        first, form, kind, *words = row.split()
        for op, word in enumerate(words, int(first, 16)):
            names[op], formats[op], kinds[op] = word, form, kind if kind != "-" else ""
    return names, formats, kinds


_names, _formats, _kinds = _table()
NAMES: Final = tuple(_names)
"""Name by opcode, as smali writes it."""
FORMATS: Final = tuple(_formats)
"""Format by opcode; ``00x`` = unused."""
KINDS: Final = tuple(_kinds)
"""What the index names: string, type, field, method, site, handle, proto, or ""."""
WIDTHS: Final = tuple(max(int(form[0]), 1) for form in FORMATS)
"""Length in code units by opcode."""
OPS: Final = {name: op for op, name in enumerate(NAMES)}
"""Opcode by name."""
UNUSED: Final = frozenset(op for op, form in enumerate(FORMATS) if form == "00x")

WIDTH_TABLE: Final = np.array(WIDTHS, dtype=np.uint8)
KIND_NUMBERS: Final = {"string": 1, "type": 2, "field": 3, "method": 4, "site": 5, "handle": 6, "proto": 7}
KIND_TABLE: Final = np.array([KIND_NUMBERS.get(kind, 0) for kind in KINDS], dtype=np.uint8)

INVOKES: Final = frozenset(op for op, name in enumerate(NAMES) if name.startswith("invoke-"))
RETURNS: Final = frozenset(range(0x0E, 0x12))
GOTOS: Final = frozenset((0x28, 0x29, 0x2A))
IFS: Final = frozenset(range(0x32, 0x3E))
SWITCHES: Final = frozenset((0x2B, 0x2C))
ENDS: Final = RETURNS | GOTOS | {OPS["throw"]}
"""After these the next instruction is not reached."""
