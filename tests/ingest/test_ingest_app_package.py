"""Packages of apps are recognised and kept; archives of evidence are not mistaken for them."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest

from ringfence.ingest import Source, member, read, sniff

TODAY = date(2026, 3, 1)
MANIFEST = b"\x03\x00\x08\x00" + bytes(60)
APK = {"AndroidManifest.xml": MANIFEST, "classes.dex": b"dex\n035\0"}


def zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            packed = zipfile.ZIP_DEFLATED if name.endswith(".xml") else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), data, packed)  # no time of the clock: made again, the same bytes
    return out.getvalue()


def kind(name: str, members: dict[str, bytes]) -> str | None:
    claim = sniff(Source.of_bytes(name, zipped(members)))
    return None if claim is None else claim.reader


@pytest.mark.parametrize(
    ("name", "members", "kind_zh"),
    [
        ("贷.apk", APK, "安卓安装包"),
        ("no-name", {"res/a.xml": bytes(9000), **APK}, "安卓安装包"),  # the manifest stands late
        (
            "贷.xapk",
            {"manifest.json": b"{}", "base.apk": zipped(APK), "icon.png": b"", "Android/obb/x/y.obb": b"1"},
            "安卓安装包(XAPK)",
        ),
        (
            "贷.apkm",
            {"info.json": b"{}", "base.apk": zipped(APK), "split_config.zh.apk": zipped(APK)},
            "安卓安装包(APKM)",
        ),
        ("贷.apks", {"toc.pb": b"1", "splits/base-master.apk": zipped(APK)}, "安卓安装包(APKS)"),
        ("贷.apks", {"base.apk": zipped(APK), "split_config.zh.apk": zipped(APK)}, "安卓安装包(APKS)"),
    ],
)
def test_packages(name: str, members: dict[str, bytes], kind_zh: str) -> None:
    found = read(Source.of_bytes(name, zipped(members)), today=TODAY)
    assert (found.reader, found.kind_zh, found.apps) == ("app-package", kind_zh, ("",))
    assert found.completeness.found == 0


def test_an_archive_of_evidence_with_a_package_in_it_stays_an_archive() -> None:
    """Messages, a package, and a bundle in an inner archive: all members of one source."""
    inner = zipped({"b.apk": zipped(APK)})
    data = zipped({"sms.xml": b'<smses count="0"></smses>', "贷.apk": zipped(APK), "更多.zip": inner})
    source = Source.of_bytes("证据.zip", data)
    found = read(source, today=TODAY)
    assert found.reader == "zip"
    assert found.apps == ("贷.apk", "更多.zip!b.apk")
    assert next(note for note in found.completeness.notes if note.startswith("贷.apk：")).endswith("安卓安装包。")
    for entry in found.apps:
        with member(source, entry).open() as stream:
            assert stream.read() == zipped(APK)


def test_several_packages_without_more_are_an_archive_of_packages() -> None:
    found = read(Source.of_bytes("apps.zip", zipped({"a.apk": zipped(APK), "b.apk": zipped(APK)})), today=TODAY)
    assert (found.reader, found.apps) == ("zip", ("a.apk", "b.apk"))


def test_a_library_or_sources_are_no_app() -> None:
    assert kind("lib.aar", {"x/1.txt": bytes(9000), "AndroidManifest.xml": b"<manifest/>", "classes.jar": b""}) == "zip"
    assert kind("src.zip", {"AndroidManifest.xml": b"<manifest/>", "a.java": b"1"}) is None
    assert kind("x.jar", {"META-INF/MANIFEST.MF": b"1", "a.class": b"1"}) is None


def test_a_package_whose_directory_was_tampered_with_is_known_by_its_name() -> None:
    data = bytearray(zipped(APK))
    data[data.rfind(b"PK\x05\x06") :] = bytes(22)
    assert sniff(Source.of_bytes("贷.apk", bytes(data))) is not None
    assert sniff(Source.of_bytes("贷.bin", bytes(data))) is not None  # by its head
