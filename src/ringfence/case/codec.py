"""Dataclasses of the schema to the JSON bodies of log entries and back, strictly by their annotations."""

from __future__ import annotations

import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")
Body = dict[str, Any]


def to_body(record: object) -> Body:
    """Return the JSON body of a dataclass: enums by value, days as ISO text, tuples as lists, exact amounts as text."""
    return {entry.name: _plain(getattr(record, entry.name)) for entry in fields(cast("Any", record))}


def from_body(kind: type[T], body: Mapping[str, Any]) -> T:
    """Return a ``kind`` from its body; unknown keys (of later versions) are left out, missing ones take their default.

    Raises:
        TypeError: a field without default is missing.
    """
    hints = _hints(kind)
    values: dict[str, Any] = {}
    for entry in fields(cast("Any", kind)):
        if entry.name in body:
            values[entry.name] = _typed(hints[entry.name], body[entry.name])
        elif entry.default is MISSING and entry.default_factory is MISSING:
            raise TypeError(f"{kind.__name__}: field {entry.name} is missing")
    return kind(**values)


def _hints(kind: type[Any]) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return to_body(value)
    return value


def _typed(hint: Any, value: Any) -> Any:  # noqa: ANN401 -- a JSON value and a type of any shape
    origin = typing.get_origin(hint)
    if origin in {Union, types.UnionType}:
        return (
            None
            if value is None
            else _typed(next(arm for arm in typing.get_args(hint) if arm is not type(None)), value)
        )
    if origin is tuple:
        arms = typing.get_args(hint)
        kinds = [arms[0]] * len(value) if arms[-1] is Ellipsis else list(arms)
        return tuple(_typed(kind, item) for kind, item in zip(kinds, value, strict=True))
    return _single(hint, value) if isinstance(hint, type) else value


def _single(kind: type[Any], value: Any) -> Any:  # noqa: ANN401 -- as above
    if is_dataclass(kind):
        return from_body(kind, value)
    if issubclass(kind, Enum | Decimal):
        return kind(value)
    return kind.fromisoformat(value) if issubclass(kind, datetime | date) else value
