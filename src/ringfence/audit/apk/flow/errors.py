"""What ends a run early."""

from __future__ import annotations


class Spent(Exception):  # noqa: N818 -- no fault: the budget of this root is used up
    """The budget is used up. Caught by the driver, which says so in the report."""


# What code that no compiler made (registers out of range, references of the wrong kind, endless nesting) raises in the
# machine. A method that does so is left as it is, and the report says where.
BROKEN = (IndexError, KeyError, TypeError, AttributeError, ValueError, OverflowError, RecursionError)
