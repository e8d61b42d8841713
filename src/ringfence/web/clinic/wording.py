"""What the log of accesses and the list of work call pages, kinds of work and results, in both languages."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml


@cache
def table(name: str) -> dict[str, tuple[str, str]]:
    """Return the words of a table of ``words.yaml``: ``pages``, ``work`` or ``states``."""
    text = resources.files("ringfence.web.clinic").joinpath("words.yaml").read_text(encoding="utf-8")
    return {str(key): (str(zh), str(en)) for key, (zh, en) in yaml.safe_load(text)[name].items()}


def words_of(name: str, key: str) -> tuple[str, str]:
    """Return what something is called; one that no table knows by its own name."""
    return table(name).get(key, (key, key))


def result_words(status: int) -> tuple[str, str]:
    """Return what an answer's status says to people."""
    if status < 400:
        return ("成功", "well")
    if status in {401, 403, 404}:
        return ("没让进", "refused")
    if status == 429:
        return ("太频繁,没让进", "too often, refused")
    if status == 423:
        return ("案件锁着", "locked")
    return ("没有办成", "not done") if status < 500 else ("出错了", "failed")
