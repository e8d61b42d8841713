"""The door for everyone: a calm web page on this computer, or a clinic's server. Django lives only in here.

``serve`` opens it for one person on 127.0.0.1, ``serve_clinic`` for a clinic. What every page may see of a case goes through
``access``, what is unlocked lies in ``desk``, long work is a row of ``jobs``.
"""

from ringfence.web.backup import back_up, restore
from ringfence.web.clinic_server import Finding, check, make_admin, migrate, prune_log, serve_clinic
from ringfence.web.serve import Opening, serve

__all__ = [
    "Finding",
    "Opening",
    "back_up",
    "check",
    "make_admin",
    "migrate",
    "prune_log",
    "restore",
    "serve",
    "serve_clinic",
]
