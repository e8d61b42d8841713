"""What the user corrected of what was recognised on pictures: recognised value, corrected value, when; for a court to weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.schema import FieldChange, FieldFix, FixAct, from_micros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.respond.coverage import Coverage
    from ringfence.respond.mask import Mask
    from ringfence.respond.wording import Wording
    from ringfence.schema import Dossier

SHOWN = 200  # characters of a value in the table; the whole one is in the log
_LINES = 200  # rows on the page; all of them are in the log


def fixed_fields(fixes: Sequence[FieldFix]) -> dict[str, list[str]]:
    """Return ref -> fields that the user gave; records added by the user count as given whole (``record``)."""
    found: dict[str, list[str]] = {}
    for fix in fixes:
        if fix.act is FixAct.DROP:
            continue
        names = ["record"] if fix.act is FixAct.ADD else [change.field for change in fix.changes]
        known = found.setdefault(fix.ref, [])
        known += [name for name in names if name not in known]
    return found


def field_words(names: Sequence[str], words: Wording) -> str:
    """Return fields in words."""
    return str(words("list_glue")).join(words.words["fix_fields"].get(name, name) for name in names)


def fix_table(dossier: Dossier, mask: Mask, cover: Coverage, words: Wording) -> dict[str, Any] | None:
    """Return the table of all corrections, None when there are none."""
    rows: list[list[str]] = []
    for fix in dossier.fixes:
        when = f"{from_micros(fix.at_micros, dossier.matter.zone):%Y-%m-%d %H:%M}"
        for name, was, value in _cells(fix, words):
            shown = [cover.fit(_short(mask.text(text))) for text in (was, value)]
            rows.append([fix.ref, name, *shown, when])
    if not rows:
        return None
    more = len(rows) - _LINES
    return {
        "header": words.words["fix_header"],
        "rows": rows[:_LINES],
        "more": words("fix_more", n=more) if more > 0 else "",
    }


def _cells(fix: FieldFix, words: Wording) -> list[tuple[str, str, str]]:
    named = words.words["fix_fields"]
    if fix.act is FixAct.DROP:
        return [(named["record"], "", words("fix_dropped"))]
    missing = words("fix_missed") if fix.act is FixAct.ADD else words("fix_nothing")
    return [
        (
            named.get(change.field, change.field),
            _word(change, change.was, words) or missing,
            _word(change, change.value, words) or words("fix_nothing"),
        )
        for change in fix.changes
    ]


def _word(change: FieldChange, value: str, words: Wording) -> str:
    return str(words.words["fix_values"].get(change.field, {}).get(value, value))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}……"
