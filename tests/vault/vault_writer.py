"""A child process that writes to a vault until it is killed: ``vault_writer.py <folder>``, identity on standard input.

It prints a line for each entry after it was acknowledged.
"""

from __future__ import annotations

import io
import sys
from itertools import count

from ringfence.vault import Vault


def main() -> None:
    """Append and put, in batches and alone, for ever."""
    vault = Vault.open(sys.argv[1], identity=sys.stdin.read())
    first = vault.size
    for number in count(first):
        if number % 5 == 0:
            blob = vault.put(io.BytesIO(f"original {number} ".encode() * (number % 7) * 20000))
            with vault.batch():
                vault.append("source.added", {"number": number, "source": blob.as_body()})
                vault.append("extra", {"of": number})
        else:
            vault.append("note", {"number": number})
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
