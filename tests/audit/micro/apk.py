"""Writes an APK around assembled code: manifest, resource table, layouts."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final

from micro.arsc import resource_ids, write_table
from micro.assembler import assemble
from micro.axml import compile_xml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PACKAGE: Final = "com.example.app"
_RESOURCE: Final = re.compile(r"@(layout|id|string)/(\w+)")
_WHEN: Final = (2024, 1, 1, 0, 0, 0)


def manifest_of(
    *,
    package: str = PACKAGE,
    main: str = "Main",
    permissions: Sequence[str] = (),
    application: str = "",
    extra: str = "",
) -> str:
    """Write a manifest with a launcher activity.

    Args:
        package: the app's name, of which the classes' names are completed.
        main: class of the activity, "" for none.
        permissions: short names (``READ_CONTACTS``).
        application: attributes of ``<application>`` (``android:name=".App"``).
        extra: further components.
    """
    uses = "".join(f'<uses-permission android:name="android.permission.{name}"/>' for name in permissions)
    launcher = (
        f'<activity android:name=".{main}" android:exported="true"><intent-filter>'
        '<action android:name="android.intent.action.MAIN"/><category android:name="android.intent.category.LAUNCHER"/>'
        "</intent-filter></activity>"
    )
    return (
        f'<manifest package="{package}" android:versionCode="1" android:versionName="1.0">'
        f'<uses-sdk android:minSdkVersion="21" android:targetSdkVersion="30"/>{uses}'
        f"<application {application}>{launcher if main else ''}{extra}</application></manifest>"
    )


def micro_apk(
    folder: Path,
    *,
    smali: str | Sequence[str],
    manifest: str | None = None,
    layouts: Mapping[str, str] | None = None,
    strings: Mapping[str, Mapping[str, str]] | None = None,
    name: str = "micro.apk",
) -> Path:
    """Write an app and give its path.

    Args:
        folder: where to write it.
        smali: code; several texts become classes.dex, classes2.dex, … ``@layout/x``, ``@id/x``, ``@string/x`` stand for numbers.
        manifest: XML; by default a launcher activity ``com.example.app.Main``.
        layouts: name -> XML.
        strings: name -> language ("" the default) -> text.
        name: of the file.
    """
    layouts, strings = layouts or {}, strings or {}
    texts = [smali] if isinstance(smali, str) else list(smali)
    manifest = manifest_of() if manifest is None else manifest
    ids = list(dict.fromkeys(found[1] for text in layouts.values() for found in re.finditer(r"@\+?id/(\w+)", text)))
    numbers = resource_ids({"layout": list(layouts), "id": ids, "string": list(strings)})
    package = re.search(r'package="([^"]+)"', manifest)
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        _put(out, "AndroidManifest.xml", compile_xml(manifest, numbers))
        for at, text in enumerate(texts, 1):
            code = _RESOURCE.sub(lambda found: hex(numbers[f"{found[1]}/{found[2]}"]), text)
            _put(out, "classes.dex" if at == 1 else f"classes{at}.dex", assemble(code))
        for layout, text in layouts.items():
            _put(out, f"res/layout/{layout}.xml", compile_xml(text, numbers))
        _put(out, "resources.arsc", write_table(package[1] if package else PACKAGE, ids, list(layouts), strings))
    return path


def _put(out: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type = zipfile.ZIP_STORED if name == "resources.arsc" else zipfile.ZIP_DEFLATED
    out.writestr(entry, data)
