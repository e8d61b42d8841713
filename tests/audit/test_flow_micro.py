"""Every micro-app: exactly the flows that are marked in it, each with its category and kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from micro.library import MicroApp, micro_apps

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.flow import FlowReport, find_flows
from ringfence.audit.apk.models import load_models
from ringfence.audit.apk.resources import read_layouts, read_manifest, read_resources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ringfence.schema import DataFlow


def analysed(app: MicroApp, folder: Path) -> FlowReport:
    """The solver's report for a micro-app."""
    apk = open_package(app.write(folder)).apks[0]
    resources = read_resources(apk)
    program = Program.load(apk.dexes())
    return find_flows(program, read_manifest(apk, resources), read_layouts(apk, resources), load_models())


def _pairs(flows: Iterable[DataFlow]) -> set[tuple[int | None, int | None, str, str]]:
    return {(f.steps[0].place.line, f.steps[-1].place.line, str(f.category), str(f.kind)) for f in flows}


@pytest.mark.parametrize("app", micro_apps(), ids=lambda app: f"{app.theme}: {app.name}")
def test_the_flows_of_a_micro_app(app: MicroApp, tmp_path: Path) -> None:
    report = analysed(app, tmp_path)
    assert _pairs(report.flows) == {(f.source, f.sink, f.category, f.kind) for f in app.flows}
