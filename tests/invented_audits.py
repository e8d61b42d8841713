"""Invented audits for tests of pages, rows, JSON and comparison: no real app, company or address."""

from __future__ import annotations

from dataclasses import replace

from ringfence.schema import (
    AppAudit,
    AppComponent,
    Blind,
    Certainty,
    CodePlace,
    DataAccess,
    DataCategory,
    DataFlow,
    FlowStep,
    IndicatorHit,
    Need,
    PermissionUse,
    Sdk,
    SignerCertificate,
    SinkKind,
    Verdict,
)

QUERY = (
    "Landroid/content/ContentResolver;->query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;)"
    "Landroid/database/Cursor;"
)
POST = "Lokhttp3/Call;->execute()Lokhttp3/Response;"
HOSTILE = "</script><img src=x onerror=alert(1)>\u202egpj.exe\x1b[31m\x00\u200b"

READ_CONTACTS = PermissionUse(
    "android.permission.READ_CONTACTS",
    "读取通讯录",
    "read your contacts",
    DataCategory.CONTACTS,
    Need.NOT_NEEDED,
    "规定所列网络借贷类必要个人信息不含通讯录",
    "the rule's list for lending apps does not hold contacts",
    "2023-05-31",
    used=True,
)
CAMERA = PermissionUse(
    "android.permission.CAMERA",
    "拍照和录像",
    "take pictures and videos",
    DataCategory.CAMERA,
    Need.CONDITIONAL,
    "您自己拍身份证时才用到",
    "only when you photograph an ID card yourself",
    used=False,
)
INTERNET = PermissionUse("android.permission.INTERNET", "连接网络", "use the network", None, Need.NEUTRAL, used=True)
SIGNER = SignerCertificate(
    "ab" * 32,
    "cd" * 20,
    "CN=Release, O=示例科技有限公司, C=CN",
    "CN=Release, O=示例科技有限公司, C=CN",
    "2024-01-01T00:00:00Z",
    "2049-01-01T00:00:00Z",
    ("v2", "v3"),
    verified=True,
)
TONGJI = Sdk(
    "tongji",
    "示例统计",
    "Example Analytics",
    "示例统计公司",
    "analytics",
    (DataCategory.DEVICE_ID, DataCategory.NETWORK_ID),
    ("com.example.tongji",),
    "invented",
)
PACKER = Sdk("jiagu", "示例加固", "Example Packer", "示例安全公司", "packer", (), ("libexamplejiagu.so",), "invented")


def place(name: str, method: str = "run()V", line: int | None = 12) -> CodePlace:
    """Return a place in an invented class."""
    return CodePlace(f"com.example.loan.{name}", method, line, f"{name}.java", "classes.dex", 4)


def flow(
    number: int = 1,
    category: DataCategory = DataCategory.CONTACTS,
    kind: SinkKind = SinkKind.NETWORK,
    *,
    certainty: Certainty = Certainty.RESOLVED,
    reader: str = "",
    cls: str = "upload.ContactsWorker",
    line: int = 40,
) -> DataFlow:
    """Return a flow as the analysis gives it, with its transformations on the way."""
    return DataFlow(
        f"F{number}",
        category,
        kind,
        (
            FlowStep(place(cls, "collect(Landroid/content/Context;)Lorg/json/JSONArray;", line), QUERY, "source"),
            FlowStep(place(cls, "toJson()V", line + 3), "Lorg/json/JSONArray;->put(I)V", "build"),
            FlowStep(place("net.Crypto", "seal([B)[B", 31), "Ljavax/crypto/Cipher;->doFinal([B)[B", "encrypt"),
            FlowStep(place("net.Crypto", "seal([B)[B", 33), "Landroid/util/Base64;->encodeToString([BI)V", "encode"),
            FlowStep(place("net.Api", "post(Ljava/lang/String;)V", 77), POST, "sink"),
        ),
        certainty,
        ("android.permission.READ_CONTACTS",),
        ("json", "encrypt", "encode"),
        ("api.example.com",),
        "content://com.android.contacts/data/phones",
        reader,
        "",
        reachable=True,
    )


def access(category: DataCategory = DataCategory.CONTACTS, reader: str = "", cls: str = "A") -> DataAccess:
    """Return a read of contacts or of what ``category`` names."""
    return DataAccess(
        category, place(cls), QUERY, permissions=("android.permission.READ_CONTACTS",), reader=reader, reachable=True
    )


def clean() -> AppAudit:
    """Return an app with the network permission and nothing else."""
    return AppAudit(
        file="calculator.apk",
        size=2_345_678,
        sha256="0f" * 32,
        sm3="1e" * 32,
        package="com.example.calculator",
        label="示例计算器",
        version_name="1.2.0",
        version_code=12,
        min_sdk=21,
        target_sdk=34,
        signers=(SIGNER,),
        permissions=(INTERNET,),
        components=(AppComponent("activity", "com.example.calculator.Main", exported=True),),
        flows_looked=True,
        hosts=("www.example.org",),
        verdict=Verdict.NOTHING_SEEN,
        counts=(("classes", 120), ("methods", 900)),
        engine="ringfence 0.1 models 1",
        audited="2026-11-22",
    )


def sends_contacts() -> AppAudit:
    """Return a lender's app with a path from contacts to the network, a log of the device id, and a part that is not seen."""
    return replace(
        clean(),
        file="示例贷款.apk",
        package="com.example.loan",
        label="示例贷款",
        version_name="3.1.4",
        permissions=(READ_CONTACTS, CAMERA, INTERNET),
        accesses=(access(), access(DataCategory.DEVICE_ID, "示例统计", "B")),
        flows=(
            flow(1),
            flow(2, cls="upload.Again"),
            flow(3, DataCategory.DEVICE_ID, SinkKind.LOG, reader="示例统计", certainty=Certainty.POSSIBLE, cls="T"),
        ),
        sdks=(TONGJI,),
        blind=(Blind("native", "有 2 个本机代码库", "2 native libraries", ("lib/arm64-v8a/libsec.so",)),),
        hosts=("api.example.com", "log.example.net"),
        indicators=(
            IndicatorHit("domain", "example.com", "示例名单里的地址", "api.example.com", "我的名单.csv"),
            IndicatorHit("package", "com.example.loan", "", "com.example.loan", "list.stix2"),
        ),
        verdict=Verdict.CAN_SEND,
    )


def packed() -> AppAudit:
    """Return an app whose code a packer hides."""
    return replace(
        clean(),
        file="packed.apk",
        package="com.example.packed",
        label="示例钱包",
        permissions=(READ_CONTACTS, CAMERA, INTERNET),
        packers=(PACKER,),
        blind=(
            Blind(
                "packed",
                "代码用“示例加固”加固",
                "the code is packed with “Example Packer”",
                ("libexamplejiagu.so",),
                hides_all=True,
            ),
        ),
        flows_looked=False,
        verdict=Verdict.NOT_ANALYSABLE,
    )


def monster() -> AppAudit:
    """Return an app with 300 permissions, 500 flows, 80 components of other makers and 1,000 hosts."""
    categories, kinds = list(DataCategory), list(SinkKind)
    makers = [Sdk(f"s{n}", f"组件{n}", f"Component {n}", f"公司{n}", "library") for n in range(80)]
    return replace(
        sends_contacts(),
        label="什么都要" * 12,
        permissions=tuple(
            replace(
                READ_CONTACTS, name=f"android.permission.EXAMPLE_{n}", category=categories[n % 19] if n % 2 else None
            )
            for n in range(300)
        ),
        flows=tuple(
            replace(
                flow(n, categories[n % 19], kinds[n * 7 % 8], cls=f"pkg{n}.Very" + "Long" * 20 + f"Name{n}"),
                reader=f"组件{n % 80}" if n % 3 else "",
                certainty=Certainty.POSSIBLE if n % 5 == 0 else Certainty.RESOLVED,
            )
            for n in range(500)
        ),
        accesses=tuple(access(categories[n % 19], f"组件{n % 80}", f"C{n}") for n in range(1500)),
        sdks=tuple(makers),
        hosts=tuple(f"h{n}.example.com" for n in range(1000)),
    )


def hostile() -> AppAudit:
    """Return an app all of whose texts attack the page: markup, direction marks, control characters, 10 KB, half surrogates."""
    bad = HOSTILE + "甲" * 10_000
    rtl = "تطبيق القرض" + "\u202e" + "בדיקה"
    where = CodePlace(bad, bad, -1, bad, bad, -1)
    sdk = Sdk(bad, bad, bad, bad, bad, (), (bad,), bad)
    return AppAudit(
        file=f'../../{HOSTILE}"; rm -rf ~.apk',
        size=10**15,
        sha256=bad,
        sm3="\ud800",
        container=bad,
        package=bad,
        label=rtl + HOSTILE,
        version_name="{{7*7}}{% raw %}{0}" + bad,
        version_code=-5,
        signers=(SignerCertificate(bad, bad, "O=" + bad, bad, bad, bad, (bad,), verified=False),),
        permissions=(
            PermissionUse(bad, "", "", None),
            PermissionUse(bad + "2", bad, bad, DataCategory.SMS, need_zh=bad),
        ),
        components=(AppComponent(bad, bad),),
        accesses=(DataAccess(DataCategory.SMS, where, bad, bad, (bad,), bad),),
        flows=(
            DataFlow(
                "F" * 9999, DataCategory.SMS, SinkKind.SDK, (), hosts=(bad,) * 500, uri=bad, reader=bad, sender=bad
            ),
            DataFlow(
                "F2",
                DataCategory.CONTACTS,
                SinkKind.NETWORK,
                tuple(FlowStep(where, bad, one) for one in ("source", bad, "encrypt", *("call",) * 300, "sink")),
                through=(bad, "encrypt"),
            ),
        ),
        flows_looked=True,
        sdks=(sdk,),
        packers=(sdk,),
        blind=(Blind(bad, bad, bad, (bad,) * 100),),
        hosts=(bad, "Z\u0336\u0335\u0334\u0333\u0332a\u0336\u0335\u0334.example.com"),
        indicators=(IndicatorHit(bad, bad, bad, bad, bad),),
        verdict=Verdict.CAN_SEND,
        warnings=((bad, bad),),
        counts=((bad, 10**30),),
        engine=bad,
        audited=bad,
    )
