"""How the DroidBench script scores flows: by places, so that guessing one leak in every app earns nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def bench() -> Iterator[Any]:
    """Give the script as a module; mypy sees it apart, where it runs."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        yield __import__("bench_droidbench")
    finally:
        sys.path.remove(str(BENCHMARKS))


def app(bench: Any, audited: int, *lines: tuple[int, str]) -> Any:  # noqa: ANN401 -- a class of the script
    listed = tuple(bench.Listed("src/Main.java", line, frozenset(kind.split("+"))) for line, kind in lines)
    return bench.App("apk/X/Y.apk", "X", audited, audited, listed)


def flow(bench: Any, source: int, sink: int) -> Any:  # noqa: ANN401 -- the same
    ends = [bench.Place("Main.java", line, "com.example.Main", "onCreate()V", line, "") for line in (source, sink)]
    return bench.Found("device_id", "log", "resolved", *ends)


def scored(bench: Any, truth: Any, *pairs: tuple[int, int]) -> tuple[int, int, int]:  # noqa: ANN401 -- the same
    calls = [bench.Call("Main.java", line, "onCreate", "x") for line in range(1, 30)]
    got = bench.score(truth, [flow(bench, *pair) for pair in pairs], bench.Lines(calls, None))
    return got.tp, got.fp, got.fn


@pytest.mark.parametrize(
    ("audited", "lines", "pairs", "expected"),
    [
        (1, [(3, "source"), (7, "sink-leak")], [(3, 7)], (1, 0, 0)),
        (1, [(3, "source"), (7, "sink-leak")], [(3, 8)], (0, 1, 1)),
        (1, [(3, "source"), (7, "sink-leak")], [(4, 7)], (0, 1, 1)),
        (1, [(3, "source"), (7, "sink-leak")], [], (0, 0, 1)),
        (0, [(3, "source"), (7, "sink-leak")], [(3, 7)], (0, 1, 0)),
        (1, [(3, "source"), (7, "sink-leak"), (9, "sink-noleak")], [(3, 7), (3, 9)], (1, 1, 0)),
        (2, [(3, "source"), (4, "source"), (7, "sink-leak")], [(3, 7), (4, 7)], (2, 0, 0)),
        (2, [(3, "source"), (7, "sink-leak"), (8, "sink-leak")], [(3, 7), (3, 8)], (2, 0, 0)),
        (2, [(3, "source"), (7, "sink-leak")], [(3, 7), (3, 12)], (2, 0, 0)),
        (2, [(3, "source"), (7, "sink-leak")], [(3, 11), (3, 12)], (1, 1, 1)),
        (1, [(3, "source")], [(3, 12), (3, 13)], (1, 1, 0)),
        (1, [], [(5, 6)], (1, 0, 0)),
    ],
    ids=[
        "found",
        "leaves elsewhere",
        "comes from elsewhere",
        "missed",
        "harmless app",
        "harmless call",
        "two data, one call",
        "one datum, two calls",
        "the second call is not listed",
        "a listed call is no unlisted one",
        "only the source is listed",
        "nothing is listed",
    ],
)
def test_flows_are_scored_by_place(
    bench: Any,  # noqa: ANN401 -- a module
    audited: int,
    lines: list[tuple[int, str]],
    pairs: list[tuple[int, int]],
    expected: tuple[int, int, int],
) -> None:
    assert scored(bench, app(bench, audited, *lines), *pairs) == expected


def test_a_listed_line_is_found_again_in_another_revision(bench: Any, tmp_path: Path) -> None:  # noqa: ANN401 -- a module
    """The source has two calls of ``send`` on lines 2 and 3, the package has them on 12 and 13."""
    (tmp_path / "Main.java").write_text("class Main { void m() {\n send(a); // sink\n send(b);\n}}\n", "utf-8")
    calls = [bench.Call("Main.java", line, "m", "send") for line in (12, 13)]
    lines = bench.Lines(calls, tmp_path)
    place = SimpleNamespace(file="Main.java", line=13, method="m()V")
    assert lines.fits(place, [bench.Listed("Main.java", 3, frozenset(["sink"]))])
    assert not lines.fits(place, [bench.Listed("Main.java", 2, frozenset(["sink"]))])


def test_counting_alone_is_the_trap(bench: Any) -> None:  # noqa: ANN401 -- a module
    apps = [app(bench, 1) for _ in range(8)] + [app(bench, 0) for _ in range(2)]
    assert bench.by_count({"apk/X/Y.apk": 1}, apps) > 0.85
