"""Tables of facts that lie beside the code as YAML: header words, carriers' columns, the statement form's words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def facts(name: str) -> dict[str, Any]:
    """Return the package's ``<name>.yaml``; shared, so do not change it."""
    text = files("ringfence.ingest").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
