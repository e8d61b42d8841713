"""The verdict in one sentence, and what it does and does not mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.page.cards import barred
from ringfence.audit.page.plain import shown
from ringfence.audit.page.weight import LEAVES, categories_of, kinds_of, outward
from ringfence.audit.page.wording import Wording
from ringfence.schema import Certainty, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.schema import AppAudit, DataCategory

_NAMED = 3  # kinds of data named in a sentence before "and more"


def verdict_sentences(audit: AppAudit, lang: str = "zh") -> tuple[str, ...]:
    """Return the sentence a lay person reads first, then those that say what it means. Nothing in them says the app did anything.

    Raises:
        PageLanguageError: there is no such language.
    """
    words, audit = Wording(lang), outward(audit)
    if audit.verdict is Verdict.CAN_SEND:
        return _can_send(audit, words)
    if audit.verdict is Verdict.CAN_READ:
        return _can_read(audit, words)
    if audit.verdict is Verdict.NOTHING_SEEN:
        return (words("verdict.nothing_seen"), words("meaning.nothing_seen"), *_partly_blind(audit, words))
    packed = bool(audit.packers) or any(one.kind == "packed" for one in audit.blind)
    return (words("verdict.packed" if packed else "verdict.unreadable"), *_permissions_left(audit, words))


def verdict_name(audit: AppAudit, words: Wording) -> str:
    """Return the verdict in a few words; a triage that did not follow paths does not say that none was seen."""
    triage = audit.verdict is Verdict.CAN_READ and not audit.flows_looked
    return words(f"verdict_names.{audit.verdict.value}{'_triage' if triage else ''}")


def several(categories: Iterable[DataCategory], words: Wording) -> str:
    """Return up to three kinds of data by name, and how many there are when there are more."""
    names = [words.category(one) for one in categories]
    named = words.join(names[:_NAMED])
    return named if len(names) <= _NAMED else words("more_kinds", what=named, n=len(names))


def app_name(audit: AppAudit, words: Wording, limit: int = 40) -> str:
    """Return what to call the app: its label, else its package, else its file."""
    return shown(audit.label, limit) or shown(audit.package, limit) or shown(audit.file, limit) or words("app_unnamed")


def _can_send(audit: AppAudit, words: Wording) -> tuple[str, ...]:
    if not audit.flows:
        return (words("verdict.can_send_bare"), words("meaning.can_send"), *_partly_blind(audit, words))
    kinds = kinds_of(audit.flows)
    main = [flow for flow in audit.flows if flow.kind is kinds[0]]
    sure = [flow for flow in main if flow.certainty is Certainty.RESOLVED]
    told = sure or main
    sentences = [
        words(
            "verdict.can_send" if sure else "verdict.can_send_possible",
            what=several(categories_of(told), words),
            way=words.way(kinds[0]),
        ),
        words("meaning.can_send"),
    ]
    if kinds[0] not in LEAVES:
        sentences.append(words("meaning.stays"))
    if barred(audit, told):
        sentences.append(words("meaning.barred"))
    if all(flow.reachable is False for flow in told):
        sentences.append(words("meaning.unreached"))
    if len(kinds) > 1:
        sentences.append(words("meaning.also", ways=words.ways(kinds[1:])))
    return (*sentences, *_partly_blind(audit, words))


def _can_read(audit: AppAudit, words: Wording) -> tuple[str, ...]:
    ending = "" if audit.flows_looked else "_triage"
    what = several(categories_of(audit.accesses), words)
    first = words(f"verdict.can_read{ending}", what=what) if what else words("verdict.can_read_bare")
    meaning = [words(f"meaning.can_read{ending}")]
    if audit.accesses and barred(audit, audit.accesses):
        meaning.append(words("meaning.barred"))
    if audit.flows:
        meaning.append(words("meaning.inside", ways=words.ways(kinds_of(audit.flows))))
    return (first, *meaning, *_partly_blind(audit, words))


def _partly_blind(audit: AppAudit, words: Wording) -> tuple[str, ...]:
    return (words("meaning.blind"),) if audit.blind else ()


def _permissions_left(audit: AppAudit, words: Wording) -> tuple[str, ...]:
    return (words("meaning.not_analysable"),) if audit.permissions else ()
