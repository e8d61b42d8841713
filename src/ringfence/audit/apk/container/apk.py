"""One APK: its members, its code in the order the system loads it, who signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.container.archive import ZipArchive
from ringfence.audit.apk.container.limits import MEMBER
from ringfence.audit.apk.errors import ApkError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringfence.audit.apk.container.bytes_view import Bytes
    from ringfence.schema import SignerCertificate

MANIFEST = "AndroidManifest.xml"


class Apk:
    """One APK.

    Attributes:
        name: file name (``base.apk``).
        origin: where it came from: the path, or ``bundle.xapk!base.apk``.
        split: its split's name, "" for the base; ``requires`` and ``provides`` kinds of splits (``base__abi``), ``whole`` False
            when it says that it must not be installed alone. Filled in when a package is opened.
        faults: members with code that could not be read, in the order met by ``dexes``.
    """

    def __init__(self, data: Bytes, name: str, origin: str) -> None:
        """Read the directory of members.

        Raises:
            NotAPackageError: no archive.
            LimitExceeded: more members than any app has.
        """
        self.name = name
        self.origin = origin
        self.archive = ZipArchive(data, name)
        self.split = ""
        self.requires: tuple[str, ...] = ()
        self.provides: tuple[str, ...] = ()
        self.whole = True
        self.faults: list[ApkError] = []
        self._signers: tuple[SignerCertificate, ...] | None = None
        self._said: list[tuple[str, str]] = []

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        """Return the oddities that were survived so far (zh, en)."""
        return (*self.archive.warnings, *self._said)

    def warn(self, zh: str, en: str) -> None:
        """Add an oddity, once."""
        if (zh, en) not in self._said:
            self._said.append((zh, en))

    def names(self) -> tuple[str, ...]:
        """Return every member's name once, in the directory's order."""
        return self.archive.names()

    def has(self, name: str) -> bool:
        """Tell whether there is a member ``name``."""
        return self.archive.has(name)

    def size(self, name: str) -> int:
        """Return the size in bytes that the directory claims for ``name``, 0 when there is none."""
        return self.archive.size(name)

    def read(self, name: str, limit: int = MEMBER) -> bytes:
        """Return a member's content, at most ``limit`` bytes.

        Raises:
            MemberMissingError: there is none of that name.
            ZipDamaged: its place or data is false.
            LimitExceeded: it is larger than ``limit`` or grows as only a bomb does.
        """
        return self.archive.read(name, limit)

    def dexes(self) -> Iterator[tuple[str, bytes]]:
        """Yield (name, content) of the code, in the runtime's order: ``classes.dex``, ``classes2.dex`` ... to the first gap.

        One that cannot be read is left out and stands in ``faults``; those behind a gap are not loaded by the system: ``warnings``.
        """
        names = self.dex_names()
        for name in names:
            try:
                content = self.read(name)
            except ApkError as fault:
                if str(fault) not in {str(known) for known in self.faults}:
                    self.faults.append(fault)
                continue
            yield name, content

    def dex_names(self) -> tuple[str, ...]:
        """Return the names of the members with code that the system loads, in its order."""
        names: list[str] = []
        while self.has(name := f"classes{len(names) + 1 if names else ''}.dex"):
            names.append(name)
        stray = [
            name
            for name in self.names()
            if name.startswith("classes") and name.endswith(".dex") and name[7:-4].isdecimal() and name not in names
        ]
        if stray:
            self.warn(
                f"{'、'.join(sorted(stray)[:3])} 的编号不连续，系统启动时不会载入，这里没有当作程序代码读取。",
                f"The numbers of {', '.join(sorted(stray)[:3])} leave a gap; the system does not load them, nor were they read.",
            )
        return tuple(names)

    def signers(self) -> tuple[SignerCertificate, ...]:
        """Return who signed, newest scheme first; ``verified`` says whether the content was checked against the signature."""
        if self._signers is None:
            from ringfence.audit.apk.container.signing import read_signers  # noqa: PLC0415 -- loads the cipher library

            self._signers = read_signers(self.archive, self.warn)
        return self._signers
