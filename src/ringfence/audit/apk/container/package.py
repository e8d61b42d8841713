"""Opens what a user drops: one APK, a store's bundle, a folder or list of split APKs."""

from __future__ import annotations

import mmap
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ringfence.audit.apk.container.apk import MANIFEST, Apk
from ringfence.audit.apk.container.bundle import bundle_kind, inner_apks
from ringfence.audit.apk.container.limits import APKS
from ringfence.audit.apk.container.split import place_of
from ringfence.audit.apk.errors import ApkError, LimitExceeded, MemberMissingError, NotAPackageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.audit.apk.container.entry import Warning2
    from ringfence.audit.apk.container.split import Place


@dataclass(slots=True)
class Package:
    """All APKs that make one app.

    Attributes:
        kind: ``apk``, ``xapk``, ``apks``, ``apkm``, ``splits``.
        apks: the base first.
        warnings: (zh, en) oddities of the container as a whole; each APK has its own beside.
        missing: splits, or kinds of splits, that the base says it needs and that are not there.
        inside: members of an APK that look like packages themselves and were not opened.
    """

    kind: str
    apks: tuple[Apk, ...]
    warnings: tuple[Warning2, ...] = ()
    missing: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    _maps: list[mmap.mmap] = field(default_factory=list, repr=False)

    @property
    def base(self) -> Apk:
        """Return the APK with the app's main manifest."""
        return self.apks[0]

    def close(self) -> None:
        """Give the mapped files back; members cannot be read afterwards."""
        for apk in self.apks:
            apk.archive.data = b""
        for mapped in self._maps:
            mapped.close()
        self._maps.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_package(path: Path | Sequence[Path]) -> Package:
    """Return the package at ``path``: a file, a folder of split APKs, or a list of them.

    Raises:
        NotAPackageError: no APK in it, or several apps. An APK that only lacks its manifest opens and says so.
        LimitExceeded: more than 512 APKs or more members than any app has.
        ApkError: the base cannot be read.
    """
    if isinstance(path, Path):
        if not path.is_dir():
            return _from_file(path)
        paths = sorted(file for file in path.iterdir() if file.suffix.lower() == ".apk" and file.is_file())
        if not paths:
            raise NotAPackageError("这个文件夹里没有 .apk 文件", "the folder holds no .apk file", where=path.name)
    else:
        paths = list(path)
        if not paths:
            raise NotAPackageError("没有给出文件", "no file was given")
    if len(paths) == 1:
        return _from_file(paths[0])
    if len(paths) > APKS:
        raise _too_many(len(paths), paths[0].parent.name)
    maps: list[mmap.mmap] = []
    apks: list[Apk] = []
    warnings: list[Warning2] = []
    for file in paths:
        mapped = _mapped(file)
        maps.append(mapped)
        _opened(apks, warnings, mapped, file.name, str(file))
    return _joined("splits", apks, warnings, maps, paths[0].parent.name or "splits")


def _from_file(path: Path) -> Package:
    """Return the package in one file."""
    mapped = _mapped(path)
    outer = Apk(mapped, path.name, str(path))
    if outer.has(MANIFEST) or outer.dex_names():  # code without a manifest: a download that broke off
        _place_or_none(outer)
        inside = tuple(
            name for name in outer.names() if name.lower().endswith((".apk", ".xapk", ".apks", ".apkm", ".aab"))
        )
        warnings: list[Warning2] = []
        if inside:
            shown = "、".join(inside[:3])
            warnings.append(
                (
                    f"安装包里还装着别的安装包（{shown}），没有展开分析；可以取出后单独检查。",
                    f"The package carries other packages ({', '.join(inside[:3])}); they were not followed.",
                )
            )
        return Package("apk", (outer,), tuple(warnings), _missing((outer,), ()), inside, [mapped])
    kind = bundle_kind(outer.archive, path.suffix.lower())
    warnings = list(outer.warnings)
    apks: list[Apk] = []
    members = inner_apks(outer.archive, kind, warnings)
    if len(members) > APKS:
        raise _too_many(len(members), path.name)
    for name, data in members:
        _opened(apks, warnings, data, name.rpartition("/")[2], f"{path}!{name}")
    return _joined(kind, apks, warnings, [mapped], path.name)


def _place_or_none(apk: Apk) -> Place | None:
    """Return what an APK's manifest says of its place in a set, None when the manifest cannot be read: that is told elsewhere."""
    try:
        return place_of(apk)
    except ApkError as fault:
        apk.warn(f"清单无法读取：{fault.zh}", f"The manifest cannot be read: {fault.en}")
        return None


def _opened(
    apks: list[Apk], warnings: list[Warning2], data: mmap.mmap | memoryview | bytes, name: str, origin: str
) -> None:
    """Add one APK of a set; one that cannot be opened stops nothing and is said."""
    try:
        apk = Apk(data, name, origin)
        if not apk.has(MANIFEST):
            raise MemberMissingError("里面没有 AndroidManifest.xml", "has no AndroidManifest.xml", where=name)
    except ApkError as fault:
        warnings.append(
            (f"{name} 无法打开，已跳过：{fault.zh}", f"{name} cannot be opened and was passed over: {fault.en}")
        )
        return
    apks.append(apk)


def _joined(kind: str, apks: list[Apk], warnings: list[Warning2], maps: list[mmap.mmap], name: str) -> Package:
    """Return the set in order, with one APK for each split."""
    places = {id(apk): _place_or_none(apk) for apk in apks}
    readable = [apk for apk in apks if places[id(apk)] is not None]
    if not readable:
        raise NotAPackageError("里面没有可以读取的安装包", "holds no package that can be read", where=name)
    bases = [apk for apk in readable if not apk.split]
    packages = sorted({place.package for apk in readable if (place := places[id(apk)]) and place.package})
    if len(packages) > 1 and kind == "splits":
        raise NotAPackageError(
            f"这些文件属于不同的应用({'、'.join(packages[:4])}),请逐个检查",
            f"the files belong to different apps ({', '.join(packages[:4])}); audit them one by one",
            where=name,
        )
    base = (
        max(bases, key=lambda apk: (len(apk.dex_names()), sum(map(apk.size, apk.dex_names()))))
        if bases
        else readable[0]
    )
    if not bases:
        warnings.append(
            ("缺少主安装包(base.apk),只有附加的分包。", "The base APK is missing; there are only splits."),
        )
    place = places[id(base)]
    chosen: list[Apk] = [base]
    for apk in apks:
        here = places[id(apk)]
        if apk is base:
            continue
        if here is not None and place is not None and here.package != place.package:
            _say_left(warnings, apk, f"属于另一个应用 {here.package}", f"belongs to another app, {here.package}")
        elif here is not None and apk.split in {known.split for known in chosen}:
            _say_left(
                warnings, apk, "与另一个分包重复（针对不同机型）", "is another variant of a split that is already there"
            )
        else:
            if here is not None and place is not None and here.version != place.version:
                _say_left(
                    warnings,
                    apk,
                    "版本号与主安装包不同，仍一并读取",
                    "has another version than the base; read all the same",
                )
            chosen.append(apk)
    return Package(
        kind, tuple(chosen), tuple(warnings), _missing(tuple(chosen), place.splits if place else ()), (), maps
    )


def _say_left(warnings: list[Warning2], apk: Apk, zh: str, en: str) -> None:
    """Say what is odd about one APK of a set."""
    warnings.append((f"{apk.name} {zh}。", f"{apk.name} {en}."))


def _missing(apks: tuple[Apk, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    """Return the splits and kinds of splits that are required and not there."""
    there = {apk.split for apk in apks}
    provided = {word for apk in apks for word in apk.provides}
    wanted = [word for apk in apks for word in apk.requires if word not in provided]
    wanted += [name for name in named if name not in there]
    if not wanted and not apks[0].whole and len(apks) == 1:
        wanted = ["split"]
    return tuple(dict.fromkeys(wanted))


def _mapped(path: Path) -> mmap.mmap:
    """Map a file for reading.

    Raises:
        NotAPackageError: it cannot be opened, is no file, or is empty.
    """
    try:
        with path.open("rb") as stream:
            return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError as error:
        raise NotAPackageError("文件是空的", "the file is empty", where=path.name) from error
    except OSError as error:
        raise NotAPackageError("无法打开这个文件", "the file cannot be opened", where=path.name) from error


def _too_many(count: int, name: str) -> LimitExceeded:
    """Return the fault of a set with more APKs than any app has."""
    return LimitExceeded(f"里面有 {count} 个安装包，没有读取", f"holds {count} APKs; not read", where=name)
