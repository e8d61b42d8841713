"""Corrections of what was recognised: said beside the evidence, listed with what was recognised, and a page to check by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import respond_dossier as made
from lxml import html

from ringfence.respond import LanguageError, check_page, write_report
from ringfence.respond.coverage import Coverage
from ringfence.respond.evidence import Evidence
from ringfence.respond.fixes import fix_table, fixed_fields
from ringfence.respond.mask import Mask
from ringfence.respond.wording import Wording
from ringfence.schema import FieldChange, FieldFix, FixAct, ReadField, Reading, ReadRecord

if TYPE_CHECKING:
    from pathlib import Path

    from ringfence.schema import Dossier

AT = 1_795_000_000_000_000
TEXT = FieldFix("S1", FixAct.CORRECT, "messages", 1, "a", "", (FieldChange("text", "主即", "立即"),), 7, AT)
ADDED = FieldFix("S1", FixAct.ADD, "messages", 2, "", "", (FieldChange("side", "", "in"),), 8, AT)
GONE = FieldFix("S1", FixAct.DROP, "messages", 3, "a", "", (), 9, AT)


def whats(dossier: Dossier) -> dict[str, str]:
    words, cover, mask = Wording("zh"), Coverage(), Mask.of(dossier)
    evidence = Evidence(dossier, mask, cover, words)
    return {row.refs: row.what for row in evidence.rows(dossier.matter.events)}


def test_evidence_says_which_fields_are_the_users_word() -> None:
    plain = whats(made.dossier())
    told = whats(made.dossier(fixes=(TEXT, ADDED, GONE)))
    for refs, what in told.items():
        if "S1#1" in refs.split():
            assert what == f"{plain[refs]}（截图识别有误，内容由当事人对照原图更正）"
        elif "S1#2" in refs.split():
            assert what == f"{plain[refs]}（截图识别遗漏，由当事人对照原图补记）"
        else:
            assert what == plain[refs]


def test_fields_of_one_record_are_gathered() -> None:
    assert fixed_fields((TEXT, TEXT, ADDED, GONE)) == {"S1#1": ["text"], "S1#2": ["record"]}


def test_both_values_and_the_moment_are_listed_and_masked() -> None:
    number = FieldChange("address", "", "19900010001")
    whole = FieldFix("S1", FixAct.TITLE, "messages", 4, changes=(number,), at_micros=AT)
    dossier = made.dossier(fixes=(TEXT, ADDED, GONE, whole))
    table = fix_table(dossier, Mask.of(dossier), Coverage(), Wording("zh"))
    assert table is not None
    assert table["rows"][0][:4] == ["S1#1", "内容", "主即", "立即"]
    assert table["rows"][1][1:4] == ["收发方向", "（没有识别出来）", "收到"]
    assert table["rows"][2][1:4] == ["整条记录", "", "不是一条记录，已去掉"]
    assert "19900010001" not in str(table["rows"])  # a relative's number
    assert fix_table(made.dossier(), Mask.of(dossier), Coverage(), Wording("zh")) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_lists_corrections_in_both_languages(tmp_path: Path, lang: str) -> None:
    files = write_report(made.dossier(fixes=(TEXT, ADDED, GONE)), tmp_path, lang=lang)
    page = html.document_fromstring(files[0].read_bytes())
    assert "主即" in str(page.xpath("string(//section[@id='fixes'])"))
    bare = write_report(made.dossier(), tmp_path / "bare", lang=lang)
    assert 'id="fixes"' not in bare[0].read_text("utf-8")


def reading(text: str = made.HOSTILE) -> Reading:
    fields = (
        ReadField("side", "in", "in", "in", "box:0,0,9,9", 1.0),
        ReadField("time", "昨天9:12", "2026-10-01 09:12", "2026-10-01 09:12", "box:0,9,9,9", 0.5, 31_622_400),
        ReadField("text", text, text, "改过的", "box:0,0,9,9", 0.9, by_user=True, at_micros=AT, seq=7),
        ReadField("kind", "", "sms", "sms"),
    )
    records = (
        ReadRecord("messages", 1, fields, "box:0,0,9,9"),
        ReadRecord("messages", 100_009, fields[3:], added=True),
    )
    lines = (ReadField("line", text, confidence=0.3),)
    return Reading("S1", f"{text}.png", "短信截图", "screenshot/1", "Asia/Shanghai", records, lines, (TEXT,))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_check_page_shows_text_as_text_and_is_never_certain(lang: str) -> None:
    page = check_page(reading(), {"box:0,0,9,9": "001.png", "box:0,9,9,9": "002.png"}, "original.png", lang)
    tree = html.document_fromstring(page.encode())
    told = str(tree.xpath("string()"))
    assert next(tree.iter("script"), None) is None
    assert made.HOSTILE.split(" #", maxsplit=1)[0] in told
    assert [image.get("src") for image in tree.iter("img")] == ["001.png", "002.png"]
    assert set(re.findall(r"(\d+)%", page[page.index("<main>") :])) == {"99", "50", "30"}
    assert len(list(tree.iter("del"))) == 1
    assert tree.get("lang") == Wording(lang).words["html_lang"]


def test_an_empty_picture_and_another_language() -> None:
    empty = Reading("S1", "a.png", "图片（版面未识别）", "screenshot/1", "Asia/Shanghai")
    assert "没有识别出记录" in check_page(empty, {}, "original.png")
    with pytest.raises(LanguageError):
        check_page(empty, {}, "original.png", "fr")
