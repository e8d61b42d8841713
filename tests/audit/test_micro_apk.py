"""The writer of micro-apps; androguard read the same manifest, layouts, ids and strings out of its packages."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from micro import manifest_of, micro_apk

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.resources import read_axml

if TYPE_CHECKING:
    from pathlib import Path

EMPTY = ".class Lcom/example/app/Main;\n.super Landroid/app/Activity;"


def test_an_app_is_a_package_with_manifest_code_and_resources(tmp_path: Path) -> None:
    path = micro_apk(tmp_path, smali=[EMPTY, EMPTY.replace("Main", "Other")], layouts={"main": "<Button/>"})
    (app,) = open_package(path).apks
    assert set(app.names()) == {
        "AndroidManifest.xml",
        "classes.dex",
        "classes2.dex",
        "res/layout/main.xml",
        "resources.arsc",
    }
    assert app.warnings == ()


def test_the_manifest_is_compiled_with_resource_ids_and_typed_values(tmp_path: Path) -> None:
    manifest = manifest_of(permissions=["READ_SMS"], extra='<receiver android:name=".R" android:enabled="false"/>')
    (app,) = open_package(micro_apk(tmp_path, smali=EMPTY, manifest=manifest)).apks
    root = read_axml(app.read("AndroidManifest.xml"))
    assert root.tag == "manifest"
    assert [child.tag for child in root.children] == ["uses-sdk", "uses-permission", "application"]
    receiver = root.children[2].children[-1]
    assert receiver.attributes["enabled"].resource_id == 0x0101000E
    assert (receiver.attributes["enabled"].type, receiver.attributes["enabled"].data) == (0x12, 0)


def test_code_may_name_resources(tmp_path: Path) -> None:
    body = ".method m()V\n.locals 1\nconst v0, @id/b\nreturn-void\n.end method"
    layouts = {"one": '<Button android:id="@+id/a"/>', "two": '<Button android:id="@+id/b" android:onClick="go"/>'}
    path = micro_apk(tmp_path, smali=f"{EMPTY}\n{body}", layouts=layouts)
    assert (0x7F020001).to_bytes(4, "little") in zipfile.ZipFile(path).read("classes.dex")
