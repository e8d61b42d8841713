"""Which methods bear an annotation: as written, and where the directory is nonsense."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from micro.apk import micro_apk

from ringfence.audit.apk.container import open_package
from ringfence.audit.apk.dex import Program
from ringfence.audit.apk.dex.annotations import annotated

if TYPE_CHECKING:
    from pathlib import Path

ASKED = "Landroid/webkit/JavascriptInterface;"
SMALI = """
.class public Lcom/example/app/Main;
.super Ljava/lang/Object;
.field public id:Ljava/lang/String;
.method public quiet()V
.locals 0
return-void
.end method
.method public asked()V
.locals 0
.annotation runtime Landroid/webkit/JavascriptInterface;
.end annotation
return-void
.end method
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program.load(open_package(micro_apk(tmp_path, smali=SMALI)).apks[0].dexes())


def test_the_methods_that_bear_it(program: Program) -> None:
    owner = program.classes["Lcom/example/app/Main;"]
    assert [method.ref.name for method in owner.annotated(ASKED)] == ["asked"]
    assert owner.annotated("Ljava/lang/Deprecated;") == ()


def test_any_place_taken_for_a_directory_ends_soon(program: Program) -> None:
    dex = program.dexes[0]
    begun = time.process_time()
    for at in (*range(0, len(dex.data) + 8, 3), 1 << 31):
        assert len(annotated(dex, at, ASKED)) < len(dex.data)
    assert time.process_time() - begun < 20
