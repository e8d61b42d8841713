"""Methods of the app that the framework calls, and components' lives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ringfence.audit.apk.models.rule import Rule


@dataclass(frozen=True, slots=True)
class Callback:
    """An interface or class whose methods the app writes and the framework calls.

    Attributes:
        cls: ``Landroid/location/LocationListener;``.
        methods: one rule per method; ``gives`` and ``at`` say which parameter brings personal data (receiver = 0).
        whole: every method of the type counts, listed or not (an interface that only exists to be called back).
    """

    cls: str
    methods: tuple[Rule, ...]
    whole: bool = True

    def method(self, name: str) -> Rule | None:
        """Return the rule of the method of that name, None when it is not listed."""
        return next((rule for rule in self.methods if rule.key.split("(")[0] == name), None)


@dataclass(frozen=True, slots=True)
class Transition:
    """A step of a component's life: in a state of ``before`` the framework calls ``methods`` in order and the state is ``after``.

    A method is written as a model's method key (``onCreate(Landroid/os/Bundle;)V``); what a component does not write does nothing.
    """

    name: str
    before: tuple[str, ...]
    after: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The life of one kind of component, as states and transitions (developer.android.com, "The activity lifecycle" ...).

    Attributes:
        kind: ``activity``, ``service``, ``receiver``, ``provider``, ``application``, ``fragment`` ...
        roots: framework classes whose subclasses live so.
        start: first state; ``live``: states in which listeners, timers and layout callbacks may run.
    """

    kind: str
    roots: tuple[str, ...]
    start: str
    live: tuple[str, ...]
    transitions: tuple[Transition, ...]

    def after(self, state: str) -> tuple[Transition, ...]:
        """Return the transitions that may follow a state."""
        return tuple(step for step in self.transitions if state in step.before)

    def methods(self) -> tuple[str, ...]:
        """Return every method key of the life, each once, in order of first use."""
        return tuple(dict.fromkeys(key for step in self.transitions for key in step.methods))
