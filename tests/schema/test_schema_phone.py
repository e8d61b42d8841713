"""Numbers as phones, carriers and people write them. All made up, or public service numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.schema import NumberKind, display_phone, mask_phone, parse_phone

MOBILE = "+8619900001234"


@pytest.mark.parametrize(
    "written",
    [
        "19900001234",
        "+8619900001234",
        "+86 199 0000 1234",
        "008619900001234",
        "8619900001234",
        "1-990-000-1234",  # AOSP hyphenates Chinese numbers the North American way
        "199-0000-1234",
        "１９９００００１２３４",
        "tel:+86-199-0000-1234",
        "tel:+86-199-0000-1234;ext=1",
        "019900001234",
        "12593199 0000 1234",  # carrier selection prefixes that call logs keep
        "17951019900001234",
        " 19900001234\t",
    ],
)
def test_every_spelling_of_a_mobile_has_one_key(written: str) -> None:
    number = parse_phone(written)
    assert (number.key, number.e164, number.kind) == (MOBILE, MOBILE, NumberKind.MOBILE)
    assert number.raw == written


@pytest.mark.parametrize(
    ("written", "key", "kind"),
    [
        ("010-00001234", "+861000001234", NumberKind.LANDLINE),
        ("+861000001234", "+861000001234", NumberKind.LANDLINE),
        ("0755-88880000", "+8675588880000", NumberKind.LANDLINE),
        ("86-755-88880000", "+8675588880000", NumberKind.LANDLINE),
        ("88880000", "88880000", NumberKind.LOCAL),
        ("95188", "95188", NumberKind.SERVICE_95),
        ("+8695188", "95188", NumberKind.SERVICE_95),
        ("9500009001", "9500009001", NumberKind.SERVICE_95),
        ("96000", "96000", NumberKind.SERVICE_96),
        ("400-000-0000", "4000000000", NumberKind.SERVICE_400),
        ("+86-400-000-0000", "4000000000", NumberKind.SERVICE_400),
        ("1069000090001", "1069000090001", NumberKind.SERVICE_106),
        ("10086", "10086", NumberKind.CARRIER),
        ("12378", "12378", NumberKind.PUBLIC),
        ("96110", "96110", NumberKind.PUBLIC),
        ("110", "110", NumberKind.PUBLIC),
        ("+1 415 555 0100", "+14155550100", NumberKind.FOREIGN),
        ("0085255550100", "+85255550100", NumberKind.FOREIGN),
        ("某某银行", "某某银行", NumberKind.NAME),
        ("123456", "123456", NumberKind.SHORT),
        ("1380000", "1380000", NumberKind.INVALID),
    ],
)
def test_kinds_of_the_numbering_plan(written: str, key: str, kind: NumberKind) -> None:
    number = parse_phone(written)
    assert (number.key, number.kind) == (key, kind)


@pytest.mark.parametrize("written", [None, "", "-1", "-2", "null", "unknown", "(Unknown)", "未知号码", "  "])
def test_a_number_the_network_did_not_say_is_withheld_not_shared(written: str | None) -> None:
    number = parse_phone(written)
    assert (number.key, number.kind, number.e164) == ("", NumberKind.WITHHELD, None)


@pytest.mark.parametrize("written", ["199****1234", "199xxxx*234", "*100#"])
def test_a_starred_number_is_nobodys(written: str) -> None:
    number = parse_phone(written)
    assert (number.key, number.e164, number.kind) == ("", None, NumberKind.INVALID)


def test_pauses_before_an_extension_are_no_part_of_the_number() -> None:
    assert parse_phone("10086,,1").key == "10086"


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("19900001234", "199****1234"),
        ("010-00001234", "010-****34"),
        ("+8675588880000", "0755-****00"),
        ("95188", "95188"),
        ("12345", "12345"),
    ],
)
def test_masks_hide_the_middle_of_private_numbers_only(written: str, masked: str) -> None:
    assert mask_phone(written) == masked


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (MOBILE, "19900001234"),
        ("+861000001234", "010-00001234"),
        ("+8675588880000", "0755-88880000"),
        ("95188", "95188"),
    ],
)
def test_display_is_how_people_in_china_write_it(key: str, shown: str) -> None:
    assert display_phone(key) == shown


@given(st.text(max_size=40))
def test_any_text_is_read_without_error_and_its_key_reads_the_same_again(written: str) -> None:
    number = parse_phone(written)
    assert number.raw == written
    if number.kind not in {NumberKind.NAME, NumberKind.INVALID}:
        assert parse_phone(number.key).key == number.key


@given(st.integers(13_000_000_000, 19_999_999_999))
def test_display_of_a_mobile_reads_back(number: int) -> None:
    key = parse_phone(str(number)).key
    assert parse_phone(display_phone(key)).key == key
    assert str(number)[3:7] not in mask_phone(str(number)) or "****" in mask_phone(str(number))
