"""What was found: paths from personal data to ways out, and places that could not be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.labels import Labels, Trail
from ringfence.audit.apk.flow.sources import applies
from ringfence.audit.apk.flow.values import merge_taint
from ringfence.schema import SinkKind

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.labels import Label, Site
    from ringfence.audit.apk.flow.values import Atom
    from ringfence.audit.apk.models import Rule


class Finding:
    """Data with ``label`` reaches the call at ``site``.

    ``inside``: an Intent with it surely stays in the app. ``reachable``: entry points lead there; None = not decided.
    """

    __slots__ = ("api", "hosts", "inside", "kind", "label", "possible", "reachable", "site", "trail")

    def __init__(self, label: Label, site: Site, kind: SinkKind, api: str, trail: Trail) -> None:
        self.label, self.site, self.kind, self.api, self.trail = label, site, kind, api, trail
        self.hosts: set[str] = set()
        self.inside = False
        self.reachable: bool | None = True
        self.possible = trail.possible


class Findings:
    """All findings of an analysis, one per label, place and kind."""

    def __init__(self) -> None:
        self.labels = Labels()
        self.found: dict[tuple[Any, ...], Finding] = {}
        self.blinds: dict[str, dict[Any, None]] = {}

    def blind(self, kind: str, call: Call) -> None:
        """Note a place that could not be followed."""
        self.blinds.setdefault(kind, {})[call.site] = None

    def report(
        self, call: Call, kind: SinkKind, taint: dict[Label, Trail], hosts: list[str], *, inside: bool = False
    ) -> None:
        """Data with these labels goes out here."""
        api = str(call.ref)
        for label, trail in taint.items():
            key = (label, call.site, kind)
            found = self.found.get(key)
            if found is None:
                found = self.found[key] = Finding(label, call.site, kind, api, Trail(call.site, api, "sink", trail))
                found.inside = inside
            else:
                found.inside = found.inside and inside
                if found.possible and not trail.possible:
                    found.possible, found.trail = False, Trail(call.site, api, "sink", trail)
            found.hosts.update(h for h in hosts if "://" in h or "." in h)

    def leak(self, call: Call, rule: Rule) -> None:  # noqa: C901 -- one walk over cases that belong together
        """Apply a rule's ``leaks``: look at the arguments that go out."""
        if rule.does.startswith("prefs.") or not applies(call, rule):
            return  # the app's own preferences are a store, read again elsewhere; not a way out
        listed = rule.args if rule.args is not None else range(0 if call.static else 1, len(call.args))
        taint: dict[Label, Trail] = {}
        for at in listed:
            if at < len(call.args):
                taint = merge_taint(taint, self._leaving(call, call.args[at], rule))
        if not taint:
            return
        from ringfence.audit.apk.flow.platform import texts  # noqa: PLC0415 -- it needs this module

        hosts: list[str] = []
        for place in {rule.hosts, 0 if not call.static else None}:
            if place is not None and place < len(call.args):
                hosts += texts(call, call.args[place])
        if rule.leaks == "by_stream":
            from ringfence.audit.apk.flow.semantics.streams import kinds_of  # noqa: PLC0415 -- as above

            for kind in sorted(kinds_of(call.state, call.args[0])):
                if kind in set(SinkKind):
                    self.report(call, SinkKind(kind), taint, hosts)
            return
        inside = False
        if rule.does.startswith("icc."):
            from ringfence.audit.apk.flow.semantics.starts import stays_inside  # noqa: PLC0415 -- as above

            inside = stays_inside(call, rule)
        elif "ContentResolver;" in call.ref.cls:
            from ringfence.audit.apk.flow.semantics.providers import own_provider  # noqa: PLC0415 -- as above

            inside = bool(own_provider(call))
        self.report(call, SinkKind(rule.leaks), taint, hosts, inside=inside)

    def _leaving(self, call: Call, value: Atom, rule: Rule) -> dict[Label, Trail]:
        """Labels of an argument that goes out, with what it holds: own objects count where they are data, not the app's parts."""
        world = call.machine.world
        taint = call.state.deep_taint(value)
        if rule.leaks != "log":
            for atom in value.atoms:
                if type(atom) is Obj and world.is_data(atom.type):
                    taint = merge_taint(taint, call.state.deep_taint(value, into_app=True))
        if not taint and value.atoms:
            text = [a for a in value.atoms if type(a) is Obj and "text" in call.state.fields(a)]
            for atom in text:
                taint = merge_taint(taint, call.state.fields(atom)["text"].taint)
        return taint
