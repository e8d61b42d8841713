"""Cross-references of an app's code: our sweep against androguard's ``AnalyzeAPK``, and a program of 91 MB of dex files.

    python benchmarks/bench_apk_dex.py [FILE.apk ...] [--peer-python PATH] [--quick]

Whole child processes are measured, one after the other, ours and the peer in turn: user CPU and peak memory, start of the
interpreter and imports among them. Ours gives every instruction that names a method, field, string or type, with its method and
offset, sorted so that all users of anything are one slice; androguard gives its cross-references as objects. That both find the
same is ``oracle_dex.py``'s matter.

The large program is made from the same files, since no app of that size may be handed on: all dex files of all given packages,
then again with every class renamed (the letter behind the ``L`` of each descriptor moved on by one, which keeps the tables
sorted), until 91 MB are reached. androguard is not run on it.

``--peer-python`` (or RINGFENCE_PEER_PYTHON) names an interpreter that has androguard 4. Without files: "skipped".
"""

from __future__ import annotations

import argparse
import os
import struct
import sys
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 3
LARGE = 91 * 1_000_000
BAR = 0.10
SECONDS, TRIAGE_SMALL, TRIAGE_LARGE = 10.0, 1.0, 2.0
MEMORY = 400.0
_PEER = r"""
import sys
from loguru import logger
logger.disable("androguard")
from androguard.misc import AnalyzeAPK
a, d, dx = AnalyzeAPK(sys.argv[1])
print(sum(len(m.get_xref_to()) for m in dx.get_methods()))
"""
_QUESTION = (
    ("Landroid/content/ContentResolver;", ("query",)),
    (
        "Landroid/telephony/TelephonyManager;",
        ("getDeviceId", "getLine1Number", "getSubscriberId", "getSimSerialNumber"),
    ),
    ("Landroid/telephony/SmsManager;", ("sendTextMessage", "sendMultipartTextMessage")),
    ("Landroid/location/LocationManager;", ("getLastKnownLocation", "requestLocationUpdates")),
    ("Ljava/net/URL;", ("openConnection", "openStream")),
    ("Ljava/lang/Class;", ("forName",)),
    ("Landroid/util/Log;", ("d", "e", "i", "v", "w")),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """User CPU in seconds and peak memory in MB of a whole process."""

    seconds: float
    megabytes: float


def measured(command: list[str]) -> Cost:
    """Run a command to its end and return what it cost. Raises SystemExit when it fails."""
    process = os.posix_spawn(
        command[0], command, dict(os.environ), file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    )
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command[:3])}")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Cost(usage.ru_utime, usage.ru_maxrss / scale)


def dexes_of(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the dex files of all packages and of bare dex files."""
    for path in paths:
        if path.suffix == ".dex":
            yield path.name, path.read_bytes()
            continue
        with zipfile.ZipFile(path) as package:
            for name in sorted(package.namelist()):
                if name.startswith("classes") and name.endswith(".dex"):
                    yield f"{path.name}!{name}", package.read(name)


def renamed(data: bytes) -> bytes:
    """Return a dex file with the letter behind the L of each descriptor moved on by one."""
    count, at = struct.unpack_from("<II", data, 0x38)
    changed = bytearray(data)
    for (place,) in struct.iter_unpack("<I", data[at : at + 4 * count]):
        while data[place] & 0x80:
            place += 1  # noqa: PLW2901 -- past the length
        first = place + 1
        if data[first : first + 1] == b"[":
            first += 1
        if data[first : first + 1] == b"L" and 0x41 <= data[first + 1] < 0x7E:
            changed[first + 1] += 1
    struct.pack_into("<I", changed, 8, zlib.adler32(changed[12:]))
    return bytes(changed)


def write_large(paths: list[Path], folder: Path) -> list[Path]:
    """Write the dex files of the large program and return their paths."""
    written: list[Path] = []
    size = 0
    files = list(dexes_of(paths))
    for again in range(8):
        for name, data in files:
            if size >= LARGE:
                return written
            written.append(folder / f"{len(written):03}-{again}-{name.rpartition('!')[2]}")
            bent = data
            for _ in range(again):
                bent = renamed(bent)
            written[-1].write_bytes(bent)
            size += len(bent)
    return written


def cross_references(paths: list[Path]) -> None:
    """What the measured child does: every use, sorted by what is used."""
    import numpy as np

    from ringfence.audit.apk.dex import Program

    program = Program.load(dexes_of(paths))
    kept = []
    for number in range(len(program.dexes)):
        uses = program.uses(number)
        kept.append((uses, np.lexsort((uses.ref, uses.op)).astype(np.int32)))
    print(sum(len(uses.op) for uses, _ in kept), program.warnings)


def triage(paths: list[Path]) -> None:
    """What the measured child does: the callers of a few methods of the platform and the Uris in the code."""
    from ringfence.audit.apk.dex import Program

    program = Program.load(dexes_of(paths))
    refs = [ref for cls, names in _QUESTION for ref in program.method_refs([cls], names)]
    print(len(program.callers_of(refs)), len(program.uses_of_strings(beginning=("content://",))))


def _child(verb: str, paths: list[Path]) -> list[str]:
    return [sys.executable, str(Path(__file__).resolve()), "--child", verb, *map(str, paths)]


def _against_peer(path: Path, peer: str, rounds: int) -> None:
    """Measure one package, ours and the peer in turn, and print the ratios."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(measured(_child("xrefs", [path])))
        theirs.append(measured([peer, "-c", _PEER, str(path)]))
    size = sum(len(data) for _, data in dexes_of([path])) / 1e6
    mine, other = (
        (median(cost.seconds for cost in costs), median(cost.megabytes for cost in costs)) for costs in (ours, theirs)
    )
    name = f"cross-references, {path.stem}, {size:.1f} MB dex"
    print(f"RATIO {name}: CPU | {mine[0]:.2f} s | {other[0]:.2f} s | {mine[0] / other[0]:.3f} | {BAR:.2f}")
    print(f"RATIO {name}: memory | {mine[1]:.0f} MB | {other[1]:.0f} MB | {mine[1] / other[1]:.3f} | {BAR:.2f}")


def _against_target(name: str, verb: str, paths: list[Path], seconds: float, rounds: int) -> None:
    """Measure ours alone against the figures that were set."""
    costs = [measured(_child(verb, paths)) for _ in range(rounds)]
    cpu, memory = median(cost.seconds for cost in costs), median(cost.megabytes for cost in costs)
    print(f"RATIO {name}: CPU | {cpu:.2f} s | {seconds:.1f} s (target) | {cpu / seconds:.3f} | 1.00")
    print(f"RATIO {name}: memory | {memory:.0f} MB | {MEMORY:.0f} MB (target) | {memory / MEMORY:.3f} | 1.00")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--peer-python", default=os.environ.get("RINGFENCE_PEER_PYTHON", ""))
    parser.add_argument("--quick", action="store_true", help="one round, no large program")
    parser.add_argument("--child", choices=("xrefs", "triage"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        (cross_references if given.child == "xrefs" else triage)(given.files)
        return 0
    files = [path for path in given.files if path.is_file()]
    if not files:
        print("skipped: no packages given")
        return 0
    rounds = 1 if given.quick else ROUNDS
    for path in files:
        if given.peer_python:
            _against_peer(path, given.peer_python, rounds)
        _against_target(f"triage questions, {path.stem}", "triage", [path], TRIAGE_SMALL, rounds)
    if not given.peer_python:
        print("skipped the peer: no --peer-python")
    if not given.quick:
        with tempfile.TemporaryDirectory() as folder:
            large = write_large(files, Path(folder))
            size = sum(path.stat().st_size for path in large) / 1e6
            _against_target(f"cross-references, {size:.0f} MB dex", "xrefs", large, SECONDS, rounds)
            _against_target(f"triage questions, {size:.0f} MB dex", "triage", large, TRIAGE_LARGE, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
