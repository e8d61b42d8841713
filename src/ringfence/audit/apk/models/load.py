"""The loaded models: one table, asked by class, method name and descriptor.

``compiled.json`` is made from the YAML beside it by ``python -m ringfence.audit.apk.models`` (a test says when it is out of
date): reading forty YAML files would cost more than triage itself. Rules become objects only when they are asked for.
"""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ringfence.audit.apk.models.callback import Callback, Lifecycle, Transition
from ringfence.audit.apk.models.descriptor import arguments, split_key
from ringfence.audit.apk.models.errors import ModelError
from ringfence.audit.apk.models.rule import RETURN, Pass, Path, Rule, RuleError, parse_rule
from ringfence.audit.apk.models.uri import Uris, parse_uri_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OBJECT = "Ljava/lang/Object;"


class Models:
    """What is known of Android's, Java's and common libraries' methods. Immutable for its callers; answers are cached.

    Attributes:
        digest: changes whenever a model changes; part of the key of everything that is kept between runs.
        uris: content providers' addresses.
    """

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.digest: str = table["digest"]
        self._classes: dict[str, dict[str, dict[str, dict[str, Any]]]] = table["classes"]
        self._supers: dict[str, list[str]] = table["supers"]
        self._interfaces = frozenset(table["interfaces"])
        self._callbacks: dict[str, dict[str, Any]] = table["callbacks"]
        self._lifecycle: dict[str, dict[str, Any]] = table["lifecycle"]
        self._defaults: dict[str, list[str]] = table["defaults"]
        self._uris: dict[str, Any] = table["uris"]
        self._by_name: dict[str, dict[str, list[tuple[tuple[str, ...] | None, str, Rule]]]] = {}
        self._found: dict[tuple[str, str, str], Rule | None] = {}
        self._listed: dict[str, tuple[Rule, ...]] = {}
        self._ancestors: dict[str, tuple[str, ...]] = {}

    # -- methods and fields

    def find(self, cls: str, name: str, proto: str) -> Rule | None:
        """Return the rule of a method as it is called: of its class, else of the nearest known ancestor; None when there is none.

        ``proto`` is the descriptor (``(I)Ljava/lang/String;``). Full descriptors win over argument lists, those over names,
        those over ``*``. Constructors are looked up in their class, and above it only in those of
        ``alike`` in defaults.yaml (``Throwable``).
        """
        key = (cls, name, proto)
        if key in self._found:
            return self._found[key]
        rule = self._search(cls, name, proto) if name in self._names or self._wild else None
        self._found[key] = rule
        return rule

    def _search(self, cls: str, name: str, proto: str) -> Rule | None:
        above = self.ancestors(cls)
        if name == "<init>":
            above = tuple(each for each in above if each in self._alike)
        for each in (cls, *above):
            if each in self._classes:
                rule = self._own(each, name, proto)
                if rule is not None:
                    return rule
        return None

    def _own(self, cls: str, name: str, proto: str) -> Rule | None:
        table = self._by_name.get(cls)
        if table is None:
            table = self._by_name[cls] = self._read_class(cls)
        rule: Rule
        listed, _, result = proto[1:].partition(")")
        args = arguments(listed)
        for known, returns, rule in (*table.get(name, ()), *(() if name[0] == "<" else table.get("*", ()))):
            if (known is None or known == args) and (not returns or returns == result):
                return rule
        return None

    def _read_class(self, cls: str) -> dict[str, list[tuple[tuple[str, ...] | None, str, Rule]]]:
        table: dict[str, list[tuple[tuple[str, ...] | None, str, Rule]]] = {}
        for key, raw in self._classes[cls].get("methods", {}).items():
            split = split_key(key)
            if split is None:
                raise ModelError("", f"{cls} {key}", "not a method key")
            name, args, result = split
            table.setdefault(name, []).append((args, result, self._rule(cls, key, raw)))
        for rules in table.values():
            rules.sort(key=lambda entry: (entry[0] is None, not entry[1]))
        return table

    def _rule(self, cls: str, key: str, raw: Mapping[str, Any]) -> Rule:
        try:
            return parse_rule(cls, key, raw)
        except RuleError as error:
            raise ModelError("", f"{cls} {key}", str(error)) from error

    def field(self, cls: str, name: str) -> Rule | None:
        """Return the rule of a framework field (``Build.SERIAL``), of its class or the nearest known ancestor."""
        for each in (cls, *self.ancestors(cls)):
            raw = self._classes.get(each, {}).get("fields", {}).get(name)
            if raw is not None:
                return self._rule(each, name, raw)
        return None

    def rules(self, saying: str = "") -> Iterator[Rule]:
        """Yield every method rule, or only those with a field (``gives``, ``leaks``), which is far quicker."""
        if saying not in self._listed:
            self._listed[saying] = tuple(
                self._rule(cls, key, raw)
                for cls, entry in self._classes.items()
                for key, raw in entry.get("methods", {}).items()
                if not saying or saying in raw
            )
        yield from self._listed[saying]

    def field_rules(self) -> Iterator[Rule]:
        """Yield every field rule; ``key`` is the field's name."""
        for cls, entry in self._classes.items():
            for name, raw in entry.get("fields", {}).items():
                yield self._rule(cls, name, raw)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(
            key.partition("(")[0]
            for entry in self._classes.values()
            for key in entry.get("methods", {})
            if key[0] != "*"
        )

    @cached_property
    def _wild(self) -> bool:
        return any("*" in entry.get("methods", {}) for entry in self._classes.values())

    @cached_property
    def source_names(self) -> frozenset[str]:
        """Names of methods that yield personal data: the first sieve of a sweep over all method references."""
        return self._names_with("gives")

    @cached_property
    def sink_names(self) -> frozenset[str]:
        """Names of methods by which data leaves, likewise."""
        return self._names_with("leaks")

    def _names_with(self, what: str) -> frozenset[str]:
        return frozenset(
            key.partition("(")[0]
            for entry in self._classes.values()
            for key, raw in entry.get("methods", {}).items()
            if what in raw
        )

    # -- effects

    def effect(self, rule: Rule | None, name: str, proto: str, *, static: bool) -> tuple[Pass, ...]:
        """Return where a call carries content: what the rule says, else the default rule.

        The default holds for methods without a rule and for rules that only name a handler. A rule that says something else
        (a source, a sink, a registration) and no ``pass`` carries nothing.
        """
        if rule is not None:
            if rule.passes or rule.drops:
                return rule.passes
            if rule.returns is not None:
                return (Pass(Path(rule.returns), Path(RETURN)),)
            if rule.gives or rule.leaks or rule.registers or rule.calls or rule.opens:
                return ()
        return self.default_effect(name, proto, static=static)

    def default_effect(self, name: str, proto: str, *, static: bool) -> tuple[Pass, ...]:
        """Where a method nobody described carries content: into its result; constructor, void method or setter: into its receiver.

        Yes-or-no answers and the methods listed in defaults.yaml (``size``, ``hashCode`` ...) carry nothing.
        """
        listed, _, result = proto[1:].partition(")")
        if name in self._drops or (result == "Z" and name not in self._setters):
            return ()
        count = len(arguments(listed) or ())
        given = tuple(range(0 if static else 1, count if static else count + 1))
        passes: list[Pass] = []
        if not static and (name == "<init>" or result == "V" or name.startswith(self._setters)):
            passes += [Pass(Path(at), Path(0)) for at in given]
        if result not in {"V", "Z"}:
            passes += [Pass(Path(at), Path(RETURN)) for at in ((0, *given) if not static else given)]
        return tuple(passes)

    @cached_property
    def _drops(self) -> frozenset[str]:
        return frozenset(self._defaults["drops"])

    @cached_property
    def _alike(self) -> frozenset[str]:
        return frozenset(self._defaults["alike"])

    @cached_property
    def _setters(self) -> tuple[str, ...]:
        return tuple(self._defaults["setters"])

    # -- types

    def ancestors(self, cls: str) -> tuple[str, ...]:
        """Return the known ancestors of a framework type, without itself: superclasses, then interfaces, ``Object`` last."""
        found = self._ancestors.get(cls)
        if found is None:
            found = self._ancestors[cls] = tuple(self._climb(cls))
        return found

    def _climb(self, cls: str) -> Iterator[str]:
        chain = [cls]
        while (above := self._supers.get(chain[-1])) and above[0] not in chain:
            chain.append(above[0])
        yield from (each for each in chain[1:] if each != OBJECT)
        seen = set(chain)
        waiting = [face for each in chain for face in self._supers.get(each, ())[1:]]
        while waiting:
            face = waiting.pop(0)
            if face not in seen:
                seen.add(face)
                yield face
                waiting += self._supers.get(face, ())[1:]
        if cls != OBJECT and cls in self._supers:
            yield OBJECT

    def types(self) -> tuple[str, ...]:
        """Return every framework type of the hierarchy table."""
        return tuple(self._supers)

    def knows(self, cls: str) -> bool:
        """Whether the type is in the hierarchy table."""
        return cls in self._supers

    def superclass(self, cls: str) -> str | None:
        """Return the superclass of a framework type, None when unknown or for ``Object``."""
        above = self._supers.get(cls)
        return above[0] if above else None

    def interfaces(self, cls: str) -> tuple[str, ...]:
        """Return the interfaces a framework type names itself."""
        return tuple(self._supers.get(cls, ())[1:])

    def is_interface(self, cls: str) -> bool:
        """Whether a framework type is an interface."""
        return cls in self._interfaces

    def is_sub(self, cls: str, of: str) -> bool:
        """Whether a framework type is ``of`` or below it."""
        return of in {cls, OBJECT} or of in self.ancestors(cls)

    def is_platform(self, cls: str) -> bool:
        """Whether a class comes with the device (``android.*``, ``java.*`` ...), not with the app."""
        name = cls.lstrip("[")
        return name.startswith(self._platform) and not name.startswith(self._carried)

    @cached_property
    def _platform(self) -> tuple[str, ...]:
        return tuple(self._defaults["platform"])

    @cached_property
    def _carried(self) -> tuple[str, ...]:
        return tuple(self._defaults["carried"])

    def replaces(self, cls: str) -> bool:
        """Whether a class belongs to a library, under its own name, whose models may be taken for its code."""
        return cls.startswith(self._libraries)

    @cached_property
    def _libraries(self) -> tuple[str, ...]:
        return tuple(self._defaults["libraries"])

    # -- callbacks and lives

    def callback(self, cls: str) -> Callback | None:
        """Return the callback type of that name, None when it is none. Ask for each ancestor of a class of the app."""
        return self.callbacks.get(cls)

    @cached_property
    def callbacks(self) -> Mapping[str, Callback]:
        """All callback types by name."""
        return {
            cls: Callback(
                cls,
                tuple(self._rule(cls, key, rule or {}) for key, rule in raw["methods"].items()),
                bool(raw.get("whole", True)),
            )
            for cls, raw in self._callbacks.items()
        }

    @cached_property
    def lifecycles(self) -> Mapping[str, Lifecycle]:
        """Lives by kind of component."""
        return {
            kind: Lifecycle(
                kind,
                tuple(raw["roots"]),
                raw["start"],
                tuple(raw["live"]),
                tuple(each for step in raw["transitions"] for each in _transitions(step)),
            )
            for kind, raw in self._lifecycle.items()
        }

    def lifecycle_of(self, ancestors: Iterable[str]) -> Lifecycle | None:
        """Return the life of a class with these ancestors, nearest first."""
        roots = self._roots
        return next((roots[each] for each in ancestors if each in roots), None)

    @cached_property
    def _roots(self) -> dict[str, Lifecycle]:
        return {root: life for life in self.lifecycles.values() for root in life.roots}

    # -- addresses

    @cached_property
    def uris(self) -> Uris:
        """Content providers' addresses."""
        return Uris(map(parse_uri_rule, self._uris["prefixes"]), self._uris["fields"])


def _transitions(step: Mapping[str, Any]) -> Iterator[Transition]:
    """``after: same`` is one transition per state, back to it."""
    methods = tuple(step["methods"])
    if step["after"] == "same":
        for state in step["before"]:
            yield Transition(step["name"], (state,), state, methods)
    else:
        yield Transition(step["name"], tuple(step["before"]), step["after"], methods)


@cache
def load_models() -> Models:
    """Return the models that come with the product; read once."""
    text = (files("ringfence.audit.apk.models") / "compiled.json").read_bytes()
    try:
        return Models(json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError("", "compiled.json", f"damaged: {error}") from error
