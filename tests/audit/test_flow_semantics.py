"""Handlers, each on a small app: names hidden in Base64, observers, buses, bridges, files; code that no compiler made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from micro.apk import micro_apk

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.flow import Budget, FlowReport, find_flows, machine
from ringfence.audit.apk.flow.instructions import TABLE
from ringfence.audit.apk.models import load_models
from ringfence.audit.apk.resources import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "Lcom/example/app/Main;"
HEAD = f"""
.class public {MAIN}
.super Landroid/app/Activity;
.field public text:Ljava/lang/String;
.method public constructor <init>()V
.locals 0
invoke-direct {{p0}}, Landroid/app/Activity;-><init>()V
return-void
.end method
.method public device()Ljava/lang/String;
.locals 1
const-string v0, "phone"
invoke-virtual {{p0, v0}}, {MAIN}->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {{v0}}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
move-result-object v0
return-object v0
.end method
.method public static log(Ljava/lang/String;)V
.locals 1
const-string v0, "t"
invoke-static {{v0, p0}}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
return-void
.end method
"""


def created(code: str, registers: int = 6) -> str:
    """An activity whose ``onCreate`` is this code."""
    return (
        f"{HEAD}.method public onCreate(Landroid/os/Bundle;)V\n.locals {registers}\n{code}\nreturn-void\n.end method\n"
    )


def look(folder: Path, *smali: str, budget: Budget | None = None) -> FlowReport:
    """The report on an app of this code."""
    apk = open_package(micro_apk(folder, smali=["\n".join(smali)])).apks[0]
    return find_flows(Program.load(apk.dexes()), read_manifest(apk), (), load_models(), budget=budget or Budget())


SECRET = f"invoke-virtual {{p0}}, {MAIN}->device()Ljava/lang/String;\nmove-result-object v0\n"
LOG = f"invoke-static {{v0}}, {MAIN}->log(Ljava/lang/String;)V\n"


def test_a_method_whose_name_is_hidden_in_base64(tmp_path: Path) -> None:
    code = f"""
{SECRET}
const-string v1, "bG9n"
const/4 v2, 0x0
invoke-static {{v1, v2}}, Landroid/util/Base64;->decode(Ljava/lang/String;I)[B
move-result-object v1
new-instance v3, Ljava/lang/String;
invoke-direct {{v3, v1}}, Ljava/lang/String;-><init>([B)V
const-class v1, {MAIN}
const/4 v2, 0x1
new-array v2, v2, [Ljava/lang/Class;
const-class v4, Ljava/lang/String;
const/4 v5, 0x0
aput-object v4, v2, v5
invoke-virtual {{v1, v3, v2}}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v1
const/4 v2, 0x1
new-array v2, v2, [Ljava/lang/Object;
aput-object v0, v2, v5
const/4 v4, 0x0
invoke-virtual {{v1, v4, v2}}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
"""
    assert len(look(tmp_path, created(code)).flows) == 1


def test_a_file_written_and_read_as_a_whole_and_another(tmp_path: Path) -> None:
    code = """
{secret}
const-string v1, "{written}"
invoke-static {{v1}}, Ljava/nio/file/Path;->of(Ljava/lang/String;)Ljava/nio/file/Path;
new-instance v2, Ljava/io/FileWriter;
invoke-direct {{v2, v1}}, Ljava/io/FileWriter;-><init>(Ljava/lang/String;)V
invoke-virtual {{v2, v0}}, Ljava/io/FileWriter;->write(Ljava/lang/String;)V
new-instance v3, Ljava/io/File;
invoke-direct {{v3, v1}}, Ljava/io/File;-><init>(Ljava/lang/String;)V
new-instance v4, Ljava/io/File;
const-string v5, "b.txt"
invoke-direct {{v4, v5}}, Ljava/io/File;-><init>(Ljava/lang/String;)V
invoke-virtual {{v3, v4}}, Ljava/io/File;->renameTo(Ljava/io/File;)Z
new-instance v2, Ljava/io/FileReader;
const-string v5, "{read}"
invoke-direct {{v2, v5}}, Ljava/io/FileReader;-><init>(Ljava/lang/String;)V
new-instance v3, Ljava/io/BufferedReader;
invoke-direct {{v3, v2}}, Ljava/io/BufferedReader;-><init>(Ljava/io/Reader;)V
invoke-virtual {{v3}}, Ljava/io/BufferedReader;->readLine()Ljava/lang/String;
move-result-object v0
{log}
"""

    def kinds(read: str) -> set[str]:
        text = code.format(secret=SECRET, log=LOG, written="a.txt", read=read)
        return {str(flow.kind) for flow in look(tmp_path, created(text)).flows}

    assert kinds("a.txt") == {"file", "log"}
    assert kinds("b.txt") == {"file", "log"}
    assert kinds("c.txt") == {"file"}


def test_a_bridge_that_a_page_may_call(tmp_path: Path) -> None:
    bridge = f"""
.class public Lcom/example/app/Bridge;
.super Ljava/lang/Object;
.field public main:{MAIN}
.method public constructor <init>()V
.locals 0
invoke-direct {{p0}}, Ljava/lang/Object;-><init>()V
return-void
.end method
.method public tell()V
.locals 1
iget-object v0, p0, Lcom/example/app/Bridge;->main:{MAIN}
invoke-virtual {{v0}}, {MAIN}->device()Ljava/lang/String;
move-result-object v0
{LOG}
return-void
.end method
"""
    code = f"""
new-instance v0, Landroid/webkit/WebView;
invoke-direct {{v0, p0}}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
new-instance v1, Lcom/example/app/Bridge;
invoke-direct {{v1}}, Lcom/example/app/Bridge;-><init>()V
iput-object p0, v1, Lcom/example/app/Bridge;->main:{MAIN}
const-string v2, "app"
invoke-virtual {{v0, v1, v2}}, Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V
"""
    assert len(look(tmp_path, created(code), bridge).flows) == 1
    other = code.rpartition("invoke-virtual")[0]
    assert not look(tmp_path, created(other), bridge).flows


def test_a_stream_that_is_printed_shows_nothing_of_what_it_holds(tmp_path: Path) -> None:
    code = f"""
{SECRET}
new-instance v1, Ljava/io/StringReader;
invoke-direct {{v1, v0}}, Ljava/io/StringReader;-><init>(Ljava/lang/String;)V
invoke-virtual {{v1}}, Ljava/lang/Object;->toString()Ljava/lang/String;
move-result-object v0
{LOG}
"""
    assert not look(tmp_path, created(code)).flows


# ---------------------------------------------------------------- code that ends


@pytest.mark.parametrize(
    "code",
    [
        ":again\ngoto :again",
        f":again\n{SECRET}{LOG}goto :again",
        f":again\n{SECRET}iput-object v0, p0, {MAIN}->text:Ljava/lang/String;\nconst/4 v1, 0x0\nif-eqz v1, :again",
        f"invoke-virtual {{p0, p1}}, {MAIN}->onCreate(Landroid/os/Bundle;)V",
        "const/4 v0, 0x0\n:again\nadd-int/lit8 v0, v0, 0x1\nconst v1, 0x7fffffff\nif-lt v0, v1, :again",
        (
            'const-string v0, "x"\n:again\ninvoke-virtual {v0, v0}, '
            "Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;\nmove-result-object v0\ngoto :again"
        ),
    ],
    ids=["empty loop", "loop with a way", "loop over a field", "calls itself", "counts far", "text that grows"],
)
def test_whatever_never_ends_ends(code: str, tmp_path: Path) -> None:
    report = look(tmp_path, created(code))
    assert dict(report.counts)["instructions"] < 20_000


def test_an_exception_that_another_handler_catches_leads_nowhere(tmp_path: Path) -> None:
    code = f"""
{SECRET}
:try_start
new-instance v1, Ljava/lang/IllegalStateException;
invoke-direct {{v1}}, Ljava/lang/IllegalStateException;-><init>()V
throw v1
:try_end
.catch Ljava/lang/{{caught}};  {{{{:try_start .. :try_end}}}} :handler
:handler
move-exception v1
{LOG}
"""
    for caught, count in (("RuntimeException", 1), ("ArithmeticException", 0)):
        text = code.replace("{caught}", caught).replace("{{:try", "{:try").replace("try_end}}", "try_end}")
        assert len(look(tmp_path, created(text)).flows) == count


def test_registers_that_do_not_exist_are_said_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code is checked when it is decoded; what slips through breaks one method, not the audit."""

    def broken(*_given: object) -> None:
        raise IndexError

    monkeypatch.setattr(machine, "TABLE", [*TABLE[:0x1A], broken, *TABLE[0x1B:]])
    report = look(tmp_path, created(SECRET + LOG))
    assert not report.flows
    assert [blind.kind for blind in report.blind] == ["damaged"]


def test_an_intent_made_and_sent_by_reflection(tmp_path: Path) -> None:
    code = f"""
{SECRET}
const-string v1, "android.content.Intent"
invoke-static {{v1}}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
move-result-object v1
invoke-virtual {{v1}}, Ljava/lang/Class;->newInstance()Ljava/lang/Object;
move-result-object v2
check-cast v2, Landroid/content/Intent;
const-string v3, "id"
invoke-virtual {{v2, v3, v0}}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
const/4 v4, 0x1
new-array v3, v4, [Ljava/lang/Class;
const/4 v5, 0x0
aput-object v1, v3, v5
invoke-virtual {{p0}}, Ljava/lang/Object;->getClass()Ljava/lang/Class;
move-result-object v1
const-string v0, "startActivity"
invoke-virtual {{v1, v0, v3}}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
move-result-object v1
new-array v3, v4, [Ljava/lang/Object;
aput-object v2, v3, v5
invoke-virtual {{v1, p0, v3}}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
"""
    assert [str(flow.kind) for flow in look(tmp_path, created(code)).flows] == ["other_app"]


def test_a_name_that_stands_in_the_resources(tmp_path: Path) -> None:
    intent = "Landroid/content/Intent;"
    code = f"""
{SECRET}
const v1, 0x7f040000
invoke-virtual {{p0, v1}}, {MAIN}->getString(I)Ljava/lang/String;
move-result-object v1
new-instance v2, Landroid/content/Intent;
invoke-direct {{v2}}, Landroid/content/Intent;-><init>()V
invoke-virtual {{v2, p0, v1}}, {intent}->setClassName(Landroid/content/Context;Ljava/lang/String;){intent}
const-string v3, "id"
invoke-virtual {{v2, v3, v0}}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
invoke-virtual {{p0, v2}}, {MAIN}->startActivity(Landroid/content/Intent;)V
"""
    apk = open_package(micro_apk(tmp_path, smali=[created(code)])).apks[0]
    program, manifest = Program.load(apk.dexes()), read_manifest(apk)
    unknown = find_flows(program, manifest, (), load_models())
    known = find_flows(program, manifest, (), load_models(), texts={0x7F040000: "com.example.app.Main"}.get)
    assert (len(unknown.flows), len(unknown.handovers)) == (1, 0)
    assert (len(known.flows), len(known.handovers)) == (0, 1)
