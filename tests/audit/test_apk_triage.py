"""A triage as a whole: SDKs, packers, blind spots, hosts, the permissions table, the verdict."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from micro import assemble
from triaged import CONTACTS, MAIN, QUERY, app_class, method, triaged

from ringfence.audit.apk.triage import Authors
from ringfence.audit.apk.triage.class_names import ClassNames
from ringfence.schema import Need, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import AppAudit, Blind

STUB = app_class("", "Lcom/stub/StubApp;", "Landroid/app/Application;")
PAGES = "".join(f'<activity android:name=".Page{number}"/>' for number in range(4))


def blind(audit: AppAudit, kind: str) -> Blind:
    """Return the one blind spot of a kind."""
    (found,) = [each for each in audit.blind if each.kind == kind]
    return found


def kinds(audit: AppAudit) -> set[str]:
    return {each.kind for each in audit.blind}


def plain(name: str) -> str:
    return app_class("", name, "Ljava/lang/Object;")


def test_a_plain_app_hides_nothing(tmp_path: Path) -> None:
    """No SDK, no packer, nothing hidden, nothing read."""
    audit = triaged(tmp_path)
    assert (audit.sdks, audit.packers, audit.blind, audit.accesses) == ((), (), (), ())
    assert audit.verdict is Verdict.NOTHING_SEEN
    assert (audit.package, audit.container) == ("com.example.app", "apk")
    assert [each.kind for each in audit.components] == ["activity"]
    assert dict(audit.counts)["classes"] == 1


# -- SDKs


def test_the_longest_prefix_names_the_sdk(tmp_path: Path) -> None:
    """Firebase's analytics alone is analytics; its parent package is not a second SDK."""
    audit = triaged(tmp_path, [MAIN, plain("Lcom/google/firebase/analytics/A;")])
    assert [each.id for each in audit.sdks] == ["firebase_analytics"]
    both = triaged(tmp_path, [MAIN, plain("Lcom/google/firebase/analytics/A;"), plain("Lcom/google/firebase/B;")])
    assert {each.id for each in both.sdks} == {"firebase_analytics", "firebase"}


def test_a_name_that_merely_begins_alike_is_no_sdk(tmp_path: Path) -> None:
    """com.umeng.analyticsish and com.megviix are other people's."""
    code = [MAIN, plain("Lcom/umeng/analyticsish/A;"), plain("Lcom/megviix/A;")]
    assert triaged(tmp_path, code).sdks == ()


def test_a_library_and_a_class_make_one_sdk_with_two_signs(tmp_path: Path) -> None:
    """Evidence says by what it was known."""
    audit = triaged(
        tmp_path,
        [MAIN, plain("Lcn/tongdun/android/shell/FMAgent;")],
        members={"lib/arm64-v8a/libtongdun.so": b"\x7fELF"},
    )
    (sdk,) = audit.sdks
    assert (sdk.name_zh, sdk.kind) == ("同盾设备指纹", "risk control")
    assert sdk.evidence == ("cn.tongdun.android.* (1)", "lib/arm64-v8a/libtongdun.so")
    assert sdk.source


def test_the_makers_own_app_is_not_a_stranger_in_its_own_house(tmp_path: Path) -> None:
    """AMap's own app is not told that it contains AMap; its code is its own."""
    code = app_class(method(f"{CONTACTS}\n{QUERY}"), "Lcom/autonavi/minimap/Main;")
    audit = triaged(tmp_path, code, package="com.autonavi.minimap")
    assert "amap" not in {each.id for each in audit.sdks}
    assert audit.accesses[0].reader == ""


def test_authors_know_inner_classes_and_arrays() -> None:
    """``[Lcom/umeng/analytics/A$1;`` is Umeng's; a package of the same beginning is not."""
    authors = Authors("com.example.app")
    assert authors.reader("[Lcom/umeng/analytics/A$1;") == "友盟统计"
    assert authors.is_own("Lcom/umengish/A;")
    assert not authors.is_own("Landroidx/core/A;")
    assert authors.is_common("Landroidx/core/A;")
    assert authors.is_own("La;")


def test_class_names_are_counted_by_package_class_and_inner_class() -> None:
    """Only whole parts of a name count."""
    names = ClassNames(["Lcom/x/Y;", "Lcom/x/Y$1;", "Lcom/x/Yes;", "Lcom/x/y/Z;", "Lcom/xy/A;"])
    assert names.below("com.x") == 4
    assert names.below("com.x.Y") == 2
    assert names.below("com.x.y") == 1
    assert names.has("com.xy.A")
    assert not names.has("com.x")


# -- packers


def test_a_packed_app_cannot_be_analysed(tmp_path: Path) -> None:
    """The stub is the application, the pages are not in the code: the verdict says so and why."""
    audit = triaged(
        tmp_path,
        STUB,
        application='android:name="com.stub.StubApp"',
        extra=PAGES,
        permissions=["READ_CONTACTS"],
        members={"assets/libjiagu.so": b"\x7fELF"},
    )
    assert [each.id for each in audit.packers] == ["qihoo_jiagu"]
    found = blind(audit, "packed")
    assert found.hides_all
    assert "360加固" in found.zh
    assert "application com.stub.StubApp" in found.evidence
    assert "- com.example.app.Page1" in found.evidence
    assert audit.verdict is Verdict.NOT_ANALYSABLE
    assert audit.permissions[0].used is None
    assert audit.permissions[0].need is Need.NOT_NEEDED


def test_one_weak_sign_is_no_packer(tmp_path: Path) -> None:
    """A library of that name alone, however many processors it is built for."""
    members = {f"lib/{abi}/libDexHelper.so": b"\x7fELF" for abi in ("arm64-v8a", "armeabi-v7a", "x86")}
    audit = triaged(tmp_path, members=members)
    assert audit.packers == ()
    assert "packed" not in kinds(audit)


def test_two_weak_signs_name_a_packer_and_hide_nothing_that_is_there(tmp_path: Path) -> None:
    """The page is in the code, so the app is analysed; what the packer may protect is said."""
    audit = triaged(tmp_path, members={"lib/x86/libexec.so": b"\x7fELF", "lib/x86/libexecmain.so": b"\x7fELF"})
    assert [each.id for each in audit.packers] == ["ijiami"]
    assert not blind(audit, "packed").hides_all
    assert audit.verdict is Verdict.NOTHING_SEEN


def test_renaming_is_not_packing(tmp_path: Path) -> None:
    """Short names are obfuscation: the code is there and is read."""
    code = [MAIN, *(plain(f"La/b/{name};") for name in "abcdefgh")]
    assert triaged(tmp_path, code).blind == ()


def test_an_unknown_packer_is_known_by_what_is_not_there(tmp_path: Path) -> None:
    """No sign of any packer, yet none of the manifest's classes is in the code."""
    audit = triaged(tmp_path, plain("Lx/Loader;"), extra=PAGES)
    assert audit.packers == ()
    assert blind(audit, "packed").hides_all
    assert "5个类有5个不在" in blind(audit, "packed").zh
    assert audit.verdict is Verdict.NOT_ANALYSABLE


def test_a_leftover_component_is_not_packing(tmp_path: Path) -> None:
    """A receiver whose class was removed is an ordinary mistake."""
    audit = triaged(tmp_path, extra='<receiver android:name="com.gone.Receiver"/>')
    assert audit.blind == ()


def test_emptied_methods_are_packing(tmp_path: Path) -> None:
    """The classes are there and their methods are native: their code is elsewhere."""
    body = "\n".join(f".method public native m{number}()V\n.end method" for number in range(12))
    audit = triaged(tmp_path, app_class(body))
    assert blind(audit, "packed").hides_all
    assert audit.verdict is Verdict.NOT_ANALYSABLE


# -- other blind spots


def test_flutter_hides_what_is_written_in_dart(tmp_path: Path) -> None:
    """Nothing seen in such an app is not "nothing there"; what a plugin reads counts all the same."""
    members = {"lib/arm64-v8a/libflutter.so": b"\x7fELF", "lib/arm64-v8a/libapp.so": b"\x7fELF"}
    audit = triaged(tmp_path, members=members)
    assert blind(audit, "native").hides_all
    assert audit.verdict is Verdict.NOT_ANALYSABLE
    reading = triaged(
        tmp_path, app_class(method(f"{CONTACTS}\n{QUERY}")), members=members, permissions=["READ_CONTACTS"]
    )
    assert reading.verdict is Verdict.CAN_READ


def test_libapp_alone_is_not_flutter(tmp_path: Path) -> None:
    """A native library may be called libapp.so by anybody."""
    assert triaged(tmp_path, members={"lib/x86/libapp.so": b"\x7fELF"}).blind == ()


def test_native_methods_of_the_apps_own_code(tmp_path: Path) -> None:
    """Counted and named; those of common libraries are not."""
    native = ".method public static native {}()V\n.end method"
    body = native.format("sign") + "\n" + "\n".join(method("nop", name=f"m{number}()V") for number in range(12))
    code = [app_class(body), app_class(native.format("x"), "Landroidx/a/B;", "Ljava/lang/Object;")]
    audit = triaged(tmp_path, code)
    assert blind(audit, "native").evidence == ("com.example.app.Main.sign",)
    assert dict(audit.counts)["native_methods"] == 2


def test_code_loaded_when_the_app_runs(tmp_path: Path) -> None:
    """The place is named."""
    text = "Ljava/lang/String;"
    loader = f"Ldalvik/system/DexClassLoader;-><init>({text}{text}{text}Ljava/lang/ClassLoader;)V"
    audit = triaged(tmp_path, app_class(method(f"invoke-direct/range {{v0 .. v4}}, {loader}")))
    assert blind(audit, "dynamic_loading").evidence == ("com.example.app.Main.read",)
    assert audit.verdict is Verdict.NOT_ANALYSABLE


def test_an_sdk_that_loads_code_does_not_hide_the_app(tmp_path: Path) -> None:
    """Its name stands beside the place; the app's own code was all there to be looked at."""
    call = "invoke-direct {v0, v1, v2}, Ldalvik/system/PathClassLoader;-><init>(Ljava/lang/String;Ljava/lang/ClassLoader;)V"
    audit = triaged(tmp_path, [MAIN, app_class(method(call), "Lcom/tencent/smtt/X;", "Ljava/lang/Object;")])
    assert blind(audit, "dynamic_loading").evidence == ("com.tencent.smtt.X.read (腾讯浏览服务X5内核)",)
    assert audit.verdict is Verdict.NOTHING_SEEN


def test_a_page_that_may_call_the_app(tmp_path: Path) -> None:
    """What the page does is on a server."""
    bridge = "Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V"
    audit = triaged(tmp_path, app_class(method(f"invoke-virtual {{v0, v1, v2}}, {bridge}")))
    assert "web_content" in kinds(audit)


@pytest.mark.parametrize(("name", "seen"), [('const-string v1, "com.x.Y"', True), ("move-object v1, p1", False)])
def test_reflection_by_a_name_that_is_not_there(tmp_path: Path, name: str, seen: bool) -> None:  # noqa: FBT001 -- a parameter
    """A constant name hides nothing; another one is counted, without alarm."""
    call = "invoke-static {v1}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;"
    audit = triaged(tmp_path, app_class(method(f"{name}\n{call}", name="read(Ljava/lang/String;)V")))
    assert ("reflection" not in kinds(audit)) is seen
    assert audit.verdict is Verdict.NOTHING_SEEN


def test_code_among_the_assets(tmp_path: Path) -> None:
    """A dex file under another name is found by its first bytes; a picture is not opened."""
    dex = assemble(plain("Lhidden/Payload;"))
    audit = triaged(tmp_path, members={"assets/skin.dat": dex, "assets/photo.png": dex})
    assert blind(audit, "dynamic_loading").evidence == ("assets/skin.dat",)


def test_random_looking_assets_are_counted_without_alarm(tmp_path: Path) -> None:
    """Many apps carry encrypted or compressed models: a figure, no blind spot."""
    noise = b"".join(sha256(number.to_bytes(4, "little")).digest() for number in range(9600))
    audit = triaged(tmp_path, members={"assets/model.enc": noise, "assets/zeros.enc": bytes(300 << 10)})
    assert dict(audit.counts)["assets_dense"] == 1
    assert audit.blind == ()


# -- hosts


def test_hosts_in_code_and_resources(tmp_path: Path) -> None:
    """Addresses are hosts; identifiers of XML, names of classes, files and versions are not."""
    texts = [
        "https://api.Loan-Example.cn/v1/upload",
        "http://47.96.1.2:8080/x",
        "wss://push.example-lender.com",
        "risk.example-lender.net",
        "http://schemas.android.com/apk/res/android",
        "http://www.w3.org/2000/svg",
        "http://javax.xml.transform.dom.DOMResult/feature",
        "https://127.0.0.1/",
        "http://localhost:80",
        "com.example.app.Main",
        "java.net",
        "user.name",
        "icon.png",
        "1.2.3.4",
        "http://%s/path",
        "https://",
    ]
    body = "\n".join(f'const-string v1, "{text}"' for text in texts)
    audit = triaged(tmp_path, app_class(method(body)), strings={"site": {"": "见 https://m.example-lender.top/help"}})
    assert audit.hosts == (
        "47.96.1.2",
        "api.loan-example.cn",
        "m.example-lender.top",
        "push.example-lender.com",
        "risk.example-lender.net",
    )


# -- the permissions table


def test_the_permissions_table(tmp_path: Path) -> None:
    """In the manifest's order, with the rule, how far it is confirmed, the store's day, and whether code needs it."""
    code = app_class(method(f"{CONTACTS}\n{QUERY}"))
    names = ["INTERNET", "READ_CONTACTS", "READ_SMS", "CAMERA", "NEVER_HEARD_OF"]
    internet, contacts, sms, camera, strange = triaged(tmp_path, code, permissions=names).permissions
    assert (internet.need, internet.category) == (Need.NEUTRAL, None)
    assert (contacts.used, sms.used) == (True, False)
    assert contacts.store_barred == "2023-05-31"
    assert "尚待与原文核对" in contacts.need_zh
    assert "声明权限不等于已经读取" in contacts.need_zh
    assert camera.need is Need.CONDITIONAL
    assert (strange.need, strange.used, strange.category) == (Need.UNKNOWN, None, None)
    assert not any(word in each.need_zh for each in (contacts, sms) for word in ("违法", "违规"))


def test_one_of_several_permissions_is_not_all_of_them(tmp_path: Path) -> None:
    """The own number may be read with READ_SMS too; with READ_PHONE_NUMBERS declared nobody is called a reader of messages."""
    call = "Landroid/telephony/TelephonyManager;->getLine1Number()Ljava/lang/String;"
    code = app_class(method(f"invoke-virtual {{v0}}, {call}"))
    numbers, sms = triaged(tmp_path, code, permissions=["READ_PHONE_NUMBERS", "READ_SMS"]).permissions
    assert (numbers.used, sms.used) == (True, False)
    (alone,) = triaged(tmp_path, code, permissions=["READ_SMS"]).permissions
    assert alone.used is True
