"""The permissions an app declares, each against the necessary-information rule and the stores' rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.facts import barred_since, necessary_rule, need_of, permissions
from ringfence.schema import Need, PermissionUse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ringfence.audit.apk.resources import Manifest, UsesPermission
    from ringfence.schema import DataAccess

_HELD = frozenset({Need.NECESSARY, Need.CONDITIONAL, Need.NOT_NEEDED})


def needed_permissions(accesses: Iterable[DataAccess], declared: Collection[str]) -> frozenset[str]:
    """Return the declared permissions that readings need.

    Where one of several suffices, those that open that kind of data count, else the first that is declared: reading the phone's own
    number, which READ_SMS also allows, makes no reader of messages.
    """
    found: set[str] = set()
    for access in accesses:
        asked = [name for name in access.permissions if name in declared]
        fitting = [name for name in asked if (fact := permissions().get(name)) and fact.category is access.category]
        found.update(fitting or asked[:1])
    return frozenset(found)


def permission_uses(
    manifests: Collection[Manifest], seen: Collection[str], known: Collection[str], *, code_hidden: bool
) -> tuple[PermissionUse, ...]:
    """Return each declared permission once, in the manifests' order.

    Args:
        manifests: of all APKs of the package, the base first.
        seen: permissions that calls found in the code need.
        known: permissions whose calls the models know; for others the code was not looked at.
        code_hidden: the app's own code could not be seen.
    """
    asked: dict[str, UsesPermission] = {}
    for manifest in manifests:
        for permission in manifest.permissions:
            asked.setdefault(permission.name, permission)
    own = {permission.name for manifest in manifests for permission in manifest.defines}
    return tuple(_use(each, own, _used(each.name, seen, known, code_hidden=code_hidden)) for each in asked.values())


def _used(name: str, seen: Collection[str], known: Collection[str], *, code_hidden: bool) -> bool | None:
    if name in seen:
        return True
    return None if code_hidden or name not in known else False


def _use(asked: UsesPermission, own: Collection[str], used: bool | None) -> PermissionUse:  # noqa: FBT001 -- a value of the result
    fact = permissions().get(asked.name)
    if fact is None:
        zh, en = _unexplained(asked.name, own)
    else:
        zh, en = fact.zh, fact.en
    need = need_of(asked.name)
    why_zh, why_en = need.zh, need.en
    if need.need in _HELD:
        rule = necessary_rule()
        why_zh = f"{why_zh}(《{rule.title_zh}》{rule.item_zh};{rule.confirmed_zh}){rule.declares_zh}。"
        why_en = f"{why_en} ({rule.title_en}, {rule.item_en}; {rule.confirmed_en}); {rule.declares_en}."
    return PermissionUse(
        asked.name,
        zh,
        en,
        fact.category if fact else None,
        need.need,
        why_zh,
        why_en,
        barred_since(asked.name),
        asked.max_sdk,
        used,
    )


def _unexplained(name: str, own: Collection[str]) -> tuple[str, str]:
    if name in own or name.endswith(".DYNAMIC_RECEIVER_NOT_EXPORTED_PERMISSION"):
        return "App自己定义的权限,用来限制别的App调用它", "the app's own permission, to keep other apps from calling it"
    return (
        "没有公开说明的权限(由厂商或者别的App定义)",
        "a permission without public description (a maker's or another app's)",
    )
