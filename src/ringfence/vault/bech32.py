"""Bech32 (BIP 173, without its length limit), the spelling of age's keys."""

from __future__ import annotations

_CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def bech32_encode(prefix: str, data: bytes) -> str:
    """Return ``data`` as lower-case Bech32 under ``prefix``."""
    values = _regroup(data, 8, 5, pad=True)
    check = _polymod([*_expand(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [(check >> 5 * (5 - i)) & 31 for i in range(6)]
    return f"{prefix}1{''.join(_CHARSET[value] for value in values)}"


def bech32_decode(text: str) -> tuple[str, bytes]:
    """Return prefix (lower case) and data of a Bech32 text.

    Raises:
        ValueError: mixed case, a character outside the alphabet, a wrong checksum, or padding that is not zero.
    """
    if text != text.lower() and text != text.upper():
        raise ValueError("mixed case")
    prefix, mark, rest = text.lower().rpartition("1")
    if not mark or not prefix or len(rest) < 6:
        raise ValueError("not Bech32")
    values = [_CHARSET.index(char) for char in rest]
    if _polymod([*_expand(prefix), *values]) != 1:
        raise ValueError("wrong checksum")
    return prefix, bytes(_regroup(values[:-6], 5, 8, pad=False))


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]


def _regroup(data: bytes | list[int], width: int, target: int, *, pad: bool) -> list[int]:
    store = bits = 0
    groups: list[int] = []
    for value in data:
        store = store << width | value
        bits += width
        while bits >= target:
            bits -= target
            groups.append(store >> bits & ((1 << target) - 1))
    rest = store & ((1 << bits) - 1)
    if pad and bits:
        groups.append(rest << target - bits)
    elif not pad and (bits >= width or rest):
        raise ValueError("padding is not zero")
    return groups
