"""Turns AndroidManifest.xml into its nouns, by the rules of the platform's own package parser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.errors import ApkError, AxmlDamaged
from ringfence.audit.apk.resources.arsc import read_arsc
from ringfence.audit.apk.resources.axml import read_axml
from ringfence.audit.apk.resources.manifest import (
    Component,
    DefinedPermission,
    IntentFilter,
    Manifest,
    Queries,
    UsesPermission,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ringfence.audit.apk.container import Apk
    from ringfence.audit.apk.resources.arsc import Resources
    from ringfence.audit.apk.resources.element import AttributeValue, Element

_TABLE = "resources.arsc"
_LARGEST = 16 << 20  # bytes; the largest manifests are below two MiB
_KINDS = ("activity", "activity-alias", "service", "receiver", "provider")
_SDK23 = ("uses-permission-sdk-23", "uses-permission-sdk-m")
_PATHS = (
    "path",
    "pathPrefix",
    "pathPattern",
    "pathAdvancedPattern",
    "pathSuffix",
    "ssp",
    "sspPrefix",
    "sspPattern",
)
_PROVIDERS_CLOSED_SINCE = 17  # providers are exported by default below this target level


def read_resources(apk: Apk) -> Resources | None:
    """Return the APK's resource table, None when it has none.

    Raises:
        ApkError: it cannot be read.
    """
    return read_arsc(apk.read(_TABLE)) if apk.has(_TABLE) else None


def read_manifest(apk: Apk, resources: Resources | None = None) -> Manifest:
    """Return what the APK says of itself.

    Args:
        apk: the APK.
        resources: its table (of the base, for a split), to resolve texts and flags; read from ``apk`` when first needed.

    Raises:
        MemberMissingError: no manifest.
        AxmlDamaged: it cannot be read.
    """
    root = read_axml(apk.read("AndroidManifest.xml", _LARGEST))
    if root.tag != "manifest":
        root = next((element for element in root.walk() if element.tag == "manifest"), root)
    if root.tag != "manifest" and not root.get("package"):
        raise AxmlDamaged("这不是应用清单", "this is no manifest of an app", where="AndroidManifest.xml")
    return _Manifest(apk, resources).read(root)


class _Manifest:
    """The state of reading one manifest: its package, and the table for what it refers to."""

    def __init__(self, apk: Apk, resources: Resources | None) -> None:
        self._apk = apk
        self._resources = resources
        self._looked = resources is not None
        self._package = ""
        self._warnings: list[tuple[str, str]] = []

    def read(self, root: Element) -> Manifest:
        """Return the manifest under ``root``."""
        self._package = self._text(root.get("package"))
        applications = list(root.all("application"))
        if len(applications) > 1:
            self._warn(
                "清单里有多个 application,按系统的做法只看第一个。",
                "Several application elements; only the first counts.",
            )
        application = applications[0] if applications else None
        minimum, target = self._levels(root)
        meta: dict[str, str] = {}
        components: tuple[Component, ...] = ()
        if application is not None:
            meta = self._meta(application)
            components = tuple(self._components(application, target or 1))
        permissions = self._permissions(root)
        named = application.get if application is not None else (lambda _: None)
        label = named("label")
        return Manifest(
            package=self._package,
            version_name=self._text(root.get("versionName")),
            version_code=self._version(root),
            min_sdk=minimum,
            target_sdk=target,
            label=self._text(label),
            label_id=label.reference if label else 0,
            application_class=self._class(named("name")),
            application_enabled=self._flag(named("enabled")) is not False,
            process=self._text(named("process")),
            debuggable=self._flag(named("debuggable")),
            allow_backup=self._flag(named("allowBackup")),
            cleartext=self._flag(named("usesCleartextTraffic")),
            backup=tuple(
                (shown, value.reference)
                for shown, name in (
                    ("full_backup_content", "fullBackupContent"),
                    ("data_extraction_rules", "dataExtractionRules"),
                )
                if (value := named(name)) and value.reference
            ),
            network_config=config.reference if (config := named("networkSecurityConfig")) else 0,
            app_component_factory=self._class(named("appComponentFactory")),
            shared_user=self._text(root.get("sharedUserId")),
            permissions=permissions,
            defines=tuple(self._defined(element) for element in root.all("permission") if element.get("name")),
            permission_groups=self._names(root.all("permission-group")),
            components=components,
            meta=meta,
            queries=self._queries(root),
            features=self._names(root.all("uses-feature")),
            libraries=self._names(application.all("uses-library")) if application is not None else (),
            split=self._text(root.get("split")),
            config_for=self._text(root.get("configForSplit")),
            required_splits=tuple(
                dict.fromkeys(
                    (*self._listed(root.get("requiredSplitTypes")), *self._names(root.all("uses-split"))),
                )
            ),
            split_types=self._listed(root.get("splitTypes")),
            splits_required=bool(self._flag(root.get("isSplitRequired")) or self._flag(named("isSplitRequired"))),
            warnings=tuple(self._warnings),
        )

    def _table(self) -> Resources | None:
        """Return the resource table, read when first needed; a damaged one is said and done without."""
        if not self._looked:
            self._looked = True
            try:
                self._resources = read_resources(self._apk)
            except ApkError as fault:
                self._warn(f"资源表无法读取：{fault.zh}", f"The resource table cannot be read: {fault.en}")
        return self._resources

    def _warn(self, zh: str, en: str) -> None:
        """Note an oddity."""
        self._warnings.append((zh, en))

    def _resolved(self, value: AttributeValue | None) -> AttributeValue | None:
        """Return the value, a reference followed through the table; one that leads nowhere is None."""
        if value is None or not value.reference:
            return value
        table = self._table()
        try:
            return table.value(value.reference) if table else None
        except ApkError:
            return None

    def _text(self, value: AttributeValue | None) -> str:
        """Return the text of an attribute, "" when it has none; numbers as they would be printed."""
        found = self._resolved(value)
        if found is None:
            return ""
        if found.raw is not None:
            return found.raw
        number = found.integer
        return "" if number is None else str(number)

    def _flag(self, value: AttributeValue | None) -> bool | None:
        """Return a truth value, None when it is not said or cannot be resolved."""
        found = self._resolved(value)
        return found.boolean if found else None

    def _integer(self, value: AttributeValue | None) -> int | None:
        """Return a number, None when it is not said or is a name (a preview level)."""
        found = self._resolved(value)
        return found.integer if found else None

    def _class(self, value: AttributeValue | None) -> str:
        """Return a full class name: ``.A`` and ``A`` stand in the package."""
        name = self._text(value)
        if not name:
            return ""
        if name.startswith("."):
            return self._package + name
        return name if "." in name else f"{self._package}.{name}"

    def _names(self, elements: Iterable[Element]) -> tuple[str, ...]:
        """Return the names of elements, each once."""
        return tuple(dict.fromkeys(name for element in elements if (name := self._text(element.get("name")))))

    def _listed(self, value: AttributeValue | None) -> tuple[str, ...]:
        """Return the words of a comma-separated list."""
        return tuple(word.strip() for word in self._text(value).split(",") if word.strip())

    def _version(self, root: Element) -> int | None:
        """Return the version code, its major half included."""
        low = self._integer(root.get("versionCode"))
        high = self._integer(root.get("versionCodeMajor"))
        if low is None:
            return None
        return (high or 0) << 32 | (low & 0xFFFFFFFF) if high else low

    def _levels(self, root: Element) -> tuple[int | None, int | None]:
        """Return the smallest and the target level; the target is the smallest where it is not said."""
        minimum = target = None
        for element in root.all("uses-sdk"):
            minimum = self._integer(element.get("minSdkVersion")) if minimum is None else minimum
            target = self._integer(element.get("targetSdkVersion")) if target is None else target
        return minimum, minimum if target is None else target

    def _permissions(self, root: Element) -> tuple[UsesPermission, ...]:
        """Return what is asked for; asked for twice, the wider one counts."""
        found: dict[str, UsesPermission] = {}
        for element in root.children:
            late = element.tag in _SDK23
            name = self._text(element.get("name"))
            if not name or not (late or element.tag == "uses-permission"):
                continue
            limit = self._integer(element.get("maxSdkVersion"))
            there = found.get(name)
            if there is not None:
                late = late and there.sdk23
                limit = None if limit is None or there.max_sdk is None else max(limit, there.max_sdk)
            found[name] = UsesPermission(name, limit, late)
        return tuple(found.values())

    def _defined(self, element: Element) -> DefinedPermission:
        """Return a permission that the app makes."""
        return DefinedPermission(
            self._text(element.get("name")),
            self._integer(element.get("protectionLevel")) or 0,
            self._text(element.get("permissionGroup")),
            self._text(element.get("label")),
        )

    def _components(self, application: Element, target: int) -> Iterable[Component]:
        """Yield the components in their order."""
        for element in application.children:
            if element.tag in _KINDS and element.get("name"):
                yield self._component(element, application, target)

    def _component(self, element: Element, application: Element, target: int) -> Component:
        """Return one component."""
        filters = tuple(self._filter(child) for child in element.all("intent-filter"))
        exported = self._flag(element.get("exported"))
        provider = element.tag == "provider"
        by_default = target < _PROVIDERS_CLOSED_SINCE if provider else bool(filters)
        permission = self._text(element.get("permission")) or self._text(application.get("permission"))
        if provider:
            permission = self._text(element.get("readPermission")) or permission
        enabled = (
            self._flag(element.get("enabled")) is not False and self._flag(application.get("enabled")) is not False
        )
        authorities = self._text(element.get("authorities")).split(";") if provider else ()
        return Component(
            kind=element.tag,
            name=self._class(element.get("name")),
            exported=exported,
            open=by_default if exported is None else exported,
            enabled=enabled,
            permission=permission,
            process=self._text(element.get("process")) or self._text(application.get("process")),
            target_activity=self._class(element.get("targetActivity")) if element.tag == "activity-alias" else "",
            authorities=tuple(authority for authority in authorities if authority),
            filters=filters,
            meta=self._meta(element),
        )

    def _filter(self, element: Element) -> IntentFilter:
        """Return an intent filter."""
        data = list(element.all("data"))
        return IntentFilter(
            actions=self._names(element.all("action")),
            categories=self._names(element.all("category")),
            schemes=self._each(data, ("scheme",)),
            hosts=self._each(data, ("host",)),
            mime=self._each(data, ("mimeType",)),
            paths=self._each(data, _PATHS),
        )

    def _each(self, elements: list[Element], names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the texts of attributes of several elements, each once."""
        texts = (self._text(element.get(name)) for element in elements for name in names)
        return tuple(dict.fromkeys(text for text in texts if text))

    def _meta(self, element: Element) -> dict[str, str]:
        """Return the meta-data below an element; what is no text stands as its resource id."""
        found: dict[str, str] = {}
        for child in element.all("meta-data"):
            name = self._text(child.get("name"))
            resource = child.get("resource")
            value = child.get("value")
            if not name or name in found:
                continue
            if resource is not None and resource.reference:
                found[name] = f"@{resource.reference:08x}"
            else:
                found[name] = self._text(value) or (f"@{value.reference:08x}" if value and value.reference else "")
        return found

    def _queries(self, root: Element) -> Queries:
        """Return which other apps it may see."""
        parts = [child for element in root.all("queries") for child in element.children]
        return Queries(
            packages=self._names(part for part in parts if part.tag == "package"),
            intents=tuple(self._filter(part) for part in parts if part.tag == "intent"),
            providers=self._each([part for part in parts if part.tag == "provider"], ("authorities",)),
        )
