"""Packages: one APK, a store's bundle, a set of splits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from writers_axml import Attr, Node, android, axml, node
from writers_zip import Member, zip_of

from ringfence.audit.apk.container import Package, open_package
from ringfence.audit.apk.errors import ApkError, LimitExceeded, NotAPackageError

if TYPE_CHECKING:
    from pathlib import Path


def apk(split: str = "", *, package: str = "com.example.app", version: int = 1, dexes: int = 0, **more: str) -> bytes:
    """Return an APK; ``more`` are further attributes of its manifest."""
    attributes = [Attr("package", package), android("versionCode", version)]
    attributes += [Attr("split", split)] if split else []
    attributes += [android(name, value) for name, value in more.items()]
    manifest = Node("manifest", attributes, [node("application")])
    codes = [Member(f"classes{number + 1 if number else ''}.dex", b"dex\n") for number in range(dexes)]
    return zip_of([Member("AndroidManifest.xml", axml(manifest)), *codes])


def written(folder: Path, name: str, data: bytes) -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(data)
    return path


def splits_of(package: Package) -> list[str]:
    """Return the splits in order."""
    return [one.split for one in package.apks]


def test_one_apk(tmp_path: Path) -> None:
    with open_package(written(tmp_path, "a.apk", apk(dexes=2))) as package:
        assert package.kind == "apk"
        assert package.base.dex_names() == ("classes.dex", "classes2.dex")
        assert package.base.origin == str(tmp_path / "a.apk")
        assert (package.warnings, package.missing, package.inside) == ((), (), ())


def test_its_name_does_not_matter(tmp_path: Path) -> None:
    assert open_package(written(tmp_path, "download.bin", apk())).kind == "apk"


def test_an_apk_inside_an_apk_is_said_and_not_followed(tmp_path: Path) -> None:
    manifest = Member("AndroidManifest.xml", axml(Node("manifest", [Attr("package", "com.a")])))
    package = open_package(written(tmp_path, "a.apk", zip_of([manifest, Member("assets/plugin.apk", apk())])))
    assert package.kind == "apk"
    assert len(package.apks) == 1
    assert package.inside == ("assets/plugin.apk",)
    assert "assets/plugin.apk" in package.warnings[0][1]


@pytest.mark.parametrize("method", [0, 8])
def test_xapk(tmp_path: Path, method: int) -> None:
    description = json.dumps({"xapk_version": 2, "package_name": "com.example.app"}).encode()
    members = [
        Member("manifest.json", description),
        Member("config.zh.apk", apk("config.zh"), method=method),
        Member("com.example.app.apk", apk(dexes=1), method=method),
        Member("Android/obb/com.example.app/main.1.obb", b"x"),
    ]
    package = open_package(written(tmp_path, "a.xapk", zip_of(members)))
    assert package.kind == "xapk"
    assert splits_of(package) == ["", "config.zh"]
    assert [content for _, content in package.base.dexes()] == [b"dex\n"]
    assert package.base.origin.endswith("a.xapk!com.example.app.apk")
    assert "obb" in package.warnings[0][1]


def test_apks_of_bundletool_takes_one_installation(tmp_path: Path) -> None:
    members = [
        Member("toc.pb", b"\n"),
        Member("standalones/standalone-x86.apk", apk(dexes=1)),
        Member("splits/base-zh.apk", apk("config.zh")),
        Member("splits/base-master.apk", apk(dexes=1)),
        Member("splits/base-master_2.apk", apk(dexes=1)),
    ]
    package = open_package(written(tmp_path, "a.apks", zip_of(members)))
    assert package.kind == "apks"
    assert splits_of(package) == ["", "config.zh"]
    assert [one.name for one in package.apks] == ["base-master.apk", "base-zh.apk"]
    assert "variant" in package.warnings[0][1]
    universal = open_package(written(tmp_path, "u.apks", zip_of([*members, Member("universal.apk", apk())])))
    assert [one.name for one in universal.apks] == ["universal.apk"]


def test_apkm(tmp_path: Path) -> None:
    members = [Member("info.json", b"{}"), Member("base.apk", apk()), Member("split_config.zh.apk", apk("config.zh"))]
    package = open_package(written(tmp_path, "a.apkm", zip_of(members)))
    assert package.kind == "apkm"
    assert splits_of(package) == ["", "config.zh"]


def test_a_folder_and_a_list_of_splits(tmp_path: Path) -> None:
    paths = [written(tmp_path, "a_split.apk", apk("config.zh")), written(tmp_path, "base.apk", apk())]
    written(tmp_path, "notes.txt", b"x")
    for given in (tmp_path, paths):
        package = open_package(given)
        assert package.kind == "splits"
        assert splits_of(package) == ["", "config.zh"]
    assert open_package(paths[:1]).kind == "apk"


def test_missing_splits_are_named(tmp_path: Path) -> None:
    base = apk(requiredSplitTypes="base__abi,base__density")
    alone = open_package(written(tmp_path, "base.apk", base))
    assert alone.missing == ("base__abi", "base__density")
    paths = [tmp_path / "base.apk", written(tmp_path, "abi.apk", apk("config.arm64_v8a", splitTypes="base__abi"))]
    assert open_package(paths).missing == ("base__density",)


def test_a_base_that_says_it_is_not_whole(tmp_path: Path) -> None:
    manifest = node("manifest", node("application", isSplitRequired=True), attributes=(Attr("package", "com.a"),))
    path = written(tmp_path, "base.apk", zip_of([Member("AndroidManifest.xml", axml(manifest))]))
    assert open_package(path).missing == ("split",)


def test_without_a_base_the_splits_are_read_and_that_is_said(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{name}.apk", apk(name)) for name in ("one", "two")]
    package = open_package(paths)
    assert splits_of(package) == ["one", "two"]
    assert any("base APK is missing" in en for _, en in package.warnings)


def test_files_of_different_apps_are_no_set(tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{name}.apk", apk(package=f"com.example.{name}")) for name in ("one", "two")]
    with pytest.raises(NotAPackageError, match="different apps"):
        open_package(paths)


def test_one_broken_split_stops_nothing(tmp_path: Path) -> None:
    paths = [
        written(tmp_path, "base.apk", apk()),
        written(tmp_path, "bad.apk", b"broken"),
        written(tmp_path, "b.apk", apk("b", version=2)),
    ]
    package = open_package(paths)
    assert splits_of(package) == ["", "b"]
    assert any("bad.apk" in en for _, en in package.warnings)
    assert any("another version" in en for _, en in package.warnings)


def test_an_apk_with_a_broken_manifest_still_opens(tmp_path: Path) -> None:
    package = open_package(
        written(tmp_path, "a.apk", zip_of([Member("AndroidManifest.xml", b"broken"), Member("classes.dex", b"dex\n")]))
    )
    assert [name for name, _ in package.base.dexes()] == ["classes.dex"]
    assert any("manifest cannot be read" in en for _, en in package.base.warnings)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"hello", "no Android package"),
        (zip_of([Member("a.txt", b"x")]), "neither"),
        (zip_of([Member("BundleConfig.pb", b""), Member("base/manifest/AndroidManifest.xml", b"")]), "aab"),
        (zip_of([Member("a.apk", b"broken")]), "no package that can be read"),
    ],
)
def test_what_is_no_package(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(NotAPackageError, match=words):
        open_package(written(tmp_path, "a.apk", data))


def test_what_is_no_file(tmp_path: Path) -> None:
    empty: list[Path] = []
    for given in (tmp_path / "nothing.apk", tmp_path, empty):
        with pytest.raises(NotAPackageError):
            open_package(given)


def test_too_many_apks_are_refused(tmp_path: Path) -> None:
    members = [Member(f"{number}.apk", b"x", method=0) for number in range(513)]
    with pytest.raises(LimitExceeded):
        open_package(written(tmp_path, "a.apks", zip_of(members)))


def test_a_download_that_broke_off_opens_with_the_code_that_came(tmp_path: Path) -> None:
    members = [Member("classes.dex", b"dex\n"), Member("res/a.xml", b"x" * 99), Member("AndroidManifest.xml", b"late")]
    whole = zip_of(members)
    package = open_package(written(tmp_path, "a.apk", whole[: whole.index(b"AndroidManifest.xml") + 10]))
    assert [content for _, content in package.base.dexes()] == [b"dex\n"]
    said = " ".join(en for _, en in package.base.warnings)
    assert "directory is lost" in said
    assert "manifest cannot be read" in said
    with pytest.raises(NotAPackageError, match="breaks off"):
        open_package(written(tmp_path, "b.apk", zip_of([Member("res/a.xml", b"x"), *members])[:60]))


def test_a_bundle_is_closed_with_its_views(tmp_path: Path) -> None:
    path = written(tmp_path, "a.apks", zip_of([Member("base.apk", apk(dexes=1), method=0)]))
    with open_package(path) as package:
        assert [content for _, content in package.base.dexes()] == [b"dex\n"]
    with pytest.raises(ApkError):
        package.base.read("classes.dex")


def test_a_closed_package_reads_no_more(tmp_path: Path) -> None:
    package = open_package(written(tmp_path, "a.apk", apk()))
    package.close()
    with pytest.raises(ApkError):
        package.base.read("AndroidManifest.xml")
