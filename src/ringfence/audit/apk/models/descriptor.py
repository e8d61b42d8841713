"""Descriptors of the DEX format (dalvik bytecode documentation, "String syntax"): types, argument lists, method keys."""

from __future__ import annotations

import re

TYPE = re.compile(r"\[*(?:[ZBSCIJFD]|L[\w$/\-]+;)")
CLASS = re.compile(r"L[\w$/\-]+;")
_METHOD = re.compile(r"(?P<name><init>|<clinit>|[\w$\-]+|\*)(?:\((?P<args>[^()]*)\)(?P<result>.*))?")


def arguments(listed: str) -> tuple[str, ...] | None:
    """Split a list of argument types (``IJ[Ljava/lang/String;``); None when it is no such list."""
    found: list[str] = []
    at = 0
    while at < len(listed):
        match = TYPE.match(listed, at)
        if match is None:
            return None
        found.append(match.group())
        at = match.end()
    return tuple(found)


def split_key(key: str) -> tuple[str, tuple[str, ...] | None, str] | None:
    """Split a model's method key into (name, argument types or None for any, return type or "" for any).

    ``getDeviceId`` is every overload, ``getDeviceId(I)`` one argument list, ``getDeviceId(I)Ljava/lang/String;`` one method, ``*``
    every method of the class that has no line of its own. None when it is none of these.
    """
    match = _METHOD.fullmatch(key)
    if match is None:
        return None
    if match["args"] is None:
        return match["name"], None, ""
    listed = arguments(match["args"])
    result = match["result"]
    if listed is None or (result and result != "V" and not TYPE.fullmatch(result)):
        return None
    return match["name"], listed, result
