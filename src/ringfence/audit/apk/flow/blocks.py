"""A method's instructions as basic blocks in reverse post-order, made once per method."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ringfence.audit.apk.dex import Code

Decoded = Any
"""A ``dex.Insn``: what its ``ref`` is depends on the opcode, which the table of instructions has looked at already."""
GOTO, SWITCH, THROW, RETURN = (
    frozenset((0x28, 0x29, 0x2A)),
    frozenset((0x2B, 0x2C)),
    0x27,
    frozenset((0x0E, 0x0F, 0x10, 0x11)),
)
IF = frozenset(range(0x32, 0x3E))
PAYLOADS = frozenset((0x100, 0x200, 0x300))


class Block:
    """``body``: instructions that only go on; ``last``: the branch, return or throw at the end, None when it falls through.

    ``following``: index of the block after it, -1 at the end of the code. ``handlers``: (type or None, block) that guard it.
    ``rank``: place in reverse post-order.
    """

    __slots__ = ("body", "following", "handlers", "last", "rank", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.body: tuple[Any, ...] = ()
        self.last: Any = None
        self.following = -1
        self.handlers: tuple[tuple[str | None, int], ...] = ()
        self.rank = 0


class Body:
    """A method ready to be run. ``at``: offset -> index of the block that starts there."""

    __slots__ = ("at", "blocks", "ins", "line_at", "registers", "size")

    def __init__(self, code: Code) -> None:
        self.registers = code.registers
        self.ins = code.ins
        self.line_at = code.line_at
        self.size = len(code.insns)
        self.at: dict[int, int] = {}
        self.blocks = _split(code, self.at)
        _rank(self.blocks, self.at)


def _split(code: Code, at: dict[int, int]) -> list[Block]:  # noqa: C901 -- one walk over cases that belong together
    insns = [i for i in code.insns if not _is_payload(i)]
    if not insns:
        return []
    known = {i.offset for i in insns}
    leaders = {insns[0].offset}
    for index, insn in enumerate(insns):
        op = insn.op
        if op in GOTO or op in IF or op in SWITCH or op in RETURN or op == THROW:
            if insn.target is not None:
                leaders.add(insn.target)
            leaders.update(target for _key, target in insn.cases)
            if index + 1 < len(insns):
                leaders.add(insns[index + 1].offset)
    for guard in code.tries:
        leaders.add(guard.start)
        leaders.add(guard.end)
        leaders.update(offset for _type, offset in guard.handlers)
    starts = sorted(leaders & known)
    blocks = [Block(start) for start in starts]
    at.update({start: index for index, start in enumerate(starts)})
    bodies: list[list[Any]] = [[] for _ in blocks]
    for insn in insns:
        bodies[bisect_right(starts, insn.offset) - 1].append(insn)
    for index, (block, body) in enumerate(zip(blocks, bodies, strict=True)):
        op = body[-1].op
        if op in GOTO or op in IF or op in SWITCH or op in RETURN or op == THROW:
            block.last = body.pop()
        block.body = tuple(body)
        block.following = index + 1 if index + 1 < len(blocks) else -1
    for guard in code.tries:
        handlers = tuple((type_, at[offset]) for type_, offset in guard.handlers if offset in at)
        for block in blocks:
            if guard.start <= block.start < guard.end:
                block.handlers += handlers
    return blocks


def _is_payload(insn: Decoded) -> bool:
    return insn.op in PAYLOADS or insn.op > 0xFF or insn.name.endswith("-payload")


def successors(block: Block, at: dict[int, int]) -> list[int]:
    """Blocks that may come next, handlers last."""
    found: list[int] = []
    last = block.last
    if last is None:
        if block.following >= 0:
            found.append(block.following)
    elif last.op in GOTO:
        if last.target in at:
            found.append(at[last.target])
    elif last.op in IF or last.op in SWITCH:
        if block.following >= 0:
            found.append(block.following)
        if last.target is not None and last.target in at:
            found.append(at[last.target])
        found.extend(at[target] for _key, target in last.cases if target in at)
    found.extend(index for _type, index in block.handlers)
    return found


def _rank(blocks: list[Block], at: dict[int, int]) -> None:
    """Number the blocks in reverse post-order, without recursion (code is hostile)."""
    if not blocks:
        return
    order: list[int] = []
    seen = {0}
    stack: list[tuple[int, list[int]]] = [(0, successors(blocks[0], at))]
    while stack:
        index, left = stack[-1]
        while left:
            following = left.pop()
            if following not in seen:
                seen.add(following)
                stack.append((following, successors(blocks[following], at)))
                break
        else:
            order.append(index)
            stack.pop()
    for rank, index in enumerate(reversed(order)):
        blocks[index].rank = rank
