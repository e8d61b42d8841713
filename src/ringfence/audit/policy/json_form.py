"""A check as JSON, stable for programs; places are characters of the text that was given."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringfence.schema import PolicyChange, PolicyCheck

FORMAT = "ringfence-policy-check/1"
CHANGE_FORMAT = "ringfence-policy-change/1"


def policy_to_json(
    check: PolicyCheck, file: str, rules: Mapping[str, Sequence[str]] | None = None, *, indent: int | None = None
) -> str:
    """Return a check as JSON.

    Args:
        check: what was found.
        file: name of what was looked at.
        rules: sentences for each fact id, from whoever has the law data.
        indent: as for :func:`json.dumps`.
    """
    told = {"format": FORMAT, "file": file, **asdict(check), "rules": {k: list(v) for k, v in (rules or {}).items()}}
    return json.dumps(told, ensure_ascii=_half(file), indent=indent)


def change_to_json(changes: Iterable[PolicyChange], files: tuple[str, str], *, indent: int | None = None) -> str:
    """Return what differs between two versions as JSON."""
    told = {"format": CHANGE_FORMAT, "files": list(files), "changes": [asdict(one) for one in changes]}
    return json.dumps(told, ensure_ascii=any(_half(name) for name in files), indent=indent)


def _half(name: str) -> bool:
    """Tell whether a file's name has bytes that are no UTF-8, which only an ASCII escape carries."""
    return any("\ud800" <= char <= "\udfff" for char in name)
