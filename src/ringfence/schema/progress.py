"""Progress and cancel, as one callback that every long piece of work takes."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called from time to time by long work; raise :class:`~ringfence.schema.errors.CancelledError` in it to cancel."""

    def __call__(self, step: str, done: int, total: int | None = None) -> None:
        """Report that ``done`` of ``total`` units (None: unknown) of ``step`` (a short Chinese phrase) are done."""


def silent(step: str, done: int, total: int | None = None) -> None:
    """Report nothing: the default progress."""
    del step, done, total
