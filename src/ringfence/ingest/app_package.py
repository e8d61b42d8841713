"""Packages of Android apps: recognised and kept, without records; the audit looks into them.

``.apk`` is a ZIP with a manifest beside code or resources at its root. Bundles hold several of them: ``.xapk`` (APKPure),
``.apkm`` (APKMirror), ``.apks`` (bundletool, SAI). A ZIP of evidence that happens to hold a package among other files is none:
it stays an archive, and the package in it is one of its members.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.tally import Tally
from ringfence.schema import Said

if TYPE_CHECKING:
    from collections.abc import Collection

    from ringfence.ingest.source import Source

MANIFEST = "AndroidManifest.xml"
KINDS = {
    ".apk": "安卓安装包",
    ".xapk": "安卓安装包(XAPK)",
    ".apks": "安卓安装包(APKS)",
    ".apkm": "安卓安装包(APKM)",
}
ENTRIES = 200_000
_MAGIC = b"PK\x03\x04"
_SIGNATURE = re.compile(r"META-INF/[^/]+\.(RSA|DSA|EC|SF)", re.IGNORECASE)
_CODE = re.compile(r"classes\d*\.dex")
# What may lie in a bundle beside the packages: anything else makes it an archive of something
_BESIDE = re.compile(
    r"(manifest\.json|info\.json|meta\.sai_manifest_v\d\.json|toc\.pb|[^/]+\.(png|webp|jpg)|META-INF/.*|Android/(obb|data)/.*"
    r"|[^/]+\.obb|APKM_installer\.url)"
)
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class AppPackage:
    """Reader of packages of apps: it claims them, so that they are kept by their name, and reads no records."""

    name = "app-package"
    version = 1

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to a package: by its directory, or by name and head where the directory cannot be read."""
        if not source.head.startswith(_MAGIC):
            return None
        ending = package_ending(source)
        return None if ending is None else Match(self.name, KINDS[ending], 1.0, "ZIP 里有安卓应用的清单或安装包")

    def read(self, request: Request) -> ReadResult:
        """Return an account without records."""
        tally = Tally()
        tally.note(
            Said(
                "安装包原样保存，不产生记录；它能拿什么、能发到哪里，由应用检查来看。",
                "The package is kept as it is and makes no records; what it can take and send where is for the app's audit.",
            )
        )
        kind = KINDS[package_ending(request.source) or ".apk"]
        return ReadResult(self.name, self.version, kind, tally.completeness(None, 0), apps=("",))


def package_ending(source: Source) -> str | None:
    """Return ``.apk``, ``.xapk``, ``.apks`` or ``.apkm``, None when it is no package."""
    named = next((ending for ending in KINDS if source.name.casefold().endswith(ending)), None)
    names = _directory(source)
    if names is None:  # it can only be read forwards, or its directory is damaged or tampered with
        return named or (".apk" if source.head[30:].startswith(MANIFEST.encode()) else None)
    if MANIFEST in names and (named == ".apk" or any(_belongs(name) for name in names)):
        return ".apk"
    return _bundle_ending(names, named)


def _belongs(name: str) -> bool:
    return name == "resources.arsc" or bool(_CODE.fullmatch(name) or _SIGNATURE.fullmatch(name))


def _bundle_ending(names: Collection[str], named: str | None) -> str | None:
    """Return the kind of a bundle: nothing in it but packages and what bundles carry."""
    packages = [name for name in names if name.endswith(".apk")]
    others = [name for name in names if not name.endswith((".apk", "/")) and not _BESIDE.fullmatch(name)]
    if not packages or others:
        return None
    if "toc.pb" in names or any(name.startswith("meta.sai_manifest") for name in names):
        return ".apks"
    if "manifest.json" in names:
        return ".xapk"
    if "info.json" in names:
        return ".apkm"
    return named if named != ".apk" else None


def _directory(source: Source) -> frozenset[str] | None:
    """Return the names in the archive's directory, None when it cannot be looked at without reading all of it."""
    try:
        with source.open() as stream:
            if not stream.seekable():
                return None
            with zipfile.ZipFile(stream) as archive:
                entries = archive.infolist()
                return frozenset(entry.filename for entry in entries[:ENTRIES])
    except _FAULTS:
        return None
