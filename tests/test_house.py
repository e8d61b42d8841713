"""The walls of the house: nobody imports past a package's public face, and the face says what it gives."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "ringfence"
ROOMS = sorted(path.name for path in SRC.iterdir() if (path / "__init__.py").exists())


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Return (line, module) of every import of ours in a file."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append((node.lineno, node.module))
        elif isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
    return [(line, name) for line, name in found if name.startswith("ringfence.")]


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_imports_past_a_public_face(room: str) -> None:
    offences = [
        f"{path.relative_to(SRC)}:{line} imports {name}"
        for path in sorted((SRC / room).rglob("*.py"))
        for line, name in imports_of(path)
        if name.split(".")[1] != room and name.count(".") > 1
    ]
    assert offences == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_public_face_names_what_it_gives(room: str) -> None:
    face = importlib.import_module(f"ringfence.{room}")
    names: list[str] = face.__all__
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(face, name, None) is not None, name
    assert face.__doc__
