"""Files by path: what is written to a path can be read from it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.heap import ANY, Obj
from ringfence.audit.apk.flow.semantics.binding import does
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.strings import text_value
from ringfence.audit.apk.flow.values import ONE, TOP, ZERO, Value, const, fold, join, merge_taint

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

FILE = "Ljava/io/File;"
EXTERNAL = "/sdcard"


def path_of(call: Call, value: Value) -> Value:
    """The path that a value is: a text, or a File's."""
    result: Value | None = None
    for atom in value.atoms:
        held = const(atom) if type(atom) is str else None
        if type(atom) is Obj:
            held = call.state.fields(atom).get("path") or call.state.fields(atom).get("text") or TOP
        if held is not None:
            result = held if result is None else join(result, held)
    return (result or TOP).tainted(value.taint)


def normal(path: str) -> str:
    """One spelling per file, as far as names tell: private files are known by their last name."""
    return path.replace("/mnt/sdcard", EXTERNAL).replace("/storage/emulated/0", EXTERNAL).lstrip("/")


def store_of(call: Call, path: Value) -> list[Obj]:
    """The stores behind a path: one per known path, and one for all that are not known."""
    names = sorted({normal(a) for a in path.atoms if type(a) is str}) if not path.top else []
    found = [call.machine.named("", f"file {name}") for name in names] or [call.machine.named("", "file *")]
    for obj in found:
        call.state.heap.setdefault(obj, {})
    return found


def read_store(call: Call, path: Value) -> dict[Any, Any]:
    """Labels of what may lie in the file; a file of unknown name may be any."""
    taint: dict[Any, Any] = {}
    stores = [*store_of(call, path), call.machine.named("", "file *")]
    if call.machine.local is not None:
        for obj in stores:
            taint = merge_taint(taint, call.machine.labels.port(("N", str(obj.name), ANY), call.site))
    for obj in stores:
        held = call.state.fields(obj).get(ANY)
        if held is not None:
            taint = merge_taint(taint, held.taint)
    return taint


def _file(call: Call, path: Value, key: str = "path") -> Value:
    obj = call.machine.obj(FILE, call.site, call.frame.context)
    call.state.create(obj, {key: path}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("path.private")
def private(call: Call) -> Value:
    """A folder or file of the app's own storage."""
    if call.ref.name == "getFileStreamPath":
        return _file(call, text_value(call, call.args[1]))
    return _file(call, const(""))


@does("path.external")
def external(call: Call) -> Value:
    """A folder that other apps can read."""
    return _file(call, const(EXTERNAL))


@does("path.new")
def new_file(call: Call) -> Value:
    """``File(path)``, ``File(folder, name)``."""
    parts = [path_of(call, v) for v in call.args[1:3]]
    if len(parts) == 2:
        path = fold(lambda a, b: f"{a}/{b}" if a else b, (str, str), *parts)
        if path.top and any(type(a) is str and normal(a).startswith(EXTERNAL.lstrip("/")) for a in parts[0].atoms):
            path = Value(frozenset((f"{EXTERNAL}/?",)), top=True, taint=path.taint)
    else:
        path = parts[0]
    for obj in containers(call.args[0]):
        call.state.store(obj, "path", path)
    return ZERO


@does("path.same")
def same(call: Call) -> Value | None:
    """The path as text, or the same file."""
    if call.ref.proto.endswith("Ljava/lang/String;"):
        return path_of(call, call.args[0])
    return call.args[0]


@does("file.write", "file.write_private", "file.open")
def open_to_write(call: Call) -> Value | None:
    """A stream whose content goes to a path."""
    made = call.ref.name == "<init>"
    path = path_of(call, call.args[1]) if len(call.args) > 1 else TOP
    if made:
        targets = containers(call.args[0])
        result: Value | None = ZERO
    else:
        obj = call.machine.obj("Ljava/io/FileOutputStream;", call.site, call.frame.context)
        call.state.create(obj, {}, call.machine.frames_registers())
        targets, result = [obj], Value(frozenset((obj,)))
    for obj in targets:
        call.state.store(obj, "path", path)
        if call.ref.cls == "Ljava/io/RandomAccessFile;":
            call.state.taint_content(obj, read_store(call, path))
    return result


@does("path.parent")
def parent(call: Call) -> Value:
    """The folder above."""
    path = fold(lambda a: a.rpartition("/")[0], (str,), path_of(call, call.args[0]))
    return path if call.ref.proto.endswith("Ljava/lang/String;") else _file(call, path)


@does("path.joined")
def joined(call: Call) -> Value:
    """``Paths.get(first, more)``."""
    path = path_of(call, call.args[0])
    return _file(call, path if len(call.args) < 2 else Value(path.atoms, top=True, taint=path.taint))


@does("path.rename", "file.copy")
def rename(call: Call) -> Value:
    """What lay at one path lies at the other."""
    taint = read_store(call, path_of(call, call.args[0]))
    for obj in store_of(call, path_of(call, call.args[1])):
        call.state.taint_content(obj, taint)
    return ONE


@does("file.write_static")
def write_whole(call: Call) -> Value:
    """A whole file written at once."""
    taint = call.state.deep_taint(call.args[1])
    for obj in store_of(call, path_of(call, call.args[0])):
        call.state.taint_content(obj, taint)
    return call.args[0] if not call.ref.proto.endswith("V") else ZERO


@does("file.read_static")
def read_whole(call: Call) -> Value | None:
    """A whole file read at once: what was written to it, beside what the model says."""
    from ringfence.audit.apk.flow.platform import result_of  # noqa: PLC0415 -- it needs the semantics

    path = path_of(call, call.args[0])
    return result_of(
        call, merge_taint(merge_taint(read_store(call, path), path.taint), call.state.deep_taint(call.args[0]))
    )


@does("file.open_static")
def open_whole(call: Call) -> Value:
    """A stream or writer to a path."""
    obj = call.machine.obj("Ljava/io/OutputStream;", call.site, call.frame.context, exact=False)
    call.state.create(obj, {"path": path_of(call, call.args[0])}, call.machine.frames_registers())
    return Value(frozenset((obj,)))


@does("file.read", "file.read_private")
def open_to_read(call: Call) -> Value | None:
    """A stream of what lies at a path."""
    path = path_of(call, call.args[1])
    taint = merge_taint(read_store(call, path), path.taint)
    if call.ref.name == "<init>":
        for obj in containers(call.args[0]):
            call.state.store(obj, "path", path)
            call.state.taint_content(obj, taint)
        return ZERO
    obj = call.machine.obj("Ljava/io/FileInputStream;", call.site, call.frame.context)
    call.state.create(obj, {"path": path}, call.machine.frames_registers())
    call.state.taint_content(obj, taint)
    return Value(frozenset((obj,)))
