"""The string table: decoded one by one when asked, searched without decoding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.dex import mutf8
from ringfence.audit.apk.dex.leb128 import BadLebError, read_uleb
from ringfence.audit.apk.errors import DexDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ringfence.audit.apk.dex.notes import Notes

LONGEST = 1 << 20
"""Bytes of one string that are read at most; no compiler writes a twentieth of that."""
LONG = 1 << 12
"""Strings that are longer are not kept, and where they overlap so that there is far more text than file, they are cut."""
STEP = 8
_RANKS = bytes([0, *(min(byte + 1, 255) for byte in range(1, 256))])
RANK = _RANKS[:0xC0] + b"\x01" + _RANKS[0xC1:]
"""Bytes in the table's order: by UTF-16 unit, so that NUL, written C0 80, comes before all others but after a string's end."""
_RANK = np.frombuffer(RANK, np.uint8)


class Strings:
    """The strings of one dex file by index.

    Attributes:
        offsets: where each string's length lies, as the table says (uint32).
    """

    __slots__ = (
        "_bytes",
        "_data",
        "_heads",
        "_index",
        "_kept",
        "_left",
        "_names",
        "_notes",
        "_places",
        "_sorted",
        "offsets",
    )

    def __init__(self, data: bytes, offsets: NDArray[np.uint32], notes: Notes) -> None:
        self._data = data
        self._bytes = np.frombuffer(data, np.uint8)
        self.offsets = offsets
        self._notes = notes
        self._kept: dict[int, str] = {}
        self._names: dict[int, str] = {}
        self._left = 16 * len(data)
        self._places: dict[str, int] = {}
        self._sorted: bool | None = None
        self._index: dict[bytes, int] | None = None
        self._heads: NDArray[np.uint64] | None = None

    def __len__(self) -> int:
        return len(self.offsets)

    def __getitem__(self, index: int) -> str:
        """Return one string. Raises DexDamaged for an index or an offset that is not there."""
        text = self._kept.get(index)
        if text is None:
            text = mutf8.decode(self.raw(index))
            if len(text) <= LONG:
                self._kept[index] = text
        return text

    def name(self, index: int) -> str:
        """Return one string as a name of a type, field or method: at most 4 KiB of it, the same each time. Raises DexDamaged."""
        text = self._names.get(index)
        if text is None:
            text = self._names[index] = mutf8.decode(self._part(index, LONG))
        return text

    def once(self, index: int) -> str:
        """Return one string without keeping it."""
        text = self._kept.get(index)
        return mutf8.decode(self.raw(index)) if text is None else text

    def raw(self, index: int) -> bytes:
        """Return one string's bytes as they lie in the file, without the final NUL. Raises DexDamaged."""
        raw = self._part(index, LONGEST)
        if len(raw) > LONG:
            self._left -= len(raw)
            if self._left < 0:
                raw = raw[:LONG]
        if len(raw) == LONGEST or self._left < 0:
            self._notes.add("字符串过长，已截断。", "A string is too long and was cut.", int(self.offsets[index]))
        return raw

    def _part(self, index: int, most: int) -> bytes:
        """Return at most ``most`` bytes of one string. Raises DexDamaged."""
        if not 0 <= index < len(self.offsets):
            raise DexDamaged(f"没有编号为 {index} 的字符串。", f"There is no string {index}.")
        at = int(self.offsets[index])
        if at < len(self._data) and self._data[at] < 0x80:
            at += 1
        else:
            at = self._past_length(at)
        end = self._data.find(b"\0", at, at + most)
        return self._data[at : end if end >= 0 else at + most]

    def _past_length(self, at: int) -> int:
        """Return where the text begins behind a length of several bytes. Raises DexDamaged."""
        try:
            return read_uleb(self._data, at)[1]
        except BadLebError:
            raise DexDamaged("字符串不在文件之内。", "A string lies outside the file.", offset=at) from None

    def __iter__(self) -> Iterator[str]:
        """Yield every string in order; where they overlap so that there would be far more text than file, stop."""
        left = 4 * len(self._data) + (1 << 16)
        for index in range(len(self.offsets)):
            try:
                text = self.once(index)
            except DexDamaged as fault:
                self._notes.add("字符串不在文件之内。", "A string lies outside the file.", fault.offset)
                continue
            left -= len(text) + 16
            if left < 0:
                self._notes.add("字符串互相重叠，其余未读。", "Strings overlap; the rest was not read.")
                return
            yield text

    def find(self, text: str) -> int:
        """Return the index of ``text``, -1 when the table does not hold it."""
        found = self._places.get(text)
        if found is None:
            found = self._places[text] = self._find(text)
        return found

    def _find(self, text: str) -> int:
        needle = mutf8.encode(text)
        if not self.in_order:
            return self._by_text().get(needle, -1)
        low = self._first_from(needle)
        return low if low < len(self.offsets) and self._part(low, len(needle) + 1) == needle else -1

    def beginning(self, prefix: str) -> list[int]:
        """Return the indices of all strings that begin with ``prefix``."""
        needle = mutf8.encode(prefix)
        if not self.in_order:
            return sorted(index for raw, index in self._by_text().items() if raw.startswith(needle))
        end = low = self._first_from(needle)
        while end < len(self.offsets) and self._part(end, len(needle)) == needle:
            end += 1
        return list(range(low, end))

    def _first_from(self, needle: bytes) -> int:
        """Return the index of the first string that is not before ``needle``."""
        ranked = needle.translate(RANK)
        low, high = self._alike(ranked)
        while low < high:
            middle = (low + high) // 2
            if self._part(middle, len(needle) + 1).translate(RANK) < ranked:
                low = middle + 1
            else:
                high = middle
        return low

    def _alike(self, ranked: bytes) -> tuple[int, int]:
        """Return the stretch of strings that may begin as ``ranked`` does, by the first eight bytes of each."""
        if self._heads is None:
            return 0, len(self.offsets)
        least = np.uint64(int.from_bytes(ranked[:STEP].ljust(STEP, b"\0"), "big"))
        most = np.uint64(int.from_bytes(ranked[:STEP].ljust(STEP, b"\xff"), "big"))
        return int(np.searchsorted(self._heads, least)), int(np.searchsorted(self._heads, most, "right"))

    @property
    def in_order(self) -> bool:
        """Whether the table is sorted, as Android demands; otherwise it is searched by a dictionary of all strings."""
        if self._sorted is None:
            self._sorted = self._check_order()
            if not self._sorted:
                self._notes.add("字符串表没有按顺序排列。", "The string table is not in order.")
        return self._sorted

    def _by_text(self) -> dict[bytes, int]:
        """Return index by bytes; only for tables that are out of order."""
        if self._index is None:
            found: dict[bytes, int] = {}
            left = 4 * len(self._data) + (1 << 16)
            for index in range(len(self.offsets)):
                try:
                    raw = self.raw(index)
                except DexDamaged:
                    continue
                left -= len(raw) + 16
                if left < 0:
                    break
                found.setdefault(raw, index)
            self._index = found
        return self._index

    def _check_order(self) -> bool:
        """Compare all neighbours eight bytes at a time; only those still equal go on to the next eight."""
        size = len(self._bytes)
        at = self.offsets.astype(np.int64)
        if len(at) < 2:
            return not len(at) or int(at[0]) < size
        if int(at.max()) >= size - 1:
            return False
        for _ in range(5):  # past the length, a number of up to five bytes
            more = self._bytes[np.minimum(at, size - 1)] >= 0x80
            at += more
            if not more.any():
                break
        at += 1
        self._heads = heads = self._words(at)
        before, after = at[:-1], at[1:]
        first, second = heads[:-1], heads[1:]
        left = len(self._bytes) // STEP + 2 * len(before)  # strings that do not overlap have no more words than that
        while left > 0:
            left -= len(before)
            if bool((first > second).any()):
                return False
            # equal words that hold a NUL: both strings ended, so the table names one string twice
            same = first == second
            if not same.any():
                return True
            if bool(((first[same] & 0xFF) == 0).any()):
                return False
            before, after = before[same] + STEP, after[same] + STEP
            first, second = self._words(before), self._words(after)
        return False

    def _words(self, at: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the next eight bytes at each place, first byte highest, by rank, zero from the first NUL on."""
        whole = len(self._bytes) // STEP
        if whole < 2:
            return self._slow_words(at)
        aligned = self._bytes[: whole * STEP].view(">u8")
        index, shift = at >> 3, ((at & 7) << 3).astype(np.uint64)
        inner = np.minimum(index, whole - 2)
        word = aligned[inner].astype(np.uint64) << shift
        word |= (aligned[inner + 1].astype(np.uint64) >> np.uint64(1)) >> (np.uint64(63) - shift)
        ended = _zero_bytes(word)
        for step in (8, 16, 32):
            ended |= ended >> np.uint64(step)
        kept = (ended >> np.uint64(7)) * np.uint64(0xFF)
        # ranks differ from bytes by one throughout, save for C0; adding one to each byte that is not ended makes them ranks
        odd = np.flatnonzero(
            (index > whole - 2) | (_zero_bytes(word ^ _C0) & ~kept != 0) | (_zero_bytes(~word) & ~kept != 0)
        )
        word = (word & ~kept) + (_ONES & ~kept)
        if len(odd):
            word[odd] = self._slow_words(at[odd])
        return np.asarray(word, np.uint64)

    def _slow_words(self, at: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the same byte by byte."""
        size = len(self._bytes)
        word = np.zeros(len(at), np.uint64)
        alive = np.ones(len(at), np.bool_)
        for step in range(STEP):
            byte = self._bytes[np.minimum(at + step, size - 1)]
            alive &= (byte != 0) & (at + step < size)
            word = (word << np.uint64(8)) | (_RANK[byte] * alive).astype(np.uint64)
        return word


def _zero_bytes(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return 0x80 in each byte that is zero, zero in the others."""
    found: NDArray[np.uint64] = ~(((word & _SEVENS) + _SEVENS) | word | _SEVENS)
    return found


_ONES = np.uint64(0x0101010101010101)
_SEVENS = np.uint64(0x7F7F7F7F7F7F7F7F)
_C0 = np.uint64(0xC0C0C0C0C0C0C0C0)
