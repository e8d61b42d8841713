"""The door for everyone: a calm web page on this computer, or a clinic's server. Django lives only in here.

``serve`` opens it for one person on 127.0.0.1. What every page may see of a case goes through ``access``, what is unlocked lies in
``desk``, long work is a row of ``jobs``.
"""

from ringfence.web.serve import Opening, serve

__all__ = ["Opening", "serve"]
