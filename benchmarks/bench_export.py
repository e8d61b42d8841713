"""Verifying an export against the bare work it cannot avoid: SHA-256 and SM3 of the same files, in the same run.

``python benchmarks/bench_export.py [--quick]``; 600 MB of originals (quick: 100 MB) in 4 files and 400 small ones. Each
measurement is a process of its own, ours and the peer's take turns, and the better of three rounds counts. Ours is the carried
``verify.py`` under ``python -I``; the peer reads each file once and feeds both digests of ``hashlib``, nothing else.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ringfence.vault import ExportItem, Vault

ROUNDS = 3
PEER = """
import hashlib, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if path.is_file():
        one, two = hashlib.sha256(), hashlib.new("sm3")
        with path.open("rb", buffering=0) as stream:
            while piece := stream.read(1 << 20):
                one.update(piece)
                two.update(piece)
        one.hexdigest(), two.hexdigest()
"""


def build(folder: Path, megabytes: int) -> Path:
    """Return an export of big and small originals."""
    vault, _ = Vault.create(folder / "case", "made up", work_factor=4)
    with vault:
        items = []
        sizes = [megabytes * 250_000] * 4 + [5_000] * 400
        for number, size in enumerate(sizes):
            with vault.batch():
                blob = vault.put(io.BytesIO(os.urandom(size)))
                seq = vault.append("source.added", blob.as_body()).seq
            items.append(ExportItem(f"S{number}", f"file{number}.bin", blob.id, seq))
        return vault.export(folder / "bag", items).path


def seconds(command: list[str]) -> float:
    """Run a command and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print the ratio."""
    megabytes = 100 if "--quick" in sys.argv else 600
    with tempfile.TemporaryDirectory() as name:
        bag = build(Path(name), megabytes)
        ours = [sys.executable, "-I", str(bag / "verify.py")]
        peer = [sys.executable, "-I", "-c", PEER, str(bag)]
        times = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    mine, bare = min(one for one, _ in times), min(two for _, two in times)
    speed = f"{megabytes / mine:.0f} MB/s | {megabytes / bare:.0f} MB/s"
    print(f"RATIO verify of an export | {speed} | {bare / mine:.2f}x | >= 0.80x of bare SHA-256 + SM3")


if __name__ == "__main__":
    main()
