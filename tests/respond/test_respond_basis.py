"""How a source may be named: memory never, second-hand without an article, standards apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import respond_dossier as made

from ringfence.respond.basis import in_letter, instrument, on_screen, quotable, ranked, says
from ringfence.schema import Confidence, Rank


def test_a_read_article_is_named_exactly() -> None:
    assert in_letter(made.CC1033) == "《中华人民共和国民法典》（主席令第45号）第一千零三十三条第一项"
    assert in_letter(made.PS50_1) == "《中华人民共和国治安管理处罚法》（2025修订）第五十条第一款第一项"
    assert in_letter(made.PS62) == "《中华人民共和国治安管理处罚法》（2025修订）第六十二条"


def test_a_second_hand_source_is_named_without_an_article() -> None:
    assert in_letter(made.MICRO6) == "《小额贷款公司监督管理暂行办法》（金规〔2024〕26号）"
    assert in_letter(made.GBTIME) == "《互联网金融个人网络消费信贷贷后催收风控指引》（GB/T 45251-2025）"
    assert in_letter(made.CBATIME) == "《金融机构个人消费类贷款催收工作指引（试行）》（某机关）"


def test_a_source_from_memory_is_never_named() -> None:
    with pytest.raises(ValueError, match="nifa-2018"):
        in_letter(made.NIFA)


def test_an_order_names_the_office_that_gave_it_and_self_regulation_its_association() -> None:
    order = replace(made.MICRO6, issuer="原银保监会", doc_number="令2022年第9号")
    assert in_letter(order) == "《小额贷款公司监督管理暂行办法》（银保监会令2022年第9号）"
    assert ranked(order) == "《小额贷款公司监督管理暂行办法》（银保监会令2022年第9号，部门规章）"
    assert ranked(made.CBATIME) == "《金融机构个人消费类贷款催收工作指引（试行）》（某机关，行业自律规则）"
    amended = replace(made.CC1033, title="中华人民共和国刑法(2020修正,含修正案十一)", doc_number="—")
    assert instrument(amended) == "《中华人民共和国刑法》（2020修正，含修正案十一）"


def test_on_screen_an_article_is_shown_only_if_it_was_read() -> None:
    assert on_screen(made.MICRO6) == "《小额贷款公司监督管理暂行办法》（金规〔2024〕26号）"
    assert on_screen(made.PS62, "en").endswith(" 62")


def test_what_a_source_says_is_the_sentence_about_this_wrong() -> None:
    assert says(made.PS50_1) == "写恐吓信或者以其他方法威胁他人人身安全"
    assert says(replace(made.PS50_1, line_zh="", paraphrase_zh="概括。")) == "概括"


def test_what_only_stands_beside_is_not_quoted() -> None:
    first = made.findings(made.events())[1]
    beside = replace(first, citations=(replace(made.CC1033, aside=True), made.MICRO6))
    assert [one.fact for one in quotable([beside], binding=True)] == ["micro-6"]


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
