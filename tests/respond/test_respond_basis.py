"""How a source may be named: memory never, second-hand without an article, standards apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import respond_dossier as made

from ringfence.respond.basis import article, in_letter, instrument, on_screen, quotable
from ringfence.schema import Confidence, Rank


def test_a_read_article_is_named_exactly() -> None:
    assert in_letter(made.CC1033) == "《中华人民共和国民法典》（主席令第45号）第一千零三十三条第一项"
    assert in_letter(made.PS50_1) == "《中华人民共和国治安管理处罚法》（2025修订）第五十条第一款第一项"
    assert in_letter(made.PS62) == "《中华人民共和国治安管理处罚法》（2025修订）第六十二条"


def test_a_second_hand_source_is_named_without_an_article() -> None:
    assert in_letter(made.MICRO6) == "《小额贷款公司监督管理暂行办法》（金规〔2024〕26号）"
    assert in_letter(made.GBTIME) == "《互联网金融个人网络消费信贷贷后催收风控指引》（GB/T 45251-2025）"
    assert in_letter(made.CBATIME) == "《金融机构个人消费类贷款催收工作指引（试行）》"


def test_a_source_from_memory_is_never_named() -> None:
    with pytest.raises(ValueError, match="nifa-2018"):
        in_letter(made.NIFA)


@pytest.mark.parametrize(
    ("fact", "written", "shown"),
    [
        ("cr-293-1", "293之一", "第二百九十三条之一"),
        ("cc-1168", "1168,1169", "第一千一百六十八条、第一千一百六十九条"),
        ("x", "24(2)", "第二十四条"),  # whether (2) is a paragraph or an item is not known: the article alone is right
        ("ps-50-2", "50(2)", "第五十条第二款"),
        ("x", "5.3(条号未核)", ""),
        ("x", "37?/41?", ""),
        ("x", "三章", ""),
        ("x", "—", ""),
    ],
)
def test_articles_are_written_only_when_they_are_exact(fact: str, written: str, shown: str) -> None:
    assert article(replace(made.CC1033, fact=fact, article=written)) == shown


def test_on_screen_the_place_is_shown_as_the_data_has_it() -> None:
    assert on_screen(made.MICRO6).endswith("消保章（条号未核）")


def test_quotable_splits_law_from_standards_and_drops_memory_and_drafts() -> None:
    frame = made.events()
    found = made.findings(frame)
    draft = replace(made.CC1033, fact="draft", rank=Rank.DRAFT)
    extended = (*found, replace(found[0], id="X", citations=(draft, made.NIFA)))
    binding = [one.fact for one in quotable(extended, binding=True)]
    benchmark = [one.fact for one in quotable(extended, binding=False)]
    assert binding == ["cc-1033", "ps-50-1-1", "ps-62", "micro-6"]
    assert set(benchmark) == {"gb-time", "cba-time"}


def test_an_instrument_shows_its_number_once() -> None:
    circular = replace(made.CC1033, title="关于某事的通知(征求意见稿)", doc_number="某发〔2025〕9号")
    assert instrument(circular) == "《关于某事的通知（征求意见稿）》（某发〔2025〕9号）"
    bare = replace(made.CC1033, title="某条例", doc_number="—", effective_from=date(2020, 1, 1))
    assert instrument(bare) == "《某条例》"
    assert in_letter(replace(bare, confidence=Confidence.SECONDARY)) == "《某条例》"
