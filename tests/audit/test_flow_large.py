"""Large apps: methods looked at alone, the search over them, the budget, the cache on disk."""

from __future__ import annotations

import sqlite3
import zlib
from typing import TYPE_CHECKING

import pytest
from micro.apk import micro_apk
from micro.library import micro_apps

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.flow import Budget, FlowReport, SummaryCache, find_flows
from ringfence.audit.apk.flow.findings import Findings
from ringfence.audit.apk.flow.local import Local
from ringfence.audit.apk.flow.machine import Machine
from ringfence.audit.apk.flow.manifest import Components, Screens
from ringfence.audit.apk.flow.store import Store
from ringfence.audit.apk.flow.world import World
from ringfence.audit.apk.models import load_models
from ringfence.audit.apk.resources import read_layouts, read_manifest, read_resources
from ringfence.schema import Certainty

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.audit.apk.flow.local import Edges

LARGE = Budget(large=0, large_instructions=0)

HELPER = """
.class public Lcom/example/app/Box;
.super Ljava/lang/Object;
.field private text:Ljava/lang/String;
.field public static last:Ljava/lang/String;
.method public constructor <init>()V
.locals 0
invoke-direct {p0}, Ljava/lang/Object;-><init>()V
return-void
.end method
.method public static twice(Ljava/lang/String;)Ljava/lang/String;
.locals 1
invoke-virtual {p0, p0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
return-object v0
.end method
.method public keep(Ljava/lang/String;)V
.locals 0
iput-object p1, p0, Lcom/example/app/Box;->text:Ljava/lang/String;
sput-object p1, Lcom/example/app/Box;->last:Ljava/lang/String;
return-void
.end method
.method public show()V
.locals 2
iget-object v0, p0, Lcom/example/app/Box;->text:Ljava/lang/String;
const-string v1, "tag"
invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
return-void
.end method
.method public static fill(Ljava/util/List;Ljava/lang/String;)V
.locals 0
invoke-interface {p0, p1}, Ljava/util/List;->add(Ljava/lang/Object;)Z
return-void
.end method
.method public static hashed(Ljava/lang/String;)Ljava/lang/String;
.locals 1
invoke-static {p0}, Lcom/example/app/Box;->twice(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
return-object v0
.end method
.method public static size(Ljava/lang/String;)I
.locals 1
invoke-virtual {p0}, Ljava/lang/String;->length()I
move-result v0
return v0
.end method
"""


def edges_of(folder: Path, name: str) -> Edges:
    """What one method of ``HELPER`` does when it is run alone."""
    apk = open_package(micro_apk(folder, smali=HELPER)).apks[0]
    program = Program.load(apk.dexes())
    world = World(program, load_models(), Findings())
    world.components = Components(read_manifest(apk), program)
    world.screens = Screens(())
    machine = Machine(program, world, 0)
    world.routines = machine.routines
    local = Local(machine)
    method = next(m for m in program.classes["Lcom/example/app/Box;"].methods if m.ref.name == name)
    edges = local.run(machine.routines.of(method))
    local.found(world.findings)
    return edges


def test_a_parameter_that_comes_back(tmp_path: Path) -> None:
    assert ("ret",) in edges_of(tmp_path, "twice").edges["P", 0]


def test_a_parameter_that_goes_into_fields(tmp_path: Path) -> None:
    outs = edges_of(tmp_path, "keep").edges["P", 1]
    assert {out[2] for out in outs if out[0] == "F"} == {"text", "last"}


def test_a_field_that_goes_out(tmp_path: Path) -> None:
    edges = edges_of(tmp_path, "show").edges
    (inport,) = (port for port in edges if port[0] == "F")
    assert [out[0] for out in edges[inport]] == ["sink"]


def test_a_parameter_that_goes_into_another(tmp_path: Path) -> None:
    assert ("pout", 0) in edges_of(tmp_path, "fill").edges["P", 1]


def test_a_call_is_not_followed_but_noted(tmp_path: Path) -> None:
    edges = edges_of(tmp_path, "hashed")
    assert [call[2] for call in edges.calls] == ["twice"]
    assert ("arg", 0, 0) in edges.edges["P", 0]
    assert ("ret",) in edges.edges["R", 0]


def test_an_answer_that_carries_nothing_has_no_edge(tmp_path: Path) -> None:
    assert not edges_of(tmp_path, "size").edges


# ---------------------------------------------------------------- whole apps


def analysed(
    name: str, folder: Path, budget: Budget, cache: SummaryCache | None = None
) -> tuple[FlowReport, set[tuple[int, int]]]:
    """The report on an app of the library, and the flows it has."""
    app = next(one for one in micro_apps() if one.name == name)
    apk = open_package(app.write(folder)).apks[0]
    resources = read_resources(apk)
    report = find_flows(
        Program.load(apk.dexes()),
        read_manifest(apk, resources),
        read_layouts(apk, resources),
        load_models(),
        budget=budget,
        cache=cache,
    )
    return report, {(f.source, f.sink) for f in app.flows}


def places(report: FlowReport) -> set[tuple[int | None, int | None]]:
    """Lines of sources and sinks."""
    return {(f.steps[0].place.line, f.steps[-1].place.line) for f in report.flows}


@pytest.mark.parametrize(
    "name",
    [
        "a field that is stored and read again",
        "through an interface",
        "a thread around a runnable",
        "a service's Intent",
        "preferences, the same key in another activity",
        "the device id in a request's body",
        "contacts as JSON, encrypted, encoded, posted with OkHttp",
        "where the phone was last, by SMS",
    ],
)
def test_method_by_method_finds_it_too_and_says_possible(name: str, tmp_path: Path) -> None:
    report, wanted = analysed(name, tmp_path, LARGE)
    assert wanted <= places(report)
    assert {f.certainty for f in report.flows} == {Certainty.POSSIBLE}


@pytest.mark.parametrize("name", ["preferences, another key and another file", "a method nobody calls"])
def test_method_by_method_keeps_apart_what_names_keep_apart(name: str, tmp_path: Path) -> None:
    report, _wanted = analysed(name, tmp_path, LARGE)
    assert not [f for f in report.flows if f.reachable]


def test_a_transformation_is_told(tmp_path: Path) -> None:
    report, _wanted = analysed("contacts as JSON, encrypted, encoded, posted with OkHttp", tmp_path, LARGE)
    assert {"encrypt", "json"} <= set(report.flows[0].through)


def test_what_the_budget_cuts_is_looked_at_method_by_method(tmp_path: Path) -> None:
    report, wanted = analysed(
        "a field that is stored and read again", tmp_path, Budget(instructions=3, per_component=3)
    )
    assert wanted <= places(report)
    assert {f.certainty for f in report.flows} == {Certainty.POSSIBLE}


def test_what_nobody_had_time_for_is_said(tmp_path: Path) -> None:
    budget = Budget(instructions=3, per_component=3, summary_seconds=-1.0)
    report, _wanted = analysed("a field that is stored and read again", tmp_path, budget)
    assert not report.flows
    assert [blind.kind for blind in report.blind] == ["budget"]


# ---------------------------------------------------------------- the cache

APP = "contacts as JSON, encrypted, encoded, posted with OkHttp"


def figure(report: FlowReport, name: str) -> int:
    """A count of the report."""
    return dict(report.counts)[name]


def test_a_second_look_runs_nothing_and_finds_the_same(tmp_path: Path) -> None:
    cache = SummaryCache(tmp_path / "kept" / "edges.sqlite", "1")
    first, _wanted = analysed(APP, tmp_path, LARGE, cache)
    cache.close()
    cache = SummaryCache(tmp_path / "kept" / "edges.sqlite", "1")
    second, _wanted = analysed(APP, tmp_path, LARGE, cache)
    assert figure(first, "methods run alone") > 0
    assert figure(second, "methods run alone") == 0
    assert second.flows == first.flows
    cache.close()


def test_other_models_begin_anew(tmp_path: Path) -> None:
    path = tmp_path / "edges.sqlite"
    for version in "12":
        cache = SummaryCache(path, version)
        report, _wanted = analysed(APP, tmp_path, LARGE, cache)
        cache.close()
        assert figure(report, "methods run alone") > 0


def test_a_file_that_is_no_cache_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "edges.sqlite"
    path.write_bytes(b"no database" * 1000)
    cache = SummaryCache(path, "1")
    report, wanted = analysed(APP, tmp_path, LARGE, cache)
    cache.close()
    assert wanted <= places(report)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM parts").fetchone()[0] > 0


@pytest.mark.parametrize(
    "part",
    [
        b"",
        b"not JSON",
        b"[]",
        b'{"o": [], "q": 1, "p": [], "t": [], "m": {}}',
        b"[" * 200_000,
        b"\xff\xfe",
        b'{"o": [], "q": [["app", "x", "1", 7]], "p": [], "t": [], "m": {}}',
    ],
)
def test_parts_that_say_nothing_sensible_are_left_aside(part: bytes, tmp_path: Path) -> None:
    path = tmp_path / "edges.sqlite"
    cache = SummaryCache(path, "1")
    first, _wanted = analysed(APP, tmp_path, LARGE, cache)
    cache.close()
    base = sqlite3.connect(path)
    keys = [key for (key,) in base.execute("SELECT key FROM parts").fetchall()]
    base.close()
    store = Store(path)
    for key in keys:
        store.put(key, part)
    store.close()
    cache = SummaryCache(path, "1")
    report, _wanted = analysed(APP, tmp_path, LARGE, cache)
    assert report.flows == first.flows
    assert cache.hits == 0
    cache.close()


def test_methods_that_name_what_is_not_there_are_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "edges.sqlite"
    cache = SummaryCache(path, "1")
    first, _wanted = analysed(APP, tmp_path, LARGE, cache)
    cache.close()
    base = sqlite3.connect(path)
    rows = base.execute("SELECT key, body FROM parts").fetchall()
    base.close()
    store = Store(path)
    for key, body in rows:
        whole = zlib.decompress(body[16:])
        if whole.startswith(b'{"o"'):
            store.put(key, whole.replace(b'[[["P"', b"[[[9").replace(b'"p":[[', b'"p":[[77,'))
    store.close()
    cache = SummaryCache(path, "1")
    report, _wanted = analysed(APP, tmp_path, LARGE, cache)
    cache.close()
    assert len(report.flows) <= len(first.flows)


def other(folder: Path, smali: list[str], cache: SummaryCache | None = None) -> FlowReport:
    """The report on an app with these dex files."""
    folder.mkdir(exist_ok=True)
    apk = open_package(micro_apk(folder, smali=smali)).apks[0]
    return find_flows(Program.load(apk.dexes()), read_manifest(apk), (), load_models(), budget=LARGE, cache=cache)


MAIN = """
.class public Lcom/example/app/Main;
.super Landroid/app/Activity;
.method public constructor <init>()V
.locals 0
invoke-direct {{p0}}, Landroid/app/Activity;-><init>()V
return-void
.end method
.method public onCreate(Landroid/os/Bundle;)V
.locals 2
const-string v0, "phone"
invoke-virtual {{p0, v0}}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {{v0}}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
move-result-object v0
{does}
return-void
.end method
"""
RESOLVER = "Landroid/content/ContentResolver;"
KEEP = """
new-instance v1, Lcom/example/app/Box;
invoke-direct {v1}, Lcom/example/app/Box;-><init>()V
invoke-virtual {v1, v0}, Lcom/example/app/Box;->keep(Ljava/lang/String;)V
invoke-virtual {v1}, Lcom/example/app/Box;->show()V
"""
TWICE = """
invoke-static {v0}, Lcom/example/app/Box;->twice(Ljava/lang/String;)Ljava/lang/String;
move-result-object v0
const-string v1, "tag"
invoke-static {v1, v0}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
"""


@pytest.mark.parametrize("apart", [True, False], ids=["its own dex file", "compiled together"])
def test_another_app_with_the_same_library_is_told_the_same_with_and_without(tmp_path: Path, *, apart: bool) -> None:
    """Two apps share a class: what the first leaves in the cache changes nothing in what is found in the second."""
    cache = SummaryCache(tmp_path / "edges.sqlite", "1")
    for number, does in enumerate((KEEP, TWICE, KEEP)):
        smali = [MAIN.format(does=does), HELPER] if apart else [MAIN.format(does=does) + HELPER]
        folder = tmp_path / f"{number}"
        bare = other(folder, smali)
        cold = other(folder, smali, cache)
        cache.save()
        warm = other(folder, smali, cache)
        assert bare.flows == cold.flows == warm.flows
        assert bare.flows
        assert figure(warm, "methods run alone") == 0
        if number == 2:
            assert figure(cold, "methods run alone") == 0
    cache.close()


@pytest.mark.parametrize("name", [one.name for one in micro_apps()][::6])
def test_cold_warm_and_without_are_the_same(name: str, tmp_path: Path) -> None:
    """One cache for all: what other apps of the same names and packages left in it does no harm."""
    bare, _wanted = analysed(name, tmp_path, LARGE)
    path = tmp_path / "edges.sqlite"
    before = [one.name for one in micro_apps()]
    for app in (before[before.index(name) - 1], name, name):
        cache = SummaryCache(path, "1")
        found, _wanted = analysed(app, tmp_path, LARGE, cache)
        cache.close()
    assert found.flows == bare.flows
    assert found.blind == bare.blind
    assert figure(found, "methods run alone") == 0


def test_what_an_initialiser_takes_from_another_class_is_asked_again(tmp_path: Path) -> None:
    """A key that one class takes from another's constant: the same code, another key in the second app."""
    keys = """
.class public Lcom/example/app/Keys;
.super Ljava/lang/Object;
.field public static final KEY:Ljava/lang/String;
.method static constructor <clinit>()V
.locals 1
sget-object v0, Lcom/example/app/Names;->NAME:Ljava/lang/String;
sput-object v0, Lcom/example/app/Keys;->KEY:Ljava/lang/String;
return-void
.end method
"""
    names = """
.class public Lcom/example/app/Names;
.super Ljava/lang/Object;
.field public static final NAME:Ljava/lang/String; = "{name}"
"""
    does = """
new-instance v1, Landroid/content/Intent;
invoke-direct {v1}, Landroid/content/Intent;-><init>()V
sget-object p1, Lcom/example/app/Keys;->KEY:Ljava/lang/String;
invoke-virtual {p0, p1}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object p1
check-cast p1, Landroid/telephony/TelephonyManager;
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object p1
sget-object v1, Lcom/example/app/Keys;->KEY:Ljava/lang/String;
invoke-static {p1, v1}, Landroid/provider/Settings$Secure;->getString(@RESOLVER@Ljava/lang/String;)Ljava/lang/String;
move-result-object p1
const-string v0, "tag"
invoke-static {v0, p1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
"""
    cache = SummaryCache(tmp_path / "edges.sqlite", "1")
    found = []
    for number, name in enumerate(("ringtone", "android_id", "ringtone")):
        smali = [MAIN.format(does=does.replace("@RESOLVER@", RESOLVER)) + keys + names.format(name=name)]
        report = other(tmp_path / f"{number}", smali, cache)
        assert report.flows == other(tmp_path / f"{number}", smali).flows
        found.append(len(report.flows))
        cache.save()
    cache.close()
    assert found == [0, 1, 0]


def test_a_resource_that_reads_otherwise_is_asked_again(tmp_path: Path) -> None:
    smali = MAIN.format(
        does="""
const v1, @string/key
invoke-virtual {p0, v1}, Lcom/example/app/Main;->getString(I)Ljava/lang/String;
move-result-object v1
invoke-virtual {p0}, Lcom/example/app/Main;->getContentResolver()Landroid/content/ContentResolver;
move-result-object p1
invoke-static {p1, v1}, Landroid/provider/Settings$Secure;->getString(@RESOLVER@Ljava/lang/String;)Ljava/lang/String;
move-result-object p1
const-string v0, "tag"
invoke-static {v0, p1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I
""".replace("@RESOLVER@", RESOLVER)
    )
    cache = SummaryCache(tmp_path / "edges.sqlite", "1")
    found = []
    for number, text in enumerate(("ringtone", "android_id")):
        folder = tmp_path / f"{number}"
        folder.mkdir()
        apk = open_package(micro_apk(folder, smali=smali, strings={"key": {"": text}})).apks[0]
        resources = read_resources(apk)
        report = find_flows(
            Program.load(apk.dexes()),
            read_manifest(apk, resources),
            (),
            load_models(),
            budget=LARGE,
            cache=cache,
            texts=resources.text if resources is not None else None,
        )
        found.append(len(report.flows))
    cache.close()
    assert found == [0, 1]


def test_the_same_code_in_another_family_of_classes_is_looked_at_anew(tmp_path: Path) -> None:
    """``this.send(x)`` means another method where the superclass is another: what was remembered of the one app does not hold."""
    text = """
.class public Lcom/example/app/Main;
.super {above}
.method public constructor <init>()V
.locals 0
invoke-direct {{p0}}, {above}-><init>()V
return-void
.end method
.method public onCreate(Landroid/os/Bundle;)V
.locals 2
const-string v0, "phone"
invoke-virtual {{p0, v0}}, Lcom/example/app/Main;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
move-result-object v0
check-cast v0, Landroid/telephony/TelephonyManager;
invoke-virtual {{v0}}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
move-result-object v0
invoke-virtual {{p0, v0}}, Lcom/example/app/Main;->send(Ljava/lang/String;)V
return-void
.end method
"""
    sender = """
.class public Lcom/example/app/{name};
.super Landroid/app/Activity;
.method public constructor <init>()V
.locals 0
invoke-direct {{p0}}, Landroid/app/Activity;-><init>()V
return-void
.end method
.method public send(Ljava/lang/String;)V
.locals 1
{does}
return-void
.end method
"""
    leak = 'const-string v0, "t"\ninvoke-static {v0, p1}, Landroid/util/Log;->d(Ljava/lang/String;Ljava/lang/String;)I'
    cache = SummaryCache(tmp_path / "edges.sqlite", "1")
    found = []
    for name, does in (("Quiet", ""), ("Loud", leak)):
        folder = tmp_path / name
        folder.mkdir()
        smali = [text.format(above=f"Lcom/example/app/{name};") + sender.format(name=name, does=does)]
        apk = open_package(micro_apk(folder, smali=smali)).apks[0]
        report = find_flows(Program.load(apk.dexes()), read_manifest(apk), (), load_models(), budget=LARGE, cache=cache)
        cache.save()
        found.append(len(report.flows))
    cache.close()
    assert found == [0, 1]
