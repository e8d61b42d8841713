"""What could not be seen, each with its reason in plain words and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.facts import blind_words, frameworks
from ringfence.schema import Blind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ringfence.audit.apk.container import Package
    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.triage.hidden import Absence
    from ringfence.audit.apk.triage.loading import Loading
    from ringfence.audit.apk.triage.members import Members
    from ringfence.audit.apk.triage.packing import Packed
    from ringfence.audit.apk.triage.payloads import Payloads

MOST_EVIDENCE = 20
_ALMOST_ALL = 0.6
_FEWEST_METHODS = 10


def packing_blinds(packed: Collection[Packed], absence: Absence, emptied: tuple[int, int]) -> list[Blind]:
    """Return what a packer hides: everything when the manifest's classes are not there or their methods are empty.

    A packer's signs alone hide nothing: apps carry copied or left-over libraries, and some packers protect single methods.
    """
    empty = emptied[1] >= _FEWEST_METHODS and emptied[0] >= _ALMOST_ALL * emptied[1]
    absent = [f"- {name}" for name in absence.absent]
    share = blind_words("absent_share", total=absence.total, absent=len(absent)) if absent else ("", "")
    signs = [line for each in packed for line in each.evidence]
    names = "、".join(each.fact.zh for each in packed), ", ".join(each.fact.en for each in packed)
    slots: dict[str, Any] = {"packer_zh": names[0], "packer_en": names[1], "share_zh": share[0], "share_en": share[1]}
    if packed and (absence.hides_all or empty):
        return [_blind("packed", "packed_all", [*signs, *absent], hides_all=True, **slots)]
    if packed:
        return [_blind("packed", "packed_part", [*signs, *absent], **slots)]
    if absence.hides_all:
        return [_blind("packed", "absent", absent, hides_all=True, **slots)]
    if empty:
        return [_blind("packed", "emptied", (), hides_all=True, emptied=emptied[0], looked=emptied[1])]
    return []


def framework_blinds(members: Members) -> list[Blind]:
    """Return what frameworks keep outside the dex files."""
    found = []
    for fact in frameworks():
        evidence = members.find_files(fact.files)
        if evidence and (not fact.needs or members.find_files(fact.needs)):
            slots: dict[str, Any] = {"name": fact.name, "hides_zh": fact.hides_zh, "hides_en": fact.hides_en}
            found.append(_blind(fact.kind, "framework", evidence, hides_all=True, **slots))
    return found


def code_blinds(loading: Loading) -> list[Blind]:
    """Return what native methods, loaders (SDKs' too), web pages and reflection of the app's own code keep out of sight."""
    found = []
    if loading.native_own:
        found.append(_blind("native", "native", loading.native, count=loading.native_own))
    loaders = [*loading.loaders_own, *loading.loaders_others]
    if loaders:
        found.append(_blind("dynamic_loading", "loading_own" if loading.loaders_own else "loading_sdk", loaders))
    if loading.bridges_own:
        found.append(_blind("web_content", "bridge", loading.bridges_own))
    if loading.unnamed:
        found.append(_blind("reflection", "reflection", (), count=loading.unnamed))
    return found


def payload_blinds(payloads: Payloads) -> list[Blind]:
    """Return what code among the assets keeps out of sight."""
    carried = [*payloads.dex, *payloads.apks]
    return [_blind("dynamic_loading", "payload", carried)] if carried else []


def package_blinds(package: Package, program: Program | None) -> list[Blind]:
    """Return what damaged members and missing parts of a split set keep out of sight."""
    found = []
    damaged = [str(fault) for apk in package.apks for fault in apk.faults]
    damaged += [str(fault) for fault in (program.damaged if program else ())]
    if damaged:
        found.append(_blind("damaged", "damaged", damaged, hides_all=program is None, count=len(damaged)))
    elif program is None:
        found.append(_blind("damaged", "no_code", (), hides_all=True))
    if package.missing:
        found.append(_blind("missing_split", "missing_split", package.missing))
    return found


def _blind(kind: str, words: str, evidence: Iterable[str], *, hides_all: bool = False, **slots: str | int) -> Blind:
    zh, en = blind_words(words, **slots)
    return Blind(kind, zh, en, tuple(dict.fromkeys(evidence))[:MOST_EVIDENCE], hides_all)
