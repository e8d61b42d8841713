"""YAML tables of a pack as plain objects. Duplicate keys are an error: the last one would silently win."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import yaml

from ringfence.law.errors import PackError, PackMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

try:  # the C parser is ten times as fast; not every build of PyYAML has it
    from yaml import CSafeLoader as _Base
except ImportError:  # pragma: no cover -- depends on the build
    from yaml import SafeLoader as _Base  # type: ignore[assignment]  # the same interface in Python


class _Loader(_Base):
    """The safe loader, refusing a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 -- PyYAML's own signature
        keys = [key.value for key, _ in node.value]
        twice = next((key for place, key in enumerate(keys) if key in keys[:place]), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"key {twice!r} given twice", node.start_mark)
        built: dict[object, object] = super().construct_mapping(node, deep=deep)
        return built


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that come with the product, by name."""
    found = resources.files("ringfence.law").joinpath("packs").iterdir()
    return tuple(sorted(folder.name for folder in found if folder.joinpath("pack.yaml").is_file()))


def pack_folder(name: str) -> Traversable:
    """Return the folder of the pack ``name`` (``cn``).

    Raises:
        PackMissingError: there is none.
    """
    if name not in pack_names():
        raise PackMissingError(name, pack_names())
    return resources.files("ringfence.law").joinpath("packs", name)


def read_table(file: Traversable, shown: str) -> object:
    """Return what the YAML file ``file`` holds; ``shown`` is its name in messages.

    Raises:
        PackError: it is missing, is no UTF-8, or is no YAML.
    """
    try:
        # yaml.load with a subclass of the safe loader builds nothing but plain objects.
        return yaml.load(file.read_bytes(), Loader=_Loader)  # noqa: S506 -- _Loader is a SafeLoader
    except OSError:
        raise PackError(shown, "-", "文件不存在或读不了", "the file is missing or cannot be read") from None
    except (yaml.YAMLError, ValueError) as fault:  # ValueError: no UTF-8, or a day that no calendar has
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        what = str(getattr(fault, "problem", None) or fault)
        raise PackError(shown, f"line {line}", f"第{line}行不是正确的YAML({what})", f"not YAML ({what})") from None


def read_folder(folder: Traversable, shown: str) -> Iterator[tuple[str, object]]:
    """Yield (shown name, table) of every YAML file in ``folder``, by name."""
    if not folder.is_dir():
        raise PackError(shown, "-", "文件夹不存在", "the folder is missing")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            yield f"{shown}/{file.name}", read_table(file, f"{shown}/{file.name}")
