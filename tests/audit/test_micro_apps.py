"""Every app of the library: it assembles, and each instruction is read again as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from micro.library import MicroApp, micro_apps

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program

if TYPE_CHECKING:
    from pathlib import Path


def _name(app: MicroApp) -> str:
    return f"{app.theme}: {app.name}"


@pytest.mark.parametrize("app", micro_apps(), ids=_name)
def test_an_app_of_the_library_is_read(app: MicroApp, tmp_path: Path) -> None:
    program = Program.load(open_package(app.write(tmp_path)).apks[0].dexes())
    codes = [code for one in program.classes.values() for method in one.methods if (code := method.code())]
    wanted = sum(
        line.startswith(".method") and " abstract " not in line for text in app.dexes for line in text.splitlines()
    )
    assert len(codes) == wanted
    lines = {code.line_at(insn.offset) for code in codes for insn in code.insns}
    assert {line for flow in app.flows for line in (flow.source, flow.sink)} <= lines
