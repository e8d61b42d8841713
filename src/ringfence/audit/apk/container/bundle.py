"""The bundles that stores and tools hand out: .xapk, .apks, .apkm. Each is a zip with APKs and a description."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ringfence.audit.apk.container.limits import INNER_APK, SMALL_TEXT, TOTAL
from ringfence.audit.apk.errors import ApkError, NotAPackageError

if TYPE_CHECKING:
    from ringfence.audit.apk.container.archive import ZipArchive
    from ringfence.audit.apk.container.entry import Warning2

_KINDS = {".xapk": "xapk", ".apks": "apks", ".apkm": "apkm"}


def bundle_kind(archive: ZipArchive, suffix: str) -> str:
    """Return the kind of bundle, by what lies in it first and by its name last.

    Raises:
        NotAPackageError: it is an app bundle for a store (.aab), which no phone installs, or holds no APK.
    """
    names = archive.names()
    if "BundleConfig.pb" in names and "base/manifest/AndroidManifest.xml" in names:
        raise NotAPackageError(
            "这是上传商店用的 .aab 文件，不是手机安装的文件。请改用 .apk 或 .apks",
            "this is an .aab for a store, not what a phone installs. Please use the .apk or .apks",
            where=archive.name,
        )
    if archive.tail is None and not any(name.lower().endswith(".apk") for name in names):
        raise NotAPackageError(
            "文件不完整（可能没有下载完），剩下的部分里没有清单、程序代码或 .apk。请重新下载",
            "the file breaks off; what is left holds neither a manifest nor code nor an .apk. Please download it again",
            where=archive.name,
        )
    if not any(name.lower().endswith(".apk") for name in names):
        raise NotAPackageError(
            "这个压缩包里没有 AndroidManifest.xml,也没有 .apk,不是安卓安装包",
            "the archive holds neither AndroidManifest.xml nor an .apk; it is no Android package",
            where=archive.name,
        )
    if "toc.pb" in names:
        return "apks"
    if "info.json" in names and suffix != ".xapk":
        return "apkm"
    if _describes_xapk(archive):
        return "xapk"
    return _KINDS.get(suffix, "apks")


def inner_apks(archive: ZipArchive, kind: str, warnings: list[Warning2]) -> list[tuple[str, memoryview | bytes]]:
    """Return (member, content) of the APKs that make the app; those merely stored are not copied.

    A bundletool archive holds the same app several times: the universal APK is taken alone, else the splits, else the standalone
    APKs. What cannot be read is left out and said; expansion files (.obb) are data of games and said.
    """
    wanted = [name for name in archive.names() if name.lower().endswith(".apk")]
    if kind == "apks":
        wanted = _of_toolbox(wanted)
    obb = [name for name in archive.names() if name.lower().endswith(".obb")]
    if obb:
        warnings.append((f"附带的数据文件({obb[0]} 等)没有读取。", f"Expansion files ({obb[0]} ...) were not read."))
    found: list[tuple[str, memoryview | bytes]] = []
    left = TOTAL
    for name in wanted:
        try:
            data: memoryview | bytes | None = archive.stored_view(name)
            if data is None:
                data = archive.read(name, min(INNER_APK, left))
                left -= len(data)
        except ApkError as fault:
            warnings.append(
                (f"{name} 无法读取，已跳过：{fault.zh}", f"{name} cannot be read and was passed over: {fault.en}")
            )
            continue
        found.append((name, data))
    return found


def _of_toolbox(names: list[str]) -> list[str]:
    """Return those of bundletool's APKs that make one installation."""
    universal = [name for name in names if name.rpartition("/")[2] == "universal.apk"]
    splits = [name for name in names if name.startswith("splits/")]
    standalone = [name for name in names if name.startswith("standalones/")]
    return universal[:1] or splits or standalone or names


def _describes_xapk(archive: ZipArchive) -> bool:
    """Tell whether ``manifest.json`` is the description of an .xapk."""
    if not archive.has("manifest.json"):
        return False
    try:
        description = json.loads(archive.read("manifest.json", SMALL_TEXT))
    except (ApkError, ValueError, RecursionError):
        return False
    return isinstance(description, dict) and bool({"package_name", "split_apks", "xapk_version"} & description.keys())
