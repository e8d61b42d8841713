"""The API of a clinic's server: what the pages do, for programs. ``access`` decides here as there.

A token is good for what its owner may do, less what its scopes leave out, in cases that the owner has open in the browser: no
secret of a case ever comes over the API.
"""

from ringfence.web.api.v1 import api

__all__ = ["api"]
