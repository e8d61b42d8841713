"""The section on true cost: there when a loan is, counted and not judged, the same on screen and on paper."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import respond_dossier as made
from lxml import etree, html
from pypdf import PdfReader

from ringfence.respond import write_report
from ringfence.respond.charts import cost_chart
from ringfence.respond.wording import Wording
from ringfence.schema import Cost, Dossier

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
ZH = Wording("zh")
DEAR = Cost(
    "D1",
    0.23919,
    0.26723,
    Decimal(10000),
    Decimal(9400),
    Decimal("10661.88"),
    Decimal("1261.88"),
    0.06,
    "按月算的方法。",
    "Counted by months.",
)
OPEN = Cost("D2", None, None, missing_zh=("还不知道到手多少钱、哪一天到账。",))


def with_costs(*costs: Cost) -> Dossier:
    plain = made.dossier()
    return replace(plain, matter=replace(plain.matter, costs=costs))


def page_of(file: Path) -> html.HtmlElement:
    page: html.HtmlElement = html.document_fromstring(file.read_bytes())
    return page


def text_of(file: Path) -> str:
    page = page_of(file)
    for style in page.iter("style"):
        style.text = ""
    return str(page.text_content())


def test_both_rates_the_sums_and_what_is_missing_are_told(tmp_path: Path) -> None:
    files = write_report(with_costs(DEAR, OPEN), tmp_path)
    shown = text_of(files[0])
    paper = "".join("".join(page.extract_text() for page in PdfReader(files[1]).pages).split())
    for part in ("23.92%", "26.72%", "10,661.88", "1,261.88", "不下结论", "少给了6.00%", "按月算的方法"):
        assert part in shown, part
        assert part in paper, part
    assert "还算不出年化" in shown
    assert "还不知道到手多少钱" in shown
    section = page_of(files[0]).get_element_by_id("costs")
    assert "违反" not in str(section.text_content())


def test_without_a_loan_there_is_no_section(tmp_path: Path) -> None:
    files = write_report(with_costs(), tmp_path)
    assert "真实成本" not in text_of(files[0])


def test_english_says_the_same(tmp_path: Path) -> None:
    shown = text_of(write_report(with_costs(DEAR), tmp_path, lang="en")[0])
    assert "Nominal: not compounded" in shown
    assert "Counted by months." in shown


def test_the_bars_are_on_one_scale() -> None:
    chart = cost_chart([("甲", DEAR)], ZH)
    assert chart is not None
    bars = list(etree.fromstring(chart.svg.encode()).iter(f"{SVG}rect"))
    widths = [float(one.get("width", "0")) for one in bars]
    assert widths[0] == pytest.approx(widths[1], abs=0.11)
    assert widths[2] / widths[0] == pytest.approx(1261.88 / 9400, abs=0.002)
    assert all(float(one.get("x", "0")) + width <= 760 for one, width in zip(bars, widths, strict=True))
    assert chart.rows[0][1:4] == ("9,400", "10,661.88", "1,261.88")


def test_odd_costs_do_not_break_the_picture() -> None:
    assert cost_chart([("甲", OPEN)], ZH) is None
    assert cost_chart([("甲", replace(DEAR, received=Decimal(0)))], ZH) is None
    less = cost_chart([("<b>甲</b>", replace(DEAR, paid=Decimal(100), charge=Decimal(-9300)))], ZH)
    assert less is not None
    etree.fromstring(less.svg.encode())
    assert "<b>" not in less.svg
    many = cost_chart([(str(number), DEAR) for number in range(40)], ZH)
    assert many is not None
    assert "另有34笔" in many.note
    assert len(many.rows) == 40
    week = cost_chart([("甲", replace(DEAR, effective=1e56))], ZH)
    assert week is not None
    assert week.rows[0][5] == "超过100,000%"
