"""Faults of the finance room a user can act on."""

from __future__ import annotations

from ringfence.schema import RingfenceError


class FinanceError(RingfenceError):
    """Root of the room's faults."""


class TermsError(FinanceError):
    """The terms of a loan that make no schedule."""


class FlowTableError(FinanceError):
    """A table of payments that cannot be read, with the row."""
