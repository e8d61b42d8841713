"""The whole audit of packages, as ``ringfence audit apk`` runs it: triage, full, full again with a warm cache, and a 91 MB program.

    python benchmarks/bench_apk.py [FILE.apk ...] [--quick]

Each run is one file in a process box with one worker; CPU and peak memory are those of the worker, which the keeper forked after
it had loaded everything (that start is printed once, apart). The large package has the dex files of all given ones, renamed
copies too (``bench_apk_dex.write_large``), under the manifest of the first. No package may be handed on, so none is here: without
files the script says "skipped".

Bars: a 16 MB DEX app triage ≤ 1 s and full ≤ 5 s, scaled by size above 16 MB; 91 MB triage ≤ 2 s, full ≤ 20 s and ≤ 1 GiB; what the
search for paths takes in a second app that carries the first one's code, with the cache the first has left, ≤ .40 of what it takes
without (not measured where the search takes next to nothing). The second app has an activity of its own and the first one's dex
files, once as they are and once each with a class less, so that no file is the same and only the classes are.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "audit"))

from bench_apk_dex import dexes_of, write_large
from micro.apk import manifest_of, micro_apk

if TYPE_CHECKING:
    from ringfence.audit import Outcome

ROUNDS = 3
TRIAGE_S, FULL_S, USUAL_MB = 1.0, 5.0, 16.0
LARGE_TRIAGE_S, LARGE_FULL_S, LARGE_MB = 2.0, 20.0, 1024.0
WARM = 0.40
LEAST_S = 0.3  # of search: below, a ratio says nothing
TIMEOUT_S = 180.0
OWN_CODE = """
.class public Lcom/example/app/Main;
.super Landroid/app/Activity;
.method public constructor <init>()V
.locals 0
invoke-direct {p0}, Landroid/app/Activity;-><init>()V
return-void
.end method
.method public onCreate(Landroid/os/Bundle;)V
.locals 2
const-string v0, "phone"
invoke-virtual {p0, v0}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
move-result-object v0
const-string v1, "tag"
invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
return-void
.end method
"""


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
        searched("search for paths, the same app again", name, warm - quick, cold - quick)
    for rebuilt, how in ((False, "the same dex files"), (True, "its classes in other dex files")):
        with tempfile.TemporaryDirectory() as folder:
            other_app(path, name, Path(folder), rounds, rebuilt=rebuilt, how=how)


def searched(what: str, name: str, warm: float, cold: float) -> None:
    """Print what the search took with a cache against what it took without."""
    again = max(warm, 0.0)
    print(f"RATIO {what}, {name} | {again:.2f} s | {cold:.2f} s | {again / cold:.3f} | {WARM:.2f}", flush=True)


def other_app(path: Path, name: str, folder: Path, rounds: int, *, rebuilt: bool, how: str) -> None:
    """Measure an app of its own that carries the first one's code as a library, after the first has filled the cache."""
    second = write_second(path, folder, rebuilt=rebuilt)
    run(path, flows=True, cache=folder / "cache", rounds=1)
    kept = {file.name: file.read_bytes() for file in (folder / "cache").iterdir()}
    warm = []
    for _ in range(rounds):  # each time with what the first app alone has left
        for file in (folder / "cache").iterdir():
            file.unlink()
        for left, data in kept.items():
            (folder / "cache" / left).write_bytes(data)
        warm.append(run(second, flows=True, cache=folder / "cache", rounds=1)[0])
    quick, _, _ = run(second, flows=False, rounds=rounds)
    cold, _, outcome = run(second, flows=True, rounds=rounds)
    again = run(second, flows=True, cache=folder / "cache", rounds=1)[2]
    same = outcome.audit is not None and again.audit is not None and outcome.audit.flows == again.audit.flows
    if not same:
        print(f"FAILED: with the cache other paths are found, {name}")
    if cold - quick >= LEAST_S:
        searched(
            f"search for paths, another app with this one as its library ({how})",
            name,
            median(warm) - quick,
            cold - quick,
        )


def write_second(path: Path, folder: Path, *, rebuilt: bool) -> Path:
    """Write an app of one activity, with the dex files of another; ``rebuilt``: each with its last class left out."""
    own = micro_apk(
        folder, smali=OWN_CODE, manifest=manifest_of(permissions=("INTERNET", "READ_PHONE_STATE")), name="second.apk"
    )
    with zipfile.ZipFile(own, "a", zipfile.ZIP_DEFLATED) as package:
        for number, (_, data) in enumerate(dexes_of([path]), 2):
            package.writestr(f"classes{number}.dex", without_last(data) if rebuilt else data)
    return own


def without_last(data: bytes) -> bytes:
    """Return a dex file without the last class of its table: another file with the same code."""
    count = int.from_bytes(data[96:100], "little")
    changed = data[:96] + max(count - 1, 0).to_bytes(4, "little") + data[100:]
    return changed[:8] + zlib.adler32(changed[12:]).to_bytes(4, "little") + changed[12:]


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
