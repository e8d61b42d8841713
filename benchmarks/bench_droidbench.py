"""Flows found in the DroidBench apps against an audited truth: precision, recall, F1 by category, specificity, CPU per app.

``python benchmarks/bench_droidbench.py FOLDER TRUTH.csv [LINES.csv] [--sources DIR] [--json FILE] [--jobs N] [--misses]``
(``--by-method``: as large apps are looked at, where running them from their entry points would cost too much.)

The truth CSV (``apk_path, category, expected_flows_audited, expected_leaks_designer, challenge``) decides which apps are
opened; the folder is never walked. The lines CSV (``apk_path, java_file, line, kind`` with kind ``source``, ``sink``,
``sink-leak``, ``sink-noleak``, joined by ``+``) says where in the source they are.

How a flow is counted (this follows from the audited counts, app by app):

- A flow is a pair of places: where a datum is taken, where it leaves. Two ways out of one datum are two flows, and so are
  two data that leave by one call: an app that logs latitude and longitude in one line has two, taken at ``getLatitude()``
  and ``getLongitude()``.
- An Intent that carries a datum and is handed to ``startActivity``, ``startService`` or ``sendBroadcast`` is one flow, even
  when it names a component of the same app; when that lets the datum out, that is a second one, from the original place.
  The Intent a component receives is no source. Ringfence does not call an Intent that stays in the app a way out and
  reports it apart; it is taken into the score, since the truth counts it, and the score without is printed too.
- Preferences, text on the screen and messages inside the app are no ways out.

How a found flow is scored: it is true when it leaves by a listed call and comes from a listed place (where places are
listed for that app). Where the audited count is larger than the number of listed calls, the rest may be filled by flows to
calls that are not listed (but not to one listed as harmless); where nothing is listed, by any flow. Never more than the
audited count of an app are true; all others are false. Rows without an audited count are shown apart. How many of the true
ones rest on places and how many on the count alone is printed.

Several packages were compiled from another revision than the sources the lines were taken from. With ``--sources`` a listed
line is looked up in the source and found again in the package by the calls written on it. Without, a file in which a listed
line has no call that could be the listed one (by the names of known sources and sinks) is matched as a whole.

"One leak in every app" is scored beside it, by places and by bare counts: by counts it looks good, by places it does not.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import resource
import statistics
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ringfence.audit.apk.dex import Program
    from ringfence.audit.apk.flow import Budget
    from ringfence.audit.apk.models import Models
    from ringfence.schema.app_audit import CodePlace, DataFlow

BAR = 0.92
FLOWDROID = 0.79  # 2.7.1 with IccTA on the whole set of 158, published (TSE 2021)
CPU_BAR = 0.3
BY_METHOD = False
WORDS = {"if", "for", "while", "switch", "catch", "return", "synchronized", "super", "this"}
CALL = re.compile(r"(?<![.\w])new\s+(\w+)\s*[(<]|(\w+)\s*\(")
DECLARED = re.compile(
    r"^\s*(?:@\w+\s+)*(?:(?:public|protected|private|static|final|synchronized)\s+)+[\w<>\[\], .?]+\s+(\w+)\s*\("
)


@dataclass(frozen=True)
class Listed:
    """A line of the lines file."""

    file: str  # path as listed
    line: int
    kinds: frozenset[str]

    @property
    def name(self) -> str:
        """The file's name, as a class's debug information gives it."""
        return self.file.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class App:
    """A row of the truth, with its lines."""

    path: str
    category: str
    audited: int | None
    designer: int | None
    listed: tuple[Listed, ...]


@dataclass(frozen=True)
class Place:
    """A place a flow names."""

    file: str
    line: int | None
    cls: str
    method: str
    offset: int
    api: str


@dataclass(frozen=True)
class Found:
    """A flow as it was found."""

    category: str
    kind: str
    certainty: str
    source: Place
    sink: Place


@dataclass(frozen=True)
class Call:
    """A call in the package: file and line from the debug table, the method it stands in, the name it calls."""

    file: str
    line: int
    inside: str
    callee: str


@dataclass
class Run:
    """What the analysis of one app gave; ``inside``: data put into an Intent that stays in the app."""

    flows: list[Found] = field(default_factory=list)
    inside: list[Found] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    cpu: float = 0.0
    error: str = ""
    blind: list[str] = field(default_factory=list)


@dataclass
class Score:
    """Counts; ``placed`` of the true ones leave by a listed call; ``unlisted`` of the missed have no listed call."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    placed: int = 0
    unlisted: int = 0
    false: list[Found] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add another's counts."""
        self.tp, self.fp, self.fn = self.tp + other.tp, self.fp + other.fp, self.fn + other.fn
        self.placed, self.unlisted = self.placed + other.placed, self.unlisted + other.unlisted

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall, F1; 1.0 where there was nothing to find and nothing was found."""
        precision = self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0
        recall = self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0
        f1 = 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp + self.fp + self.fn else 1.0
        return precision, recall, f1


# --- the truth


def read_truth(truth: Path, lines: Path | None) -> list[App]:
    """Read both CSV files."""
    listed: dict[str, list[Listed]] = defaultdict(list)
    if lines is not None:
        for row in csv.DictReader(lines.open(encoding="utf-8")):
            kinds = frozenset(row["kind"].split("+"))
            listed[row["apk_path"]].append(Listed(row["java_file"], int(row["line"]), kinds))
    return [
        App(
            row["apk_path"],
            row["category"],
            int(row["expected_flows_audited"]) if row["expected_flows_audited"] else None,
            int(row["expected_leaks_designer"]) if row["expected_leaks_designer"] else None,
            tuple(listed[row["apk_path"]]),
        )
        for row in csv.DictReader(truth.open(encoding="utf-8"))
    ]


@dataclass(frozen=True)
class Names:
    """Names of methods that give personal data and that let it out, to tell whether a line can be the listed one."""

    sources: frozenset[str]
    sinks: frozenset[str]


class Lines:
    """Where the listed lines of one app are in its package."""

    def __init__(
        self,
        calls: Sequence[Call],
        sources: Path | None,
        listed: Sequence[Listed] = (),
        names: Names | None = None,
    ) -> None:
        self.sources = sources
        self.by_file: dict[str, list[Call]] = defaultdict(list)
        for call in sorted(calls, key=lambda one: one.line):
            self.by_file[call.file].append(call)
        self._texts: dict[str, list[str]] = {}
        self._names = names
        self._drifted = {one.name for one in listed if not self._stands(one)}

    def fits(self, place: Place, listed: Iterable[Listed]) -> bool:
        """Say whether a place is one of the listed lines."""
        return any(place.file == one.name and self._fits(place, one) for one in listed)

    def _fits(self, place: Place, listed: Listed) -> bool:
        text = self._text(listed)
        if text is None:
            return place.line == listed.line or listed.name in self._drifted or not self._stands(listed)
        declared = DECLARED.match(text[listed.line - 1])
        if declared is not None:
            return place.method.partition("(")[0] == declared[1]
        return place.line in self._found(listed, text)

    def _stands(self, listed: Listed) -> bool:
        """Say whether the package has, on that very line, a call that can be the listed one."""
        called = {call.callee for call in self.by_file[listed.name] if call.line == listed.line}
        if self._names is None:
            return bool(called)
        wanted = self._names.sources if "source" in listed.kinds else self._names.sinks
        return bool(called & wanted)

    def _text(self, listed: Listed) -> list[str] | None:
        if self.sources is None:
            return None
        if listed.file not in self._texts:
            path = self.sources / listed.file
            known = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
            self._texts[listed.file] = [line.partition("//")[0] for line in known]
        lines = self._texts[listed.file]
        return lines if 0 < listed.line <= len(lines) else None

    def _found(self, listed: Listed, text: list[str]) -> set[int]:
        """Give the package's lines with the calls that are written on a line of the source."""
        first, last = _statement(text, listed.line - 1)
        before = Counter(_names("\n".join(text[:first])))
        here = _names("\n".join(text[first : last + 1]))
        whole = Counter(_names("\n".join(text)))
        exact: set[int] = set()
        rough: list[tuple[int, set[int]]] = []
        for name in dict.fromkeys(here):
            at = [call.line for call in self.by_file[listed.name] if call.callee == name]
            if at and len(at) == whole[name]:
                exact.update(at[before[name] : before[name] + here.count(name)])
            elif at:
                rough.append((len(at), set(at)))
        return exact or (min(rough, key=lambda one: one[0])[1] if rough else {listed.line})


def _statement(text: Sequence[str], at: int) -> tuple[int, int]:
    """Give the first and last line of the statement a line belongs to."""
    first = last = at
    while first > 0 and at - first < 3 and text[first - 1].strip() and text[first - 1].strip()[-1] not in ";{}*/:":
        first -= 1
    while last + 1 < len(text) and last - at < 3 and not text[last].rstrip().endswith((";", "{", "}")):
        last += 1
    return first, last


def _names(text: str) -> list[str]:
    """Give the names called in a text; a constructor by ``<init>`` of its class is left out, classes are not told apart."""
    return [found[2] for found in CALL.finditer(text) if found[2] and found[2] not in WORDS]


# --- scoring


def score(app: App, flows: Sequence[Found], lines: Lines) -> Score:
    """Score one app's flows against its audited count and its lines."""
    wanted = app.audited or 0
    sources = [one for one in app.listed if "source" in one.kinds]
    leaks = [one for one in app.listed if one.kinds & {"sink", "sink-leak"}]
    harmless = [one for one in app.listed if "sink-noleak" in one.kinds]
    taken: Counter[Listed] = Counter()
    result = Score()
    spare: list[Found] = []
    for flow in flows:
        from_listed = not sources or lines.fits(flow.source, sources)
        by = [one for one in leaks if lines.fits(flow.sink, [one])]
        free = [one for one in by if not taken[one] or len(leaks) < wanted]
        if from_listed and free and result.tp < wanted:
            taken[free[0]] += 1
            result.tp += 1
            result.placed += 1
        elif from_listed and not by and not lines.fits(flow.sink, harmless):
            spare.append(flow)
        else:
            result.false.append(flow)
    room = max(0, min(wanted - result.tp, wanted - len(leaks)))
    result.tp += min(room, len(spare))
    result.false += spare[room:]
    result.fp = len(result.false)
    result.fn = wanted - result.tp
    result.unlisted = min(result.fn, max(0, wanted - len(leaks)))
    return result


def by_count(found: Mapping[str, int], apps: Sequence[App]) -> float:
    """Give the F1 of bare counts: how the trap scores."""
    total = Score()
    for app in apps:
        wanted, got = app.audited or 0, found[app.path]
        total.add(Score(min(wanted, got), max(0, got - wanted), max(0, wanted - got)))
    return total.figures[2]


# --- the analysis


def analyse(path: Path) -> Run:
    """Analyse one app in this process; the CPU time is that of the analysis alone."""
    run = Run()
    before, begun = _cpu(), time.perf_counter()
    try:
        flows, inside, run.blind = find(path)
        run.cpu = _cpu() - before
        run.flows = _unique(flows)
        run.inside = _unique(inside)
        run.calls = _calls(path)
    except Exception as fault:  # noqa: BLE001 -- one bad app never stops the rest; it is printed
        run.cpu = run.cpu or _cpu() - before
        run.error = f"{type(fault).__name__}: {fault} (after {time.perf_counter() - begun:.1f} s)"
    return run


def find(path: Path) -> tuple[Sequence[DataFlow], Sequence[DataFlow], list[str]]:
    """Find an app's flows, its hand-overs inside the app, and the kinds of blind spots; nothing is remembered from others."""
    from ringfence.audit.apk import container, dex, flow, resources

    apk = container.open_package(path).apks[0]
    table = resources.read_arsc(apk.read("resources.arsc")) if apk.has("resources.arsc") else None
    program, manifest = dex.Program.load(apk.dexes()), resources.read_manifest(apk)
    layouts = resources.read_layouts(apk, table)
    texts = table.text if table is not None else None
    found = flow.find_flows(program, manifest, layouts, _models(), budget=_budget(), texts=texts)
    return found.flows, found.handovers, [one.kind for one in found.blind]


def _budget() -> Budget:
    """Give the usual budget, or one that is spent at once, so that what is found is found method by method."""
    from ringfence.audit.apk.flow import Budget

    return Budget(instructions=1) if BY_METHOD else Budget()


@cache
def _models() -> Models:
    from ringfence.audit.apk.models import load_models

    return load_models()


def warm(by_method: bool) -> None:  # noqa: FBT001 -- handed over by position to a process of the pool
    """Load what the analysis loads, so that the first app does not pay for it."""
    globals()["BY_METHOD"] = by_method
    from ringfence.audit.apk import container, dex, flow, resources  # noqa: F401 -- loaded for their effect

    _models()


def _names_known() -> Names:
    models = _models()
    plain = [frozenset(name for name in one if name[0] != "<") for one in (models.source_names, models.sink_names)]
    return Names(*plain)


def _calls(path: Path) -> list[Call]:
    """List the calls of the package that have a line."""
    from ringfence.audit.apk.container import open_package
    from ringfence.audit.apk.dex import Program

    program = Program.load(open_package(path).apks[0].dexes())
    return list(_calls_of(program))


def _calls_of(program: Program) -> Iterable[Call]:
    for klass in program.classes.values():
        if not klass.source_file or klass.type.startswith(("Landroid/", "Landroidx/")):
            continue
        for method in klass.methods:
            code = method.code()
            for insn in code.insns if code is not None else ():
                line = code.line_at(insn.offset) if code is not None and insn.name.startswith("invoke") else None
                if line is not None:
                    yield Call(klass.source_file, line, method.ref.name, getattr(insn.ref, "name", ""))


def _unique(flows: Iterable[DataFlow]) -> list[Found]:
    found = {}
    for one in flows:
        source, sink = one.steps[0], one.steps[-1]
        key = (_where(source.place), _where(sink.place))
        found[key] = Found(
            one.category, one.kind, one.certainty, _place(source.place, source.api), _place(sink.place, sink.api)
        )
    return list(found.values())


def _where(place: CodePlace) -> tuple[str, str, int]:
    return place.class_name, place.method, place.offset


def _place(place: CodePlace, api: str) -> Place:
    return Place(place.file, place.line, place.class_name, place.method, place.offset, api)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


# --- printing


def show_table(apps: Sequence[App], scores: Mapping[str, Score]) -> Score:
    """Print a line a category and the totals."""
    rows: dict[str, Score] = defaultdict(Score)
    total = Score()
    for app in apps:
        rows[app.category].add(scores[app.path])
        total.add(scores[app.path])
    print(f"{'category':<28}{'TP':>5}{'FP':>5}{'FN':>5}{'P':>7}{'R':>7}{'F1':>7}")
    for name, row in [*sorted(rows.items()), ("all", total)]:
        precision, recall, f1 = row.figures
        print(f"{name:<28}{row.tp:>5}{row.fp:>5}{row.fn:>5}{precision:>7.3f}{recall:>7.3f}{f1:>7.3f}")
    print(
        f"of {total.tp} true flows {total.placed} leave by a listed call, {total.tp - total.placed} rest on the count;"
    )
    print(f"of {total.fn} missed flows {total.unlisted} have no listed call")
    return total


def show_misses(apps: Sequence[App], runs: Mapping[str, Run], scores: Mapping[str, Score]) -> None:
    """Print apps with missed or false flows, what was expected and what was found."""
    for app in apps:
        run, got = runs[app.path], scores[app.path]
        if app.audited is not None and not got.fn and not got.fp and not run.error:
            continue
        wanted = f"designer's count {app.designer}"
        if app.audited is not None:
            wanted = f"expected {app.audited}, true {got.tp}, false {got.fp}, missed {got.fn}"
        print(f"\n{app.path}: {wanted} {run.error} {' '.join(run.blind)}")
        print(
            "  listed:", ", ".join(f"{one.name}:{one.line} {'+'.join(sorted(one.kinds))}" for one in app.listed) or "-"
        )
        for flow in run.flows + run.inside:
            mark = "found" if app.audited is None else "FALSE" if flow in got.false else "true "
            ends = (f"{one.file}:{one.line} {one.api.partition('(')[0]}" for one in (flow.source, flow.sink))
            print(f"  {mark} {flow.category} -> {flow.kind} ({flow.certainty}): {' => '.join(ends)}")


def show_rest(apps: Sequence[App], runs: Mapping[str, Run]) -> None:
    """Print the rows that have no audited count."""
    print("\nwithout an audited count (designer's count / found), not in the figures:")
    for app in apps:
        print(
            f"  {app.path.removeprefix('apk/'):<70}{app.designer!s:>5}{len(runs[app.path].flows):>5}  {runs[app.path].error}"
        )


def main() -> None:
    """Analyse, score, print."""
    asked = _asked()
    if asked.folder is None or asked.truth is None:
        print("skipped: no folder of packages and no truth table given")
        return
    apps = read_truth(asked.truth, asked.lines)
    paths = {app.path: _path(asked.folder, app.path) for app in apps}
    present = [app for app in apps if paths[app.path].is_file()]
    if not present:
        print(f"skipped: none of the {len(apps)} apps is in {asked.folder}")
        return
    warm(asked.by_method)
    with ProcessPoolExecutor(asked.jobs, initializer=warm, initargs=(asked.by_method,)) as pool:
        runs = dict(
            zip(
                (app.path for app in present),
                pool.map(analyse, (paths[app.path] for app in present)),
                strict=True,
            )
        )
    names = _names_known()
    places = {app.path: Lines(runs[app.path].calls, asked.sources, app.listed, names) for app in present}
    scores = {app.path: score(app, runs[app.path].flows + runs[app.path].inside, places[app.path]) for app in present}
    judged = [app for app in present if app.audited is not None]
    total = show_table(judged, scores)
    narrow = Score()
    for app in judged:
        narrow.add(score(app, runs[app.path].flows, places[app.path]))
    print("without hand-overs inside the app: P {:.3f} R {:.3f} F1 {:.3f}".format(*narrow.figures))
    _show_figures(judged, runs, total)
    show_rest([app for app in present if app.audited is None], runs)
    if asked.misses:
        show_misses(present, runs, scores)
    if asked.json is not None:
        asked.json.write_text(json.dumps(_results(present, runs, scores), indent=1), encoding="utf-8")


def _show_figures(judged: Sequence[App], runs: Mapping[str, Run], total: Score) -> None:
    clean = [app for app in judged if not app.audited]
    quiet = sum(not runs[app.path].flows + runs[app.path].inside for app in clean)
    trap = Score()
    for app in judged:
        wanted = app.audited or 0
        trap.add(Score(0, 1, wanted))
    ones = dict.fromkeys((app.path for app in judged), 1)
    counted = by_count({app.path: len(runs[app.path].flows + runs[app.path].inside) for app in judged}, judged)
    cpu = [runs[app.path].cpu for app in judged]
    faults = sum(bool(runs[app.path].error) for app in judged)
    print(f"specificity: {quiet} of {len(clean)} leak-free apps without a flow")
    print(
        f"one leak in every app, without places: F1 {trap.figures[2]:.3f} by places, {by_count(ones, judged):.3f} by counts"
    )
    print(f"ours by counts: F1 {counted:.3f}")
    slowest = max(judged, key=lambda app: runs[app.path].cpu).path
    print(f"CPU per app: median {statistics.median(cpu):.3f} s, max {max(cpu):.3f} s ({slowest}); faults: {faults}")
    f1 = total.figures[2]
    print(f"RATIO droidbench flow F1 | {f1:.3f} | {FLOWDROID} FlowDroid 2.7.1 | {f1 / FLOWDROID:.2f} | >= {BAR}")
    print(f"RATIO droidbench precision | {total.figures[0]:.3f} | 0.883 FlowDroid 2.7.1 | - | >= {BAR}")
    print(f"RATIO droidbench CPU s median | {statistics.median(cpu):.3f} | - | - | <= {CPU_BAR}")


def _path(folder: Path, listed: str) -> Path:
    """Find an app whether the folder is the one above ``apk/`` or that one."""
    whole = folder / listed
    return whole if whole.is_file() else folder / listed.removeprefix("apk/")


def _results(apps: Sequence[App], runs: Mapping[str, Run], scores: Mapping[str, Score]) -> list[dict[str, object]]:
    return [
        {
            "app": app.path,
            "category": app.category,
            "audited": app.audited,
            "tp": scores[app.path].tp,
            "fp": scores[app.path].fp,
            "fn": scores[app.path].fn,
            "cpu_s": round(runs[app.path].cpu, 4),
            "error": runs[app.path].error,
            "flows": [asdict(one) for one in runs[app.path].flows],
            "inside": [asdict(one) for one in runs[app.path].inside],
        }
        for app in apps
    ]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("truth", type=Path, nargs="?")
    parser.add_argument("lines", type=Path, nargs="?")
    parser.add_argument("--sources", type=Path, help="the Java sources, to find listed lines again in the packages")
    parser.add_argument("--json", type=Path, help="write the results of every app here")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--by-method", action="store_true", help="look at every app as at a large one")
    parser.add_argument("--misses", action="store_true", help="list apps with missed or false flows")
    return parser.parse_args()


if __name__ == "__main__":
    main()
