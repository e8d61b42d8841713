"""The report: self-contained, escaped, masked, honest, small."""

from __future__ import annotations

import base64
import csv
import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
import pytest
import respond_dossier as made
from fontTools.ttLib import TTFont
from lxml import html
from pypdf import PdfReader

from ringfence.respond import LanguageError, write_report
from ringfence.respond.coverage import Coverage
from ringfence.respond.view import Desk
from ringfence.schema import EVENTS, CancelledError, Matter, empty

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Return the report of the plain dossier, made once."""
    return write_report(made.dossier(), tmp_path_factory.mktemp("report"))


@pytest.fixture
def page(written: tuple[Path, ...]) -> html.HtmlElement:
    return html.document_fromstring(written[0].read_bytes())


def page_of(tmp_path: Path, lang: str = "zh", **changes: object) -> html.HtmlElement:
    written = write_report(made.dossier(**changes), tmp_path, lang=lang)
    return html.document_fromstring(written[0].read_bytes())


def shown(page: html.HtmlElement) -> str:
    for style in page.iter("style"):
        style.text = ""
    return str(page.text_content())


def first_screen(page: html.HtmlElement) -> str:
    return re.sub(r"\s+", "", str(page.find_class("front")[0].text_content()))


def test_three_files_are_written(written: tuple[Path, ...]) -> None:
    assert [path.name for path in written] == ["report.html", "report.pdf", "evidence.csv"]
    assert sorted(path.name for path in written[0].parent.iterdir()) == ["evidence.csv", "report.html", "report.pdf"]


def test_the_first_screen_says_what_happened_what_is_wrong_and_what_to_do(page: html.HtmlElement) -> None:
    front = first_screen(page)
    for part in (
        "2026年8月3日至8月11日", "38次", "电话33次", "信息5条", "13次在夜里", "4个人", "家人2人",
        "违反规定", "向联系人催收", "疑似违规", "威胁人身安全", "不合标准", "不等于违法",
        "今天要做的事", "马上拨打110", "回执", "12348",
    ):  # fmt: skip
        assert part in front, part
    assert front.index("向联系人催收") < front.index("夜间催收")  # most grave first
    assert "预留名单" not in front  # to be confirmed first
    assert "出示委托证明" not in front  # a hint is no wrong of anybody's
    assert "出示委托证明" in re.sub(r"\s+", "", shown(page))
    assert front.count("公安") == 0 or "派出所" in front


def test_a_benchmark_is_never_called_unlawful(page: html.HtmlElement) -> None:
    for article in page.iter("article"):
        badges = article.find_class("benchmark")
        if badges:
            text = str(article.text_content())
            assert "不等于违法" in text
            assert "违反规定" not in text


def test_nothing_is_fetched_and_nothing_runs(written: tuple[Path, ...]) -> None:
    source = written[0].read_text(encoding="utf-8")
    page = html.document_fromstring(source.encode())
    assert not list(page.iter("script", "iframe", "object", "embed", "link", "img", "form", "base"))
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not str(name).lower().startswith("on"), name
            if str(name) in {"src", "href", "action", "data", "poster"}:
                assert str(value).startswith("#"), value
    css = "".join(style.text or "" for style in page.iter("style"))
    assert re.findall(r"url\((?!data:font/woff2;base64,)", css) == []
    assert "@import" not in css
    policies = [meta.get("content", "") for meta in page.iter("meta") if meta.get("http-equiv")]
    assert [policy.startswith("default-src 'none'") for policy in policies] == [True]
    outside = re.sub(r"http://www\.w3\.org/2000/svg", "", re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL))
    assert not re.search(r"(?:https?:)?//[a-z0-9]", outside)


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    dossier = made.dossier(case_name=made.HOSTILE, unknowns_zh=(made.HOSTILE,))
    frame = dossier.matter.events
    target = frame.filter(pl.col("text") == made.HOSTILE)["event"].to_list()
    finding = replace(dossier.findings[2], id="X", events=tuple(target), title_zh="<img src=x onerror=alert(1)>")
    page_path, paper, _ = write_report(replace(dossier, findings=(finding,)), tmp_path)
    source = page_path.read_text(encoding="utf-8")
    assert "<script" not in source.lower()
    assert "<img" not in source.lower()
    page = html.document_fromstring(source.encode())
    assert "<script>alert('x')</script>" in shown(page)
    assert "{{ 7*7 }}" in shown(page)
    text = re.sub(r"[\s\u200b]", "", "".join(one.extract_text() for one in PdfReader(paper).pages))
    assert '#panic("x")' in text


def test_third_parties_are_hidden_unless_the_user_says_otherwise(written: tuple[Path, ...], tmp_path: Path) -> None:
    for path in written:
        if path.suffix == ".pdf":
            text = "".join(page.extract_text() for page in PdfReader(path).pages)
        else:
            text = path.read_text(encoding="utf-8")
        for person in made.PEOPLE[:3]:
            assert person.name not in text
            assert person.numbers[0] not in text
        assert "110101199001011234" not in text
        assert "19900090001" in text
    everything = write_report(made.dossier(masked=False), tmp_path / "open")[0].read_text(encoding="utf-8")
    assert "林秀英" in everything
    assert "没有遮住" in everything


def test_each_finding_shows_evidence_rank_confidence_and_doubt(page: html.HtmlElement) -> None:
    text = shown(page)
    for part in (
        "条文已核对", "二手来源，信中不写条号", "未核实，不写入信件", "推荐性国家标准", "行业自律规则", "部门规章",
        "第一千零三十三条第一项", "施行时间：2026年1月1日起", "是否取得联系人同意", "运营商详单能证明通话时间",
        "本软件采用的数值", "需要您先确认", "请确认您当时只预留了", "这里列出前6条，共9条", "互相印证", "S1#",
    ):  # fmt: skip
        assert part in text, part
    assert len(page.find_class("evidence")) == 7


def test_exhibits_unknowns_verification_and_limits_are_there(page: html.HtmlElement) -> None:
    text = shown(page)
    for part in (
        "a1" * 32, "b2" * 32, "读到29条", "文件自称30条", "不一致", "1处没有读懂", "还不知道19900090002",
        "合同约定的联系时间", "手机时钟比运营商详单快约3秒", "ringfence verify", "e5" * 32, "certutil",
        "不是法律意见", "12348", "诉讼时效",
    ):  # fmt: skip
        assert part in text, part
    assert "12356" not in text  # not sourced


def test_the_page_is_accessible(page: html.HtmlElement) -> None:
    assert page.get("lang") == "zh-Hans-CN"
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert table.xpath(".//th[@scope='col']")
    for picture in page.iter("svg"):
        assert picture.get("role") == "img"
    ids = [str(element.get("id")) for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in page.xpath("//a/@href"):
        assert str(link)[1:] in ids
    assert len(list(page.iter("main"))) == 1


def test_the_page_carries_a_font_with_every_character_it_shows(written: tuple[Path, ...]) -> None:
    source = written[0].read_text(encoding="utf-8")
    found = re.search(r"data:font/woff2;base64,([A-Za-z0-9+/=]+)", source)
    assert found is not None
    with TTFont(io.BytesIO(base64.b64decode(found.group(1)))) as font:
        covered = set(font.getBestCmap())
    text = shown(html.document_fromstring(source.encode()))
    assert {sign for sign in text if sign.isprintable() and ord(sign) not in covered} == set()
    assert len(source) < 1_500_000


def test_the_pdf_says_the_same(written: tuple[Path, ...]) -> None:
    _, paper, _ = written
    text = re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in PdfReader(paper).pages))
    view = Desk.of(made.dossier()).view()
    said = ["".join(part for part, _ in view["front"]["lead"]), *(one["sentence"] for one in view["findings"])]
    said += [source["name"] for one in view["findings"] for source in one["basis"]]
    said += [cell for one in view["findings"] for row in one["rows"] for cell in [*row[:5], *row[5].split()]]
    said += [cell for row in view["people"]["rows"] for cell in row] + view["verify"] + view["w"]["limits"]
    for sentence in said:
        assert re.sub(r"\s", "", sentence) in text, sentence


def test_english_has_english_headings_and_the_same_figures(tmp_path: Path) -> None:
    page = page_of(tmp_path, lang="en")
    text = first_screen(page)
    assert page.get("lang") == "en"
    assert "38times" in text
    assert "13ofthematnight" in text
    assert "Belowstandard" in text
    assert "English sentence of CN-3P-001." in shown(page)


def test_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LanguageError):
        write_report(made.dossier(), tmp_path, lang="de")
    assert list(tmp_path.iterdir()) == []


def test_the_annex_holds_all_evidence_once_and_runs_no_formula(tmp_path: Path) -> None:
    dossier = made.dossier()
    body = pl.when(pl.col("label") == "threat").then(pl.lit("=HYPERLINK(1)")).otherwise(pl.col("text"))
    address = pl.when(pl.col("label") == "threat").then(pl.lit("=cmd")).otherwise(pl.col("address"))
    kind = pl.when(pl.col("label") == "threat").then(pl.lit("name")).otherwise(pl.col("address_kind"))
    frame = dossier.matter.events.with_columns(body.alias("text"), address.alias("address"), kind.alias("address_kind"))
    matter = replace(dossier.matter, events=frame)
    annex = write_report(replace(dossier, matter=matter), tmp_path)[2].read_bytes()
    assert annex.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(annex.decode("utf-8-sig"))))
    events = {event for finding in dossier.findings for event in finding.events}
    assert {row[0] for row in rows[1:]} == events
    assert len(rows) - 1 == len(events)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell == "'=cmd" for row in rows for cell in row)


def test_evidence_that_is_gone_is_said(tmp_path: Path) -> None:
    dossier = made.dossier()
    lost = replace(dossier.findings[0], events=(*dossier.findings[0].events, "E-gone"))
    page = page_of(tmp_path, findings=(lost,))
    assert "有1条证据在时间线里找不到" in shown(page)


def test_an_empty_case_is_said_to_be_empty(tmp_path: Path) -> None:
    none = empty(EVENTS)
    matter = Matter(none, date(2026, 8, 12))
    dossier = made.dossier(
        matter=matter, metrics=made.metrics_of(none), findings=(), gaps=(), routes=(), exhibits=(),
        unknowns_zh=(), clock_notes_zh=(), actions=(),
    )  # fmt: skip
    page, _, annex = write_report(dossier, tmp_path)
    text = shown(html.document_fromstring(page.read_bytes()))
    assert "没有认出催收联系" in text
    assert "没有发现不等于没有发生" in text
    assert annex.read_text(encoding="utf-8-sig").count("\n") == 1
    write_report(dossier, tmp_path / "en", lang="en")


def test_characters_without_a_shape_are_counted(page: html.HtmlElement) -> None:
    assert re.search(r"有\d+个字符（如表情符号）", shown(page))


def test_the_user_can_stop_it(tmp_path: Path) -> None:
    def stop(step: str, done: int, total: int | None = None) -> None:
        del step, total
        if done == 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_report(made.dossier(), tmp_path, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_report(made.dossier(), tmp_path / "a")]
    second = [path.read_bytes() for path in write_report(made.dossier(), tmp_path / "b")]
    assert first == second


@pytest.mark.slow
def test_a_case_of_120000_events_stays_quick_and_small(tmp_path: Path) -> None:
    base = made.events()
    number = pl.int_range(pl.len())
    frame = (
        pl.concat([base] * (120_000 // base.height + 1))
        .head(120_000)
        .with_columns(
            pl.concat_str(pl.lit("E"), number.cast(pl.String)).alias("event"),
            (pl.col("local_date") - pl.duration(days=number % 600)).alias("local_date"),
            (pl.col("ts") - (number % 600) * 86_400_000_000).alias("ts"),
        )
        .sort("ts")
    )
    dossier = made.dossier()
    ids = tuple(frame["event"].to_list())
    large = replace(
        dossier,
        matter=replace(dossier.matter, events=frame),
        metrics=made.metrics_of(frame),
        findings=tuple(replace(one, events=ids[at::7]) for at, one in enumerate(dossier.findings)),
    )
    page, paper, _ = write_report(large, tmp_path)
    assert page.stat().st_size < 1_500_000
    assert paper.stat().st_size < 3_000_000
    assert page.read_text(encoding="utf-8").count("<circle") < 2500


def test_coverage_is_applied_before_the_page(page: html.HtmlElement) -> None:
    cover = Coverage()
    cover.fit(made.THREAT)
    assert cover.replaced["🔪"] == 1
    assert "〔刀〕" in shown(page)


def test_what_is_uncertain_about_many_is_said_once() -> None:
    dossier = made.dossier()
    shared = tuple(replace(one, uncertain_zh=("条号没有核对。", f"只关于{one.rule}。")) for one in dossier.findings)
    view = Desk.of(replace(dossier, findings=shared)).view()
    assert view["common"] == ["条号没有核对。（第1、2、3、4、5、6、7项）"]
    for shown_ in (*view["findings"], *view["confirm"]):
        assert shown_["uncertain"] == [f"只关于{shown_['rule']}。"]


def test_sentences_of_other_rooms_end_once() -> None:
    dossier = made.dossier()
    gap = replace(dossier.gaps[0], missing_zh=("记录里没有人数。", "没有说明是否同意。"))
    completeness = dossier.exhibits[0].completeness
    assert completeness is not None
    told = replace(completeness, notes=("备份文件自述的制作时间：某日。",))
    exhibit = replace(dossier.exhibits[0], completeness=told)
    view = Desk.of(replace(dossier, gaps=(gap,), exhibits=(exhibit,))).view()
    assert view["unknowns"]["gaps"] == ["未约定时段：记录里没有人数；没有说明是否同意。"]
    assert view["exhibits"][0]["notes"][-1] == "备份文件自述的制作时间：某日"
