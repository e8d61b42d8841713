"""Which rules and weights a classification was made with, so that kept results are made again when they change."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files


@cache
def revision() -> str:
    """Return a digest, 64 hex digits, over all tables and weights of this room."""
    digest = sha256()
    for path in sorted(files("ringfence.analyze").joinpath("data").iterdir(), key=lambda path: path.name):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
