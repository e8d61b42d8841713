"""The flows of every app of the library: those that its text marks, and no others. One test an app."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from micro.library import Flow, MicroApp, micro_apps

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.flow import Budget, find_flows
from ringfence.audit.apk.models import Models, load_models
from ringfence.audit.apk.resources import read_arsc, read_layouts, read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import DataFlow

models = cache(load_models)


def _name(app: MicroApp) -> str:
    return f"{app.theme}: {app.name}"


@pytest.mark.parametrize("app", micro_apps(), ids=_name)
def test_the_flows_of_an_app_are_found_and_no_others(app: MicroApp, tmp_path: Path) -> None:
    assert {_ends(flow) for flow in flows_of(app.write(tmp_path))} == app.flows


def flows_of(path: Path) -> tuple[DataFlow, ...]:
    """Find an app's flows, with nothing remembered from others."""
    apk = open_package(path).apks[0]
    resources = read_arsc(apk.read("resources.arsc"))
    program, manifest = Program.load(apk.dexes()), read_manifest(apk)
    layouts = read_layouts(apk, resources)
    return find_flows(program, manifest, layouts, _models(), budget=Budget(), cache=None, progress=None).flows


def _models() -> Models:
    return models()


def _ends(flow: DataFlow) -> Flow:
    source, sink = flow.steps[0].place.line, flow.steps[-1].place.line
    return Flow(flow.category, flow.kind, source or 0, sink or 0)
