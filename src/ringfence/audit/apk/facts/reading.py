"""Reads the YAML tables of this folder and refuses an entry that does not follow their form."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from ringfence.schema import DataCategory

if TYPE_CHECKING:
    from collections.abc import Mapping

# The C parser is twenty times as fast; where PyYAML was built without it the other reads the same.
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class FactError(ValueError):
    """An entry of a table does not follow its form. ``where``: file and entry."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"{where}: {fault}")
        self.where = where


def read_table(name: str) -> object:
    """Return the content of one YAML file of this folder."""
    text = (files("ringfence.audit.apk.facts") / name).read_bytes()
    return yaml.load(text, _LOADER)  # noqa: S506 -- one of the two safe loaders


def listed(name: str, value: object) -> list[Entry]:
    """Return the entries of a list of mappings, each with its place for faults."""
    if not isinstance(value, list):
        raise FactError(name, "is no list")
    return [Entry(f"{name}, entry {number + 1}", mapped) for number, mapped in enumerate(value)]


class Entry:
    """One mapping of a table, its values asked for by type."""

    def __init__(self, where: str, values: object) -> None:
        if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
            raise FactError(where, "is no mapping")
        self.where = where
        self.values: Mapping[str, object] = values

    def only(self, *keys: str) -> None:
        """Refuse keys that mean nothing."""
        unknown = sorted(set(self.values) - set(keys))
        if unknown:
            raise FactError(self.where, f"has no field {', '.join(unknown)}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; without a default it must be there and not empty. A date is given in ISO form."""
        value = self.values.get(key, default)
        if hasattr(value, "isoformat"):
            value = value.isoformat()
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise FactError(self.where, f"{key} must be a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is not there."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise FactError(self.where, f"{key} must be a list of texts")
        return tuple(value)

    def inner(self, key: str) -> Entry:
        """Return the mapping below ``key``, an empty one when it is not there."""
        return Entry(f"{self.where}, {key}", self.values.get(key, {}))

    def word(self, key: str, allowed: frozenset[str]) -> str:
        """Return a text that is one of ``allowed``."""
        value = self.text(key)
        if value not in allowed:
            raise FactError(self.where, f"{key} is {value!r}, which is none of {', '.join(sorted(allowed))}")
        return value

    def category(self, value: object) -> DataCategory:
        """Return the category of data that a word names."""
        try:
            return DataCategory(str(value))
        except ValueError:
            raise FactError(self.where, f"{value!r} is no category of data") from None
