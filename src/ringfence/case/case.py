"""One borrower's matter: everything a user can do with it, each act one entry in the log."""

from __future__ import annotations

from ringfence.case.giving import Giving, Written
from ringfence.case.noting import Noting
from ringfence.case.recognising import Recognising
from ringfence.case.taking import Taking

__all__ = ["Case", "Written"]


class Case(Taking, Noting, Recognising, Giving):
    """A case on disk. Use as a context manager; one writer at a time, enforced by the vault.

    Its acts lie in six files: ``opened`` (the vault and the state), ``taking`` (originals), ``inspecting`` (packages of apps among
    them), ``noting`` (what the user says), ``recognising`` (what a machine read or heard), ``giving`` (what is written and handed
    out).
    """
