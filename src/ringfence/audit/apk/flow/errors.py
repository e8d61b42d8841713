"""What ends a run early."""

from __future__ import annotations


class Spent(Exception):  # noqa: N818 -- no fault: the budget of this root is used up
    """The budget is used up. Caught by the driver, which says so in the report."""
