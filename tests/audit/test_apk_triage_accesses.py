"""Readings of personal data: the provider's address decides, and nothing is accused that the code does not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from triaged import CONTACTS, PARSE, QUERY, app_class, method, triaged

from ringfence.schema import DataCategory, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import AppAudit


def kinds(audit: AppAudit) -> list[tuple[str, str]]:
    """Return (category, address) of each reading."""
    return [(each.category.value, each.uri) for each in audit.accesses]


def test_a_query_of_the_contacts_is_a_reading_of_contacts(tmp_path: Path) -> None:
    """The field tells the address, the address the category; class, method and permission are named."""
    audit = triaged(tmp_path, app_class(method(f"{CONTACTS}\n{QUERY}")), permissions=["READ_CONTACTS"])
    (access,) = audit.accesses
    assert access.category is DataCategory.CONTACTS
    assert access.uri.startswith("content://com.android.contacts")
    assert (access.place.class_name, access.place.method) == ("com.example.app.Main", "read()V")
    assert access.place.dex == "classes.dex"
    assert access.permissions == ("android.permission.READ_CONTACTS",)
    assert (access.reader, access.reachable) == ("", None)
    assert audit.verdict is Verdict.CAN_READ
    assert audit.permissions[0].used is True
    assert (audit.flows, audit.flows_looked) == ((), False)


@pytest.mark.parametrize(
    ("address", "category"),
    [
        ("content://sms/inbox", "sms"),
        ("content://call_log/calls", "call_log"),
        ("content://com.android.calendar/events", "calendar"),
    ],
)
def test_an_address_written_as_text(tmp_path: Path, address: str, category: str) -> None:
    """Uri.parse of a constant is resolved."""
    audit = triaged(tmp_path, app_class(method(f'const-string v1, "{address}"\n{PARSE}\n{QUERY}')))
    assert kinds(audit) == [(category, address)]


def test_an_address_kept_in_a_static_field(tmp_path: Path) -> None:
    """``static final Uri SMS = Uri.parse(...)`` is looked up in the class's initialiser."""
    field = "Lcom/example/app/Main;->SMS:Landroid/net/Uri;"
    start = f'.method static constructor <clinit>()V\n.locals 2\nconst-string v1, "content://sms"\n{PARSE}\nsput-object v1, {field}'
    code = f".field static final SMS:Landroid/net/Uri;\n{start}\nreturn-void\n.end method\n"
    audit = triaged(tmp_path, app_class(code + method(f"sget-object v1, {field}\n{QUERY}")))
    assert kinds(audit) == [("sms", "content://sms")]


def test_an_address_narrowed_by_what_is_appended(tmp_path: Path) -> None:
    """The authority stays; what is appended need not be known."""
    appended = "invoke-static {v1, v6}, Landroid/net/Uri;->withAppendedPath(Landroid/net/Uri;Ljava/lang/String;)Landroid/net/Uri;"
    audit = triaged(tmp_path, app_class(method(f"{CONTACTS}\n{appended}\nmove-result-object v1\n{QUERY}")))
    assert [each.category for each in audit.accesses] == [DataCategory.CONTACTS]


def test_every_branch_that_leads_to_the_query_counts(tmp_path: Path) -> None:
    """Where one way asks for contacts and another for messages, both are readings."""
    body = f'if-eqz v2, :other\n{CONTACTS}\ngoto :ask\n:other\nconst-string v1, "content://sms"\n{PARSE}\n:ask\n{QUERY}'
    audit = triaged(tmp_path, app_class(method(body)))
    assert {kind for kind, _ in kinds(audit)} == {"contacts", "sms"}


def test_a_register_written_again_forgets_the_address(tmp_path: Path) -> None:
    """The contacts' address was loaded, but another one is asked for."""
    body = f'{CONTACTS}\nconst-string v1, "content://com.example.shop/items"\n{PARSE}\n{QUERY}'
    assert triaged(tmp_path, app_class(method(body))).accesses == ()


def test_an_unknown_address_is_called_unknown(tmp_path: Path) -> None:
    """The address is a parameter: a provider is asked, which one the method does not tell."""
    body = f"move-object v1, p1\n{QUERY}"
    audit = triaged(tmp_path, app_class(method(body, name="read(Landroid/net/Uri;)V")))
    assert kinds(audit) == [("provider", "")]


def test_the_word_contacts_alone_is_no_reading(tmp_path: Path) -> None:
    """A text, an address only loaded, a call that lets the user pick a contact: none of them reads the address book."""
    pick = (
        f'{CONTACTS}\nnew-instance v6, Landroid/content/Intent;\nconst-string v7, "android.intent.action.PICK"\n'
        "invoke-direct {v6, v7, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V"
    )
    body = f'const-string v2, "contacts"\nconst-string v3, "content://com.android.contacts/data"\n{pick}'
    audit = triaged(tmp_path, app_class(method(body)), permissions=["READ_CONTACTS"])
    assert audit.accesses == ()
    assert audit.verdict is Verdict.NOTHING_SEEN
    assert audit.permissions[0].used is False


@pytest.mark.parametrize(
    "address", ["content://com.example.app.files/1", "content://settings/system", "content://unknown.maker/x"]
)
def test_own_settings_and_unknown_providers_are_not_contacts(tmp_path: Path, address: str) -> None:
    """The app's own provider, the system's settings and a provider nobody knows give no reading."""
    provider = '<provider android:name=".Files" android:authorities="com.example.app.files"/>'
    body = f'const-string v1, "{address}"\n{PARSE}\n{QUERY}'
    code = [app_class(method(body)), app_class("", "Lcom/example/app/Files;", "Landroid/content/ContentProvider;")]
    assert triaged(tmp_path, code, extra=provider).accesses == ()


def test_an_own_provider_that_borrows_a_known_name_stays_the_apps_own(tmp_path: Path) -> None:
    """An authority the manifest declares is the app's own, whatever it is called."""
    provider = '<provider android:name=".Main" android:authorities="sms"/>'
    body = f'const-string v1, "content://sms/inbox"\n{PARSE}\n{QUERY}'
    assert triaged(tmp_path, app_class(method(body)), extra=provider).accesses == ()


def test_pictures_are_pictures(tmp_path: Path) -> None:
    """A query of the media store is no reading of contacts."""
    field = "sget-object v1, Landroid/provider/MediaStore$Images$Media;->EXTERNAL_CONTENT_URI:Landroid/net/Uri;"
    assert {kind for kind, _ in kinds(triaged(tmp_path, app_class(method(f"{field}\n{QUERY}"))))} == {"photos"}


def setting(name: str) -> str:
    """Read a secure setting."""
    call = "Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"
    return f'const-string v1, "{name}"\ninvoke-static {{v0, v1}}, {call}\nmove-result-object v2'


def test_a_setting_counts_by_its_name(tmp_path: Path) -> None:
    """android_id identifies the phone; the input method does not."""
    audit = triaged(tmp_path, app_class(method(f"{setting('android_id')}\n{setting('default_input_method')}")))
    assert [each.category for each in audit.accesses] == [DataCategory.DEVICE_ID]


def test_a_listener_that_is_handed_the_location(tmp_path: Path) -> None:
    """The method that the system calls is the place."""
    body = method("nop", name="onLocationChanged(Landroid/location/Location;)V")
    listener = app_class(
        ".implements Landroid/location/LocationListener;\n" + body, "Lcom/example/app/Where;", "Ljava/lang/Object;"
    )
    audit = triaged(tmp_path, [app_class(""), listener], permissions=["ACCESS_FINE_LOCATION"])
    (access,) = audit.accesses
    assert (access.category, access.place.class_name) == (DataCategory.LOCATION, "com.example.app.Where")


def test_an_sdk_that_reads_is_named(tmp_path: Path) -> None:
    """The reader is the SDK, not the app."""
    code = app_class(method(f"{CONTACTS}\n{QUERY}"), "Lcom/moxie/client/X;", "Ljava/lang/Object;")
    (access,) = triaged(tmp_path, [app_class(""), code]).accesses
    assert access.reader == "魔蝎数据采集"


def test_a_common_library_is_not_accused_where_the_app_may_not(tmp_path: Path) -> None:
    """AppCompat holds a location call; without the permission it is not shown, nor is the library's plumbing."""
    last = "Landroid/location/LocationManager;->getLastKnownLocation(Ljava/lang/String;)Landroid/location/Location;"
    code = app_class(
        method(f"invoke-virtual {{v0, v1}}, {last}\n{QUERY}"),
        "Landroidx/appcompat/app/TwilightManager;",
        "Ljava/lang/Object;",
    )
    assert triaged(tmp_path, [app_class(""), code]).accesses == ()
    (access,) = triaged(tmp_path, [app_class(""), code], permissions=["ACCESS_COARSE_LOCATION"]).accesses
    assert access.reader.startswith("公共库 androidx")


def test_a_reading_that_the_system_refuses_is_no_verdict(tmp_path: Path) -> None:
    """Without the permission in the manifest the code is shown, but it cannot read."""
    audit = triaged(tmp_path, app_class(method(f"{CONTACTS}\n{QUERY}")))
    assert len(audit.accesses) == 1
    assert audit.verdict is Verdict.NOTHING_SEEN


def test_a_loop_through_the_query_ends(tmp_path: Path) -> None:
    """The backward walk meets the call again and stops."""
    body = f":again\n{QUERY}\nmove-object v1, v6\nmove-object v6, v1\nif-nez v2, :again"
    assert kinds(triaged(tmp_path, app_class(method(body)))) == [("provider", "")]
