"""Modified UTF-8, the dex format's text: NUL as C0 80, characters beyond the first plane as two surrogates."""

from __future__ import annotations

LONE = "\ufffd"


def decode(raw: bytes) -> str:
    """Return the text of ``raw`` (without its final NUL).

    A surrogate without its partner, and bytes that are no text at all, become U+FFFD, so that whoever prints or stores the
    text later cannot fail on it.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    units = raw.replace(b"\xc0\x80", b"\x00").decode("utf-8", "surrogatepass" if _passes(raw) else "replace")
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def encode(text: str) -> bytes:
    """Return ``text`` as the dex format writes it, without the final NUL."""
    if text.isascii() and "\0" not in text:
        return text.encode("ascii")
    units = text.encode("utf-16-be", "surrogatepass")
    singles = "".join(chr(units[at] << 8 | units[at + 1]) for at in range(0, len(units), 2))
    return singles.encode("utf-8", "surrogatepass").replace(b"\0", b"\xc0\x80")


def _passes(raw: bytes) -> bool:
    """Tell whether the bytes are text once surrogates and long NULs are allowed."""
    try:
        raw.replace(b"\xc0\x80", b"\x00").decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
