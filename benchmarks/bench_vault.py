"""The vault against the bare work it cannot avoid: SHA-256, SM3 and age, one after the other on the same data in the same run.

``python benchmarks/bench_vault.py [--quick]``; 1 GB of source (quick: 128 MB). Each measurement is a process of its own, ours and
the peer's take turns, and the better of two rounds counts. Ours reads a file and writes durably (fsync); the peer reads the
file, digests it twice and encrypts with pyrage to a file, without fsync.
"""

from __future__ import annotations

import hashlib
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyrage

from ringfence.vault import Vault, verify

PIECE = 1 << 20
ROUNDS = 2
ENTRIES = 100_000
CACHE = 30 << 20


class Sink(io.RawIOBase):
    """Where pyrage's plaintext goes when only its speed matters."""

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: object, /) -> int:
        """Forget ``data``."""
        return len(data)  # type: ignore[arg-type] # whatever pyrage writes has a length


def digest(name: str, path: Path) -> None:
    """Digest a file."""
    hasher = hashlib.new(name)
    with path.open("rb", buffering=0) as stream:
        while piece := stream.read(PIECE):
            hasher.update(piece)


def peer_write(folder: Path) -> float:
    """SHA-256, SM3 and age of the source, in sequence."""
    recipient = pyrage.x25519.Identity.generate().to_public()
    start = time.perf_counter()
    digest("sha256", folder / "source")
    digest("sm3", folder / "source")
    with (folder / "source").open("rb") as source, (folder / "peer.age").open("wb") as target:
        pyrage.encrypt_io(source, target, [recipient])
    return time.perf_counter() - start


def our_write(folder: Path) -> float:
    """Put and commit the source."""
    shutil.rmtree(folder / "case", ignore_errors=True)
    vault, _ = Vault.create(folder / "case", "made up", work_factor=4)
    (folder / "identity").write_text(vault.identity, encoding="utf-8")
    with vault:
        start = time.perf_counter()
        vault.append("source.added", {"source": vault.put(folder / "source").as_body()})
        return time.perf_counter() - start


def peer_verify(folder: Path) -> float:
    """Digest the stored file, decrypt it with age, digest the plaintext twice: in sequence."""
    identity = pyrage.x25519.Identity.generate()
    with (folder / "source").open("rb") as source, (folder / "peer.age").open("wb") as target:
        pyrage.encrypt_io(source, target, [identity.to_public()])
    start = time.perf_counter()
    digest("sha256", folder / "peer.age")
    with (folder / "peer.age").open("rb") as source:
        pyrage.decrypt_io(source, io.BufferedWriter(Sink(), PIECE), [identity])
    digest("sha256", folder / "source")
    digest("sm3", folder / "source")
    return time.perf_counter() - start


def our_verify(folder: Path) -> float:
    """Verify the vault, unlocked: stored digest, decryption, both plaintext digests."""
    with Vault.open(
        folder / "case", identity=(folder / "identity").read_text(encoding="utf-8"), read_only=True
    ) as vault:
        start = time.perf_counter()
        report = verify(folder / "case", vault=vault)
        elapsed = time.perf_counter() - start
    if not report.ok or report.blobs != 1:
        raise SystemExit("verify found something")
    return elapsed


def our_outside_verify(folder: Path) -> float:
    """Verify the vault without any secret."""
    start = time.perf_counter()
    verify(folder / "case")
    return time.perf_counter() - start


def peer_outside_verify(folder: Path) -> float:
    """SHA-256 of the stored file."""
    start = time.perf_counter()
    for path in (folder / "case" / "blobs").iterdir():
        digest("sha256", path)
    return time.perf_counter() - start


def our_entries(folder: Path) -> float:
    """Open a case of 100,000 entries with its identity and read them all, checked and decrypted."""
    text = (folder / "long.identity").read_text(encoding="utf-8")
    start = time.perf_counter()
    with Vault.open(folder / "long", identity=text, read_only=True) as vault:
        count = sum(1 for _ in vault.entries())
    elapsed = time.perf_counter() - start
    if count <= ENTRIES:
        raise SystemExit("entries are missing")
    return elapsed


def our_opening(folder: Path) -> float:
    """Open the same case for writing."""
    text = (folder / "long.identity").read_text(encoding="utf-8")
    start = time.perf_counter()
    Vault.open(folder / "long", identity=text).close()
    return time.perf_counter() - start


def our_cache(folder: Path) -> float:
    """Get a cache of 30 MB."""
    text = (folder / "long.identity").read_text(encoding="utf-8")
    with Vault.open(folder / "long", identity=text, read_only=True) as vault:
        start = time.perf_counter()
        data = vault.cache_get("timeline")
        elapsed = time.perf_counter() - start
    if data is None or len(data) != CACHE:
        raise SystemExit("the cache is gone")
    return elapsed


def peer_cache(folder: Path) -> float:
    """Read and decrypt 30 MB with age."""
    identity = pyrage.x25519.Identity.generate()
    (folder / "cache.age").write_bytes(pyrage.encrypt(bytes(CACHE), [identity.to_public()]))
    start = time.perf_counter()
    pyrage.decrypt((folder / "cache.age").read_bytes(), [identity])
    return time.perf_counter() - start


TASKS = {
    task.__name__: task
    for task in (
        peer_write, our_write, peer_verify, our_verify, our_outside_verify, peer_outside_verify, our_entries, our_opening,
        our_cache, peer_cache,
    )
}  # fmt: skip


def measure(task: str, folder: Path) -> tuple[float, float]:
    """Run one task in a process of its own; return seconds and peak memory in MiB."""
    done = subprocess.run(
        [sys.executable, __file__, "--task", task, str(folder)], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


def compare(name: str, ours: str, peer: str, folder: Path, size: int, bar: str) -> None:
    """Measure ours and the peer in turn and print the ratio of their best rates."""
    best = {ours: 1e9, peer: 1e9}
    memory = 0.0
    for _ in range(ROUNDS):
        for task in (peer, ours):
            seconds, used = measure(task, folder)
            best[task] = min(best[task], seconds)
            memory = max(memory, used if task == ours else 0)
    rate = {task: size / seconds / 1e6 for task, seconds in best.items()}
    print(f"{name}: ours {best[ours]:.3f} s, peer {best[peer]:.3f} s, our peak memory {memory:.0f} MiB", flush=True)
    print(
        f"RATIO {name} | {rate[ours]:.0f} MB/s | {rate[peer]:.0f} MB/s | {rate[ours] / rate[peer]:.2f} | {bar}",
        flush=True,
    )


def write_source(path: Path, size: int) -> None:
    """Write ``size`` bytes that do not compress."""
    block = os.urandom(PIECE)
    with path.open("wb") as stream:
        for number in range(size // PIECE):
            stream.write(number.to_bytes(8, "big") + block[8:])


def write_long_case(folder: Path) -> None:
    """Write a case of 100,000 entries and a cache of 30 MB."""
    vault, _ = Vault.create(folder / "long", "made up", work_factor=4)
    (folder / "long.identity").write_text(vault.identity, encoding="utf-8")
    with vault:
        with vault.batch():
            for number in range(ENTRIES):
                vault.append("event.noted", {"event": f"E{number}", "text": "1990000xxxx 来电,无人接听", "row": number})
        vault.cache_put("timeline", os.urandom(CACHE))


def main() -> None:
    """Prepare, measure, print."""
    size = (128 << 20) if "--quick" in sys.argv else (1000 << 20)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_source(folder / "source", size)
        compare("vault: write 1 source vs SHA-256+SM3+age alone", "our_write", "peer_write", folder, size, ">= 0.60")
        compare(
            "vault: verify unlocked vs SHA-256+age+SHA-256+SM3", "our_verify", "peer_verify", folder, size, ">= 0.60"
        )
        compare(
            "vault: verify without a secret vs SHA-256",
            "our_outside_verify",
            "peer_outside_verify",
            folder,
            size,
            ">= 0.60",
        )
        write_long_case(folder)
        for task, text, bar in (
            ("our_opening", "open for writing", 0.25),
            ("our_entries", "open, read, check and decrypt every entry", 2.0),
        ):
            seconds = min(measure(task, folder)[0] for _ in range(ROUNDS))
            print(f"RATIO vault: 100,000 entries, {text} | {seconds:.3f} s | - | - | <= {bar} s", flush=True)
        compare("vault: cache of 30 MB, get, vs age", "our_cache", "peer_cache", folder, CACHE, ">= 1.0")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--task"]:
        elapsed = TASKS[sys.argv[2]](Path(sys.argv[3]))
        print(elapsed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        main()
