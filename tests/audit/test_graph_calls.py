"""The call graph: what a call may reach, what the platform calls back, what runs, and when hubs are cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from dexes import program
from hypothesis import given
from hypothesis import strategies as st

from ringfence.audit.apk.graph import CallGraph, Running, hierarchy, methods
from ringfence.audit.apk.graph.csr import from_pairs, spread

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import MethodDef, Program

RUNNABLE = [("Ljava/lang/Runnable;", ["run"])]


def method(name: str, body: str = "", *, static: bool = False, proto: str = "()V") -> str:
    words = "public static" if static else "public"
    return f".method {words} {name}{proto}\n.registers 4\n{body}\nreturn-void\n.end method\n"


def klass(
    name: str, *methods: str, above: str = "Ljava/lang/Object;", implements: str = "", words: str = "public"
) -> str:
    line = f".implements {implements}\n" if implements else ""
    return f".class {words} L{name};\n.super {above}\n{line}{''.join(methods)}\n"


def interface(name: str, *methods: str) -> str:
    return klass(name, *methods, words="public interface abstract")


def abstract(name: str) -> str:
    return f".method public abstract {name}()V\n.end method\n"


def find(read: Program, cls: str, name: str) -> MethodDef:
    return next(one for one in read.classes[f"L{cls};"].methods if one.ref.name == name)


def callees(text: str, cls: str = "Main", name: str = "go", **options: object) -> set[str]:
    read = program(text)
    graph = CallGraph(read, **options)  # type: ignore[arg-type] # a test's own keywords
    return {f"{one.ref.cls[1:-1]}.{one.ref.name}" for one in graph.callees(find(read, cls, name))}


def test_static_direct_and_super_calls_reach_one_method() -> None:
    text = klass("Up", method("s", static=True), method("v")) + klass("Main", method("v"), above="LUp;")
    text += klass(
        "Other",
        method("go", "invoke-static {}, LMain;->s()V\ninvoke-super {p0}, LUp;->v()V"),
        above="LUp;",
    )
    assert callees(text, "Other") == {"Up.s", "Up.v"}


def test_a_virtual_call_reaches_overriding_methods_of_subtypes_and_the_inherited_one() -> None:
    text = klass("Top", method("v")) + klass("Left", method("v"), above="LTop;") + klass("Right", above="LTop;")
    text += klass("Deep", method("v"), above="LRight;") + klass("Stranger", method("v"))
    on = klass("Main", method("go", "invoke-virtual {p0}, LRight;->v()V"))
    assert callees(text + on) == {"Top.v", "Deep.v"}
    on = klass("Main", method("go", "invoke-virtual/range {p0 .. p0}, LTop;->v()V"))
    assert callees(text + on) == {"Top.v", "Left.v", "Deep.v"}


def test_an_interface_call_reaches_what_a_superclass_gives_to_the_implementing_class() -> None:
    text = interface("Go", abstract("v")) + klass("Base", method("v"))
    text += klass("Both", above="LBase;", implements="LGo;") + klass("Own", method("v"), implements="LGo;")
    text += klass("Main", method("go", "invoke-interface {p0}, LGo;->v()V"))
    assert callees(text) == {"Go.v", "Base.v", "Own.v"}


def test_an_interfaces_method_with_code_is_reached_where_nothing_overrides_it() -> None:
    text = interface("Go", method("v")) + klass("Plain", implements="LGo;")
    text += klass("Main", method("go", "invoke-virtual {p0}, LPlain;->v()V"))
    assert callees(text) == {"Go.v"}


def test_a_platform_interface_reaches_the_apps_implementations() -> None:
    text = klass("Work", method("run"), implements="Ljava/lang/Runnable;")
    text += klass("Main", method("go", "invoke-interface {p0}, Ljava/lang/Runnable;->run()V"))
    assert callees(text) == {"Work.run"}


def test_making_an_object_leads_to_what_the_platform_calls_back() -> None:
    text = klass("Work", method("run"), method("other"), implements="Ljava/lang/Runnable;")
    text += klass("Main", method("go", "new-instance v0, LWork;"))
    assert callees(text, callbacks=RUNNABLE) == {"Work.run"}
    assert callees(text, callbacks=[("Ljava/lang/Runnable;", ["run()V"])]) == {"Work.run"}
    assert callees(text) == set()


def test_the_platforms_own_hierarchy_is_walked() -> None:
    text = klass("Late", method("onPostExecute"), above="Lplatform/Special;")
    text += klass("Main", method("go", "new-instance v0, LLate;"))
    table = [("Lplatform/Task;", ["onPostExecute"])]
    assert callees(text, callbacks=table) == set()
    assert callees(text, callbacks=table, platform={"Lplatform/Special;": ["Lplatform/Task;"]}) == {
        "Late.onPostExecute"
    }


@pytest.mark.parametrize(
    "step", ["new-instance v0, LOne;", "sget v0, LOne;->f:I", "invoke-static {}, LOne;->s()V", "sput v0, LOne;->f:I"]
)
def test_touching_a_class_runs_its_static_initialiser(step: str) -> None:
    one = ".field static f:I\n" + method("<clinit>", static=True).replace("public static", "static constructor")
    text = klass("One", one, method("s", static=True)) + klass("Main", method("go", step))
    assert "One.<clinit>" in callees(text)


def test_a_hub_leads_nowhere_but_makers_lead_to_its_methods() -> None:
    many = "".join(klass(f"L{one}", method("run"), implements="Ljava/lang/Runnable;") for one in range(6))
    text = many + klass("Main", method("go", "invoke-interface {p0}, Ljava/lang/Runnable;->run()V"))
    text += klass("Maker", method("go", "new-instance v0, LL3;"))
    assert len(callees(text, hub=6)) == 6
    assert callees(text, hub=5) == set()
    assert callees(text, "Maker", hub=5) == {"L3.run"}


def test_callers_are_callees_turned_round() -> None:
    text = klass("Top", method("v")) + klass("Left", method("v"), above="LTop;")
    text += klass("Main", method("go", "invoke-virtual {p0}, LTop;->v()V"), method("no"))
    read = program(text)
    graph = CallGraph(read)
    assert [str(one.ref) for one in graph.callers(find(read, "Left", "v"))] == ["LMain;->go()V"]
    assert graph.reaching([find(read, "Left", "v")]).sum() == 2
    assert graph.reachable([find(read, "Main", "go")]).sum() == 3


def test_only_objects_that_are_made_are_called() -> None:
    """Two classes implement it, running code makes one; the other's method never runs."""
    text = interface("Go", abstract("v")) + klass("One", method("v"), implements="LGo;")
    text += klass("Two", method("v"), implements="LGo;") + klass("Idle", method("go", "new-instance v0, LTwo;"))
    text += klass("Main", method("go", "new-instance v0, LOne;\ninvoke-interface {v0}, LGo;->v()V"))
    read = program(text)
    graph = CallGraph(read)
    entries = [find(read, "Main", "go")]
    running = Running(graph, entries)
    assert running.mask[find(read, "One", "v").number]
    assert not running.mask[find(read, "Two", "v").number]
    assert Running(graph, entries, made=["LTwo;", "Lno/Such;"]).mask[find(read, "Two", "v").number]
    assert graph.reachable(entries)[find(read, "Two", "v").number]


def test_what_runs_makes_what_runs() -> None:
    """The second object is made by a method that only the first object's class has."""
    text = interface("Go", abstract("v"))
    text += klass("One", method("v", "new-instance v0, LTwo;\ninvoke-interface {v0}, LGo;->v()V"), implements="LGo;")
    text += klass("Two", method("v", "new-instance v0, LThree;"), implements="LGo;")
    text += klass("Three", method("v"), implements="LGo;")
    text += klass("Main", method("go", "new-instance v0, LOne;\ninvoke-interface {v0}, LGo;->v()V"))
    read = program(text)
    running = Running(CallGraph(read), [find(read, "Main", "go")])
    assert all(running.mask[find(read, name, "v").number] for name in ("One", "Two", "Three"))


def test_circles_and_repeated_classes_end() -> None:
    circle = klass("A", method("v"), above="LB;") + klass("B", above="LA;")
    twice = klass("Main", method("go", "invoke-virtual {p0}, LA;->v()V\ninvoke-virtual {p0}, LB;->v()V"))
    read = program(circle + twice, twice)
    graph = CallGraph(read)
    assert [str(one.ref) for one in graph.callees(find(read, "Main", "go"))] == ["LA;->v()V"]
    assert Running(graph, [find(read, "Main", "go")]).mask.any()


def test_an_app_without_code() -> None:
    graph = CallGraph(program(klass("Main")))
    assert graph.edges.nodes == 0
    assert not graph.reachable([]).any()


EDGES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)))


@given(EDGES, st.sets(st.integers(0, 9)))
def test_walks_over_arrays_are_walks_over_edges(edges: list[tuple[int, int]], seeds: set[int]) -> None:
    pairs = np.array(edges, np.int32).reshape(-1, 2)
    graph = from_pairs(10, pairs[:, 0], pairs[:, 1])
    truth = set(seeds)
    while more := {after for before, after in edges if before in truth} - truth:
        truth |= more
    assert set(np.flatnonzero(graph.reach(np.array(sorted(seeds), np.int64))).tolist()) == truth
    turned = {(before, after) for after in range(10) for before in graph.turned().of(after).tolist()}
    assert turned == set(edges)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5))))
def test_ranges_are_laid_behind_each_other(ranges: list[tuple[int, int]]) -> None:
    start = np.array([one for one, _ in ranges], np.int64)
    end = start + np.array([length for _, length in ranges], np.int64)
    assert spread(start, end).tolist() == [number for one, length in ranges for number in range(one, one + length)]


def test_calls_for_which_there_is_no_room_become_hubs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of interfaces above thousands of classes would be millions of pairs; here six are too many."""
    text = interface("Go", abstract("v"))
    text += "".join(klass(f"C{one}", method("v"), implements="LGo;") for one in range(6))
    text += klass("Main", method("go", "new-instance v0, LC2;\ninvoke-interface {v0}, LGo;->v()V"))
    assert len(callees(text)) == 7
    monkeypatch.setattr(methods, "PAIRS", 5)
    assert callees(text) == {"C2.v"}


def test_questions_for_subtypes_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ladder of interfaces, each asked for all below it."""
    steps = range(12)
    text = "".join(
        klass(f"I{one}", abstract("v"), implements=f"LI{one + 1};", words="public interface abstract") for one in steps
    )
    text += interface("I12", abstract("v")) + klass("Main", method("v"), implements="LI0;")
    text += klass("Use", *(method(f"go{one}", f"invoke-interface {{p0}}, LI{one};->v()V") for one in steps))
    assert "Main.v" in callees(text, "Use", "go11")
    monkeypatch.setattr(hierarchy, "VISITS", 20)
    graph = CallGraph(program(text))
    assert graph.edges.nodes > 12
