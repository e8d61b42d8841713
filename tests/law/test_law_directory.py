"""Lenders by name, official numbers, popular advice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ringfence import law
from ringfence.law import Context, PackError, Verdict, advice, find_lenders, identify, load_pack, read_pack
from ringfence.schema import Confidence, PartyType

PACK = Path(law.__file__).parent / "packs" / "cn"


def names(text: str) -> list[str]:
    return [lender.name for lender in find_lenders(text, load_pack("cn"))]


def test_the_directory_holds_the_named_lenders_and_thirty_more_with_their_licence_kind() -> None:
    lenders = load_pack("cn").lenders.values()
    assert sum(lender.type is PartyType.CONSUMER_FINANCE for lender in lenders) == 31
    assert all(lender.source and lender.register for lender in lenders)
    assert all(lender.licence.startswith("X") for lender in lenders if lender.type is PartyType.CONSUMER_FINANCE)
    assert not any(lender.licence for lender in lenders if lender.type is PartyType.MICROLOAN)
    for brand, kind in (
        ("小米贷款", PartyType.CONSUMER_FINANCE),
        ("携程金融", PartyType.MICROLOAN),
        ("及贷", PartyType.UNKNOWN),
    ):
        (found,) = find_lenders(brand, load_pack("cn"))
        assert found.type is kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【马上消费】您的账单已逾期", ["马上消费金融股份有限公司"]),
        ("马上", ["马上消费金融股份有限公司"]),
        ("重庆小米消费金融有限公司", ["重庆小米消费金融有限公司"]),
        ("【长银五八消费金融】提醒", ["湖南长银五八消费金融股份有限公司"]),
        ("请马上还款", []),
        ("", []),
        ("贷", []),
        ("某某不存在小额贷款有限公司", []),
    ],
)
def test_names_in_a_text(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_two_lenders_in_one_text_are_both_found() -> None:
    assert set(names("由中银消费金融与平安消费金融联合放款")) == {"中银消费金融有限公司", "平安消费金融有限公司"}


def test_an_office_that_asks_for_money_is_said_never_to_do_so() -> None:
    told = identify("【人民法院】您已被起诉,请将欠款转入以下账户", "10690000001", load_pack("cn"), asks_money=True)
    assert [office.id for office in told.officials] == ["court"]
    assert "12368" in told.said_zh[0]
    assert "转到个人账户" in told.said_zh[0]


def test_the_number_of_an_office_proves_nothing() -> None:
    told = identify("", "+86 12378", load_pack("cn"))
    assert told.number_of is not None
    assert "可以伪造" in told.said_zh[0]


def test_a_plain_message_says_nothing_about_its_sender() -> None:
    assert identify("明天一起吃饭吗", "19900000001", load_pack("cn")).said_zh == ()


def test_no_telephone_number_of_a_lender_is_kept() -> None:
    text = (PACK / "lenders.yaml").read_text(encoding="utf-8")
    assert not any(part in text for part in ("400-", "95188", "+86"))


def test_every_claim_says_what_to_do_instead_and_where_it_is_shown() -> None:
    claims = load_pack("cn").claims
    assert len(claims) == 32
    assert all(claim.instead_zh and claim.contexts for claim in claims)


def test_advice_for_one_place_shows_the_riskiest_first() -> None:
    found = advice(load_pack("cn"), Context.CONTACTS)
    assert found[0].verdict is Verdict.RISKY
    assert all(Context.CONTACTS in claim.contexts for claim in found)
    assert not any(claim.verdict is Verdict.RIGHT for claim in advice(load_pack("cn"), warnings_only=True))


def test_the_advice_on_police_never_sends_to_the_superior_police_first() -> None:
    claim = next(one for one in load_pack("cn").claims if "上一级公安机关" in one.claim)
    assert claim.verdict is Verdict.PARTLY_WRONG
    assert "原公安机关" in claim.instead_zh
    assert "同级人民政府" in claim.instead_zh


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("lenders.yaml", "licence: X0001H211000001", "licence: B0001H211000001", "cfc-0001.licence"),
        ("lenders.yaml", "type: consumer_finance", "type: pawnshop", "cfc-0001.type"),
        ("officials.yaml", "channel: ch-nfra", "channel: ch-moon", "nfra.channel"),
        ("officials.yaml", "words: [银保监会", "worte: [银保监会", "nfra"),
        ("popular_claims.yaml", "verdict: unverified", "verdict: perhaps", "verdict"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, file: str, old: str, new: str, key: str) -> None:
    copy = Path(shutil.copytree(PACK, tmp_path / "cn"))
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as fault:
        read_pack(copy)
    assert key in fault.value.key


def test_the_new_offices_are_there_and_unconfirmed_ones_say_so() -> None:
    channels = load_pack("cn").channels
    assert channels["ch-consumer-association"].confidence is Confidence.MEMORY
    assert channels["ch-government"].citations[0].fact == "recon-20"
