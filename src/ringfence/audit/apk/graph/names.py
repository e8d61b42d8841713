"""One numbering for the types and selectors of all dex files of an app.

A selector is a method's name with its proto, ``query(I)V``: what a virtual call looks for in the object's class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.dex.tables import DexFile


class Names:
    """Numbers by name.

    Attributes:
        types: number by descriptor.
        selectors: number by ``name`` + ``proto``.
        type_of: for each dex file the type number by its type id.
        cls_of, selector_of: for each dex file the type and selector number by its method id.
    """

    __slots__ = ("_selector_names", "_type_names", "cls_of", "selector_of", "selectors", "type_of", "types")

    def __init__(self, program: Program, platform: Iterable[str] = ()) -> None:
        self.types: dict[str, int] = {}
        self.selectors: dict[str, int] = {}
        self._type_names: list[str] = []
        self._selector_names: list[str] = []
        self.type_of: list[NDArray[np.int32]] = []
        self.cls_of: list[NDArray[np.int32]] = []
        self.selector_of: list[NDArray[np.int32]] = []
        for dex in program.dexes:
            types = self.types
            self.type_of.append(
                np.array([types.setdefault(dex.type_or_mark(at), len(types)) for at in range(len(dex.types))], np.int32)
            )
            self.cls_of.append(self.type_of[-1][dex.methods["cls"]])
            self.selector_of.append(self._selectors(dex))
        for name in platform:
            self.types.setdefault(name, len(self.types))

    def type_name(self, number: int) -> str:
        """Return the descriptor of a type."""
        if len(self._type_names) != len(self.types):
            self._type_names = list(self.types)
        return self._type_names[number]

    def selector_name(self, number: int) -> str:
        """Return ``name`` + ``proto`` of a selector."""
        if len(self._selector_names) != len(self.selectors):
            self._selector_names = list(self.selectors)
        return self._selector_names[number]

    def _selectors(self, dex: DexFile) -> NDArray[np.int32]:
        """Return the selector number of each method id; each pair of name and proto is looked up once."""
        pair = dex.methods["name"].astype(np.int64) << 16 | dex.methods["proto"]
        distinct, places = np.unique(pair, return_inverse=True)
        numbers = self.selectors
        found = [
            numbers.setdefault(dex.name_or_mark(one >> 16) + dex.proto_or_mark(one & 0xFFFF), len(numbers))
            for one in distinct.tolist()
        ]
        return np.array(found, np.int32)[places] if found else np.empty(0, np.int32)
