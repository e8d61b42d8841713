"""One card for each kind of data: is the permission asked for, does the code read it, is there a path out, does a loan need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.page.weight import CATEGORIES, kinds_of
from ringfence.schema import Certainty, DataCategory, Need, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ringfence.audit.page.wording import Wording
    from ringfence.schema import AppAudit, DataAccess, DataFlow, PermissionUse, Sdk

# Kinds a reader looks for: named when nothing of them was seen, so that silence is not taken for oversight.
_ASKED_ABOUT = (
    DataCategory.CONTACTS,
    DataCategory.CALL_LOG,
    DataCategory.SMS,
    DataCategory.PHOTOS,
    DataCategory.LOCATION,
    DataCategory.MICROPHONE,
    DataCategory.CAMERA,
)
_NEEDS = (Need.NOT_NEEDED, Need.CONDITIONAL, Need.NECESSARY, Need.UNKNOWN, Need.NEUTRAL)  # the first that fits is told
_MOST_MAKERS = 3
NO_PERMISSION_PREFIX = "android.permission."


@dataclass(frozen=True, slots=True)
class Station:
    """One of the three questions. ``state``: ``yes``, ``possible``, ``no``, ``unseen`` (hidden or not looked at), ``free``."""

    label: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card.

    Attributes:
        icon: the category's value.
        stations: permission, code, way out.
        need: a word of ``Need``, "" for none.
        level: of ``out``, ``read``, ``asked``: how far the path is seen.
    """

    icon: str
    name: str
    stations: tuple[Station, Station, Station]
    need: str
    need_text: str
    level: str


def cards(audit: AppAudit, words: Wording) -> tuple[Card, ...]:
    """Return a card for each kind of data that a permission, a read or a path of the app concerns, the gravest first."""
    concerned = _concerned(audit)
    makers = sdks_by_name(audit)
    made = [_card(audit, category, words, makers) for category in CATEGORIES if category in concerned]
    order = {"out": 0, "read": 1, "asked": 2}
    return tuple(sorted(made, key=lambda card: order[card.level]))


def absent(audit: AppAudit, words: Wording) -> str:
    """Return the sentence that names what was looked for and not seen, "" when the code could not be seen."""
    if hidden(audit):
        return ""
    concerned = _concerned(audit)
    names = [words.category(one) for one in _ASKED_ABOUT if one not in concerned]
    return words("cards.absent", what=words.join(names)) if names else ""


def hidden(audit: AppAudit) -> bool:
    """Tell whether the app's own code as a whole could not be seen."""
    return audit.verdict is Verdict.NOT_ANALYSABLE or any(one.hides_all for one in audit.blind)


def sdks_by_name(audit: AppAudit) -> dict[str, Sdk]:
    """Return the components by the name that flows and reads give."""
    return {one.name_zh: one for one in (*audit.packers, *audit.sdks)}


def readings(audit: AppAudit) -> tuple[DataAccess | DataFlow, ...]:
    """Return every read and every path: each says what is read and by whose code."""
    return (*audit.accesses, *audit.flows)


def short_permission(name: str) -> str:
    """Return a permission's name without Android's prefix."""
    return name.removeprefix(NO_PERMISSION_PREFIX)


def _concerned(audit: AppAudit) -> set[DataCategory]:
    asked = {one.category for one in audit.permissions if one.category}
    return asked | {one.category for one in readings(audit)}


def _card(audit: AppAudit, category: DataCategory, words: Wording, makers: dict[str, Sdk]) -> Card:
    accesses = [one for one in audit.accesses if one.category is category]
    flows = [one for one in audit.flows if one.category is category]
    both: tuple[DataAccess | DataFlow, ...] = (*accesses, *flows)
    named = {short_permission(name) for one in both for name in one.permissions}
    permissions = [one for one in audit.permissions if one.category is category or short_permission(one.name) in named]
    asked, read = _asked(permissions, accesses, words), _read(audit, accesses, flows, words, makers)
    out = _out(audit, flows, words)
    if permissions and not both and read.state == "no" and not any(one.used for one in permissions):
        read = Station(read.label, "no", words("cards.read_unused"))
    need = next((one for one in _NEEDS if any(permission.need is one for permission in permissions)), None)
    return Card(
        icon=category.value,
        name=words.category(category),
        stations=(asked, read, out),
        need=need.value if need else "",
        need_text=words(f"needs.{need.value}") if need else words("cards.need_none"),
        level="out" if flows else "read" if accesses else "asked",
    )


def _asked(permissions: Sequence[PermissionUse], accesses: Sequence[DataAccess], words: Wording) -> Station:
    label = words("cards.asked")
    if permissions:
        return Station(label, "yes", words("cards.asked_yes"))
    if any(not access.permissions for access in accesses):
        return Station(label, "free", words("cards.asked_free"))
    return Station(label, "no", words("cards.asked_no"))


def _read(
    audit: AppAudit, accesses: Sequence[DataAccess], flows: Sequence[DataFlow], words: Wording, makers: dict[str, Sdk]
) -> Station:
    label = words("cards.read")
    if not accesses and not flows:
        return (
            Station(label, "unseen", words("cards.read_unseen"))
            if hidden(audit)
            else Station(label, "no", words("cards.read_no"))
        )
    if barred(audit, (*accesses, *flows)):
        return Station(label, "no", words("cards.read_barred"))
    both: tuple[DataAccess | DataFlow, ...] = (*accesses, *flows)
    if all(one.reachable is False for one in both):
        return Station(label, "possible", words("cards.read_unreached"))
    readers = list(dict.fromkeys(one.reader for one in both))
    names = [words.maker(reader, makers, 30) for reader in readers if reader]
    who = words.join(names[:_MOST_MAKERS]) + ("…" if len(names) > _MOST_MAKERS else "")
    key = "read_own" if not names else "read_both" if "" in readers else "read_sdk"
    return Station(label, "yes", words(f"cards.{key}", who=who))


def barred(audit: AppAudit, things: Iterable[DataAccess | DataFlow]) -> bool:
    """Tell whether every one of these reads needs a permission that the app does not ask for: the system then refuses it.

    Any declared permission for the same kind of data is taken for enough: a table of which call accepts which is not kept here.
    """
    asked = {one.category for one in audit.permissions}
    declared = {short_permission(one.name) for one in audit.permissions}
    return all(
        one.permissions
        and one.category not in asked
        and not declared & {short_permission(name) for name in one.permissions}
        for one in things
    )


def _out(audit: AppAudit, flows: Sequence[DataFlow], words: Wording) -> Station:
    label = words("cards.out")
    if flows:
        ways = words.ways(kinds_of(flows))
        if all(flow.certainty is Certainty.POSSIBLE for flow in flows):
            return Station(label, "possible", words("cards.out_possible", ways=ways))
        return Station(label, "yes", ways)
    if hidden(audit):
        return Station(label, "unseen", words("cards.out_unseen"))
    if not audit.flows_looked:
        return Station(label, "unseen", words("cards.out_unlooked"))
    return Station(label, "no", words("cards.out_no"))
