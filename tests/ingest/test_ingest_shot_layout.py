"""Layouts on lists of boxes: no picture and no recogniser is needed to test what a screen means."""

from __future__ import annotations

import pytest

from ringfence.ingest.screenshot.bubbles import shapes_of, sides
from ringfence.ingest.screenshot.call_list import looks_like_calls
from ringfence.ingest.screenshot.line import Box, Colour, Ground, Line, Page
from ringfence.ingest.screenshot.screen import understand
from ringfence.ingest.screenshot.text import joined

W, H = 1080, 2400
PAGE: Colour = (237, 237, 237)
WHITE: Colour = (255, 255, 255)
GREEN: Colour = (149, 236, 105)
DARK: Colour = (17, 17, 17)


def bare(text: str, x: int, y: int, h: int = 40, *, red: bool = False, colour: Colour = PAGE) -> Line:
    """Return a line on the page itself."""
    return Line(text, 0.99, Box(x, y, len(text) * h, h), Ground(Box(0, 0, W, H), colour), red)


def bubble(text: str, side: str, y: int, *, colour: Colour | None = None, avatar: bool = True, h: int = 44) -> Line:
    """Return a one-line bubble; text that would not fit is not asked for."""
    width = len(text) * h + 60
    x = 150 if side == "in" else W - 150 - width
    used = colour or (WHITE if side == "in" else GREEN)
    face = {"in": "left", "out": "right"}[side] if avatar else ""
    ground = Ground(Box(x, y - 28, width, h + 56), used, face)
    return Line(text, 0.98, Box(x + 30, y, len(text) * h, h), ground)


def page(*lines: Line, colour: Colour = PAGE, width: int = W) -> Page:
    return Page(width, H, colour, tuple(sorted(lines, key=lambda line: line.box.cy)))


HEAD = (bare("21:03", 60, 30, 36), bare("5G 87%", 900, 30, 36), bare("李经理", 470, 130, 52))


def test_a_chat_has_title_times_sides_and_text() -> None:
    screen = understand(
        page(
            *HEAD,
            bare("昨天 21:03", 440, 300),
            bubble("还不接电话是吧", "in", 400),
            bubble("请不要再联系我的家人", "out", 560),
            bare("21:00", 490, 680),
            bubble("好的", "in", 800),
        )
    )
    assert screen.layout == "wechat"
    assert screen.title is not None
    assert screen.title.text == "李经理"
    assert [(one.side, one.text.text) for one in screen.bubbles] == [
        ("in", "还不接电话是吧"),
        ("out", "请不要再联系我的家人"),
        ("in", "好的"),
    ]
    assert [one.time.text if one.time else None for one in screen.bubbles] == ["昨天 21:03", "昨天 21:03", "21:00"]
    assert [one.own_time for one in screen.bubbles] == [True, False, True]
    second = screen.bubbles[1]
    assert second.until is not None
    assert second.until.text == "21:00"
    assert screen.left_over == ()


@pytest.mark.parametrize("avatar", [True, False])
def test_a_line_that_fills_the_screen_still_has_a_side(avatar: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    text = "我" * 15  # as wide as a bubble gets: its middle says nothing
    found = page(bubble(text, "in", 400, avatar=avatar), bubble(text, "out", 600, avatar=avatar))
    assert [side for side, _ in sides(found, shapes_of(found))] == ["in", "out"]


def test_without_avatars_and_colours_only_the_margin_speaks_and_says_so() -> None:
    found = page(
        bubble("好的", "in", 400, colour=WHITE, avatar=False),
        bubble("好的", "out", 600, colour=(220, 220, 225), avatar=False),
    )
    (first, sure), (second, unsure) = sides(found, shapes_of(found))
    assert (first, second) == ("in", "out")
    assert unsure < 0.8
    assert sure < 1.0


def test_a_cropped_picture_has_no_title_and_its_first_bubbles_no_time() -> None:
    screen = understand(page(bubble("还不接电话是吧", "in", 60), bare("21:00", 490, 200), bubble("好的", "out", 300)))
    assert screen.title is None
    assert [one.time is None for one in screen.bubbles] == [True, False]


def test_a_bubble_without_room_around_its_text_is_cut() -> None:
    line = bubble("还不接电话是吧", "in", 2340)
    assert line.ground is not None
    cut = Line(line.text, line.score, line.box, Ground(Box(150, 2312, 400, 88), WHITE, "left"))
    screen = understand(page(*HEAD, bubble("好的", "in", 500), cut))
    assert [one.cut for one in screen.bubbles] == [False, True]


def test_the_field_one_types_in_and_app_sentences_are_nobodys_words() -> None:
    hint = Line("短信/彩信", 0.9, Box(180, 2290, 200, 44), Ground(Box(140, 2260, 700, 100), (220, 220, 220)))
    screen = understand(page(*HEAD, bubble("好的", "in", 500), bare("对方撤回了一条消息", 360, 640, 34), hint))
    assert screen.layout == "sms"
    assert [one.text.text for one in screen.bubbles] == ["好的"]
    assert screen.left_over == ()


def test_names_above_bubbles_in_a_group_are_senders() -> None:
    screen = understand(
        page(bare("催款群(12)", 420, 130, 52), bare("王主任", 152, 420, 30), bubble("都来看看", "in", 500))
    )
    assert screen.group
    assert screen.title is not None
    assert screen.title.text == "催款群"
    assert screen.bubbles[0].sender is not None
    assert screen.bubbles[0].sender.text == "王主任"


def test_a_time_below_a_bubble_is_its_own_and_a_failure_is_said() -> None:
    first, second = bubble("好的", "out", 500), bubble("收到", "out", 800)
    screen = understand(page(*HEAD, first, bare("昨天 21:03", 700, 590, 32), second, bare("发送失败", 700, 890, 32)))
    assert [(one.time.text if one.time else None, one.failed) for one in screen.bubbles] == [
        ("昨天 21:03", False),
        (None, True),
    ]


def test_lines_are_joined_where_the_screen_broke_them_and_kept_where_the_sender_did() -> None:
    def line(text: str, y: int, width: int) -> Line:
        return Line(text, 1.0, Box(100, y, width, 40), None)

    assert joined([line("您的借款已逾期请于今", 0, 400), line("日处理", 60, 120)]) == "您的借款已逾期请于今日处理"
    assert joined([line("您好", 0, 80), line("请尽快联系我们处理欠款", 60, 440)]) == "您好\n请尽快联系我们处理欠款"
    assert joined([line("please call me", 0, 400), line("back", 60, 100)]) == "please call me back"
    moved = [line("详情登录", 0, 200), line("www.example.com/pay查看", 60, 440)]
    assert joined(moved) == "详情登录www.example.com/pay查看"


def test_two_close_rows_of_a_tilted_picture_are_not_one() -> None:
    rows = [
        Line("第二行的文字", 1.0, Box(90, 30, 300, 60), None),
        Line("第一行的文字", 1.0, Box(100, 0, 300, 60), None),
    ]
    assert joined(rows) == "第一行的文字第二行的文字"


def test_a_call_list_gives_direction_duration_and_party() -> None:
    screen = understand(
        page(
            bare("通话", 60, 130, 70),
            bare("19900001234", 60, 300, 48),
            bare("上海呼入1分33秒", 60, 370, 36),
            bare("昨天 16:11", 860, 330, 36),
            bare("示例贷客服 (3)", 60, 480, 48, red=True),
            bare("北京", 60, 550, 36),
            bare("15:11", 930, 510, 36),
            bare("95000123", 60, 660, 48),
            bare("响铃3声 未接", 60, 730, 36),
            bare("星期一 08:00", 860, 690, 36),
            bare("021 5550 0199", 60, 840, 48),
            bare("呼出 未接通", 60, 910, 36),
            bare("星期日 08:00", 860, 870, 36),
        )
    )
    assert screen.layout == "calls"
    assert [(one.party.text, one.direction, one.connected, one.duration_s, one.count) for one in screen.calls] == [
        ("19900001234", "in", True, 93, 1),
        ("示例贷客服", "missed", False, None, 3),
        ("95000123", "missed", False, None, 1),
        ("021 5550 0199", "out", False, None, 1),
    ]
    assert [one.time.text if one.time else None for one in screen.calls] == [
        "昨天 16:11",
        "15:11",
        "星期一 08:00",
        "星期日 08:00",
    ]


def test_a_conversation_about_calls_is_no_call_list() -> None:
    assert not looks_like_calls(page(*HEAD, bubble("未接来电1分33秒", "in", 400), bubble("呼入5秒", "out", 600)))


def test_a_notification_is_app_sender_text_and_time() -> None:
    card = Ground(Box(42, 640, 996, 260), (238, 241, 246))

    def on_card(text: str, x: int, y: int) -> Line:
        return Line(text, 0.97, Box(x, y, len(text) * 36, 36), card)

    screen = understand(
        page(
            bare("22:10", 400, 250, 180),
            on_card("短信", 150, 660),
            on_card("昨天 21:03", 800, 660),
            on_card("95000123", 80, 730),
            on_card("您的借款已逾期请尽快还款", 80, 800),
        )
    )
    assert screen.layout == "notification"
    (one,) = screen.bubbles
    assert (one.side, one.app, one.text.text) == ("in", "sms", "您的借款已逾期请尽快还款")
    assert one.sender is not None
    assert one.time is not None
    assert (one.sender.text, one.time.text) == ("95000123", "昨天 21:03")


def test_a_picture_of_something_else_gives_no_record_but_all_its_lines() -> None:
    screen = understand(page(bare("公告", 400, 300, 60), bare("本店今日休息", 300, 500, 60)))
    assert screen.layout == "unknown"
    assert len(screen.left_over) == 2


def test_an_empty_page_is_unknown() -> None:
    assert understand(page()).layout == "unknown"


def test_pale_bubbles_in_uneven_light_are_bubbles_by_their_shape() -> None:
    pale = Line("好的", 1.0, Box(180, 500, 88, 44), Ground(Box(150, 470, 150, 104), (236, 236, 236)))
    assert not page(pale).on_page(pale)
    hole = Line("昨天 21:03", 1.0, Box(440, 300, 240, 40), Ground(Box(442, 310, 236, 2), PAGE))  # noise around letters
    assert page(hole).on_page(hole)
