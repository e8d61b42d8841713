"""The report of a very large case: 120,000 events, 42 findings. No other tool writes one, so the peer is the bar: 8 s.

Time is wall time of ``write_report`` in a fresh process (fonts and templates not yet loaded), peak memory that process's own.
The events are the tests' made-up dossier, spread over 600 days.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

BAR_S, BAR_HTML_MB = 8.0, 1.5
TESTS = Path(__file__).resolve().parent.parent / "tests" / "respond"


def measure(events: int) -> None:
    """Write one report and print its figures as JSON."""
    sys.path.insert(0, str(TESTS))
    import polars as pl
    import respond_dossier as made

    from ringfence.respond import write_report

    base = made.events()
    place = pl.int_range(pl.len())
    frame = (
        pl.concat([base] * (events // base.height + 1))
        .head(events)
        .with_columns(
            pl.concat_str(pl.lit("E"), place.cast(pl.String)).alias("event"),
            (pl.col("local_date") - pl.duration(days=place % 600)).alias("local_date"),
            (pl.col("ts") - (place % 600) * 86_400_000_000).alias("ts"),
        )
        .sort("ts")
    )
    ids = frame["event"].to_list()
    dossier = made.dossier()
    found = [
        replace(one, id=f"{one.id}:{turn}", events=tuple(ids[turn * 7 + at :: 42]))
        for turn in range(6)
        for at, one in enumerate(dossier.findings)
    ]
    matter = replace(dossier.matter, events=frame)
    large = replace(dossier, matter=matter, metrics=made.metrics_of(frame), findings=tuple(found))
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        page, paper, annex = write_report(large, Path(folder))
        seconds = time.perf_counter() - began
        sizes = [path.stat().st_size / 1e6 for path in (page, paper, annex)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "sizes": sizes}))


def main() -> None:
    """Run the child process and print its figures against the bars."""
    events = 12_000 if "--quick" in sys.argv else 120_000
    child = [sys.executable, __file__, "--child", str(events)]
    told = json.loads(subprocess.run(child, check=True, capture_output=True, text=True).stdout)
    seconds, (page, paper, annex) = told["seconds"], told["sizes"]
    print(f"{events} events, peak memory {told['peak']:.0f} MiB")
    print(f"report.html {page:.2f} MB, report.pdf {paper:.2f} MB, evidence.csv {annex:.1f} MB")
    print(f"RATIO report of {events} events | {seconds:.2f} s | {BAR_S} s | {seconds / BAR_S:.2f} | <= 1")
    print(f"RATIO report.html size | {page:.2f} MB | {BAR_HTML_MB} MB | {page / BAR_HTML_MB:.2f} | <= 1")


if __name__ == "__main__":
    if "--child" in sys.argv:
        measure(int(sys.argv[-1]))
    else:
        main()
