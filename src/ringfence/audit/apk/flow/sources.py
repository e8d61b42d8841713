"""Where personal data comes in: what a rule's ``gives`` means for a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.values import Value, merge_taint

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.labels import Label, Trail
    from ringfence.audit.apk.models import Rule


def given(call: Call, rule: Rule, result: Value) -> Value:
    """The result of a call that yields personal data, labelled; data that lands in an argument is labelled there."""
    taint = _labels(call, rule)
    if not taint:
        return result
    if rule.at.root < 0:
        # the getter is where the datum is read: it stands for what its object was labelled with
        categories = {label.category for label in taint}
        kept = {k: v for k, v in result.taint.items() if k.category not in categories}
        result = Value(result.atoms, top=result.top, taint={**taint, **kept})
        targets = result
    else:
        targets = call.args[rule.at.root] if rule.at.root < len(call.args) else result
    for atom in targets.atoms:
        if type(atom) is Obj and not atom.app:
            call.state.taint_content(atom, taint)
    return result


def _labels(call: Call, rule: Rule) -> dict[Label, Trail]:
    world = call.machine.world
    if not applies(call, rule):
        return {}
    if rule.only == "password_view" and not _is_password(call):
        return {}
    if rule.gives == "received" and rule.does == "icc.own_intent" and not world.received:
        return {}
    if rule.gives != "by_uri":
        return world.source(rule, call.site, str(call.ref))
    return by_uri(call, rule, call.args[rule.uri] if rule.uri is not None and rule.uri < len(call.args) else None)


def by_uri(call: Call, rule: Rule, uri: Value | None) -> dict[Label, Trail]:
    """Labels of what a provider's address names; ``provider`` where the address is not known."""
    from ringfence.audit.apk.flow.platform import texts  # noqa: PLC0415 -- it needs this module

    world = call.machine.world
    addresses = sorted(set(texts(call, uri))) if uri is not None else []
    taint: dict[Label, Trail] = {}
    for address in addresses:
        found = world.models.uris.find(address)
        if found is not None and not found.gives:
            continue
        if found is None:
            if world.components.is_own_authority(address):
                continue
            taint = merge_taint(taint, world.source(rule, call.site, str(call.ref), "provider", address))
        else:
            label = world.source(rule, call.site, str(call.ref), found.gives, address)
            for each in label:
                each.permissions = found.read
            taint = merge_taint(taint, label)
    if not addresses:
        taint = world.source(rule, call.site, str(call.ref), "provider")
    return taint


def applies(call: Call, rule: Rule) -> bool:
    """Whether a rule's conditions on constant arguments can hold."""
    for at, constants in rule.when:
        if at >= len(call.args):
            return False
        value = call.args[at]
        if value.known() and not any(
            a in constants or (hasattr(a, "text") and a.text in constants) for a in value.atoms
        ):
            return False
    return True


def _is_password(call: Call) -> bool:
    for atom in call.args[0].atoms if call.args else ():
        if type(atom) is Obj:
            held: Any = call.state.fields(atom).get("password")
            if held is not None and 1 in held.atoms:
                return True
    return False


__all__ = ["ANY", "applies", "by_uri", "given"]
