"""Lays what we read of real APKs beside what androguard reads: manifest, components, strings by id, certificates.

    python benchmarks/oracle_apk.py FILE.apk ... [--python /path/to/venv/bin/python]

androguard is needed only here; where it is not in our environment, ``--python`` names one that has it (only androguard runs there).
Prints one line for each fact, ``equal`` or both sides, and the time each took; returns 1 when a fact differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringfence.audit.apk.container import Apk
    from ringfence.audit.apk.resources import Manifest

_ANDROGUARD = r"""
import hashlib, json, sys, time
from loguru import logger
logger.disable("androguard")
from androguard.core.apk import APK
began = time.perf_counter()
a = APK(sys.argv[1])
ns = "{http://schemas.android.com/apk/res/android}"
facts = {
    "package": a.get_package(), "version_name": a.get_androidversion_name(), "version_code": a.get_androidversion_code(),
    "min_sdk": a.get_min_sdk_version(), "target_sdk": a.get_target_sdk_version() or a.get_min_sdk_version(),
    "permissions": sorted(set(a.get_permissions())),
    "application": a.get_attribute_value("application", "name"),
}
manifest_seconds = time.perf_counter() - began
components = []
for kind in ("activity", "activity-alias", "service", "receiver", "provider"):
    for tag in a.find_tags(kind):
        components.append([kind, a._format_value(tag.get(ns + "name")), tag.get(ns + "exported"),
            sorted(x.get(ns + "name") for f in tag.findall("intent-filter") for x in f.findall("action"))])
facts["components"] = sorted(components, key=repr)
began = time.perf_counter()
table = a.get_android_resources()
strings, names = {}, {}
if table is not None:
    for package in table.get_packages_names():
        table.get_type_configs(package)
    table._analyse()
    for res_id, configs in table.resource_values.items():
        for config, entry in configs.items():
            if not entry.is_complex() and not entry.is_compact() and entry.key.data_type == 3:
                text = entry.key.get_data_value()
                strings.setdefault(res_id, []).append(text)
    for package in table.resource_keys.values():
        for kind, keys in package.items():
            names.update({res_id: kind + "/" + key for key, res_id in keys.items()})
facts["names"] = {str(k): v for k, v in names.items()}
facts["strings"] = {str(k): sorted(v) for k, v in strings.items()}
table_seconds = time.perf_counter() - began
certificates = {c.sha256.hex() if hasattr(c, "sha256") and isinstance(c.sha256, bytes) else hashlib.sha256(c.dump()).hexdigest()
    for c in [*a.get_certificates()]}
facts["certificates"] = sorted(certificates)
facts["files"] = sorted(a.get_files())
facts["seconds"] = [manifest_seconds, table_seconds]
json.dump(facts, sys.stdout)
"""


def theirs(path: Path, python: str) -> dict[str, Any]:
    """Return androguard's facts."""
    run = subprocess.run([python, "-c", _ANDROGUARD, str(path)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"androguard failed: {run.stderr[-800:]}")
    found: dict[str, Any] = json.loads(run.stdout[run.stdout.index("{") :])
    return found


def ours(path: Path) -> dict[str, Any]:
    """Return our facts in the same shape."""
    from ringfence.audit.apk.container import open_package
    from ringfence.audit.apk.resources import read_manifest

    began = time.perf_counter()
    apk = open_package(path).base
    manifest = read_manifest(apk)
    manifest_seconds = time.perf_counter() - began
    facts = _manifest_facts(manifest)
    began = time.perf_counter()
    facts["names"], facts["strings"] = _table_facts(apk)
    table_seconds = time.perf_counter() - began
    facts["certificates"] = sorted(signer.sha256 for signer in apk.signers())
    facts["files"] = sorted(apk.names())
    facts["seconds"] = [manifest_seconds, table_seconds]
    return facts


def _manifest_facts(manifest: Manifest) -> dict[str, Any]:
    """Return what both read of a manifest."""

    def text(value: object) -> str | None:
        return None if value is None else str(value)

    return {
        "package": manifest.package,
        "version_name": manifest.version_name or None,
        "version_code": text(manifest.version_code),
        "min_sdk": text(manifest.min_sdk),
        "target_sdk": text(manifest.target_sdk),
        "permissions": sorted(permission.name for permission in manifest.permissions),
        "application": manifest.application_class or None,
        "components": sorted(
            (
                [
                    one.kind,
                    one.name,
                    None if one.exported is None else str(one.exported).lower(),
                    sorted(action for found in one.filters for action in found.actions),
                ]
                for one in manifest.components
            ),
            key=repr,
        ),
    }


def _table_facts(apk: Apk) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return names by id, and the strings of every configuration by id."""
    from ringfence.audit.apk.resources import ValueType, read_resources

    table = read_resources(apk)
    names: dict[str, str] = {}
    strings: dict[str, list[str]] = {}
    for res_id in table.ids() if table else ():
        names[str(res_id)] = (table.name(res_id) or "") if table else ""
        texts = [value.raw or "" for _, value in table.all(res_id) if value.type == ValueType.STRING] if table else []
        if texts:
            strings[str(res_id)] = sorted(texts)
    return names, strings


def main() -> int:
    """Compare each file; return 1 when a fact differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    different = 0
    for path in given.files:
        mine, other = ours(path), theirs(path, given.python)
        print(path.name)
        for fact in (key for key in mine if key != "seconds"):
            size = len(mine[fact]) if isinstance(mine[fact], dict | list) else 1
            if mine[fact] == other[fact]:
                print(f"  equal  {fact} ({size})")
                continue
            if fact == "strings" and not _only_theirs(mine[fact], other[fact]):
                more = sum(map(len, mine[fact].values())) - sum(map(len, other[fact].values()))
                print(
                    f"  equal  strings ({size}); {more} more here: androguard lets sr and sr-Latn overwrite each other"
                )
                continue
            different += 1
            print(f"  DIFFER {fact}: {_difference(mine[fact], other[fact])}")
        for name, mine_seconds, other_seconds in zip(
            ("manifest", "table"), mine["seconds"], other["seconds"], strict=True
        ):
            print(
                f"  RATIO {name} | {1e3 * mine_seconds:.1f} ms | {1e3 * other_seconds:.1f} ms | {mine_seconds / other_seconds:.3f}"
            )
    return 1 if different else 0


def _only_theirs(mine: dict[str, list[str]], other: dict[str, list[str]]) -> int:
    """Return how many strings androguard has for an id that we have not."""
    return sum((Counter(texts) - Counter(mine.get(key, ()))).total() for key, texts in other.items())


def _difference(mine: object, other: object) -> str:
    """Return what only one side has, shortened."""
    if isinstance(mine, dict) and isinstance(other, dict):
        keys = [key for key in {*mine, *other} if mine.get(key) != other.get(key)]
        shown = [(key, mine.get(key), other.get(key)) for key in sorted(keys)[:5]]
        return f"{len(keys)} keys, such as {shown}"[:600]
    if isinstance(mine, list) and isinstance(other, list):
        only = [[one for one in here if one not in there][:5] for here, there in ((mine, other), (other, mine))]
        return f"ours only {only[0]}, theirs only {only[1]}"
    return f"{mine!r} | {other!r}"


if __name__ == "__main__":
    sys.exit(main())
