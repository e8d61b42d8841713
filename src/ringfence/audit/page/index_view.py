"""What the page about many apps shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ringfence.audit.page.cards import readings
from ringfence.audit.page.plain import shown
from ringfence.audit.page.tables import left, names
from ringfence.audit.page.verdict import app_name
from ringfence.audit.page.weight import CATEGORIES, LEAVES, categories_of
from ringfence.audit.page.wording import Wording
from ringfence.schema import Certainty, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.schema import AppAudit

MOST_ROWS = 20_000  # one page of ten thousand apps is the size this is made for
_ORDER = (Verdict.CAN_SEND, Verdict.CAN_READ, Verdict.NOT_ANALYSABLE, Verdict.NOTHING_SEEN)
_LINK = re.compile(r"(?!/)[^:\\?#]+")  # a relative path: no scheme, no host


def index_view(audits: Sequence[tuple[AppAudit, str]], failed: Sequence[tuple[str, str]], lang: str) -> dict[str, Any]:
    """Return the content of the page; in a group the app with the gravest kind of data comes first.

    Raises:
        PageLanguageError: there is no such language.
    """
    words = Wording(lang)
    return {
        "w": words.table,
        "intro": words("index.intro", n=len(audits) + len(failed)),
        "groups": [
            _group(verdict, found, words)
            for verdict in _ORDER
            if (found := [one for one in audits if one[0].verdict is verdict])
        ],
        "failed": [(shown(file, 80), shown(why, 200)) for file, why in failed[:MOST_ROWS]],
        "failed_count": len(failed),
    }


def _group(verdict: Verdict, found: Sequence[tuple[AppAudit, str]], words: Wording) -> dict[str, Any]:
    ordered = sorted(found, key=lambda one: _gravity(one[0]))
    return {
        "id": verdict.value,
        "title": words(f"verdict_names.{verdict.value}{'_any' if verdict is Verdict.CAN_READ else ''}"),
        "count": len(found),
        "rows": [_row(audit, link, words) for audit, link in ordered[:MOST_ROWS]],
        "more": left(words, "index.more", MOST_ROWS, len(found)),
    }


def _gravity(audit: AppAudit) -> tuple[int, int, str]:
    leaving = categories_of(flow for flow in audit.flows if flow.kind in LEAVES)
    read = categories_of(readings(audit))
    none = len(CATEGORIES)
    return (
        CATEGORIES.index(leaving[0]) if leaving else none,
        CATEGORIES.index(read[0]) if read else none,
        audit.package,
    )


def _row(audit: AppAudit, link: str, words: Wording) -> dict[str, Any]:
    leaving = [flow for flow in audit.flows if flow.kind in LEAVES]
    sure = set(categories_of(flow for flow in leaving if flow.certainty is Certainty.RESOLVED))
    maybe = [one for one in categories_of(leaving) if one not in sure]
    sends = words.join(
        [words.category(one) for one in categories_of(leaving) if one in sure]
        + [words.category(one) + words.aside(words("flows.possible")) for one in maybe]
    )
    kinds = list(dict.fromkeys(shown(words.both(one.zh, one.en), 40) for one in audit.blind))[:3]
    return {
        "name": app_name(audit, words),
        "file": shown(audit.file, 60),
        "link": link if _LINK.fullmatch(link) else "",
        "cells": (
            f"{shown(audit.package, 60)} {shown(audit.version_name, 30)}".strip(),
            names(set(categories_of(readings(audit))), words) or "—",
            sends or "—",
            words.join(kinds) or "—",
        ),
    }
