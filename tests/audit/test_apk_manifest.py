"""Manifests: what the platform's package parser would take from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from writers_arsc import arsc, res_ids
from writers_axml import Attr, Flags, Node, Ref, android, axml, node
from writers_zip import Member, zip_of

from ringfence.audit.apk.container.apk import Apk
from ringfence.audit.apk.errors import ApkError, AxmlDamaged, MemberMissingError
from ringfence.audit.apk.resources import IntentFilter, Manifest, UsesPermission, read_axml, read_manifest

if TYPE_CHECKING:
    from writers_arsc import Entries

TYPES: dict[str, Entries] = {
    "string": {"app_name": {"": "Quick Loan", "zh-rCN": "快贷"}, "version": {"": "1.2"}},
    "bool": {"on": {"": True}, "off": {"": False}},
    "xml": {"rules": {"": "res/r.xml"}},
}
IDS = res_ids(TYPES)


def apk_of(manifest: bytes, *, table: bytes | None = None) -> Apk:
    """Return an APK with a manifest and a table."""
    members = [Member("AndroidManifest.xml", manifest), Member("resources.arsc", table or arsc(TYPES), method=0)]
    return Apk(zip_of(members), "a.apk", "a.apk")


def read(*children: Node, attributes: tuple[Attr, ...] = (), package: str = "com.example.app") -> Manifest:
    """Return the manifest with these children."""
    return read_manifest(apk_of(axml(Node("manifest", [Attr("package", package), *attributes], list(children)))))


def test_the_apps_own_facts() -> None:
    manifest = read(
        node("uses-sdk", minSdkVersion=21, targetSdkVersion=33),
        node(
            "application",
            name=".App",
            label=Ref(IDS["string/app_name"]),
            debuggable=True,
            allowBackup=False,
            usesCleartextTraffic=Ref(IDS["bool/on"]),
            networkSecurityConfig=Ref(IDS["xml/rules"]),
            dataExtractionRules=Ref(IDS["xml/rules"]),
        ),
        attributes=(
            android("versionCode", 7),
            android("versionName", Ref(IDS["string/version"])),
            android("versionCodeMajor", 1),
        ),
    )
    assert manifest.package == "com.example.app"
    assert manifest.label == "快贷"
    assert manifest.label_id == IDS["string/app_name"]
    assert manifest.application_class == "com.example.app.App"
    assert (manifest.version_name, manifest.version_code) == ("1.2", (1 << 32) + 7)
    assert (manifest.min_sdk, manifest.target_sdk) == (21, 33)
    assert (manifest.debuggable, manifest.allow_backup, manifest.cleartext) == (True, False, True)
    assert manifest.network_config == IDS["xml/rules"]
    assert manifest.backup == (("data_extraction_rules", IDS["xml/rules"]),)
    assert manifest.warnings == ()


def test_what_is_not_said_is_none() -> None:
    manifest = read(node("uses-sdk", minSdkVersion=19))
    assert (manifest.debuggable, manifest.allow_backup, manifest.cleartext, manifest.version_code) == (
        None,
        None,
        None,
        None,
    )
    assert manifest.target_sdk == 19  # as the platform takes it
    assert manifest.label == manifest.application_class == ""


def test_permissions_are_each_named_once_and_the_wider_one_counts() -> None:
    manifest = read(
        node("uses-permission", name="android.permission.READ_SMS", maxSdkVersion=22),
        node("uses-permission", name="android.permission.READ_SMS"),
        node("uses-permission-sdk-23", name="android.permission.CAMERA", maxSdkVersion=30),
        node("uses-permission-sdk-m", name="android.permission.CAMERA", maxSdkVersion=32),
        node("uses-permission", name="android.permission.READ_EXTERNAL_STORAGE", maxSdkVersion=28),
        node("uses-permission"),
    )
    assert manifest.permissions == (
        UsesPermission("android.permission.READ_SMS"),
        UsesPermission("android.permission.CAMERA", 32, sdk23=True),
        UsesPermission("android.permission.READ_EXTERNAL_STORAGE", 28),
    )


def test_its_own_permissions_and_groups() -> None:
    manifest = read(
        node("permission", name="com.example.P", protectionLevel=Flags(2), permissionGroup="com.example.G"),
        node("permission-group", name="com.example.G"),
    )
    assert [(one.name, one.protection, one.group) for one in manifest.defines] == [
        ("com.example.P", 2, "com.example.G")
    ]
    assert manifest.permission_groups == ("com.example.G",)


@pytest.mark.parametrize(
    ("written", "full"),
    [
        (".A", "com.example.app.A"),
        ("A", "com.example.app.A"),
        ("org.other.A", "org.other.A"),
        (".ui.A", "com.example.app.ui.A"),
    ],
)
def test_class_names_stand_in_the_package(written: str, full: str) -> None:
    assert read(node("application", node("activity", name=written))).components[0].name == full


def filtered(*, target: int = 33) -> Manifest:
    """Return a manifest with components of all kinds."""
    action = node("intent-filter", node("action", name="go"))
    return read(
        node("uses-sdk", targetSdkVersion=target),
        node(
            "application",
            node("activity", action, name=".Filtered"),
            node("activity", name=".Silent"),
            node("activity", action, name=".Closed", exported=False),
            node("activity", name=".Open", exported=Ref(IDS["bool/on"])),
            node("activity-alias", action, name=".Alias", targetActivity=".Silent", enabled=Ref(IDS["bool/off"])),
            node("service", name=".Service", permission="com.example.OWN", process=":remote"),
            node("receiver", action, name=".Receiver"),
            node("provider", name=".Provider", authorities="a.b;c.d", readPermission="com.example.READ"),
            permission="com.example.APP",
        ),
    )


def test_who_can_be_reached_from_outside() -> None:
    opened = {component.name.rpartition(".")[2]: component for component in filtered().components}
    assert {name: (one.exported, one.open) for name, one in opened.items()} == {
        "Filtered": (None, True),
        "Silent": (None, False),
        "Closed": (False, False),
        "Open": (True, True),
        "Alias": (None, True),
        "Service": (None, False),
        "Receiver": (None, True),
        "Provider": (None, False),
    }
    assert not opened["Alias"].enabled
    assert opened["Alias"].target_activity == "com.example.app.Silent"
    assert opened["Service"].permission == "com.example.OWN"
    assert opened["Service"].process == ":remote"
    assert opened["Silent"].permission == "com.example.APP"
    assert opened["Provider"].permission == "com.example.READ"
    assert opened["Provider"].authorities == ("a.b", "c.d")


def test_providers_were_open_by_default_before_level_17() -> None:
    assert filtered(target=16).components[-1].open
    assert not filtered(target=17).components[-1].open


def test_a_disabled_application_disables_its_components() -> None:
    manifest = read(node("application", node("activity", name=".A"), enabled=False))
    assert not manifest.application_enabled
    assert not manifest.components[0].enabled


def test_intent_filters() -> None:
    manifest = read(
        node(
            "application",
            node(
                "activity",
                node(
                    "intent-filter",
                    node("action", name="android.intent.action.VIEW"),
                    node("category", name="android.intent.category.DEFAULT"),
                    node("data", scheme="https", host="example.com", pathPrefix="/pay"),
                    node("data", scheme="loan", mimeType="text/plain"),
                ),
                name=".A",
            ),
        )
    )
    assert manifest.components[0].filters == (
        IntentFilter(
            ("android.intent.action.VIEW",),
            ("android.intent.category.DEFAULT",),
            ("https", "loan"),
            ("example.com",),
            ("text/plain",),
            ("/pay",),
        ),
    )


def test_meta_data_texts_are_resolved_and_other_resources_named() -> None:
    manifest = read(
        node(
            "application",
            node("meta-data", name="channel", value="store"),
            node("meta-data", name="title", value=Ref(IDS["string/app_name"])),
            node("meta-data", name="number", value=42),
            node("meta-data", name="config", resource=Ref(IDS["xml/rules"])),
            node("activity", node("meta-data", name="own", value=True), name=".A"),
        )
    )
    assert manifest.meta == {"channel": "store", "title": "快贷", "number": "42", "config": f"@{IDS['xml/rules']:08x}"}
    assert set(manifest.components[0].meta) == {"own"}


def test_queries_features_and_libraries() -> None:
    manifest = read(
        node(
            "queries",
            node("package", name="com.tencent.mm"),
            node("intent", node("action", name="go")),
            node("provider", authorities="a.b"),
        ),
        node("uses-feature", name="android.hardware.camera"),
        node("application", node("uses-library", name="org.apache.http.legacy")),
    )
    assert manifest.queries.packages == ("com.tencent.mm",)
    assert manifest.queries.intents[0].actions == ("go",)
    assert manifest.queries.providers == ("a.b",)
    assert manifest.features == ("android.hardware.camera",)
    assert manifest.libraries == ("org.apache.http.legacy",)


def test_splits() -> None:
    manifest = read(
        node("uses-split", name="feature"),
        node("application", isSplitRequired=True),
        attributes=(
            Attr("split", "config.zh"),
            Attr("configForSplit", "base"),
            android("requiredSplitTypes", "base__abi,base__density"),
            android("splitTypes", "base__language"),
        ),
    )
    assert (manifest.split, manifest.config_for) == ("config.zh", "base")
    assert manifest.required_splits == ("base__abi", "base__density", "feature")
    assert manifest.split_types == ("base__language",)
    assert manifest.splits_required


def test_names_that_lie_do_not_hide_a_component() -> None:
    """All android names in the pool are empty: only the ids tell what they are."""
    activity = Node("activity", [android("name", ".Hidden", shown=""), android("exported", value=True, shown="")])
    component = read(Node("application", [], [activity])).components[0]
    assert component.name == "com.example.app.Hidden"
    assert component.open


def test_only_the_first_application_counts() -> None:
    manifest = read(node("application", node("activity", name=".A")), node("application", node("activity", name=".B")))
    assert [component.name for component in manifest.components] == ["com.example.app.A"]
    assert "first" in manifest.warnings[0][1]


def test_a_damaged_table_is_said_and_done_without() -> None:
    manifest = axml(
        node("manifest", node("application", label=Ref(1), name=".A"), attributes=(Attr("package", "com.a"),))
    )
    read_without = read_manifest(apk_of(manifest, table=b"broken table!"))
    assert read_without.label == ""
    assert read_without.application_class == "com.a.A"
    assert "resource table" in read_without.warnings[0][1]


def test_what_is_no_manifest() -> None:
    with pytest.raises(AxmlDamaged, match="no manifest"):
        read_manifest(apk_of(axml(node("resources"))))
    with pytest.raises(MemberMissingError):
        read_manifest(Apk(zip_of([Member("a", b"")]), "a.apk", "a.apk"))


def test_a_fault_says_its_place_once() -> None:
    fault = AxmlDamaged("坏了", "it is broken", offset=16)
    assert str(fault) == "it is broken (offset 0x10)"
    placed = fault.placed("AndroidManifest.xml")
    assert isinstance(placed, AxmlDamaged)
    assert placed.zh == "坏了（AndroidManifest.xml，偏移 0x10）"
    assert placed.placed("other") is placed
    assert str(ApkError("x", "x")) == "x"
    assert read_axml(axml(node("a"))).tag == "a"
