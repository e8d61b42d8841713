"""How a blind spot is told, and which assets are familiar."""

from __future__ import annotations

from functools import cache

from ringfence.audit.apk.facts.reading import Entry, read_table

_FILE = "blind_words.yaml"


@cache
def _words() -> dict[str, tuple[str, str]]:
    table = Entry(_FILE, read_table(_FILE))
    return {key: (table.inner(key).text("zh"), table.inner(key).text("en")) for key in table.values}


def blind_words(key: str, **slots: str | int) -> tuple[str, str]:
    """Return (zh, en) of one sentence of blind_words.yaml with its slots filled."""
    zh, en = _words()[key]
    return zh.format(**slots), en.format(**slots)


@cache
def familiar_endings() -> frozenset[str]:
    """Return endings of members that hold no code of the app."""
    table = Entry("assets.yaml", read_table("assets.yaml"))
    table.only("familiar")
    return frozenset(table.texts("familiar"))
