"""Which SDKs are in a package, and by what they were known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.facts import sdks
from ringfence.schema import Sdk

if TYPE_CHECKING:
    from collections.abc import Collection

    from ringfence.audit.apk.facts import SdkFact
    from ringfence.audit.apk.triage.authors import Authors
    from ringfence.audit.apk.triage.class_names import ClassNames
    from ringfence.audit.apk.triage.members import Members

MOST_EVIDENCE = 8


def find_sdks(authors: Authors, names: ClassNames, members: Members, components: Collection[str]) -> tuple[Sdk, ...]:
    """Return the SDKs whose classes, native libraries or components (``components``: class names) are in the package.

    Classes count for the longest prefix that fits: ``com.google.firebase.analytics`` alone does not make ``com.google.firebase``
    another SDK. That an SDK is there is not that it runs.
    """
    counts = _own_counts(authors, names)
    found = []
    for fact in sdks():
        evidence = _evidence(fact, counts, members, components)
        if evidence:
            found.append(_sdk(fact, evidence))
    return tuple(found)


def _own_counts(authors: Authors, names: ClassNames) -> dict[str, int]:
    """Return how many classes lie below each known prefix and below no longer one."""
    counts: dict[str, int] = {}
    prefixes = sorted(authors.prefixes)
    # In order a prefix stands before all that lie below it: walked backwards, the longer ones are done first.
    for at in range(len(prefixes) - 1, -1, -1):
        prefix = prefixes[at]
        total = names.below(prefix)
        if total:
            behind = at + 1
            while behind < len(prefixes) and prefixes[behind].startswith(prefix):
                if prefixes[behind].startswith(f"{prefix}."):
                    total -= counts.get(prefixes[behind], 0)
                behind += 1
        if total > 0:
            counts[prefix] = total
    return counts


def _evidence(fact: SdkFact, counts: dict[str, int], members: Members, components: Collection[str]) -> tuple[str, ...]:
    """Return what was found of an SDK: ``com.x.* (12)``, paths of libraries, names of components."""
    classes = [f"{name}.* ({counts[name]})" for name in fact.classes if name in counts]
    named = [name for name in fact.components if name in components]
    return tuple([*classes, *members.find_libraries(fact.libraries), *named][:MOST_EVIDENCE])


def _sdk(fact: SdkFact, evidence: tuple[str, ...]) -> Sdk:
    return Sdk(fact.id, fact.zh, fact.en, fact.company, fact.kind, fact.collects, evidence, fact.source)
