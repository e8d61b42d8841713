"""Findings as the nouns of the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.schema import Blind, Certainty, CodePlace, DataFlow, FlowStep, SinkKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.flow.findings import Finding, Findings
    from ringfence.audit.apk.flow.labels import Site, Trail

MAX_STEPS = 24


def place_of(site: Site) -> CodePlace:
    """A place in the code with its line."""
    method = site.method
    if method is None:
        return CodePlace("", "")
    code = method.code()
    name = method.ref.cls
    return CodePlace(
        name[1:-1].replace("/", ".") if name.startswith("L") else name,
        f"{method.ref.name}{method.ref.proto}",
        code.line_at(site.offset) if code is not None else None,
        method.owner.source_file or "",
        method.owner.dex_name,
        site.offset,
    )


class Places:
    """Places are asked for many times; each is looked up once."""

    def __init__(self) -> None:
        self._found: dict[Any, CodePlace] = {}

    def of(self, site: Site) -> CodePlace:
        """The place of a site."""
        found = self._found.get(site)
        if found is None:
            found = self._found[site] = place_of(site)
        return found


def _shown(trail: Trail) -> list[Trail]:
    """The steps that are shown: all of a short trail, the first, the last and the transformations of a long one."""
    steps = trail.steps()
    found = [steps[0]]
    for step in steps[1:]:
        if step.site is not found[-1].site or step.does in ("sink", "encrypt", "hash"):
            found.append(step)
    if len(found) > MAX_STEPS:
        half = MAX_STEPS // 2
        found = [*found[:half], *found[-half:]]
    return found


def flows_of(findings: Iterable[Finding], places: Places, prefix: str = "F") -> tuple[DataFlow, ...]:
    """Findings in a fixed order: by kind, category and place."""
    flows = []
    listed = sorted(findings, key=lambda f: (f.kind, str(f.label.category), repr(f.label.site), repr(f.site)))
    for number, finding in enumerate(listed, 1):
        steps = tuple(FlowStep(places.of(s.site), s.api, s.does) for s in _shown(finding.trail))
        flows.append(
            DataFlow(
                id=f"{prefix}{number}",
                category=finding.label.category,  # type: ignore[arg-type]  # a finding's label has one
                kind=SinkKind.COMPONENT if finding.inside else finding.kind,
                steps=steps,
                certainty=Certainty.POSSIBLE if finding.possible else Certainty.RESOLVED,
                permissions=finding.label.permissions,
                through=tuple(sorted(finding.trail.through)),
                hosts=tuple(sorted(finding.hosts)),
                uri=finding.label.uri,
                reachable=finding.reachable,
            )
        )
    return tuple(flows)


_WORDS = {
    "reflection": (
        "有些类或方法按运行时才有的名字调用,看不到是哪个。",
        "Some classes or methods are called by names that exist at run time only.",
    ),
    "budget": ("代码太多,有些部分没有看完。", "There is too much code; some parts were not looked through."),
    "damaged": ("有些代码不合规范,没有看完。", "Some code is not well formed and was not looked through."),
    "native": ("有些方法在本机代码里,看不到内容。", "Some methods are native code that cannot be looked into."),
    "dynamic_loading": (
        "有些代码在运行时才加载,不在包里。",
        "Some code is loaded at run time and is not in the package.",
    ),
}


def blinds_of(findings: Findings, spent: Iterable[str], places: Places) -> tuple[Blind, ...]:
    """What could not be followed."""
    found = []
    for kind, sites in sorted(findings.blinds.items()):
        zh, en = _WORDS.get(kind, _WORDS["reflection"])
        evidence = []
        for site in list(sites)[:20]:
            place = places.of(site)
            evidence.append(
                f"{place.class_name}.{place.method.partition('(')[0]}" + (f":{place.line}" if place.line else "")
            )
        found.append(Blind(kind, zh, en, tuple(dict.fromkeys(evidence))))
    cut = tuple(dict.fromkeys(name[1:-1].replace("/", ".") for name in spent))
    if cut:
        zh, en = _WORDS["budget"]
        found.append(Blind("budget", zh, en, cut[:20]))
    return tuple(found)
