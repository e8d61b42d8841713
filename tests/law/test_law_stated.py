"""Facts in words for a page: the article only where it was read, nothing before its day."""

from __future__ import annotations

from datetime import date

import pytest

from ringfence import law
from ringfence.schema import Confidence


def test_what_a_line_says() -> None:
    (one,) = law.stated(law.load_pack("cn"), ["pipl-17"], date(2026, 1, 1))
    assert one.line().startswith("《个人信息保护法》第十七条(法律,2021-11-01起施行,已核对条文):")
    assert one.line("en").startswith("《个人信息保护法》 art. 17 (law, in force since 2021-11-01, article read): ")


def test_no_article_that_was_not_read_and_no_rule_before_its_day() -> None:
    pack = law.load_pack("cn")
    (memory,) = law.stated(pack, ["appmin-loan"], date(2026, 1, 1))
    assert pack.facts["appmin-loan"].confidence is Confidence.MEMORY
    assert not memory.confirmed
    assert "第五条" not in memory.line()
    assert "不得写进信函" in memory.line()
    assert law.stated(pack, ["ndsr-21"], date(2024, 12, 31)) == ()
    with pytest.raises(law.PackError):
        law.stated(pack, ["no-such-fact"], date(2026, 1, 1))
