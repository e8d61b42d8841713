"""Lays what we read of the code of real APKs beside what androguard reads: strings, methods, instructions, who calls whom.

    python benchmarks/oracle_dex.py FILE.apk ... [--python /path/to/venv/bin/python]

androguard is needed only here; where it is not in our environment, ``--python`` names one that has it (only androguard runs there).
Prints one line for each fact, ``equal`` or what differs; returns 1 when a fact differs. Instructions are counted as androguard
does, with the tables of switches and arrays; calls without ``invoke-polymorphic`` and ``invoke-custom``, which it leaves out;
calls on arrays under the name of their elements, as it writes them, and not those on arrays of numbers, which it leaves out;
half a surrogate pair as U+FFFD, as we give it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import Program

_ANDROGUARD = r"""
import json, sys
from collections import Counter
from loguru import logger
logger.disable("androguard")
from androguard.misc import AnalyzeAPK
apk, dexes, dx = AnalyzeAPK(sys.argv[1])
facts = {"strings": Counter(), "methods": {}, "instructions": {}, "calls": {}, "fields": {}, "superclasses": {}}
for dex in dexes:
    facts["strings"][str(dex.get_len_strings())] += 1
    for method in dex.get_encoded_methods():
        name = method.get_class_name() + "->" + method.get_name() + method.get_descriptor().replace(" ", "")
        facts["methods"].setdefault(name, method.get_access_flags())
        if method.get_code() is not None:
            facts["instructions"].setdefault(name, sum(1 for _ in method.get_instructions()))
    for cls in dex.get_classes():
        facts["superclasses"].setdefault(cls.get_name(), [cls.get_superclassname(), *cls.get_interfaces()])
        for field in cls.get_fields():
            name = field.get_class_name() + "->" + field.get_name() + ":" + field.get_descriptor()
            facts["fields"].setdefault(name, field.get_access_flags())
calls = Counter()
for method in dx.get_methods():
    for _, callee, _ in method.get_xref_to():
        m = callee.get_method()
        calls[m.get_class_name() + "->" + m.get_name() + m.get_descriptor().replace(" ", "")] += 1
facts["calls"] = calls
texts = {}
for text in dx.get_strings():
    uses = len(text.get_xref_from(with_offset=True))
    if uses:
        whole = text.get_orig_value().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        texts[whole] = texts.get(whole, 0) + uses
facts["uses of strings"] = texts
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
    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.dex.opcodes import NAMES

    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if name.startswith("classes") and name.endswith(".dex")]
        names.sort(key=lambda name: int(name[7:-4] or 1))
        program = Program.load([(name, package.read(name)) for name in names])
    methods = [method for owner in program.classes.values() for method in owner.methods]
    sites = program.callers_of(program.method_refs())
    strings = program.uses_of_strings(lambda _: True)
    return {
        "strings": Counter(str(len(dex.strings)) for dex in program.dexes),
        "superclasses": {name: [owner.superclass, *owner.interfaces] for name, owner in program.classes.items()},
        "fields": {str(field.ref): field.access for owner in program.classes.values() for field in owner.fields},
        "methods": {str(method.ref): method.access for method in methods},
        "instructions": _instructions(program),
        "calls": Counter(
            name
            for name in (str(site.ref).lstrip("[") for site in sites if "polymorphic" not in NAMES[site.op])
            if name.startswith("L")
        ),
        "uses of strings": Counter(site.ref for site in strings),
    }


def _instructions(program: Program) -> dict[str, int]:
    """Return the number of instructions and tables of every method."""
    found: dict[str, int] = {}
    for owner in program.classes.values():
        for method in owner.methods:
            code = method.code()
            if code is not None:
                tables = {insn.target for insn in code.insns if insn.op in {0x26, 0x2B, 0x2C}}
                found[str(method.ref)] = len(code.insns) + len(tables)
    return found


def main() -> int:
    """Compare each file; return 1 when a fact differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    different = 0
    for path in given.files:
        mine, other = ours(path), theirs(path, given.python)
        print(path.name)
        for fact, values in mine.items():
            left, right = dict(values), other[fact]
            if left == right:
                print(f"  equal  {fact} ({len(left)}, {_total(left)})")
                continue
            different += 1
            keys = sorted(str(key) for key in {*left, *right} if left.get(key) != right.get(key))
            shown = [(key, left.get(key), right.get(key)) for key in keys[:4]]
            print(f"  DIFFER {fact}: {len(keys)} of {len(left)}, such as {shown}"[:900])
    return 1 if different else 0


def _total(values: dict[str, Any]) -> str:
    numbers = [value for value in values.values() if isinstance(value, int)]
    return f"sum {sum(numbers)}" if numbers else "names"


if __name__ == "__main__":
    sys.exit(main())
