"""An audit as JSON and back: every field of the nouns in ``schema``, in their order, under a versioned name.

The form is described field by field in docs/apk-audit-json.md. Within ``/1`` fields may be added, never renamed or removed;
a reader passes over fields it does not know.
"""

from __future__ import annotations

import json
import re
import types
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from ringfence.audit.page.errors import AuditFormatError
from ringfence.schema import AppAudit

if TYPE_CHECKING:
    from ringfence.schema import AppChange

FORMAT = "ringfence-app-audit/1"
CHANGE_FORMAT = "ringfence-app-change/1"
MOST_CHARACTERS = 256 << 20  # of a file read back: the largest audit seen is under 30 MB
_LONE = re.compile(r"[\ud800-\udfff]")


def to_json(audit: AppAudit, *, indent: int | None = 2) -> str:
    """Return ``audit`` as JSON text: equal audits give equal text. ``indent`` None: one line (for JSON Lines)."""
    return _text({"format": FORMAT, **_plain(audit)}, indent)


def change_to_json(change: AppChange, *, indent: int | None = 2) -> str:
    """Return a comparison as JSON text; ``before`` and ``after`` are whole audits."""
    return _text({"format": CHANGE_FORMAT, **_plain(change)}, indent)


def from_json(text: str) -> AppAudit:
    """Return the audit that :func:`to_json` wrote.

    Raises:
        AuditFormatError: not such a file, too large, of another version, or a field has another type.
    """
    if len(text) > MOST_CHARACTERS:
        raise AuditFormatError("file", "文件太大", "the file is too large")
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise AuditFormatError(f"line {error.lineno}", "不是完整的 JSON", "not whole JSON") from error
    except (ValueError, RecursionError) as error:
        raise AuditFormatError(
            "file", "含有读不了的数或嵌套太深", "an unreadable number, or nested too deeply"
        ) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise AuditFormatError("format", f"应为 {FORMAT}", f"expected {FORMAT}")
    audit: AppAudit = _build(AppAudit, found, "")
    return audit


def _text(plain: dict[str, Any], indent: int | None) -> str:
    text = json.dumps(plain, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    # Half a surrogate pair can stand in a name of the file; it has no UTF-8 form but has a JSON escape.
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: Any) -> Any:  # noqa: ANN401 -- any field's value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def _no_constant(name: str) -> None:
    raise ValueError(name)


@cache
def _shape(noun: type) -> tuple[tuple[str, Any, bool], ...]:
    """Return (name, type, required) of each field."""
    hints = get_type_hints(noun)
    return tuple(
        (field.name, hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(noun)
    )


def _build(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401 -- driven by the nouns' own annotations
    origin = get_origin(kind)
    if origin is types.UnionType:
        return (
            None
            if value is None
            else _build(next(one for one in get_args(kind) if one is not type(None)), value, where)
        )
    if origin is tuple:
        return _build_tuple(get_args(kind), value, where)
    if is_dataclass(kind) and isinstance(kind, type):
        return _build_noun(kind, value, where)
    if issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError as error:
            raise AuditFormatError(where, "没有这种取值", "no such value") from error
    if type(value) is not kind:
        raise AuditFormatError(where, f"应为 {kind.__name__}", f"expected {kind.__name__}")
    return value


def _build_noun(kind: type, value: Any, where: str) -> Any:  # noqa: ANN401 -- as above
    if not isinstance(value, dict):
        raise AuditFormatError(where or "file", "应为对象", "expected an object")
    given = {}
    for name, hint, required in _shape(kind):
        at = f"{where}.{name}" if where else name
        if name in value:
            given[name] = _build(hint, value[name], at)
        elif required:
            raise AuditFormatError(at, "缺少这一项", "missing")
    return kind(**given)


def _build_tuple(inner: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:  # noqa: ANN401 -- as above
    if not isinstance(value, list):
        raise AuditFormatError(where, "应为列表", "expected a list")
    if inner[-1] is Ellipsis:
        return tuple(_build(inner[0], one, f"{where}[{index}]") for index, one in enumerate(value))
    if len(value) != len(inner):
        raise AuditFormatError(where, f"应有 {len(inner)} 项", f"expected {len(inner)} items")
    return tuple(
        _build(kind, one, f"{where}[{index}]") for index, (kind, one) in enumerate(zip(inner, value, strict=True))
    )
