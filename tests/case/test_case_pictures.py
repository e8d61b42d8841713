"""A picture drawn and truly recognised goes into a case, is checked against its crops, corrected and exported."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.case import Case

TODAY = date(2026, 11, 21)


def screens() -> Any:  # noqa: ANN401 -- the benchmark's renderer, loaded by its path
    path = Path(__file__).parents[2] / "benchmarks" / "screens.py"
    spec = importlib.util.spec_from_file_location("screens_for_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["screens_for_cases"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_a_real_picture_from_adding_to_export(tmp_path: Path) -> None:
    draw = screens()
    scene, image, _ = draw.scene_of("mi", 3, width=540)
    (tmp_path / scene.name).write_bytes(draw.as_png(image))
    with Case.create(tmp_path / "case", "一个口令", name="演示", work_factor=2)[0] as case:
        source = case.add(tmp_path / scene.name, today=TODAY).source
        assert source.tables["regions"]["rows"] > len(scene.told)
        reading = case.recognised(source.id)
        assert [record.row for record in reading.records] == list(range(1, len(scene.told) + 1))
        assert all(record.place for record in reading.records)
        fix = case.correct_field(source.id, 1, "text", "改过的内容")
        assert "改过的内容" in case.events()["text"].to_list()
        page, original, *crops = case.write_check_page(source.id, tmp_path / "out")
        assert "改过的内容" in page.read_text("utf-8")
        assert original.read_bytes() == (tmp_path / scene.name).read_bytes()
        assert len(crops) > len(scene.told)
        case.export(tmp_path / "given", only=[source.id])
        told = "".join(path.read_text("utf-8") for path in (tmp_path / "given").rglob("*.html"))
        assert "人工更正" in told or any(
            "人工更正" in path.read_text("utf-8") for path in (tmp_path / "given").rglob("*.json")
        )
        assert fix.seq in case.state.active
