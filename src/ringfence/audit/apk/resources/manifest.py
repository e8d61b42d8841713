"""What an app says of itself: the nouns of ``AndroidManifest.xml``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UsesPermission:
    """A permission that is asked for. ``max_sdk``: not asked for above that level; ``sdk23``: only from level 23 on."""

    name: str
    max_sdk: int | None = None
    sdk23: bool = False


@dataclass(frozen=True, slots=True)
class DefinedPermission:
    """A permission that the app itself makes. ``protection``: the protectionLevel's number (0 normal, 1 dangerous, 2 signature)."""

    name: str
    protection: int = 0
    group: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class IntentFilter:
    """What a component answers to. ``paths``: exact paths, prefixes and patterns as written."""

    actions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    mime: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """A component.

    Attributes:
        kind: ``activity``, ``activity-alias``, ``service``, ``receiver``, ``provider``.
        name: full class name (``com.example.Main``); an alias's own name.
        exported: as declared, None when nothing is said; ``open`` is what holds in the end: other apps can reach it.
        enabled: its own and the application's flag together.
        permission: what a caller needs, the application's where it has none of its own; a provider's read permission first.
        target_activity: full class behind an alias.
        authorities: of a provider.
        meta: ``meta-data`` by name; text resources are resolved, others stand as ``@7f010002``.
    """

    kind: str
    name: str
    exported: bool | None = None
    open: bool = False
    enabled: bool = True
    permission: str = ""
    process: str = ""
    target_activity: str = ""
    authorities: tuple[str, ...] = ()
    filters: tuple[IntentFilter, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Queries:
    """Which other apps it may see (``<queries>``)."""

    packages: tuple[str, ...] = ()
    intents: tuple[IntentFilter, ...] = ()
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The manifest of one APK.

    Attributes:
        label: the app's name, in Chinese where there is one; ``label_id`` its resource id, 0 when it is written out.
        application_class: full class of ``<application android:name>``, "" for the system's own.
        debuggable, allow_backup, cleartext: as declared, None when nothing is said.
        backup: resource ids of the backup rules (``full_backup_content``, ``data_extraction_rules``), where declared.
        network_config: resource id of the network security configuration, 0 when none.
        permissions: asked for, in order, each name once; ``defines`` its own; ``permission_groups`` names of its own groups.
        components: in order of the manifest, aliases among them.
        features: names of ``<uses-feature>``; ``libraries`` of ``<uses-library>``.
        split: this APK's split name, "" for the base; ``config_for`` the split it configures.
        required_splits: splits without which the app must not be installed; ``split_types`` what this one provides;
            ``splits_required`` the base says that it is not whole alone.
        warnings: (zh, en) oddities that were survived.
    """

    package: str
    version_name: str = ""
    version_code: int | None = None
    min_sdk: int | None = None
    target_sdk: int | None = None
    label: str = ""
    label_id: int = 0
    application_class: str = ""
    application_enabled: bool = True
    process: str = ""
    debuggable: bool | None = None
    allow_backup: bool | None = None
    cleartext: bool | None = None
    backup: tuple[tuple[str, int], ...] = ()
    network_config: int = 0
    app_component_factory: str = ""
    shared_user: str = ""
    permissions: tuple[UsesPermission, ...] = ()
    defines: tuple[DefinedPermission, ...] = ()
    permission_groups: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    queries: Queries = field(default_factory=Queries)
    features: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    split: str = ""
    config_for: str = ""
    required_splits: tuple[str, ...] = ()
    split_types: tuple[str, ...] = ()
    splits_required: bool = False
    warnings: tuple[tuple[str, str], ...] = ()
