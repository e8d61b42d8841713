"""Six people write down what happened to them, each in a form of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from ringfence.demo.statement_files import write_statements
from ringfence.demo.story import story

if TYPE_CHECKING:
    from pathlib import Path


def test_one_form_for_each_witness_in_the_form_s_own_words(tmp_path: Path) -> None:
    paths = write_statements(tmp_path, story())
    assert [path.name for path in paths] == [f"陈述-{witness.name}.yaml" for witness in story().witnesses]
    first = yaml.safe_load(paths[0].read_bytes())
    assert first["护联陈述表"] == 1
    assert first["陈述人"] == "周桂兰"
    assert first["陈述人号码"] == "19900009011"
    assert first["经过"][1] == {
        "时间": "2026-02-27 20:10",
        "方式": "电话",
        "对方号码": "010-00003301",
        "自称代表": "禾川岛消金",
        "接通了": "是",
        "通话时长": "2分10秒",
        "说明了身份": "是",
        "说了什么": "说他欠了禾川岛消金28,400元，逾期八十多天，让我这个当妈的先替他还上。",
    }


def test_every_report_is_written_once(tmp_path: Path) -> None:
    said = []
    for path in write_statements(tmp_path, story()):
        data = path.read_bytes()
        text = data.decode("utf-8-sig") if not path.name.endswith("孙敏.yaml") else data.decode("gb18030")
        said += [attempt["说了什么"] for attempt in yaml.safe_load(text)["经过"]]
    assert sorted(said) == sorted(report.told["text"] for report in story().reports)


def test_editors_leave_their_marks(tmp_path: Path) -> None:
    data = [path.read_bytes() for path in write_statements(tmp_path, story())]
    assert sum(form.startswith(b"\xef\xbb\xbf") for form in data) == 1
    assert sum(b"\r\n" in form for form in data) == 2
    assert sum("护联陈述表".encode("gb18030") in form for form in data) == 1
