"""Throws broken packages at the readers of ``audit/apk`` and keeps every input that raises an untyped error, hangs or eats memory.

    python benchmarks/fuzz_apk.py zip|axml|arsc|dex --minutes 30 [--corpus DIR] [--out DIR] [--keep DIR]

Inputs are mutated from what the tests' own writers make, from ``tests/audit/corpus/<format>`` and from files of ``--corpus``;
an input that is answered in a new way (another fault, another shape of result) becomes a seed itself. A format is added by one line
in ``TARGETS``: seeds, and what is done with the bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import signal
import struct
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent / "tests" / "audit"
sys.path.insert(0, str(TESTS))

from ringfence.audit.apk.errors import ApkError  # noqa: E402 -- the writers' folder has to be on the path first

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from writers_arsc import Entries

SECONDS = 5.0  # of CPU for one input; wall time tells more of the machine than of the reader
MEMORY = 3 << 30  # address space; the libraries' own mappings take more than one GiB of it
LARGEST = 1 << 18  # bytes of a seed
POOL = 4000
_WORDS = (
    0,
    1,
    2,
    7,
    8,
    16,
    20,
    28,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
)


class SlowError(Exception):
    """An input took longer than ``SECONDS``."""


class Target(NamedTuple):
    """A format. ``run`` reads the bytes and returns the shape of what it read, so that new shapes are told from old ones."""

    seeds: Callable[[], list[bytes]]
    run: Callable[[bytes], Hashable]


def _bucket(number: int) -> int:
    """Return a number's order of magnitude."""
    return number.bit_length()


def _zip_seeds() -> list[bytes]:
    from writers_signing import jar_signature, signed
    from writers_zip import Member, zip_of

    members = [
        Member("AndroidManifest.xml", b"\x03\x00\x08\x00" + b"m" * 60),
        Member("classes.dex", b"dex\n035\0" + b"d" * 90),
        Member("classes2.dex", b"dex\n035\0", method=0),
        Member("META-INF/CERT.RSA", jar_signature()),
        Member("assets/a.apk", zip_of([Member("x", b"y")]), method=0, descriptor=True),
    ]
    return [
        zip_of(members),
        zip_of(members[:3], prefix=b"garbage", comment=b"hello"),
        zip_of(members[:2], comment=b"PK\x05\x06" * 9),
        signed(members[:3], ("v2", "v3", "v3.1")),
        signed(members[:1], ("v2",), curve=False),
        zip_of(
            [
                Member(b"\xff\0../a", b"1", said_method=99),
                Member("a", b"2", flags=1),
                Member("a", b"3", said_size=1 << 31),
            ]
        ),
    ]


def _zip_run(data: bytes) -> Hashable:
    from ringfence.audit.apk.container.apk import Apk

    apk = Apk(data, "a.apk", "a.apk")
    read = 0
    faults: list[str] = []
    for name in apk.names():
        try:
            read += len(apk.read(name, 1 << 24))
        except ApkError as fault:
            faults.append(type(fault).__name__)
    dexes = sum(1 for _ in apk.dexes())
    signers = tuple((one.schemes, one.verified, bool(one.subject)) for one in apk.signers())
    return _bucket(len(apk.names())), _bucket(read), tuple(sorted(set(faults))), dexes, signers, len(apk.warnings)


def _axml_seeds() -> list[bytes]:
    from test_apk_axml import MANIFEST, deep
    from writers_axml import Node, axml, chunk

    return [
        axml(MANIFEST),
        axml(MANIFEST, utf8=False, attribute_size=28),
        axml(MANIFEST, before_start=chunk(0x1234, b"", b"12345678")),
        axml(deep(12)),
        axml(Node("a", text="text")),
        b'<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a"><application/></manifest>',
    ]


def _axml_run(data: bytes) -> Hashable:
    from ringfence.audit.apk.resources import read_axml

    elements = list(read_axml(data).walk())
    attributes = [value for element in elements for value in element.attributes.values()]
    for value in attributes:
        _ = (value.integer, value.boolean, value.reference)
    return _bucket(len(elements)), _bucket(len(attributes)), frozenset(min(value.type, 32) for value in attributes)


def _arsc_seeds() -> list[bytes]:
    from writers_arsc import Bag, arsc, res_ids
    from writers_axml import Ref

    types: dict[str, Entries] = {
        "string": {
            "app": {"": "App", "zh-rCN": "应用", "b+zh+Hant": "應用"},
            "alias": {"": Ref(0x7F010000)},
            "loop": {"": Ref(0x7F010002)},
        },
        "layout": {"main": {"": "res/a.xml", "xhdpi": "res/b.xml"}},
        "style": {"base": {"": Bag([(0x01010220, 0x81)])}, "field": {"": Bag([(0x01010003, "x")], parent=0x7F030000)}},
    }
    ids = res_ids(types)
    if ids["style/base"] != 0x7F030000:
        raise AssertionError(ids)
    return [
        arsc(types),
        arsc(types, offsets="sparse", utf8=False),
        arsc(types, offsets="short"),
        arsc(types, compact=True),
        arsc({"string": {"one": {"": "x"}}}),
    ]


def _arsc_run(data: bytes) -> Hashable:
    from ringfence.audit.apk.resources import read_arsc

    table = read_arsc(data)
    ids = table.ids()
    shape = [0, 0, 0, 0]
    for res_id in ids[:2000]:
        shape[0] += table.text(res_id) is not None
        shape[1] += bool(table.name(res_id))
        shape[2] += len(table.attributes(res_id)) + len(table.bag(res_id))
        shape[3] += len(table.files(res_id)) + sum(1 for _ in table.all(res_id))
    strings = sum(1 for _ in table.texts())
    return _bucket(len(ids)), *map(_bucket, shape), _bucket(strings), len(table.types()), len(table.packages)


def _dex_seeds() -> list[bytes]:
    from micro import assemble
    from test_dex_hostile import RICH
    from test_dex_program import SHAPES
    from test_dex_xrefs import made_up

    return [
        assemble(RICH),
        assemble(SHAPES),
        assemble(RICH, version=39),
        assemble(made_up(1, 3)),
        assemble(made_up(2, 120)),
    ]


def _dex_run(data: bytes) -> Hashable:
    from dexes import use_everything

    count, warned = use_everything(data)
    return _bucket(count), warned


TARGETS = {
    "zip": Target(_zip_seeds, _zip_run),
    "axml": Target(_axml_seeds, _axml_run),
    "arsc": Target(_arsc_seeds, _arsc_run),
    "dex": Target(_dex_seeds, _dex_run),
}


def mutate(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return ``data`` changed in one to six ways: bytes, counts, offsets; pieces moved, doubled, cut, taken from ``other``."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        size = len(changed)
        if size < 4:
            changed += other[:64] or b"\0\0\0\0"
            continue
        at = chance.randrange(size)
        way = chance.randrange(9)
        if way == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif way == 1:
            changed[at] = chance.randrange(256)
        elif way in (2, 3):
            word = struct.pack("<I", chance.choice((*_WORDS, size, size - at, at)))[: 2 if way == 2 else 4]
            at -= at % 2
            changed[at : at + len(word)] = word
        elif way == 4:
            place = max(0, min(at, size - 4)) // 4 * 4
            (old,) = struct.unpack_from("<I", changed, place)
            struct.pack_into(
                "<I", changed, place, (old + chance.choice((-8, -4, -2, -1, 1, 2, 4, 8, 256))) & 0xFFFFFFFF
            )
        elif way == 5:
            del changed[at : at + chance.choice((1, 2, 4, 8, 20, 64))]
        elif way == 6:
            piece = bytes(changed[at : at + chance.choice((4, 8, 20, 64, 256))])
            where = chance.randrange(size)
            changed[where:where] = piece * chance.choice((1, 1, 2, 16))
        elif way == 7:
            start = chance.randrange(max(1, len(other)))
            changed[at : at + 64] = other[start : start + chance.choice((4, 16, 64, 512))]
        else:
            del changed[at:]
    return bytes(changed[: 2 * LARGEST])


def _seeds(target: Target, name: str, folder: Path | None) -> list[bytes]:
    """Return the first inputs."""
    found = target.seeds()
    for place in (TESTS / "corpus" / name, folder):
        if place is not None and place.is_dir():
            found += [path.read_bytes()[:LARGEST] for path in sorted(place.rglob("*")) if path.is_file()]
    return found


def _too_slow(*_: object) -> None:
    raise SlowError


def tried(target: Target, data: bytes) -> tuple[Hashable, str]:
    """Return how an input was answered, and the traceback when it should not have been answered so."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return ("read", target.run(data)), ""
    except ApkError as fault:
        place = traceback.extract_tb(fault.__traceback__)[-1]
        return (type(fault).__name__, place.name, place.lineno), ""
    except (Exception, RecursionError):  # noqa: BLE001 -- every other one is what is looked for
        return ("bad",), traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main() -> int:
    """Run until the time is over; return 1 when something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=sorted(TARGETS))
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--out", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--keep", type=Path, help="write one small input for each way of being answered")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    target = TARGETS[given.format]
    chance = random.Random(given.seed)  # noqa: S311 -- no secret
    pool = _seeds(target, given.format, given.corpus)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, _too_slow)
    answers: dict[Hashable, bytes] = {}
    faults: dict[str, int] = {}
    runs, slowest, began = 0, 0.0, time.monotonic()
    for data in list(pool):
        answers.setdefault(tried(target, data)[0], data)
    while time.monotonic() - began < 60 * given.minutes:
        data = mutate(chance.choice(pool), chance.choice(pool), chance)
        start = time.process_time()
        answer, bad = tried(target, data)
        slowest = max(slowest, time.process_time() - start)
        runs += 1
        if bad:
            key = "\n".join(bad.splitlines()[-3:])
            faults[key] = faults.get(key, 0) + 1
            if faults[key] == 1:
                given.out.mkdir(parents=True, exist_ok=True)
                path = given.out / f"{given.format}-{hashlib.sha256(data).hexdigest()[:12]}"
                path.write_bytes(data)
                print(f"FOUND {path}\n{bad}", flush=True)
        elif answer not in answers or len(data) < len(answers[answer]):
            if answer not in answers and len(pool) < POOL:
                pool.append(data)
            answers[answer] = data
    if given.keep:
        _keep(answers, given.keep)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{given.format}: {runs:,} inputs in {given.minutes:g} min, {len(answers):,} ways of being answered, "
        f"{len(faults)} faults ({sum(faults.values())} times), slowest {slowest:.2f} s, peak {peak} MiB"
    )
    return 1 if faults else 0


def _keep(answers: dict[Hashable, bytes], folder: Path) -> None:
    """Write the smallest input of each answer that is below four KiB, at most sixty."""
    folder.mkdir(parents=True, exist_ok=True)
    small = sorted({data for data in answers.values() if len(data) < 4096}, key=lambda data: (len(data), data))
    step = max(1, len(small) // 60)
    for data in small[::step][:60]:
        (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
