"""A rule in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ringfence.law import RuleMissingError, explain, load_pack
from ringfence.schema import Confidence


def test_a_rule_says_its_line_and_what_it_rests_on() -> None:
    told = explain("CN-COL-005")
    text = "\n".join(told.lines())
    assert told.judged
    assert "不宜超过6次" in text
    assert "行业自律规则" in text
    assert "2026-01-30起" in text
    assert "银行、银行(信用卡)、消费金融公司" in text
    assert [base.confidence for base in told.bases] == [Confidence.SECONDARY]


def test_a_product_value_says_that_it_is_ours() -> None:
    text = "\n".join(explain("CN-CON-003").lines())
    assert "产品值 repeated_messages = 3" in text
    assert "2013-01-01至2025-12-31" in text


def test_a_rule_that_is_not_judged_says_why() -> None:
    pack = load_pack("cn")
    plain = replace(pack.rules["CN-COL-001"], not_judged_zh="需要另外的数据")
    told = explain("CN-COL-001", replace(pack, rules={"CN-COL-001": plain}))
    assert not told.judged
    assert "目前不判断:需要另外的数据" in told.lines()


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(RuleMissingError, match="CN-XXX-1"):
        explain("CN-XXX-1")


@pytest.mark.parametrize("rule", sorted(load_pack("cn").rules))
def test_every_rule_can_be_explained(rule: str) -> None:
    told = explain(rule)
    assert told.condition_zh
    assert told.bases or told.kind_zh.startswith("产品提示")
    assert all("{" not in line for line in told.lines() if told.judged)
