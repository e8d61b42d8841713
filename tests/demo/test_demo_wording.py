"""Templates are filled from word lists and from the message's own time."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from ringfence.demo.dice import stream
from ringfence.demo.moment import CN, millis, readable
from ringfence.demo.ordinary_messages import dialogues, services
from ringfence.demo.wording import Template

NOON = datetime(2026, 3, 1, 12, 5, 9, 250_000, tzinfo=CN)


def test_slots_speak_of_the_message_s_own_time() -> None:
    text = Template.of("{date}{time},账单{month}").fill(stream(1, "test"), NOON)
    assert text == "3月1日12:05,账单2月"


def test_a_brand_is_the_one_given() -> None:
    assert Template.of("【{brand}】您好").fill(stream(1, "test"), NOON, "拾屿商城") == "【拾屿商城】您好"


def test_an_unknown_slot_is_refused_when_the_table_is_read() -> None:
    with pytest.raises(KeyError, match="nosuch"):
        Template.of("{nosuch}")


def test_every_template_of_the_tables_can_be_filled() -> None:
    dice = stream(2, "test")
    lines = [line for service in services() for _, line in service.lines]
    lines += [line for dialogue in dialogues() for _, line in dialogue.lines]
    for line in lines:
        text = line.fill(dice, NOON, "示例")
        assert text
        assert not re.search(r"[{}]", text)
    assert len(lines) > 300


def test_numbers_in_ordinary_messages_are_made_up() -> None:
    """Private mobiles are all 1990000xxxx or 1910000xxxx."""
    dice = stream(3, "test")
    for service in services():
        for _, line in service.lines:
            for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", line.fill(dice, NOON, "示例")):
                assert number.startswith(("1990000", "1910000")), number


def test_times_as_android_and_as_the_phone_writes_them() -> None:
    assert millis(datetime(1970, 1, 1, 8, tzinfo=CN)) == 0
    assert millis(NOON) == 1_772_337_909_250
    assert readable(NOON) == "2026年3月1日 下午12:05:09"
    assert readable(NOON.replace(hour=0)) == "2026年3月1日 上午12:05:09"
