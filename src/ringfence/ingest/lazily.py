"""Libraries loaded when they are first used: a reader that is not needed for a file costs neither time nor memory.

The list of readers is loaded always, for each has to look at a file's head; numpy, lxml, PDFium and others behind them are not.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Lazily:
    """Stands for a module until one of its names is asked for. Under ``TYPE_CHECKING`` import the module itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the module holds
        found = getattr(import_module(self._name), name)
        setattr(self, name, found)  # the next time it is found without this call
        return found
