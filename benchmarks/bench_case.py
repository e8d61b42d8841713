"""Whole path on a large case: import -> report in one process, and opening 100,000 events from the cache in another.

No other tool does this path, so the peer is the bar: 60 s, 1.5 GiB, 1 s. Figures are whole-process wall time and peak memory
(the largest single process) on this machine, so quote them with the machine.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

PASSPHRASE = "benchmark only"


def build(folder: Path, messages: int, calls: int) -> None:
    """Write the demo's files at the wanted size (not measured)."""
    from ringfence.demo import write_demo

    write_demo(folder / "exports", messages=messages, calls=calls)


def whole_path(folder: Path) -> None:
    """Create a case, add every file, write report and letters; print seconds, peak MiB and events."""
    from ringfence.case import Case
    from ringfence.demo import write_demo

    made = write_demo(folder / "small", messages=60, calls=40)  # names and debts only; its files are not used
    began = time.perf_counter()
    case, _ = Case.create(folder / "case", PASSPHRASE)
    with case:
        for person in made.people:
            case.name_person(person)
        names = {path.name for path in made.files}
        ordered = sorted((folder / "exports").iterdir(), key=lambda path: path.name not in names)
        for path in ordered:
            case.add(path, today=made.today)
        for party in made.parties:
            case.name_party(party)
        for debt in made.debts:
            case.note_debt(debt)
        case.declare_contacts_known()
        imported = time.perf_counter()
        case.write_report(folder / "report", as_of=made.today)
        case.write_letters(folder / "letters", as_of=made.today)
        identity = case.vault.identity
        events = case.events().height
    done = time.perf_counter()
    (folder / "identity").write_text(identity, encoding="ascii")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": done - began, "import": imported - began, "peak": peak, "events": events}))


def open_again(folder: Path) -> None:
    """Open the case and take its classified timeline from the cache; print seconds without the interpreter's start."""
    from ringfence.case import Case

    identity = (folder / "identity").read_text(encoding="ascii")
    began = time.perf_counter()
    with Case.open(folder / "case", identity=identity, read_only=True) as case:
        events = case.events().height
    print(json.dumps({"seconds": time.perf_counter() - began, "events": events, "day": str(date.today())}))  # noqa: DTZ011 -- a label


def child(mode: str, folder: Path) -> dict[str, float]:
    """Run one part in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, __file__, mode, str(folder)], stdout=subprocess.PIPE, text=True, check=True, env=os.environ
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    """Measure and print."""
    if len(sys.argv) == 3 and sys.argv[1] in {"whole", "open"}:
        (whole_path if sys.argv[1] == "whole" else open_again)(Path(sys.argv[2]))
        return
    quick = "--quick" in sys.argv
    messages, calls = (10_000, 2_000) if quick else (100_000, 20_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder, messages, calls)
        whole = child("whole", folder)
        opened = min((child("open", folder) for _ in range(3)), key=lambda told: told["seconds"])
    print(f"{messages:,} messages and {calls:,} calls -> {whole['events']:,} events; import {whole['import']:.1f} s")
    print(
        f"RATIO import to report and letters | {whole['seconds']:.1f} s | bar 60 s | {whole['seconds'] / 60:.2f} | <= 1"
    )
    print(f"RATIO its peak memory | {whole['peak']:.0f} MiB | bar 1536 MiB | {whole['peak'] / 1536:.2f} | <= 1")
    print(
        f"RATIO open {opened['events']:,} events from cache | {opened['seconds']:.2f} s | bar 1 s | {opened['seconds']:.2f} | <= 1"
    )


if __name__ == "__main__":
    main()
