"""STIX 2.0 and 2.1 bundles: indicators with their patterns, named by themselves and by what they indicate.

Source: STIX Version 2.1, OASIS Standard; the paths ``app:id`` and ``app:cert.*`` as lists of surveillance apps write them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ringfence.audit.indicators.errors import IndicatorFileError
from ringfence.audit.indicators.gathering import Gathering
from ringfence.audit.indicators.stix_pattern import PatternError, parse_pattern

if TYPE_CHECKING:
    from ringfence.audit.indicators.indicator import IndicatorList

LONGEST_NAME = 200


def read_bundle(text: str, source: str) -> IndicatorList:
    """Return the list in a bundle.

    Raises:
        IndicatorFileError: not JSON, or no bundle.
    """
    objects = _objects(text, source)
    names = _indicated(objects)
    found = Gathering(source)
    for number, one in enumerate(objects, 1):
        if not isinstance(one, dict) or one.get("type") != "indicator":
            continue
        if found.full:
            break
        _take(one, number, names, found)
    return found.done()


def _objects(text: str, source: str) -> list[Any]:
    try:
        bundle = json.loads(text)
    except json.JSONDecodeError as error:
        raise IndicatorFileError(source, error.lineno, "不是完整的 JSON", "not whole JSON") from error
    except (ValueError, RecursionError) as error:
        raise IndicatorFileError(
            source, 0, "含有读不了的数或嵌套太深", "an unreadable number, or nested too deeply"
        ) from error
    objects = bundle.get("objects") if isinstance(bundle, dict) and bundle.get("type") == "bundle" else None
    if not isinstance(objects, list):
        raise IndicatorFileError(source, 0, "不是 STIX 2 名单(缺少 bundle 和 objects)", "no STIX 2 bundle with objects")
    return objects


def _indicated(objects: list[Any]) -> dict[str, str]:
    """Return indicator id -> name of what a relationship ``indicates`` says it points to."""
    named = {
        one["id"]: _text(one, "name") for one in objects if isinstance(one, dict) and isinstance(one.get("id"), str)
    }
    return {
        _text(one, "source_ref"): named.get(_text(one, "target_ref"), "")
        for one in objects
        if isinstance(one, dict) and one.get("type") == "relationship" and one.get("relationship_type") == "indicates"
    }


def _take(one: dict[str, Any], number: int, names: dict[str, str], found: Gathering) -> None:
    if one.get("revoked") is True:
        return found.skip(number, "名单已撤回这一条", "withdrawn by the list")
    if _text(one, "pattern_type") not in {"", "stix"}:
        return found.skip(number, "不是 STIX 写法的条件", "its pattern is not in STIX's own language")
    pattern = one.get("pattern")
    if not isinstance(pattern, str):
        return found.skip(number, "没有条件", "no pattern")
    try:
        test = parse_pattern(pattern)
    except PatternError as error:
        return found.skip(number, f"条件不能比较:{error.zh}", f"the pattern is not compared: {error.en}")
    own, of = _text(one, "name"), names.get(_text(one, "id"), "")
    name = f"{own}({of})" if own and of and of not in own else own or of
    return found.take(test, name[:LONGEST_NAME], number, _text(one, "valid_until")[:10])


def _text(one: dict[str, Any], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""
