"""How handlers are bound to what they handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[[Any], Any]

BY_NAME: dict[str, Handler] = {}
BY_API: dict[tuple[str, str], Handler] = {}


def does(*names: str) -> Callable[[Handler], Handler]:
    """Bind to the names that models give in ``does:``."""

    def bind(handler: Handler) -> Handler:
        for name in names:
            BY_NAME[name] = handler
        return handler

    return bind


def means(classes: str, methods: str) -> Callable[[Handler], Handler]:
    """Bind to methods: both lists are separated by blanks."""

    def bind(handler: Handler) -> Handler:
        for cls in classes.split():
            for method in methods.split():
                BY_API[cls, method] = handler
        return handler

    return bind
