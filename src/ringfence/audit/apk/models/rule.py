"""One line of a model: what a framework method does with personal data. The language is described in docs/apk-audit.md.

Arguments are counted with the receiver as 0 where there is one, each argument as one (a ``long`` too). A path names an argument or
the result and, where it matters, what is inside: ``1``, ``return``, ``0.[]`` (any element), ``0.<obj>`` (a field).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from ringfence.schema import DataCategory, SinkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RETURN = -1
"""The root of a path that starts at the result."""

CATEGORIES = frozenset(DataCategory) | {"by_uri"}
SINKS = frozenset(SinkKind) | {"by_stream"}
OPENS = frozenset(SinkKind) | {"by_path", "as_wrapped"}
THROUGH = frozenset({"encode", "encrypt", "hash", "compress", "json"})
ONLY = frozenset({"password_view"})
_PATH = re.compile(r"(?P<root>\d+|return)(?P<inside>(?:\.(?:\[\]|[\w$<>]+))*)")
_CALL = re.compile(
    r"(?P<object>[\w.]+(?:\.\[\][\w.]*)?|\?)\.(?P<method>[\w<>$]+)\((?P<args>[^)]*)\)(?:\s*->\s*(?P<result>\w+))?",
)


class RuleError(ValueError):
    """A rule that does not follow the language; ``ModelError`` adds file and entry."""


@dataclass(frozen=True, slots=True)
class Path:
    """An argument (``root`` >= 0) or the result (``RETURN``), and the way inside it (field names; ``[]`` an element)."""

    root: int
    inside: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ".".join(("return" if self.root == RETURN else str(self.root), *self.inside))


@dataclass(frozen=True, slots=True)
class Pass:
    """What was in ``src`` can be read from ``dst`` afterwards."""

    src: Path
    dst: Path


@dataclass(frozen=True, slots=True)
class Call:
    """A method of an argument that the framework calls because of this call.

    Attributes:
        object: whose method: an argument's path as text (``0``, ``1``, ``0.target``).
        method: its name; overloads are told apart by the count of ``args``.
        args: what is handed over: a path as text (``1``), a name bound by an earlier call's ``result``, or ``?`` (nothing known).
        result: a name for the result, for a later call of the same list; ``return`` makes it the modelled call's own result.
    """

    object: str
    method: str
    args: tuple[str, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """The call hands over an object whose callbacks run later.

    Attributes:
        listener: argument that is called back; None = any argument that is a callback.
        calls: the callback interface, "" = whichever the argument implements.
        undone_by: methods of the same class that end it (called with the same listener).
        ends: this call itself ends a registration.
    """

    listener: int | None = None
    calls: str = ""
    undone_by: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What a method does. Every field may be empty.

    Attributes:
        cls, key: the model's class and method key as written.
        gives: category of personal data it yields (``DataCategory``), or ``by_uri`` (by the address in argument ``uri``).
        at: where the data is, the result unless said otherwise.
        permissions: full names; any one of them suffices.
        when: argument -> constants, one of which it must be, for ``gives`` and ``leaks``.
        only: a further condition by name (``password_view``: the receiver is a password field).
        leaks: way out (``SinkKind``), or ``by_stream`` (that of the stream in argument 0, see ``opens``).
        args: arguments whose content leaves; None = all but the receiver.
        hosts: argument that holds the address it is sent to.
        opens: the result (or for a constructor the object) is a stream or writer of that kind; ``by_path``: ``external_file`` when
            the path comes from external storage, else ``file``; ``as_wrapped``: of the kind of the stream in argument ``wraps``.
        passes: where content goes. Empty and ``drops`` false: see ``Models.effect``.
        drops: no content comes out of it (``size()``).
        returns: the result is that argument itself, the same object (``StringBuilder.append``).
        creates: class of the result when it is a new object of a known class.
        does: name of an exact handler; the table is in docs/apk-audit.md.
        through: transformation that content undergoes (``encode``, ``encrypt``, ``hash``, ``compress``, ``json``).
        calls: callbacks run by this call, in order.
        registers: callbacks run later.
    """

    cls: str
    key: str
    gives: str = ""
    at: Path = Path(RETURN)
    permissions: tuple[str, ...] = ()
    uri: int | None = None
    when: tuple[tuple[int, tuple[str | int, ...]], ...] = ()
    only: str = ""
    leaks: str = ""
    args: tuple[int, ...] | None = None
    hosts: int | None = None
    opens: str = ""
    wraps: int = 1
    passes: tuple[Pass, ...] = ()
    drops: bool = False
    returns: int | None = None
    creates: str = ""
    does: str = ""
    through: str = ""
    calls: tuple[Call, ...] = ()
    registers: Registration | None = None

    @property
    def is_source(self) -> bool:
        """Whether it yields personal data."""
        return bool(self.gives)

    @property
    def is_sink(self) -> bool:
        """Whether data leaves by it."""
        return bool(self.leaks)


def parse_path(text: object) -> Path:
    """Read ``1``, ``return``, ``0.[]``, ``0.first``."""
    match = _PATH.fullmatch(str(text).strip())
    if match is None:
        raise RuleError(f"{text!r} is no path such as 1, return, 0.[]")
    root = RETURN if match["root"] == "return" else int(match["root"])
    return Path(root, tuple(match["inside"].split(".")[1:]))


def parse_pass(text: object) -> Pass:
    """Read ``1 -> return``."""
    ends = str(text).split("->")
    if len(ends) != 2:
        raise RuleError(f"{text!r} is not of the form 1 -> return")
    return Pass(parse_path(ends[0]), parse_path(ends[1]))


def parse_call(text: object) -> Call:
    """Read ``0.doInBackground(1) -> result``."""
    match = _CALL.fullmatch(str(text).strip())
    if match is None:
        raise RuleError(f"{text!r} is not of the form 0.run() or 0.doInBackground(1) -> result")
    args = tuple(part.strip() for part in match["args"].split(",") if part.strip())
    return Call(match["object"], match["method"], args, match["result"] or "")


def _listed(value: object) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def permission_name(short: str) -> str:
    """``READ_SMS`` -> ``android.permission.READ_SMS``; a name with dots stays."""
    return short if "." in short else f"android.permission.{short}"


def _count(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise RuleError(f"{what} must be the number of an argument, not {value!r}")
    return value


def _word(value: object, what: str, known: frozenset[str]) -> str:
    if value not in known:
        raise RuleError(f"{what} is {value!r}, which is none of {', '.join(sorted(known))}")
    return str(value)


def _registration(value: object) -> Registration:
    if not isinstance(value, dict):
        raise RuleError("registers must be a mapping of listener, calls, undone_by, ends")
    unknown = set(value) - {"listener", "calls", "undone_by", "ends"}
    if unknown:
        raise RuleError(f"registers has no field {', '.join(sorted(map(str, unknown)))}")
    listener = value.get("listener", "any")
    return Registration(
        None if listener == "any" else _count(listener, "listener"),
        str(value.get("calls", "")),
        tuple(str(name) for name in _listed(value.get("undone_by", ()))),
        bool(value.get("ends")),
    )


def _conditions(value: object) -> tuple[tuple[int, tuple[str | int, ...]], ...]:
    if not isinstance(value, dict):
        raise RuleError("when must be a mapping: argument -> constants")
    return tuple(sorted((_count(int(at), "when"), _listed(constants)) for at, constants in value.items()))


_READ: dict[str, Callable[[Any], Any]] = {
    "gives": lambda value: _word(value, "gives", CATEGORIES),
    "at": parse_path,
    "permissions": lambda value: tuple(permission_name(str(name)) for name in _listed(value)),
    "uri": lambda value: _count(value, "uri"),
    "when": _conditions,
    "only": lambda value: _word(value, "only", ONLY),
    "leaks": lambda value: _word(value, "leaks", SINKS),
    "args": lambda value: tuple(_count(at, "args") for at in _listed(value)),
    "hosts": lambda value: _count(value, "hosts"),
    "opens": lambda value: _word(value, "opens", OPENS),
    "wraps": lambda value: _count(value, "wraps"),
    "passes": lambda value: tuple(parse_pass(text) for text in _listed(value)),
    "drops": bool,
    "returns": lambda value: _count(value, "returns"),
    "creates": str,
    "does": str,
    "through": lambda value: _word(value, "through", THROUGH),
    "calls": lambda value: tuple(parse_call(text) for text in _listed(value)),
    "registers": _registration,
}
_SPELLED = {"permission": "permissions", "pass": "passes"}
KEYS = frozenset(_READ) - set(_SPELLED.values()) | set(_SPELLED)


def parse_rule(cls: str, key: str, raw: Mapping[str, Any]) -> Rule:
    """Make a rule from its YAML mapping; ``RuleError`` says what does not fit."""
    read: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in KEYS:
            raise RuleError(f"there is no field {name!r}; known are {', '.join(sorted(KEYS))}")
        field = _SPELLED.get(name, name)
        read[field] = _READ[field](value)
    rule = Rule(cls, key, **read)
    _agree(rule, set(read))
    return rule


def _agree(rule: Rule, given: set[str]) -> None:
    """Check that the fields of a rule fit together."""
    if rule.drops and given & {"passes", "gives", "returns"}:
        raise RuleError("drops says that nothing comes out, yet passes, gives or returns says that something does")
    if rule.gives == "by_uri" and rule.uri is None:
        raise RuleError("gives: by_uri needs uri: the argument that holds the address")
    for field, needs in (("args", "leaks"), ("at", "gives"), ("only", "gives"), ("wraps", "opens")):
        if field in given and needs not in given:
            raise RuleError(f"{field} means nothing without {needs}")


def highest_argument(rule: Rule) -> int:
    """The largest argument number a rule speaks of, -1 when none."""
    numbers = [p.root for each in rule.passes for p in (each.src, each.dst)] + [rule.at.root]
    numbers += [*(rule.args or ()), *(at for at, _ in rule.when)]
    numbers += [n for n in (rule.uri, rule.hosts, rule.returns) if n is not None]
    if rule.registers and rule.registers.listener is not None:
        numbers.append(rule.registers.listener)
    for call in rule.calls:
        numbers += [int(text.split(".")[0]) for text in (call.object, *call.args) if text.split(".")[0].isdigit()]
    return max(numbers)


FIELDS = tuple(field.name for field in fields(Rule))
