"""How many calls of the platform the framework models describe, over given APKs: ``models_coverage.py [--top N] APK|FOLDER…``.

Every call site of a platform method falls under a rule, under the default rule that carries nothing (counts, yes-or-no answers,
lookups), or under the default rule that carries content. The last kind is listed by method, most frequent first: what a rule is
worth writing for next.
Prints nothing but "skipped" without APKs.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import MethodRef, Program
from ringfence.audit.apk.dex.xrefs import uses_of
from ringfence.audit.apk.models import Models, load_models

if TYPE_CHECKING:
    from collections.abc import Iterator


def calls(program: Program) -> Iterator[tuple[MethodRef, int]]:
    """Yield every method that the code of an app calls, and from how many places."""
    for number, dex in enumerate(program.dexes):
        uses = uses_of(dex, program.bodies(number), "method", range(len(dex.methods)))
        counts = np.bincount(uses.ref, minlength=1)
        for ref in np.flatnonzero(counts).tolist():
            yield dex.method(ref), int(counts[ref])


def on_platform(program: Program, models: Models, ref: MethodRef) -> str | None:
    """Return the platform class under which a call is looked up, None for a call of the app's own code."""
    if models.is_platform(ref.cls):
        return ref.cls
    if program.resolve(ref.cls, ref.name, ref.proto) is not None:
        return None
    return next((above for above in program.ancestors(ref.cls) if models.is_platform(above)), None)


def measure(path: Path, models: Models) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count call sites of one APK: by kind, methods under the carrying default rule, classes the hierarchy does not know."""
    kinds: Counter[str] = Counter()
    carried: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    package = open_package(path)
    program = Program.load(dex for apk in package.apks for dex in apk.dexes())
    for ref, count in calls(program):
        cls = on_platform(program, models, ref)
        if cls is None:
            continue
        kinds["all"] += count
        if not models.knows(cls):
            unknown[cls] += count
        if models.find(cls, ref.name, ref.proto) is not None:
            kinds["rule"] += count
        elif not models.default_effect(ref.name, ref.proto, static=False):
            kinds["nothing"] += count
        else:
            kinds["carried"] += count
            carried[f"{cls}->{ref.name}"] += count
    return kinds, carried, unknown


def main(words: list[str]) -> int:
    """Measure and print."""
    top = int(words[words.index("--top") + 1]) if "--top" in words else 40
    named = [Path(word) for word in words if Path(word).exists()]
    paths = [path for name in named for path in (sorted(name.rglob("*.apk")) if name.is_dir() else [name])]
    if not paths:
        print("skipped: no APK given")
        return 0
    models = load_models()
    carried: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in paths:
        kinds, each, types = measure(path, models)
        total += kinds
        carried += each
        unknown += types
        if len(paths) <= 10:
            print(
                f"{path.name}: {kinds['all']:,} platform calls, {kinds['rule'] / max(kinds['all'], 1):.1%} under a rule"
            )
    whole = max(total["all"], 1)
    print(f"platform calls {total['all']:,}: rule {total['rule'] / whole:.1%}", end="")
    print(
        f", default without content {total['nothing'] / whole:.1%}, default with content {total['carried'] / whole:.1%}"
    )
    print("most frequent under the default rule with content:")
    for name, count in carried.most_common(top):
        print(f"{count:7,} {name}")
    print("most frequent classes without a line in the hierarchy:")
    for name, count in unknown.most_common(top // 2):
        print(f"{count:7,} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
