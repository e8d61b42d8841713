"""Run every benchmark in a process of its own and print one table of ratios.

Each ``bench_<name>.py`` measures ours against its peer in the same run, alternating, and prints one line per figure::

    RATIO <name> | <ours> | <peer> | <ratio> | <bar>

``python benchmarks/run.py [name ...] [--quick]``; ``--quick`` shrinks the inputs (for a look, not for quoting).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run the chosen benchmarks and return 1 when one of them failed to run."""
    options = [word for word in sys.argv[1:] if word.startswith("--")]
    names = [word for word in sys.argv[1:] if not word.startswith("--")]
    chosen = [
        path for path in sorted(HERE.glob("bench_*.py")) if not names or path.stem.removeprefix("bench_") in names
    ]
    rows: list[str] = []
    failed = 0
    for path in chosen:
        print(f"== {path.stem}", flush=True)
        done = subprocess.run([sys.executable, str(path), *options], text=True, stdout=subprocess.PIPE, check=False)
        print(done.stdout, flush=True)
        rows += [line.removeprefix("RATIO ") for line in done.stdout.splitlines() if line.startswith("RATIO ")]
        failed |= done.returncode != 0
    print("figure | ours | peer | ratio | bar")
    print("\n".join(rows))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
