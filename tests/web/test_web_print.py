"""Our Chinese is printed full-width; what people wrote stays as they wrote it, and English as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template

from ringfence.schema import Table
from ringfence.web.drawn import drawn
from ringfence.web.words import Say, printed

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import Settings

    from ringfence.web.registry.models import CaseRow


@pytest.fixture(autouse=True)
def in_print(settings: Settings) -> None:
    settings.RINGFENCE_PRINT = True


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("先看一遍,再下载。", "先看一遍，再下载。"),
        ("登录名:{name}", "登录名：{name}"),
        ("原件 {n} 份,共 {size}:每个字节都一样", "原件 {n} 份，共 {size}：每个字节都一样"),
        ("从(分:秒)到 22:00", "从（分：秒）到 22:00"),
        ("1,286.40 元", "1,286.40 元"),
        ("Word, PDF (both)", "Word, PDF (both)"),
        ("", ""),
    ],
)
def test_sentences_of_ours_are_printed_full_width(written: str, shown: str) -> None:
    assert printed(written) == shown
    assert Say("zh")(written, "x") == shown
    assert Say("en")(written, "a, b (c)") == "a, b (c)"


def test_what_people_wrote_is_not_touched() -> None:
    page = Template('{% say "打开“{name}”,再看" "Open" name=name %} {{ told|zh }} {{ name }}')
    shown = page.render(Context({"name": "我的案件(一),<b>", "told": "先报警,再<b>整理"}))
    assert shown == "打开“我的案件(一),&lt;b&gt;”，再看 先报警，再&lt;b&gt;整理 我的案件(一),&lt;b&gt;"


def test_a_page_is_printed_so_in_chinese_only(visitor: Client, row: CaseRow) -> None:
    place = f"/case/{row.id}/unlock/"
    assert "有人身危险请拨 110；法律援助 12348；" in visitor.get(place).content.decode()
    visitor.cookies["ringfence_lang"] = "en"
    assert "Danger: 110. Legal aid: 12348." in visitor.get(place).content.decode()


def test_each_cell_of_a_table_knows_what_stands_above_it() -> None:
    [part] = drawn([Table(("", "权限"), (("通讯录", "申请了"), ("位置", "没有")), (1, 1))])
    assert part["told"] == [[("", "通讯录"), ("权限", "申请了")], [("", "位置"), ("权限", "没有")]]
