"""Sessions in the database, sealed with the server's key: what is in them cannot be read off the database, nor made up."""

from __future__ import annotations

import base64
import json
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase

from ringfence.web.sealed import UnsealedError, seal, unseal


class SessionStore(InDatabase):
    """Django's store with another wrapping."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Seal what is to be kept."""
        return base64.b64encode(seal("session", json.dumps(session_dict).encode())).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Open it; what was not sealed here is no session."""
        try:
            opened = json.loads(unseal("session", base64.b64decode(session_data)))
        except (UnsealedError, ValueError):
            return {}
        return opened if isinstance(opened, dict) else {}
