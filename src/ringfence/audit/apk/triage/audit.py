"""Puts a triage together: all that can be said of an app without following its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.models import load_models
from ringfence.audit.apk.triage.accesses import is_permitted, known_permissions, shown_accesses
from ringfence.audit.apk.triage.authors import Authors
from ringfence.audit.apk.triage.blind import (
    code_blinds,
    framework_blinds,
    package_blinds,
    packing_blinds,
    payload_blinds,
)
from ringfence.audit.apk.triage.class_names import ClassNames
from ringfence.audit.apk.triage.hosts import find_hosts
from ringfence.audit.apk.triage.libraries import find_sdks
from ringfence.audit.apk.triage.members import Members
from ringfence.audit.apk.triage.packing import find_packers
from ringfence.audit.apk.triage.payloads import find_payloads
from ringfence.audit.apk.triage.permissions import needed_permissions, permission_uses
from ringfence.audit.apk.triage.seen import NOTHING, look
from ringfence.schema import AppAudit, AppComponent, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.audit.apk.container import Package
    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.models import Models
    from ringfence.audit.apk.resources import Component, Manifest, Resources
    from ringfence.audit.apk.triage.payloads import Payloads
    from ringfence.audit.apk.triage.seen import Seen
    from ringfence.schema import Blind, DataAccess

ENGINE = "ringfence-triage 1"


def triage(
    package: Package,
    manifest: Manifest,
    resources: Resources | None,
    program: Program | None,
    *,
    others: Sequence[Manifest] = (),
    models: Models | None = None,
) -> AppAudit:
    """Return what permissions, manifest, names and calls tell, without flows. Digests, size and day are left for the caller.

    Args:
        package: as opened; its ``apks`` are looked through by name and, for odd assets, by content.
        manifest: of the base.
        resources: the base's table, None when it could not be read.
        program: all code of all APKs, None when there is none that can be read.
        others: manifests of the splits.
        models: the framework models; the product's own by default.
    """
    models = models or load_models()
    manifests = (manifest, *others)
    authors, members = Authors(manifest.package), Members(package)
    names = ClassNames(program.classes if program else ())
    seen = look(program, manifests, models, authors, names) if program else NOTHING
    packed = find_packers(manifest.application_class, names, members)
    payloads = find_payloads(members)
    blind = (
        *packing_blinds(packed, seen.absence, seen.emptied),
        *package_blinds(package, program),
        *framework_blinds(members),
        *payload_blinds(payloads),
        *code_blinds(seen.loading),
    )
    components = tuple(_component(each) for known in manifests for each in known.components)
    declared = {permission.name for each in manifests for permission in each.permissions}
    needed = needed_permissions(seen.accesses, declared)
    shown = shown_accesses(seen.accesses, declared, authors)
    hidden = any(each.hides_all for each in blind)
    elsewhere = bool(seen.loading.loaders_own or payloads.dex or payloads.apks)
    return AppAudit(
        package.base.name,
        0,
        "",
        container=package.kind,
        package=manifest.package,
        label=manifest.label,
        version_name=manifest.version_name,
        version_code=manifest.version_code,
        min_sdk=manifest.min_sdk,
        target_sdk=manifest.target_sdk,
        permissions=permission_uses(manifests, needed, known_permissions(models), code_hidden=hidden),
        components=components,
        accesses=shown,
        sdks=find_sdks(authors, names, members, {each.name for each in components}),
        packers=tuple(each.sdk() for each in packed),
        blind=blind,
        hosts=find_hosts(program, resources),
        verdict=triage_verdict([each for each in shown if is_permitted(each, declared)], blind, elsewhere=elsewhere),
        warnings=_warnings(package, manifests, program),
        counts=_counts(program, names, seen, payloads),
        engine=ENGINE,
    )


def triage_verdict(accesses: Sequence[DataAccess], blind: Sequence[Blind], *, elsewhere: bool = False) -> Verdict:
    """Return the line about the code. "Nothing seen" is said only where nothing of the app's own code lies out of sight.

    A packed app is not analysable whatever its stub reads; of one made with a framework what its plugins read counts.

    Args:
        accesses: readings whose permission is declared.
        blind: what could not be seen.
        elsewhere: the app's own code loads further code, or the package carries some.
    """
    if any(each.hides_all and each.kind in {"packed", "damaged"} for each in blind):
        return Verdict.NOT_ANALYSABLE
    if accesses:
        return Verdict.CAN_READ
    lost = any(each.hides_all or each.kind in {"damaged", "missing_split"} for each in blind)
    return Verdict.NOT_ANALYSABLE if lost or elsewhere else Verdict.NOTHING_SEEN


def _component(component: Component) -> AppComponent:
    kind = "activity" if component.kind == "activity-alias" else component.kind
    actions = tuple(dict.fromkeys(action for each in component.filters for action in each.actions))
    return AppComponent(kind, component.name, component.open, component.enabled, component.permission, actions)


def _warnings(package: Package, manifests: Sequence[Manifest], program: Program | None) -> tuple[tuple[str, str], ...]:
    """Return all oddities that were survived, each once."""
    found = [*package.warnings]
    for apk in package.apks:
        found += apk.warnings
    for manifest in manifests:
        found += manifest.warnings
    return tuple(dict.fromkeys([*found, *(program.warnings if program else ())]))


def _counts(program: Program | None, names: ClassNames, seen: Seen, payloads: Payloads) -> tuple[tuple[str, int], ...]:
    """Return figures for the technical part."""
    dexes = program.dexes if program else ()
    return (
        ("dex_files", len(dexes)),
        ("dex_bytes", sum(len(dex.data) for dex in dexes)),
        ("classes", len(names)),
        ("methods", program.method_count if program else 0),
        ("strings", sum(len(dex.strings) for dex in dexes)),
        ("manifest_classes", seen.absence.total),
        ("manifest_classes_absent", len(seen.absence.absent)),
        ("native_methods", seen.loading.native_total),
        ("native_methods_own", seen.loading.native_own),
        ("reflective_calls_own", seen.loading.invocations),
        ("reflective_names_unseen_own", seen.loading.unnamed),
        ("assets_dense", len(payloads.dense)),
    )
