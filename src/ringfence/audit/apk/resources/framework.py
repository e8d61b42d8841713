"""The framework's own attributes: resource id <-> name, as far as the audit looks at them (``framework.yaml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def attribute_ids() -> dict[str, int]:
    """Return the resource id of every attribute by name."""
    text = files("ringfence.audit.apk.resources").joinpath("framework.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- the safe loader, in C where there is one
    return {str(name): int(value) for name, value in loaded["attributes"].items()}


@cache
def attribute_names() -> dict[int, str]:
    """Return the name of every attribute by resource id."""
    return {value: name for name, value in attribute_ids().items()}
