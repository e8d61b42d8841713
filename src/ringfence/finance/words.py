"""The room's sentences, from YAML, in two languages."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ringfence.schema import Said


@cache
def table(name: str) -> Any:  # noqa: ANN401 -- YAML of any shape
    """Return the package's table ``data/<name>.yaml``."""
    return yaml.safe_load((files("ringfence.finance") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


def sentence(name: str, group: str, key: str, lang: str = "zh", **values: object) -> str:
    """Return one sentence with its values filled in; the Chinese one carries its English."""
    words = table(name)[group][key]
    if lang != "zh":
        return str(words[lang]).format(**values)
    return Said(str(words["zh"]), str(words.get("en", ""))).filled(**values)
