"""All that the page of one audit shows, every text safe and short; the template only lays it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.facts import permissions
from ringfence.audit.page import tables
from ringfence.audit.page.cards import absent, cards, hidden, sdks_by_name
from ringfence.audit.page.picture import WIDTH, flow_title, picture
from ringfence.audit.page.plain import clean, shown
from ringfence.audit.page.verdict import app_name, verdict_name, verdict_sentences
from ringfence.audit.page.weight import CATEGORIES, FlowGroup, groups, outward
from ringfence.audit.page.wording import Wording
from ringfence.schema import Need

if TYPE_CHECKING:
    from ringfence.schema import AppAudit, PermissionUse, Sdk

MOST_CARDS = 9  # before the rest is folded
MOST_PICTURES = 8
MOST_GROUP_LINES = 60
_MOST_NAMED = 6  # permissions in a sentence
_ORGANISATION = re.compile(r"(?:^|[,/+;]\s*)(O|CN)\s*=\s*((?:\\.|[^,/+;\\])+)")
_SAFE_FILE = re.compile(r"[\w.-]+")


def view_of(audit: AppAudit, lang: str = "zh", *, commands: bool = True) -> dict[str, Any]:
    """Return the content of the page. ``commands``: what can be done today names commands to type.

    Raises:
        PageLanguageError: there is no such language.
    """
    words, whole = Wording(lang), audit
    audit = outward(audit)
    first, *meaning = verdict_sentences(audit, lang)
    found = cards(audit, words)
    return {
        "w": words.table,
        "lang": lang,
        "name": app_name(audit, words),
        "verdict": audit.verdict.value,
        "verdict_name": verdict_name(audit, words),
        "sentence": first,
        "meaning": meaning,
        "facts": _facts(audit, words),
        "cards": found,
        "most_cards": MOST_CARDS,
        "cards_more": words("cards.more", n=len(found) - MOST_CARDS),
        "absent": absent(audit, words),
        "indicators": tables.indicators(audit, words),
        "permissions": tables.permissions(audit, words),
        "flows": _flows(audit, words, sdks_by_name(audit)),
        "sdks": tables.sdks(audit, words),
        "hosts": tables.hosts(audit, words),
        "blind": tables.blind(audit, words),
        "todo": todo(audit, words, commands=commands),
        "technical": tables.technical(whole, words),
        "width": WIDTH,
    }


def signer_name(subject: str) -> str:
    """Return the organisation of a certificate's subject (its common name when it gives none, the whole when neither)."""
    found = {key: re.sub(r"\\(.)", r"\1", value).strip() for key, value in _ORGANISATION.findall(subject[:2000])}
    return found.get("O") or found.get("CN") or subject


def todo(audit: AppAudit, words: Wording, *, commands: bool = True) -> list[dict[str, str]]:
    """Return what can be done today: text, and a command where there is one. No statement about law is made here."""
    closable = {one.category for one in audit.permissions if one.need is not Need.NECESSARY and _can_be_closed(one)}
    every = [words.category(one) for one in CATEGORIES if one in closable]
    named = every[:_MOST_NAMED]
    steps = []
    if named:
        what = words.join(named) + ("…" if len(every) > len(named) else "")
        steps.append({"text": words("todo.revoke", app=app_name(audit, words), what=what)})
    else:
        steps.append({"text": words("todo.revoke_none")})
    if commands:
        typed = words("todo.keep_command", file=_quoted(audit.file))
        steps.append({"text": words("todo.keep"), "command": typed, "why": words("todo.keep_why")})
        steps += [{"text": words("todo.ask")}, {"text": words("todo.complain")}]
    else:
        keep = words("todo.keep_plain") + words.table["gap"] + words("todo.keep_why")
        steps += [{"text": keep}, {"text": words("todo.ask_plain")}, {"text": words("todo.complain_plain")}]
    return [*steps, {"text": words("todo.packed")}] if hidden(audit) else steps


def _can_be_closed(one: PermissionUse) -> bool:
    """Tell whether the phone's settings show a switch for it: only what the system asks the user about has one."""
    known = permissions().get(one.name)
    return one.category is not None and known is not None and known.level == "dangerous"


def _quoted(file: str) -> str:
    """Return a file name to be typed after a command: whole or not at all, since a shortened one would name another file."""
    name = clean(file)
    if not name or name != file or len(name) > 120 or set(name) & set("\"'`$\\%!") or name.startswith("-"):
        return "app.apk"
    return name if _SAFE_FILE.fullmatch(name) else f'"{name}"'


def _facts(audit: AppAudit, words: Wording) -> list[tuple[str, str]]:
    facts = [
        (words("facts.package"), shown(audit.package, 80)),
        (words("facts.version"), shown(audit.version_name, 40)),
        (words("facts.signer"), _signer(audit, words)),
        (words("facts.file"), f"{shown(audit.file, 60)} ({words('facts.mib', n=_megabytes(audit.size))})"),
        (words("facts.digest"), shown(audit.sha256, 64)),
        (words("facts.audited"), shown(audit.audited, 20)),
    ]
    return [(key, value) for key, value in facts if value]


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}" if size >= 50_000 else "<0.1"


def _signer(audit: AppAudit, words: Wording) -> str:
    if not audit.signers:
        return words("facts.signer_none")
    first = shown(signer_name(audit.signers[0].subject), 50) or shown(audit.signers[0].sha256, 20)
    told = words("facts.signer_more", first=first, n=len(audit.signers)) if len(audit.signers) > 1 else first
    failed = any(one.verified is False for one in audit.signers)
    return told + words.aside(words("facts.signature_failed")) if failed else told


def _flows(audit: AppAudit, words: Wording, makers: dict[str, Sdk]) -> dict[str, Any]:
    found = groups(audit.flows)
    rest = found[MOST_PICTURES:]
    none = "flows.unseen" if hidden(audit) else "flows.none" if audit.flows_looked else "flows.unlooked"
    return {
        "pictures": [picture(group, words, makers) for group in found[:MOST_PICTURES]],
        "none": words(none),
        "more": words("flows.more_groups", n=len(rest)) if rest else "",
        "lines": [_group_line(group, words, makers) for group in rest[:MOST_GROUP_LINES]],
        "left": tables.left(words, "flows.left", MOST_GROUP_LINES, len(rest)),
    }


def _group_line(group: FlowGroup, words: Wording, makers: dict[str, Sdk]) -> str:
    flow = group.first
    return words(
        "flows.group_line",
        title=flow_title(flow, words),
        reader=words.maker(flow.reader, makers),
        sender=words.maker(flow.sender, makers),
        n=len(group.flows),
    )
