"""What an APK's manifest says of its place in a set of splits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ringfence.audit.apk.container import limits
from ringfence.audit.apk.container.apk import MANIFEST
from ringfence.audit.apk.resources import read_axml

if TYPE_CHECKING:
    from ringfence.audit.apk.container.apk import Apk


class Place(NamedTuple):
    """Package and version of an APK. ``splits``: names of splits that the base says it needs."""

    package: str
    version: int | None
    splits: tuple[str, ...]


def place_of(apk: Apk) -> Place:
    """Return what the manifest says, and note in ``apk`` its split and what it requires and provides.

    Raises:
        ApkError: the manifest is missing or cannot be read.
    """
    root = read_axml(apk.read(MANIFEST, limits.MANIFEST))
    texts = {name: value.raw or "" for name, value in root.attributes.items()}
    apk.split = texts.get("split", "")
    apk.requires = _listed(texts.get("requiredSplitTypes", ""))
    apk.provides = _listed(texts.get("splitTypes", ""))
    flags = [element.get("isSplitRequired") for element in (root, *root.all("application"))]
    apk.whole = not any(flag is not None and flag.boolean for flag in flags)
    wanted = tuple(
        name.raw for tag in ("uses-split",) for element in root.all(tag) if (name := element.get("name")) and name.raw
    )
    version = root.get("versionCode")
    return Place(texts.get("package", ""), version.integer if version else None, wanted)


def _listed(words: str) -> tuple[str, ...]:
    """Return the words of a comma-separated list."""
    return tuple(word.strip() for word in words.split(",") if word.strip())
