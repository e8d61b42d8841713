"""What the page and the terminal show of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.compare import renamed
from ringfence.audit.page.cards import hidden, sdks_by_name, short_permission
from ringfence.audit.page.picture import api_line, ends, flow_title, place_line
from ringfence.audit.page.plain import shown
from ringfence.audit.page.tables import left
from ringfence.audit.page.verdict import app_name
from ringfence.audit.page.weight import categories_of
from ringfence.audit.page.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ringfence.schema import AppAudit, AppChange, DataAccess, DataFlow

MOST_LINES = 60
SECTIONS = ("permissions", "flows", "accesses", "sdks", "hosts", "blind")


def change_view(change: AppChange, lang: str) -> dict[str, Any]:
    """Return the content.

    Raises:
        PageLanguageError: there is no such language.
    """
    words = Wording(lang)
    before, after = change.before, change.after
    changed = [name for name in SECTIONS if getattr(change, f"{name}_added") or getattr(change, f"{name}_gone")]
    return {
        "w": words.table,
        "name": app_name(after, words),
        "lead": _lead(change, words),
        "cautions": _cautions(change, words),
        "facts": [
            (words("facts.package"), _arrow(before.package, after.package, words)),
            (words("facts.version"), _arrow(_version(before), _version(after), words)),
            (words("facts.file"), _arrow(before.file, after.file, words)),
            (words("facts.digest"), _arrow(before.sha256[:16], after.sha256[:16], words)),
        ],
        "sections": [_section(name, change, words) for name in changed],
        "unchanged": words(
            "change.unchanged",
            what=words.join(words(f"change.sections.{name}") for name in SECTIONS if name not in changed),
        )
        if len(changed) < len(SECTIONS)
        else "",
    }


def _lead(change: AppChange, words: Wording) -> list[str]:
    """Say first what was added, by number, with the kinds of data whose paths out are new."""
    told = []
    for side in ("added", "gone"):
        parts = []
        for name in SECTIONS:
            count = len(getattr(change, f"{name}_{side}"))
            if count:
                parts.append(words(f"change.counted.{name}", n=count))
        if side == "added" and (new := _new_kinds(change)):
            parts.insert(0, words("change.new_kinds", what=words.join(words.category(one) for one in new)))
        if parts:
            told.append(words(f"change.lead_{side}", what=words.join(parts)))
    return told or [words("change.lead_same")]


def _new_kinds(change: AppChange) -> list[Any]:
    had = set(categories_of(change.before.flows))
    return [one for one in categories_of(change.flows_added) if one not in had]


def _cautions(change: AppChange, words: Wording) -> list[str]:
    keys = []
    if not change.same_app:
        keys.append("not_same_app")
    if change.same_signer is not True:
        keys.append("no_signer" if change.same_signer is None else "other_signer")
    if hidden(change.before) or hidden(change.after):
        keys.append("blind")
    if change.before.flows_looked != change.after.flows_looked:
        keys.append("unlike")
    if renamed(change):
        keys.append("renamed")
    return [words(f"change.{key}") for key in keys]


def _version(audit: AppAudit) -> str:
    return f"{audit.version_name} ({audit.version_code})" if audit.version_code is not None else audit.version_name


def _arrow(before: str, after: str, words: Wording) -> str:
    was, now = shown(before, 70), shown(after, 70)
    return now if was == now else words("change.versions", before=was or "?", after=now or "?")


def _section(name: str, change: AppChange, words: Wording) -> dict[str, Any]:
    added, gone = getattr(change, f"{name}_added"), getattr(change, f"{name}_gone")
    return {
        "title": words(f"change.sections.{name}"),
        "added": _lines(name, added, change.after, words),
        "added_count": len(added),
        "added_more": left(words, "change.more", MOST_LINES, len(added)),
        "gone": _lines(name, gone, change.before, words),
        "gone_count": len(gone),
        "gone_more": left(words, "change.more", MOST_LINES, len(gone)),
    }


def _lines(name: str, things: Sequence[Any], audit: AppAudit, words: Wording) -> list[str]:
    makers = sdks_by_name(audit)
    line: dict[str, Callable[[Any], str]] = {
        "permissions": lambda one: _described(words.both(one.zh, one.en), short_permission(one.name), words),
        "flows": lambda one: _flow(one, words),
        "accesses": lambda one: _access(one, words, words.maker(one.reader, makers)),
        "sdks": lambda one: shown(words.both(one.name_zh, one.name_en), 60),
        "hosts": lambda one: shown(one, 80),
        "blind": lambda one: shown(words.both(one.zh, one.en), 160),
    }
    return [line[name](one) for one in things[:MOST_LINES]]


def _described(what: str, name: str, words: Wording) -> str:
    return shown(what, 80) + words.aside(shown(name, 60)) if what.strip() else shown(name, 80)


def _flow(one: DataFlow, words: Wording) -> str:
    return f"{flow_title(one, words)}{words('colon')}{ends(one, words)}"


def _access(one: DataAccess, words: Wording, maker: str) -> str:
    return (
        f"{words.category(one.category)}{words('colon')}{api_line(one.api)} · {place_line(one.place, words)} · {maker}"
    )
