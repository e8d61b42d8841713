"""The whole audit of packages, as ``ringfence audit apk`` runs it: triage, full, full again with a warm cache, and a 91 MB program.

    python benchmarks/bench_apk.py [FILE.apk ...] [--quick]

Each run is one file in a process box with one worker; CPU and peak memory are those of the worker, which the keeper forked after
it had loaded everything (that start is printed once, apart). The large package has the dex files of all given ones, renamed
copies too (``bench_apk_dex.write_large``), under the manifest of the first. No package may be handed on, so none is here: without
files the script says "skipped".

Bars: a 16 MB DEX app triage ≤ 1 s and full ≤ 5 s, scaled by size above 16 MB; 91 MB triage ≤ 2 s, full ≤ 20 s and ≤ 1 GiB; what
the search for paths takes with a warm cache ≤ .40 of what it takes without (not measured where the search takes next to nothing).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench_apk_dex import dexes_of, write_large

if TYPE_CHECKING:
    from ringfence.audit import Outcome

ROUNDS = 3
TRIAGE_S, FULL_S, USUAL_MB = 1.0, 5.0, 16.0
LARGE_TRIAGE_S, LARGE_FULL_S, LARGE_MB = 2.0, 20.0, 1024.0
WARM = 0.40
LEAST_S = 0.3  # of search: below, a ratio says nothing
TIMEOUT_S = 180.0


def run(path: Path, *, flows: bool, cache: Path | None = None, rounds: int = ROUNDS) -> tuple[float, int, Outcome]:
    """Return median CPU seconds, most memory (MiB) and the last outcome."""
    from ringfence.audit import Limits, audit_many

    limits = Limits(memory_mb=4096, timeout_s=TIMEOUT_S, jobs=1)
    found = [next(audit_many([path], flows=flows, cache=cache, limits=limits)) for _ in range(rounds)]
    return median(one.cpu_s for one in found), max(one.peak_mb for one in found), found[-1]


def told(name: str, ours: float, bar: float, unit: str = "s") -> None:
    """Print one figure against its target."""
    digits = 2 if unit == "s" else 0
    print(
        f"RATIO {name} | {ours:.{digits}f} {unit} | {bar:.{digits}f} {unit} (target) | {ours / bar:.3f} | 1.00",
        flush=True,
    )


def one_app(path: Path, rounds: int) -> None:
    """Measure one package."""
    size = sum(len(data) for _, data in dexes_of([path])) / 1e6
    more = max(1.0, size / USUAL_MB)
    name = f"{path.stem}, {size:.1f} MB dex"
    quick, quick_mb, _ = run(path, flows=False, rounds=rounds)
    told(f"triage, {name}: CPU", quick, TRIAGE_S * more)
    with tempfile.TemporaryDirectory() as folder:
        cold, cold_mb, outcome = run(path, flows=True, cache=None, rounds=rounds)
        if outcome.fault is not None:
            print(f"  full audit not finished: {outcome.fault.en}")
            return
        told(f"full, {name}: CPU", cold, FULL_S * more)
        audit = outcome.audit
        paths = 0 if audit is None else len(audit.flows)
        print(f"  memory: triage {quick_mb} MiB, full {cold_mb} MiB; paths {paths}")
        if cold - quick < LEAST_S:
            return
        run(path, flows=True, cache=Path(folder), rounds=1)
        warm, _, _ = run(path, flows=True, cache=Path(folder), rounds=rounds)
    search, again = cold - quick, max(warm - quick, 0.0)
    print(
        f"RATIO search for paths with a warm cache, {name} | {again:.2f} s | {search:.2f} s | {again / search:.3f} | {WARM:.2f}"
    )


def large(files: list[Path]) -> None:
    """Measure the large package once."""
    with tempfile.TemporaryDirectory() as folder:
        dexes = write_large(files, Path(folder))
        path = Path(folder) / "large.apk"
        with zipfile.ZipFile(files[0]) as first, zipfile.ZipFile(path, "w") as package:
            for name in ("AndroidManifest.xml", "resources.arsc"):
                if name in first.namelist():
                    package.writestr(name, first.read(name))
            for number, dex in enumerate(dexes, 1):
                package.write(dex, f"classes{number if number > 1 else ''}.dex")
                dex.unlink()
        quick, _, _ = run(path, flows=False, rounds=1)
        told("triage, 91 MB dex: CPU", quick, LARGE_TRIAGE_S)
        full, peak, outcome = run(path, flows=True, rounds=1)
        if outcome.fault is not None:
            print(f"  full audit of 91 MB not finished: {outcome.fault.en}")
            return
        told("full, 91 MB dex: CPU", full, LARGE_FULL_S)
        told("full, 91 MB dex: memory", peak, LARGE_MB, "MiB")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--quick", action="store_true", help="one round, no large program")
    given = parser.parse_args()
    files = [path for path in given.files if path.is_file()]
    if not files:
        print("skipped: no packages given")
        return 0
    begun = time.monotonic()
    run(files[0], flows=False, rounds=1)
    print(f"  start of the box and a first triage: {time.monotonic() - begun:.2f} s on the clock")
    rounds = 1 if given.quick else ROUNDS
    for path in files:
        one_app(path, rounds)
    if not given.quick:
        large(files)
    beside = [sys.executable, str(Path(__file__).with_name("bench_apk_dex.py")), *map(str, files)]
    return subprocess.run([*beside, *(["--quick"] if given.quick else [])], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
