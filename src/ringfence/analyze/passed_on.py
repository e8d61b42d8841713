"""Whether a text to somebody who does not owe asks them to pay, or only to pass a message on to the one who does."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from ringfence.analyze.normal import normalise


def only_passed_on(text: str) -> bool:
    """Tell whether a text asks its recipient to tell or urge the debtor, and in no word to pay."""
    normal = normalise(text).text
    return _pattern("pass_on").search(normal) is not None and _pattern("pay_for").search(normal) is None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = yaml.safe_load((files("ringfence.analyze") / "data" / "passed_on.yaml").read_text(encoding="utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in table[name]))
