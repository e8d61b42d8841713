"""Faults of an app's package that a caller can act on: which file, which member, at which byte."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class ApkError(RingfenceError):
    """Something in an app's package cannot be read; what was read of other parts stays good.

    Attributes:
        where: the file or member (``base.apk!classes2.dex``), "" when the caller has to fill it in.
        offset: bytes from the start of that file or member, None when the fault has no place.
    """

    def __init__(self, zh: str, en: str, *, where: str = "", offset: int | None = None) -> None:
        super().__init__(
            zh + _place(where, offset, "（", "，偏移 ", "）"), en + _place(where, offset, " (", ", offset ", ")")
        )
        self.where = where
        self.offset = offset
        self._bare = (zh, en)

    def placed(self, where: str) -> ApkError:
        """Return the same fault with its file or member named; one that has a name already stays as it is."""
        if self.where:
            return self
        zh, en = self._bare
        named = type(self).__new__(type(self))
        ApkError.__init__(named, zh, en, where=where, offset=self.offset)
        return named


class NotAPackageError(ApkError):
    """The file is no Android package or bundle of packages at all."""


class MemberMissingError(ApkError):
    """A member that the package must have (``AndroidManifest.xml``) or that was asked for is not there."""


class ZipDamaged(ApkError):  # noqa: N818 -- says what the file is, as its four siblings do
    """The zip container or one of its entries cannot be read."""


class AxmlDamaged(ApkError):  # noqa: N818 -- as above
    """A binary XML document cannot be read."""


class ArscDamaged(ApkError):  # noqa: N818 -- as above
    """A resource table cannot be read."""


class DexDamaged(ApkError):  # noqa: N818 -- as above
    """A dex file cannot be read."""


class LimitExceeded(ApkError):  # noqa: N818 -- as above
    """Reading on would cost more memory or time than the package is worth: a bomb, or counts that cannot be true."""


def _place(where: str, offset: int | None, opening: str, joint: str, closing: str) -> str:
    """Return the place of a fault in brackets, "" when there is none."""
    if offset is None:
        return f"{opening}{where}{closing}" if where else ""
    return f"{opening}{where}{joint if where else joint.lstrip('，, ')}0x{offset:x}{closing}"
