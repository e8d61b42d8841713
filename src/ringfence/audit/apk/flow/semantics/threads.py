"""Work that runs beside or later: threads, tasks, executors, timers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit.apk.flow.heap import Obj
from ringfence.audit.apk.flow.semantics.binding import means
from ringfence.audit.apk.flow.semantics.lists import containers, elements, make
from ringfence.audit.apk.flow.values import EITHER, ONE, TOP, ZERO, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.flow.calls import Call

THREAD = "Ljava/lang/Thread;"
EXECUTORS = "Ljava/util/concurrent/Executor; Ljava/util/concurrent/ExecutorService; Ljava/util/concurrent/ScheduledExecutorService;"


def _beside(call: Call, who: Value, name: str, args: list[Value]) -> Value | None:
    """Run now, and plan to run again later: it may do either."""
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- as above

    result = run_callback(call, who, name, args)
    plan_task(call, who, name, args)
    return result


@means(THREAD + " Landroid/os/HandlerThread;", "<init>")
def new_thread(call: Call) -> Value:
    """A thread keeps what it is to run."""
    for value in call.args[1:]:
        if any(type(a) is Obj and a.app for a in value.atoms):
            for obj in containers(call.args[0]):
                call.state.store(obj, "target", value)
    return ZERO


@means(THREAD, "start run")
def start(call: Call) -> Value:
    """Its own ``run``, and that of its target."""
    for obj in containers(call.args[0]):
        me = Value(frozenset((obj,)))
        if obj.app:
            _beside(call, me, "run", [])
            _beside(call, me, "onLooperPrepared", [])
        held = call.state.fields(obj).get("target")
        if held is not None:
            _beside(call, held, "run", [])
    return ZERO


@means(THREAD, "join sleep interrupt setName setDaemon setPriority currentThread yield isAlive isInterrupted")
def manage(call: Call) -> Value:
    """Nothing flows."""
    return ZERO if call.ref.proto.endswith("V") else TOP


@means("Landroid/os/AsyncTask;", "execute executeOnExecutor")
def execute_task(call: Call) -> Value:
    """``onPreExecute``, ``doInBackground`` with the parameters, ``onPostExecute`` with its result."""
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- as above

    me = call.args[0]
    params = call.args[-1] if len(call.args) > 1 else ZERO
    run_callback(call, me, "onPreExecute", [])
    result = run_callback(call, me, "doInBackground", [params])
    plan_task(call, me, "doInBackground", [params])
    if result is not None:
        for obj in containers(me):
            call.state.store(obj, "result", result)
        run_callback(call, me, "onPostExecute", [result])
        plan_task(call, me, "onPostExecute", [result])
        if any("cancelled" in call.state.fields(obj) for obj in containers(me)):
            plan_task(call, me, "onCancelled", [result])
    return me


@means("Landroid/os/AsyncTask;", "cancel")
def cancel_task(call: Call) -> Value:
    """``onCancelled``, with what came of it so far or without; it may be called before the work is done."""
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics

    for obj in containers(call.args[0]):
        call.state.store(obj, "cancelled", ONE)
        result = call.state.fields(obj).get("result", TOP)
        plan_task(call, Value(frozenset((obj,))), "onCancelled", [result])
        plan_task(call, Value(frozenset((obj,))), "onCancelled", [])
    return EITHER


@means("Landroid/os/AsyncTask;", "publishProgress")
def publish(call: Call) -> Value:
    """``onProgressUpdate`` with the values."""
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- calls need the semantics

    run_callback(call, call.args[0], "onProgressUpdate", [call.args[1]])
    return ZERO


@means("Landroid/os/AsyncTask; Ljava/util/concurrent/Future; Ljava/util/concurrent/FutureTask;", "get")
def task_result(call: Call) -> Value | None:
    """What the task came to."""
    result: Value | None = None
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("result")
        if held is not None:
            result = held if result is None else join(result, held)
    return result


@means("Ljava/util/concurrent/FutureTask;", "<init>")
def new_future(call: Call) -> Value:
    """Keeps its callable."""
    for obj in containers(call.args[0]):
        call.state.store(obj, "target", call.args[1])
    return ZERO


@means("Ljava/util/concurrent/FutureTask;", "run")
def run_future(call: Call) -> Value:
    """Runs its callable."""
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("target")
        if held is not None:
            _run_target(call, obj, held)
    return ZERO


def _run_target(call: Call, future: Obj, target: Value) -> None:
    _beside(call, target, "run", [])
    result = _beside(call, target, "call", [])
    if result is not None:
        old = call.state.fields(future).get("result")
        call.state.store(future, "result", result if old is None else join(old, result))
    for obj in containers(target):
        inner = call.state.fields(obj).get("target")
        if inner is not None and not obj.app:
            _run_target(call, obj, inner)


@means(EXECUTORS, "execute submit schedule scheduleAtFixedRate scheduleWithFixedDelay invokeAll invokeAny")
def execute(call: Call) -> Value:
    """Runs what it is given; the result can be asked for."""
    obj = call.machine.obj("Ljava/util/concurrent/FutureTask;", call.site, call.frame.context)
    call.state.create(obj, {}, call.machine.frames_registers())
    if call.ref.name.startswith("invoke"):
        _run_target(call, obj, elements(call.state, call.args[1]))
        if call.ref.name == "invokeAny":
            return call.state.fields(obj).get("result", TOP)
        return make(call, "Ljava/util/ArrayList;", None, Value(frozenset((obj,))))
    _run_target(call, obj, call.args[1])
    return ZERO if call.ref.proto.endswith("V") else Value(frozenset((obj,)))


@means("Ljava/util/Timer;", "schedule scheduleAtFixedRate")
def schedule(call: Call) -> Value:
    """The task runs later."""
    _beside(call, call.args[1], "run", [])
    return ZERO


@means("Ljava/util/Timer; Ljava/util/TimerTask;", "cancel purge")
def cancel(_call: Call) -> Value:
    """It may have run before."""
    return EITHER


@means(
    "Landroid/os/Handler; Landroid/view/View;",
    "post postDelayed postAtTime postAtFrontOfQueue postOnAnimation postOnAnimationDelayed",
)
@means("Landroid/app/Activity;", "runOnUiThread")
def post(call: Call) -> Value:
    """The Runnable runs on the looper, after what is running now."""
    from ringfence.audit.apk.flow.callbacks import plan_task  # noqa: PLC0415 -- callbacks need the semantics
    from ringfence.audit.apk.flow.calls import run_callback  # noqa: PLC0415 -- as above

    if call.ref.name == "runOnUiThread":
        run_callback(call, call.args[1], "run", [])
    plan_task(call, call.args[1], "run", [])
    return ONE


@means("Ljava/lang/Runnable;", "run")
@means("Ljava/util/concurrent/Callable;", "call")
def run_now(call: Call) -> Value | None:
    """A call of a platform object that wraps one of the program's."""
    for obj in containers(call.args[0]):
        held = call.state.fields(obj).get("target")
        if held is not None:
            _run_target(call, obj, held)
    return TOP
