"""Damaged and odd packages: a triage says what it could not see and never stops with an untyped error."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from micro import assemble, manifest_of, micro_apk
from triaged import CONTACTS, MAIN, PARSE, QUERY, app_class, method

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.errors import ApkError
from ringfence.audit.apk.resources import read_manifest
from ringfence.audit.apk.triage import triage
from ringfence.schema import Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import AppAudit

LISTENER = ".implements Landroid/location/LocationListener;\n" + method(
    "nop", name="onLocationChanged(Landroid/location/Location;)V"
)
READS = method(f'{CONTACTS}\n{QUERY}\nconst-string v1, "content://sms"\n{PARSE}\n{QUERY}')
NATIVE = ".method public native n()V\n.end method"
RICH = app_class(f"{LISTENER}\n{READS}\n{NATIVE}")


def looked_at(path: Path, dex: bytes | None) -> AppAudit:
    """Triage the package with this code in place of its own, None for none."""
    with open_package(path) as package:
        program = None if dex is None else Program.load([("classes.dex", dex)])
        return triage(package, read_manifest(package.base), None, program)


def test_a_package_without_code_is_not_called_harmless(tmp_path: Path) -> None:
    """Permissions and manifest still count."""
    path = micro_apk(tmp_path, smali=MAIN, manifest=manifest_of(permissions=["READ_SMS"]))
    audit = looked_at(path, None)
    assert audit.verdict is Verdict.NOT_ANALYSABLE
    assert [each.kind for each in audit.blind] == ["damaged"]
    assert audit.permissions[0].used is None
    assert audit.components


def test_a_damaged_code_file_is_said(tmp_path: Path) -> None:
    """The second of two code files is cut off: what is left is analysed, and the loss is named."""
    path = micro_apk(tmp_path, smali=MAIN)
    with zipfile.ZipFile(path, "a") as more:
        more.writestr("classes2.dex", assemble(app_class("", "Lx/Y;"))[:90])
    with open_package(path) as package:
        audit = triage(package, read_manifest(package.base), None, Program.load(package.base.dexes()))
    (blind,) = audit.blind
    assert (blind.kind, blind.hides_all) == ("damaged", False)
    assert "classes2.dex" in blind.evidence[0]


WHOLE = assemble(RICH)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_changed_bytes_end_in_a_triage_or_a_typed_fault(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    """Whatever bytes of the code are changed."""
    dex = bytearray(WHOLE)
    for at, value in changes:
        dex[at] = value
    path = tmp_path / "micro.apk"
    if not path.exists():
        micro_apk(tmp_path, smali=RICH)
    try:
        audit = looked_at(path, bytes(dex))
    except ApkError:
        return
    assert audit.package == "com.example.app"
