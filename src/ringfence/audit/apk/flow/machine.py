"""The abstract machine: runs methods on values that stand for many, and follows what personal data touches.

A method is run block by block in reverse post-order until nothing changes. Calls into the program are run in place,
in their own context (``calls.py``); calls of the platform follow the models (``platform.py``). One table maps opcodes
to functions.
"""

from __future__ import annotations

import heapq
import time
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.flow.blocks import GOTO, IF, RETURN, SWITCH
from ringfence.audit.apk.flow.errors import Spent
from ringfence.audit.apk.flow.heap import Obj, State
from ringfence.audit.apk.flow.instructions import BRANCHES, TABLE, THROWERS, thrown_by
from ringfence.audit.apk.flow.labels import Labels
from ringfence.audit.apk.flow.routine import Routines
from ringfence.audit.apk.flow.values import TOP, ZERO, Value, join

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.flow.blocks import Block
    from ringfence.audit.apk.flow.calls import Call
    from ringfence.audit.apk.flow.heap import Fields
    from ringfence.audit.apk.flow.labels import Site
    from ringfence.audit.apk.flow.local import Local
    from ringfence.audit.apk.flow.routine import Context, Routine
    from ringfence.audit.apk.flow.world import World

# A block seen more often than this is joined with widening; one seen more often than the second is left alone.
WIDEN_AFTER = 4
GIVE_UP_AFTER = 14


class Outcome:
    """What a run of a method came to: ``heap`` None when it never returns; ``escaped``: (thrown value, heap) or None."""

    __slots__ = ("escaped", "heap", "value")

    def __init__(self) -> None:
        self.value: Value | None = None
        self.heap: dict[Obj, Fields] | None = None
        self.escaped: tuple[Value, dict[Obj, Fields]] | None = None


class Frame:
    """One run of a method."""

    __slots__ = ("blocks", "context", "entries", "handlers", "outcome", "regs", "routine", "visits", "waiting")

    def __init__(self, routine: Routine, context: Context, blocks: list[Block]) -> None:
        self.routine, self.context = routine, context
        self.blocks = blocks
        self.entries: list[State | None] = [None] * len(blocks)
        self.visits = [0] * len(blocks)
        self.waiting: list[tuple[int, int]] = []
        self.outcome = Outcome()
        self.regs: list[Value] = []
        self.handlers: tuple[tuple[str | None, int], ...] = ()

    def enter(self, index: int, state: State, *, own: bool) -> None:
        """Let a state flow into a block. ``own``: the state is not used any further by the caller."""
        old = self.entries[index]
        block = self.blocks[index]
        if old is None:
            self.entries[index] = state if own else state.fork()
        else:
            visits = self.visits[index]
            if visits > GIVE_UP_AFTER or not old.absorb(state, widening=visits > WIDEN_AFTER):
                return
        entry = (block.rank, index)
        if entry not in self.waiting:
            heapq.heappush(self.waiting, entry)


class Machine:
    """Runs methods. ``world`` (``world.World``) knows types, models and calls of the platform; ``budget`` counts instructions."""

    def __init__(self, program: Program, world: World, limit: int) -> None:
        self.program = program
        self.world = world
        self.routines = Routines(program)
        self.labels = Labels()
        self.steps = 0
        self.limit = limit
        self.frames: list[Frame] = []
        self.guards = 0
        self.deadline = float("inf")  # CPU seconds of the process
        self._blocks = 0
        self.bridges: dict[Obj, Call] = {}  # which call handed an object to a page
        self._objects: dict[tuple[Any, ...], Obj] = {}
        # When a method is run alone, what it asks of others is asked here instead (local.py).
        self.local: Local | None = None

    def forget(self) -> None:
        """Begin anew with objects."""
        self._objects = {}

    # ---------------------------------------------------------------- objects

    def obj(self, type_: str, site: Site, context: Context | None, *, exact: bool = True, fresh: bool = True) -> Obj:
        """The abstract object that ``site`` makes in ``context``."""
        key = (type_, site, context)
        found = self._objects.get(key)
        if found is None:
            found = self._objects[key] = Obj(
                type_,
                f"{site}{context.name if context else ''}",
                exact=exact,
                fresh=fresh,
                app=self.world.is_app(type_),
            )
        return found

    def named(self, type_: str, name: str, *, fresh: bool = True, exact: bool = True) -> Obj:
        """The one abstract object of that name (a component, a view, a file)."""
        key = (type_, name)
        found = self._objects.get(key)
        if found is None:
            found = self._objects[key] = Obj(type_, name, fresh=fresh, exact=exact, app=self.world.is_app(type_))
        return found

    def give_up(self, routine: Routine) -> None:
        """A method, or what it calls, cannot be run: note it and begin anew."""
        self.world.findings.blinds.setdefault("damaged", {})[routine.site(0)] = None
        self.frames.clear()
        self.guards = 0

    def frames_registers(self) -> list[list[Value]]:
        """Registers of all methods that are being run: an object that is made anew is renamed in them too."""
        return [frame.regs for frame in self.frames]

    # ---------------------------------------------------------------- running

    def run(self, routine: Routine, args: list[Value], heap: dict[Obj, Fields], context: Context) -> Outcome | None:
        """Run a method on these arguments. The heap becomes the run's own. None when it has no code."""
        body = routine.body
        if body is None:
            return None
        blocks = body.blocks
        frame = Frame(routine, context, blocks)
        regs = [ZERO] * body.registers
        at = body.registers - body.ins
        for value, wide in zip(args, routine.wide, strict=False):
            if at >= body.registers:
                break
            regs[at] = value
            at += 2 if wide else 1
        frame.enter(0, State(regs, heap), own=True)
        frames = self.frames
        frames.append(frame)
        try:
            waiting = frame.waiting
            while waiting:
                _rank, index = heapq.heappop(waiting)
                self._block(frame, index)
        finally:
            frames.pop()
        return frame.outcome

    def _block(self, frame: Frame, index: int) -> None:
        block = frame.blocks[index]
        entry = frame.entries[index]
        if entry is None:
            return
        frame.visits[index] += 1
        state = entry.fork()
        self.steps += len(block.body) + 1
        if self.steps > self.limit:
            raise Spent
        self._blocks += 1
        if not self._blocks & 31 and time.process_time() > self.deadline:
            raise Spent
        frame.regs = state.regs
        frame.handlers = block.handlers
        guarded = bool(block.handlers) or self.guards > 0
        for insn in block.body:
            op = insn.op
            if guarded and op in THROWERS:
                types = thrown_by(insn, state)
                if types is not None:
                    self.throw(frame, state, TOP, types)
            if TABLE[op](self, frame, state, insn):
                return  # this way ends here: a call that never returns
        self._leave(frame, block, state)

    def _leave(self, frame: Frame, block: Block, state: State) -> None:  # noqa: C901 -- one walk over cases that belong together
        last = block.last
        if last is None:
            if block.following >= 0:
                frame.enter(block.following, state, own=True)
            return
        op = last.op
        at = frame.routine.body.at  # type: ignore[union-attr]  # a frame is made of a body
        if op in RETURN:
            outcome = frame.outcome
            value = state.regs[last.regs[0]] if last.regs else ZERO
            if outcome.heap is None:
                outcome.heap, outcome.value = state.heap, value
            else:
                merged = State([outcome.value or TOP], outcome.heap)
                merged.absorb(State([value], state.heap))
                outcome.heap, outcome.value = merged.heap, merged.regs[0]
        elif op in GOTO:
            if last.target in at:
                frame.enter(at[last.target], state, own=True)
        elif op in IF:
            taken, other = BRANCHES[op](state, last)
            if taken is not None and last.target in at:
                frame.enter(at[last.target], taken, own=taken is not state)
            if other is not None and block.following >= 0:
                frame.enter(block.following, other, own=True)
        elif op in SWITCH:
            self._switch(frame, block, state, at)
        else:  # throw
            value = state.regs[last.regs[0]]
            self.throw(frame, state, value, self._types_of(value))

    def _switch(self, frame: Frame, block: Block, state: State, at: dict[int, int]) -> None:
        last = block.last
        value = state.regs[last.regs[0]]
        known = value.atoms if not value.top and value.atoms and all(type(a) is int for a in value.atoms) else None
        keys = {key for key, _target in last.cases}
        for key, target in last.cases:
            if (known is None or key in known) and target in at:
                other = state.fork()
                other.regs[last.regs[0]] = Value(frozenset((key,)), taint=value.taint)
                frame.enter(at[target], other, own=True)
        if block.following >= 0 and (known is None or not known <= keys):
            frame.enter(block.following, state, own=True)

    # ---------------------------------------------------------------- exceptions

    def _types_of(self, value: Value) -> frozenset[str] | None:
        if value.top or not value.atoms:
            return frozenset()
        return frozenset(a.type for a in value.atoms if type(a) is Obj)

    def throw(self, frame: Frame, state: State, value: Value, types: frozenset[str] | None) -> None:
        """Let an exception fly from a state: into the handlers that may catch it, and out of the method when they may not.

        ``types``: exact classes it may be of; empty when anything may be thrown.
        """
        caught = False
        for type_, index in frame.handlers:
            certain, possible = self.world.catches(type_, types)
            if possible:
                target = state.fork()
                target.thrown = value
                frame.enter(index, target, own=True)
            if certain:
                caught = True
                break
        if not caught and self.guards > 0:
            outcome = frame.outcome
            if outcome.escaped is None:
                outcome.escaped = (value, state.heap.copy())
            else:
                merged = State([], outcome.escaped[1])
                merged.absorb_heap(state.heap)
                outcome.escaped = (join(outcome.escaped[0], value), merged.heap)
