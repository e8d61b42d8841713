"""Views of layouts: found by id, with what is typed into them; listeners named in the layout; fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.labels import extended
from ringfence.audit.apk.flow.semantics.binding import does, means
from ringfence.audit.apk.flow.semantics.lists import containers
from ringfence.audit.apk.flow.semantics.strings import text_value
from ringfence.audit.apk.flow.values import ONE, TOP, ZERO, Value, const, join, merge_taint, some

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

VIEW = "Landroid/view/View;"


@does("layout.set")
@means("Landroid/app/Activity; Landroid/app/Dialog;", "setContentView")
def set_layout(call: Call) -> Value:
    """The screen of an activity: its views can be found, and its ``android:onClick`` methods run on taps."""
    screens = call.machine.world.screens
    for number in call.args[1].atoms:
        if type(number) is not int or number == 0:
            continue
        for obj in containers(call.args[0]):
            old = call.state.fields(obj).get("layout")
            call.state.store(obj, "layout", const(number) if old is None else join(old, const(number)))
            if obj.app:
                for method in screens.clicks(number):
                    call.state.store(call.machine.world.registry, ("click", obj, method), ONE)
                for fragment in screens.fragments(number):
                    add_fragment(call, fragment)
                for type_, view_id in screens.own_views(number, call.machine.world):
                    _own_view(call, type_, view_id)
    return ZERO


def _own_view(call: Call, type_: str, view_id: int | None) -> None:
    """A view of the program's own class that a layout names is made by its constructor, and lives on the screen."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    holder = call.machine.world.current
    name = (
        f"view {view_id:x} of {holder.type if holder is not None else ''}"
        if view_id is not None
        else f"view of {type_}"
    )
    obj = call.machine.named(type_, name)
    if obj in call.state.heap:
        return
    call.state.create(obj, {"id": const(view_id)} if view_id is not None else {})
    me = Value(frozenset((obj,)))
    run_callback(call, me, "<init>", [call.args[0], TOP])
    run_callback(call, me, "<init>", [call.args[0], TOP, ZERO])
    call.state.store(call.machine.world.registry, ("view", obj), ONE)


@means("Landroid/view/LayoutInflater;", "inflate")
def inflate(call: Call) -> Value:
    """A view that knows its layout."""
    obj = call.machine.obj(VIEW, call.site, call.frame.context, exact=False)
    call.state.create(obj, {"layout": call.args[1]}, call.machine.frames_registers())
    owner = call.machine.world.current
    if owner is not None:
        for number in call.args[1].atoms:
            if type(number) is int:
                for method in call.machine.world.screens.clicks(number):
                    call.state.store(call.machine.world.registry, ("click", owner, method), ONE)
    return Value(frozenset((obj,)))


@does("layout.find")
@means(
    "Landroid/app/Activity; Landroid/app/Dialog; Landroid/view/View; Landroid/view/Window;",
    "findViewById requireViewById",
)
def find_view(call: Call) -> Value:
    """The view with this id: one object per screen and id."""
    machine, state = call.machine, call.state
    screens = machine.world.screens
    number = call.args[-1].only()
    if type(number) is not int:
        obj = machine.obj(VIEW, call.site, call.frame.context, exact=False, fresh=False)
        state.create(obj, {}, machine.frames_registers())
        return Value(frozenset((obj,)))
    layouts: set[int] = set()
    for owner in containers(call.args[0]):
        held = state.fields(owner).get("layout")
        if held is not None:
            layouts |= {a for a in held.atoms if type(a) is int}
    view = screens.find(number, layouts)
    type_ = view.type if view is not None else VIEW
    holder = machine.world.current
    obj = machine.named(
        type_, f"view {number:x} of {holder.type if holder is not None else ''}", exact=view is not None
    )
    if obj not in state.heap:
        fields = {"id": const(number)}
        if view is not None and view.is_password:
            fields["password"] = ONE
        state.create(obj, fields)
    return Value(frozenset((obj,)))


@means("Landroid/widget/TextView; Landroid/widget/EditText;", "setText append setHint")
def set_text(call: Call) -> Value | None:
    """What is shown can be read again."""
    text = text_value(call, call.args[1])
    for obj in containers(call.args[0]):
        old = call.state.fields(obj).get("text") if call.ref.name == "append" else None
        value = Value(text.atoms, top=True, taint=extended(text.taint, call.site, str(call.ref), "store"))
        call.state.store(obj, "text", value if old is None else join(old, value))
    return ZERO


@means("Landroid/widget/TextView; Landroid/widget/EditText;", "getText getEditableText getHint")
def get_text(call: Call) -> Value:
    """What was set, or what the user typed."""
    taint = call.args[0].taint
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("text")
        if held is not None:
            taint = merge_taint(taint, held.taint)
    return some(taint)


@means("Landroid/widget/TextView; Landroid/widget/EditText;", "setInputType setTransformationMethod")
def set_input_type(call: Call) -> Value:
    """A field can be made a password field by code."""
    number = call.args[1].only()
    secret = False
    if call.ref.name == "setInputType" and type(number) is int:
        kind, variation = number & 0xF, number & 0xFF0
        secret = (kind == 1 and variation in (0x80, 0x90, 0xE0)) or (kind == 2 and variation == 0x10)
    elif call.ref.name == "setTransformationMethod":
        secret = any(type(a) is Obj and "PasswordTransformationMethod" in a.type for a in call.args[1].atoms)
    if secret:
        for obj in containers(call.args[0]):
            call.state.store(obj, "password", ONE)
    return ZERO


# ---------------------------------------------------------------- fragments


def add_fragment(call: Call, type_: str) -> None:
    """A fragment that a layout names is made and attached."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    if not call.machine.world.is_app(type_):
        return
    obj = call.machine.named(type_, "fragment")
    if obj not in call.state.heap:
        call.state.create(obj)
        run_callback(call, Value(frozenset((obj,))), "<init>", [])
    call.state.store(call.machine.world.registry, ("fragment", obj), ONE)


TRANSACTIONS = (
    "Landroid/app/FragmentTransaction; Landroidx/fragment/app/FragmentTransaction; "
    "Landroid/support/v4/app/FragmentTransaction;"
)


@means(TRANSACTIONS, "add replace attach show setPrimaryNavigationFragment")
def transaction(call: Call) -> Value:
    """A fragment put on the screen by code."""
    for value in call.args[1:]:
        for atom in value.atoms:
            if type(atom) is Obj and atom.app:
                call.state.store(call.machine.world.registry, ("fragment", atom), ONE)
    return call.args[0]


@means(
    "Landroid/app/DialogFragment; Landroidx/fragment/app/DialogFragment; Landroid/support/v4/app/DialogFragment;",
    "show",
)
def show_dialog(call: Call) -> Value:
    """A dialog fragment is shown."""
    for atom in call.args[0].atoms:
        if type(atom) is Obj and atom.app:
            call.state.store(call.machine.world.registry, ("fragment", atom), ONE)
    return ZERO


FRAGMENTS = "Landroid/app/Fragment; Landroidx/fragment/app/Fragment; Landroid/support/v4/app/Fragment;"


@means(FRAGMENTS, "getActivity requireActivity getContext requireContext getHost")
def get_activity(call: Call) -> Value:
    """The activity it is attached to."""
    owner = call.machine.world.current
    return Value(frozenset((owner,))) if owner is not None else TOP


@means(FRAGMENTS, "setArguments getArguments requireArguments")
def arguments(call: Call) -> Value:
    """The bundle it was made with."""
    if call.ref.name == "setArguments":
        for obj in containers(call.args[0]):
            call.state.store(obj, "arguments", call.args[1])
        return ZERO
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("arguments", ZERO)
        result = held if result is None else join(result, held)
    return result or TOP


MANAGERS = (
    "Landroid/app/FragmentManager; Landroidx/fragment/app/FragmentManager; Landroid/support/v4/app/FragmentManager;"
)


@means(MANAGERS, "findFragmentById findFragmentByTag")
def find_fragment(call: Call) -> Value:
    """Any fragment that was put on a screen."""
    found = {
        key[1] for key in call.state.fields(call.machine.world.registry) if type(key) is tuple and key[0] == "fragment"
    }
    return Value(frozenset({*found, 0}))
