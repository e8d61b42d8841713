"""Run by its path in a process of its own: the real server with its worker. A line on standard input asks for another address."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from ringfence.web import Opening, serve


def main() -> None:
    """Serve the data folder given first, the case given second opened first."""
    case = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    serve(Opening(port=0, browser=False, case=case, data=Path(sys.argv[1])), tell)


def tell(address: str) -> None:
    """Print the one-time address, and another one for each line that comes in."""
    from ringfence.web.middleware.gate import TOKENS  # noqa: PLC0415 -- Django is set up by now

    print(address, flush=True)  # noqa: T201 -- for whoever started this

    def more() -> None:
        for _ in sys.stdin:
            print(f"{address.split('/open/', maxsplit=1)[0]}/open/{TOKENS.issue()}/", flush=True)  # noqa: T201 -- as above

    threading.Thread(target=more, daemon=True).start()


if __name__ == "__main__":
    main()
