"""The page of one audit: whole, safe, bounded, in two languages."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import invented_audits as invented
from ringfence.audit import PageLanguageError, audit_page, audit_rows, change_page, compare_audits, index_page
from ringfence.audit.page.picture import WIDTH, picture
from ringfence.audit.page.plain import columns
from ringfence.audit.page.view import signer_name, view_of
from ringfence.audit.page.weight import groups
from ringfence.audit.page.wording import Wording
from ringfence.schema import AppAudit, Certainty, DataCategory, SinkKind, Table

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = (invented.clean, invented.sends_contacts, invented.packed, invented.monster, invented.hostile)
HAN = re.compile(r"[\u4e00-\u9fff]")


class Tags(HTMLParser):
    """Collects tags, attributes and text, and sees that tags close in order."""

    VOID = frozenset({"meta", "br", "path", "circle", "rect", "use"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data + "\n"


def parsed(page: str) -> Tags:
    """Return what a page holds."""
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    return tags


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", EVERY)
def test_a_page_fetches_nothing_runs_nothing_and_closes_what_it_opens(make: Callable[[], AppAudit], lang: str) -> None:
    page = audit_page(make(), lang)
    tags = parsed(page)
    assert not {"script", "img", "iframe", "link", "object", "form", "input", "base"} & set(tags.tags)
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name in {"src", "style"}]
    assert all(value.startswith("#") for name, value in tags.attributes if name == "href")
    assert "url(" not in page
    assert "default-src 'none'" in page
    page.encode("utf-8")


def test_hostile_texts_stay_text_and_change_no_direction() -> None:
    page = audit_page(invented.hostile())
    assert "<img" not in page
    assert "</script" not in page
    assert "&lt;/script&gt;" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00\x1b]", page)
    assert "{{7*7}}" in page  # shown as it stands: no value is ever a template
    assert len(page) < 120_000


def test_a_command_to_type_never_holds_a_file_name_that_would_do_something_else() -> None:
    commands = [one["command"] for one in view_of(invented.hostile())["todo"] if "command" in one]
    assert commands == ["ringfence add app.apk"]
    for name in ("$(reboot).apk", "`x`.apk", "-rf.apk", 'a".apk', "a\n.apk", "x" * 300):
        assert view_of(replace(invented.clean(), file=name))["todo"][1]["command"] == "ringfence add app.apk"
    assert view_of(replace(invented.clean(), file="my app.apk"))["todo"][1]["command"] == 'ringfence add "my app.apk"'


def test_an_app_of_three_hundred_permissions_and_five_hundred_flows_stays_readable() -> None:
    begin = time.process_time()
    page = audit_page(invented.monster())
    assert time.process_time() - begin < 5
    assert len(page) < 600_000
    tags = parsed(page)
    assert tags.tags.count("figure") == 8
    assert "还有" in page
    assert "见 JSON 文件" in page


def test_every_text_of_a_picture_fits_its_width() -> None:
    for lang in ("zh", "en"):
        words = Wording(lang)
        for category in DataCategory:
            for kind in SinkKind:
                drawn = picture(groups([invented.flow(1, category, kind, cls="x." + "Long" * 90)])[0], words, {})
                for node in drawn.nodes:
                    assert 0 < node.y < drawn.height
                    assert all(columns(text) <= 44 for _, text in node.small)
                    width = 7.6 if lang == "zh" else 7.2  # of one column at the size of the words
                    assert all(44 + columns(text) * width <= WIDTH for _, text in node.lines)
                    assert all(y <= drawn.height for y, _ in (*node.lines, *node.small))


def test_changes_on_the_way_are_drawn_even_where_no_step_shows_them() -> None:
    flow = replace(invented.flow(), through=("json", "compress", "encrypt", "encode"))
    roles = [(node.role, node.icon) for node in picture(groups([flow])[0], Wording(), {}).nodes]
    assert roles == [
        ("source", "contacts"),
        ("step", ""),
        ("change", "do-compress"),
        ("change", "do-encrypt"),
        ("change", "do-encode"),
        ("sink", "way-network"),
    ]


def test_a_long_path_says_how_many_steps_are_left_out() -> None:
    flow = invented.flow()
    calls = tuple(replace(flow.steps[1], does="call") for _ in range(300))
    drawn = picture(groups([replace(flow, steps=(flow.steps[0], *calls, *flow.steps[2:]))])[0], Wording(), {})
    assert len(drawn.nodes) < 12
    assert any(line == "中间还有 296 步" for node in drawn.nodes for _, line in node.lines)


def test_flows_are_grouped_by_what_where_and_whose_and_the_surest_is_drawn() -> None:
    possible = invented.flow(1, certainty=Certainty.POSSIBLE)
    sure = invented.flow(2, cls="other.Place")
    log = invented.flow(3, kind=SinkKind.LOG)
    found = groups([log, possible, sure])
    assert [(group.first.id, len(group.flows)) for group in found] == [("F2", 2), ("F3", 1)]


def test_the_english_page_holds_no_chinese_but_names() -> None:
    audit = invented.sends_contacts()
    names = (audit.label, audit.file, "示例科技有限公司", "示例统计公司", "示例名单里的地址", "我的名单.csv")
    text = parsed(audit_page(audit, "en")).text
    for name in names:
        text = text.replace(name, "")
    assert HAN.findall(text) == []
    assert "Example Analytics" in text


def test_the_first_screen_in_chinese_holds_no_english_but_values() -> None:
    audit = invented.sends_contacts()
    page = audit_page(audit)
    first = parsed(page[page.index("<header>") : page.index('<section id="todo">')].replace("<main>", "")).text
    for value in (
        audit.package,
        audit.sha256,
        audit.file,
        audit.version_name,
        "list.stix2",
        "我的名单.csv",
        "api.example.com",
    ):
        first = first.replace(value, "")
    latin = set(re.findall(r"[A-Za-z]+", first.replace("example.com", "")))
    assert latin <= {"App", "MB"}


def test_the_signer_is_named_by_organisation_then_by_common_name() -> None:
    assert signer_name("CN=Release, O=示例科技有限公司, C=CN") == "示例科技有限公司"
    assert signer_name("C=CN,CN=Someone") == "Someone"
    assert signer_name(r"O=Example\, Ltd,CN=x") == "Example, Ltd"
    assert signer_name("") == ""


def test_fonts_are_asked_for_exactly_what_is_shown() -> None:
    asked: list[str] = []

    def typeface(letters: str) -> bytes:
        asked.append(letters)
        return b"wOF2"

    page = audit_page(invented.clean(), typeface=typeface)
    assert "data:font/woff2;base64,d09GMg==" in page
    assert "计" in asked[0]
    assert len(asked) == 1


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(PageLanguageError):
        audit_page(invented.clean(), "fr")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", EVERY)
def test_rows_for_a_terminal_hold_no_control_characters(make: Callable[[], AppAudit], lang: str) -> None:
    blocks = audit_rows(make(), lang, technical=True)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", str(blocks).replace("\\n", ""))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert tables
    assert all(len(row) == len(table.header) == len(table.widths) for table in tables for row in table.rows)


def test_the_page_about_many_apps_groups_them_and_links_only_beside_itself() -> None:
    links = ["a.html", "//evil.example/x", "javascript:alert(1)", "/etc/passwd", ""]
    page = index_page([(make(), link) for make, link in zip(EVERY, links, strict=True)], [("x.apk", "不是安装包")])
    hrefs = [value for name, value in parsed(page).attributes if name == "href"]
    assert hrefs == ["#can_send", "#not_analysable", "#nothing_seen", "#failed", "a.html"]
    assert "不是安装包" in page
    assert "共 6 个文件" in page
    assert "没有文件" in index_page([])


@settings(max_examples=25)
@given(st.from_type(AppAudit), st.sampled_from(["zh", "en"]))
def test_any_audit_whatever_makes_a_page_that_parses_and_rows(audit: AppAudit, lang: str) -> None:
    parsed(audit_page(audit, lang))
    assert audit_rows(audit, lang, technical=True)
    parsed(change_page(compare_audits(audit, invented.sends_contacts()), lang))
