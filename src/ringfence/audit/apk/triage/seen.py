"""What the code itself shows, gathered in one sweep over its calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.audit.apk.triage.accesses import find_accesses, sources
from ringfence.audit.apk.triage.hidden import Absence, absent_classes, emptied_methods
from ringfence.audit.apk.triage.loading import Loading, find_loading, loading_refs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.models import Models
    from ringfence.audit.apk.resources import Manifest
    from ringfence.audit.apk.triage.authors import Authors
    from ringfence.audit.apk.triage.class_names import ClassNames
    from ringfence.schema import DataAccess


@dataclass(frozen=True, slots=True)
class Seen:
    """Findings about code; empty for an app without any.

    Attributes:
        accesses: all readings of personal data, those of common libraries among them.
        loading: loaders, bridges, native methods, reflection.
        absence: classes of the manifest that are not there.
        emptied: (methods without work, methods looked at) of the app's components.
    """

    accesses: tuple[DataAccess, ...]
    loading: Loading
    absence: Absence
    emptied: tuple[int, int]


NOTHING = Seen((), Loading(), Absence((), 0, main_absent=False), (0, 0))


def look(program: Program, manifests: Sequence[Manifest], models: Models, authors: Authors, names: ClassNames) -> Seen:
    """Look through the code once for all questions that calls answer."""
    rules = sources(program, models)
    ways = loading_refs(program)
    sites = program.callers_of(ways.union(rules))
    authorities = [name for each in manifests for component in each.components for name in component.authorities]
    return Seen(
        find_accesses(program, models, authors, authorities, rules, sites),
        find_loading(program, authors, models.uris, [site for site in sites if site.ref in ways]),
        absent_classes(manifests, names),
        emptied_methods(program, manifests, authors),
    )
