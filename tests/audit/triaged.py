"""Makes a micro-app and triages it."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from micro import manifest_of, micro_apk

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.resources import read_manifest, read_resources
from ringfence.audit.apk.triage import triage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ringfence.schema import AppAudit

MAIN = ".class public Lcom/example/app/Main;\n.super Landroid/app/Activity;"
_TEXT = "Ljava/lang/String;"
QUERY = (
    "invoke-virtual/range {v0 .. v5}, Landroid/content/ContentResolver;->"
    f"query(Landroid/net/Uri;[{_TEXT}{_TEXT}[{_TEXT}{_TEXT})Landroid/database/Cursor;"
)
CONTACTS = "sget-object v1, Landroid/provider/ContactsContract$CommonDataKinds$Phone;->CONTENT_URI:Landroid/net/Uri;"
PARSE = "invoke-static {v1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;\nmove-result-object v1"


def method(body: str, *, name: str = "read()V", registers: int = 8) -> str:
    """Write a method whose v0 is a resolver by fiat and v2 to v5 are null."""
    start = "const/4 v0, 0x0\nconst/4 v1, 0x0\nconst/4 v2, 0x0\nconst/4 v3, 0x0\nconst/4 v4, 0x0\nconst/4 v5, 0x0\n"
    return f".method public {name}\n.locals {registers}\n{start}{body}\nreturn-void\n.end method"


def app_class(body: str, name: str = "Lcom/example/app/Main;", above: str = "Landroid/app/Activity;") -> str:
    """Write a class."""
    return f".class public {name}\n.super {above}\n{body}\n"


def triaged(
    folder: Path,
    smali: str | Sequence[str] = MAIN,
    *,
    permissions: Sequence[str] = (),
    application: str = "",
    extra: str = "",
    package: str = "com.example.app",
    members: Mapping[str, bytes] | None = None,
    strings: Mapping[str, Mapping[str, str]] | None = None,
) -> AppAudit:
    """Return the triage of an app with this code, manifest and further members."""
    manifest = manifest_of(package=package, permissions=permissions, application=application, extra=extra)
    path = micro_apk(folder, smali=smali, manifest=manifest, strings=strings)
    with zipfile.ZipFile(path, "a") as more:
        for name, content in (members or {}).items():
            more.writestr(name, content)
    with open_package(path) as opened:
        base = opened.base
        return triage(opened, read_manifest(base), read_resources(base), Program.load(base.dexes()))
