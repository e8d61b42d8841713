"""The slice that matters for a path of data, and the digests under which summaries are kept."""

from __future__ import annotations

from dexes import program
from test_graph_calls import abstract, find, interface, klass, method

from ringfence.audit.apk.graph import CallGraph, Closures, relevance

CALL = "invoke-static {{}}, L{0};->{1}()V"


def call(cls: str, name: str) -> str:
    return CALL.format(cls, name)


def static(name: str, *steps: str) -> str:
    return method(name, "\n".join(steps), static=True)


def sliced(text: str, sources: list[tuple[str, str]], sinks: list[tuple[str, str]]) -> set[str]:
    """Return the slice with ``Main.go`` as the entry."""
    read = program(text)
    found = relevance(
        CallGraph(read),
        sources=[find(read, *one) for one in sources],
        sinks=[find(read, *one) for one in sinks],
        entries=[find(read, "Main", "go")],
    )
    everything = [one for owner in read.classes.values() for one in owner.methods]
    names = {f"{one.ref.cls[1:-1]}.{one.ref.name}" for one in everything if one in found}
    assert len(names) == len(found)
    return names


def test_the_path_up_from_a_source_and_down_to_a_sink() -> None:
    """Main gets from Source through Getter and gives to Sink through Sender; Idle and Counter do neither."""
    text = klass("Source", static("read"), static("unused")) + klass("Getter", static("get", call("Source", "read")))
    text += klass("Sink", static("send")) + klass(
        "Sender", static("post", call("Sink", "send"), call("Counter", "count"))
    )
    text += klass("Counter", static("count")) + klass("Idle", static("go", call("Getter", "get")))
    text += klass("Main", static("go", call("Getter", "get"), call("Sender", "post"), call("Counter", "count")))
    assert sliced(text, [("Source", "read")], [("Sink", "send")]) == {
        "Source.read",
        "Getter.get",
        "Main.go",
        "Sender.post",
        "Sink.send",
    }


def test_nothing_matters_without_a_source_that_runs() -> None:
    text = klass("Source", static("read")) + klass("Sink", static("send"))
    text += klass("Main", static("go", call("Sink", "send")))
    assert sliced(text, [("Source", "read")], [("Sink", "send")]) == set()


def test_data_that_waits_in_a_field_for_another_callback() -> None:
    """One branch writes a static field, another reads it and sends; a third reads another field."""
    text = klass("Box", ".field static f:I\n.field static g:I\n")
    text += klass("Store", static("in", "const/4 v0, 0x0\nsput v0, LBox;->f:I", call("Source", "read")))
    text += klass("Source", static("read")) + klass("Sink", static("send"))
    text += klass("Load", static("out", "sget v0, LBox;->f:I", call("Sink", "send")))
    text += klass("Else", static("out", "sget v0, LBox;->g:I", call("Sink", "send")))
    text += klass("Main", static("go", call("Store", "in"), call("Load", "out"), call("Else", "out")))
    found = sliced(text, [("Source", "read")], [("Sink", "send")])
    assert "Load.out" in found
    assert "Store.in" in found
    assert {"Sink.send", "Main.go"} <= found


def test_setters_and_getters_that_lead_nowhere_themselves() -> None:
    text = klass(
        "Box", ".field static f:I\n", static("set", "sput v0, LBox;->f:I"), static("get", "sget v0, LBox;->f:I")
    )
    text += klass("Source", static("read")) + klass("Sink", static("send"))
    text += klass("Main", static("go", call("Source", "read"), call("Box", "set"), call("Other", "later")))
    text += klass("Other", static("later", call("Box", "get"), call("Sink", "send")))
    found = sliced(text, [("Source", "read")], [("Sink", "send")])
    assert {"Box.set", "Box.get", "Other.later"} <= found


def test_a_field_named_on_a_subclass_is_its_superclasss() -> None:
    text = klass("Base", ".field public static f:I\n") + klass("Sub", above="LBase;")
    text += klass("Store", static("in", "sput v0, LSub;->f:I", call("Source", "read")))
    text += klass("Source", static("read")) + klass("Sink", static("send"))
    text += klass("Box", static("get", "sget v0, LBase;->f:I"))
    text += klass("Main", static("go", call("Store", "in"), call("Box", "get"), call("Sink", "send")))
    assert "Box.get" in sliced(text, [("Source", "read")], [("Sink", "send")])


def digest(text: str, cls: str = "Main", name: str = "go") -> bytes:
    read = program(text)
    return Closures(CallGraph(read)).of(find(read, cls, name).number)


LEAF = klass("Leaf", static("f", "const/4 v0, 0x1"))
MAIN = klass("Main", static("go", call("Leaf", "f")))


def test_a_digest_covers_all_callees_and_nothing_else() -> None:
    base = digest(LEAF + MAIN)
    assert digest(klass("Aside", static("f")) + LEAF + MAIN) == base
    assert digest(LEAF.replace("0x1", "0x2") + MAIN) != base
    assert digest(LEAF + MAIN + klass("Second", static("f", "const/4 v0, 0x2"))) == base


def test_a_circle_of_calls_has_digests() -> None:
    text = klass("A", static("f", call("B", "f"))) + klass("B", static("f", call("A", "f"), call("Leaf", "f"))) + LEAF
    one = digest(text, "A", "f")
    assert one != digest(text, "B", "f")
    assert one == digest(text + klass("Aside"), "A", "f")
    assert one != digest(text.replace("0x1", "0x2"), "A", "f")
    alone = klass("A", static("f", call("A", "f")))
    assert digest(alone, "A", "f") == digest(alone, "A", "f")


def test_a_deep_chain_needs_no_recursion() -> None:
    text = "".join(klass(f"C{one}", static("f", call(f"C{one + 1}", "f"))) for one in range(3000)) + klass(
        "C3000", static("f")
    )
    assert len(digest(text, "C0", "f")) == 16


def test_where_a_call_leaves_the_app_counts() -> None:
    """The same code calls ``start`` on its own class; whether that is an Activity's makes the difference."""
    main = klass("Main", method("go", "invoke-virtual {p0}, LMine;->start()V"))
    assert digest(main + klass("Mine", above="Lplatform/A;")) != digest(main + klass("Mine", above="Lplatform/B;"))


def test_a_new_implementation_changes_the_digest_of_who_calls_it() -> None:
    text = interface("Go", abstract("v")) + klass("Main", method("go", "invoke-interface {p0}, LGo;->v()V"))
    assert digest(text) != digest(text + klass("One", method("v"), implements="LGo;"))


def test_callees_outside_the_slice_count_by_name() -> None:
    text = LEAF + klass("Source", static("read")) + klass("Sink", static("send"))
    text += klass("Main", static("go", call("Source", "read"), call("Leaf", "f"), call("Sink", "send")))

    def within(changed: str) -> bytes:
        read = program(changed)
        graph = CallGraph(read)
        main = find(read, "Main", "go")
        part = relevance(
            graph, sources=[find(read, "Source", "read")], sinks=[find(read, "Sink", "send")], entries=[main]
        )
        return Closures(graph, part).of(main.number)

    assert within(text) == within(text.replace("0x1", "0x2"))
    assert within(text) != within(text.replace("LLeaf;->f", "LLeaf;->g"))


def test_the_salt_is_part_of_every_digest() -> None:
    read = program(LEAF + MAIN)
    graph = CallGraph(read)
    number = find(read, "Main", "go").number
    assert Closures(graph, salt=b"1").of(number) != Closures(graph, salt=b"2").of(number)
