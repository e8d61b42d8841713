"""Loaded by every Python process of the door under test: a connection to anywhere but this computer is an error."""

from __future__ import annotations

import sys


def watch(event: str, args: tuple[object, ...]) -> None:
    """Refuse to connect anywhere but to 127.0.0.1 or a local socket file."""
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in {"127.0.0.1", "::1"}:
        raise PermissionError("the door under test tried to leave this computer")


sys.addaudithook(watch)
