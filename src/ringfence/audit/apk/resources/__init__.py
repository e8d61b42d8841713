"""Reads what an app says of itself without code: compiled XML, the resource table, the manifest, the layouts."""

from ringfence.audit.apk.resources.arsc import Resources, read_arsc
from ringfence.audit.apk.resources.axml import read_axml
from ringfence.audit.apk.resources.element import ANDROID, AttributeValue, Element, ValueType
from ringfence.audit.apk.resources.layout import Layout, View
from ringfence.audit.apk.resources.layouts import read_layouts
from ringfence.audit.apk.resources.manifest import (
    Component,
    DefinedPermission,
    IntentFilter,
    Manifest,
    Queries,
    UsesPermission,
)
from ringfence.audit.apk.resources.manifest_reader import read_manifest, read_resources

__all__ = [
    "ANDROID",
    "AttributeValue",
    "Component",
    "DefinedPermission",
    "Element",
    "IntentFilter",
    "Layout",
    "Manifest",
    "Queries",
    "Resources",
    "UsesPermission",
    "ValueType",
    "View",
    "read_arsc",
    "read_axml",
    "read_layouts",
    "read_manifest",
    "read_resources",
]
