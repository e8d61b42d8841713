"""What the pages say and never say: "can" apart from "did", nothing seen is not nothing there, hidden is not guilty."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import invented_audits as invented
from ringfence.audit import audit_page, change_page, compare_audits, verdict_sentences
from ringfence.audit.page.cards import cards
from ringfence.audit.page.view import view_of
from ringfence.audit.page.wording import Wording
from ringfence.schema import Blind, Certainty, DataCategory, IndicatorHit, Need, SinkKind, Verdict

ACCUSING_ZH = re.compile(
    r"窃取|盗取|偷|恶意|违法|非法|侵犯|泄露|病毒|诈骗|骗|罪|已上传|上传了|发送了|收集了|读取了|拿走了|曝光"
)
ACCUSING_EN = re.compile(
    r"\b(steal|stole|malicious|illegal|unlawful|violat\w+|spyware|malware|fraud|leaked|uploaded|sent|collected)\b",
    re.IGNORECASE,
)
TAGS = re.compile(r"(?s)<style>.*?</style>|<[^>]+>")


def text_of(page: str) -> str:
    """Return a page's text."""
    return TAGS.sub(" ", page)


@pytest.mark.parametrize("make", [invented.clean, invented.packed])
def test_a_page_about_an_app_without_a_path_accuses_of_nothing(make: type) -> None:
    assert ACCUSING_ZH.findall(text_of(audit_page(make()))) == []
    assert ACCUSING_EN.findall(text_of(audit_page(make(), "en"))) == []
    assert "路径" not in verdict_sentences(make())[0]


def test_even_a_page_about_a_path_says_only_what_the_code_can_do() -> None:
    audit = replace(invented.sends_contacts(), indicators=())
    assert ACCUSING_ZH.findall(text_of(audit_page(audit))) == []
    assert set(ACCUSING_EN.findall(text_of(audit_page(audit, "en")).replace("Sent by", ""))) == set()


def test_a_path_to_the_network_is_told_as_the_issue_words_it() -> None:
    first, second, *_ = verdict_sentences(invented.sends_contacts())
    assert first == "这个App的代码里有把通讯录读出来并发到网络的路径。"
    assert second == "这说明它能这样做，不等于已经这样做了。"


def test_a_possible_path_is_called_possible_in_sentence_card_and_picture() -> None:
    audit = replace(invented.sends_contacts(), flows=(invented.flow(certainty=Certainty.POSSIBLE),))
    assert verdict_sentences(audit)[0].startswith("这个App的代码里可能有")
    assert "may have" in verdict_sentences(audit, "en")[0]
    out = cards(audit, Wording())[0].stations[2]
    assert (out.state, out.text) == ("possible", "可能发到网络")
    assert '<span class="tag possible">可能</span>' in audit_page(audit)


def test_a_sure_path_is_told_before_possible_ones_of_the_same_way() -> None:
    flows = (
        invented.flow(1, certainty=Certainty.POSSIBLE),
        invented.flow(2, DataCategory.LOCATION),
    )
    assert (
        verdict_sentences(replace(invented.sends_contacts(), flows=flows))[0]
        == "这个App的代码里有把位置读出来并发到网络的路径。"
    )


def test_what_stays_on_the_phone_is_not_told_as_leaving_it() -> None:
    audit = replace(invented.sends_contacts(), flows=(invented.flow(kind=SinkKind.LOG),), blind=())
    assert verdict_sentences(audit) == (
        "这个App的代码里有把通讯录读出来并写进系统日志的路径。",
        "这说明它能这样做，不等于已经这样做了。",
        "没有看到把这些内容发出手机的路径。",
    )


def test_a_read_without_its_permission_is_said_to_be_refused_by_the_system() -> None:
    audit = replace(
        invented.sends_contacts(),
        permissions=(invented.INTERNET,),
        flows=(invented.flow(),),
        accesses=(invented.access(),),
    )
    assert "不过它没有申请所需的权限，按手机系统的规则，这些内容它读不到。" in verdict_sentences(audit)
    asked, read, _ = cards(audit, Wording())[0].stations
    assert (asked.state, read.state) == ("no", "no")


def test_code_no_entry_leads_to_is_said_so() -> None:
    audit = replace(invented.sends_contacts(), flows=(replace(invented.flow(), reachable=False),))
    assert any("从不运行" in text for text in verdict_sentences(audit))


def test_packed_code_is_neither_cleared_nor_accused_and_permissions_stay() -> None:
    assert verdict_sentences(invented.packed())[0] == "代码被加固，分析不了；不能据此说它没有问题，也不能说有问题。"
    page = audit_page(invented.packed())
    assert "android.permission.READ_CONTACTS" in page
    assert "没有看到：" not in text_of(page)
    assert page.index('id="unseen"') < page.index('id="permissions"')


def test_damaged_code_is_not_called_packed() -> None:
    audit = replace(
        invented.packed(), packers=(), blind=(Blind("damaged", "代码文件损坏", "damaged code", (), hides_all=True),)
    )
    assert verdict_sentences(audit)[0] == "代码没能读出来，分析不了；不能据此说它没有问题，也不能说有问题。"
    assert "加固" not in verdict_sentences(audit)[0]


def test_a_triage_does_not_say_that_no_path_was_seen() -> None:
    audit = replace(invented.sends_contacts(), flows=(), flows_looked=False, verdict=Verdict.CAN_READ)
    assert "没有追踪" in verdict_sentences(audit)[0]
    assert cards(audit, Wording())[0].stations[2].text == "这次没查"
    assert "没有看到从读取到送出的路径" not in text_of(audit_page(audit))


def test_a_complete_look_without_a_path_says_what_that_is_worth() -> None:
    audit = replace(invented.sends_contacts(), flows=(), verdict=Verdict.CAN_READ)
    assert verdict_sentences(audit)[:2] == (
        "这个App的代码里有读取通讯录、设备识别码的地方，没有看到把它们送出去的路径。",
        "能读取不等于已经读取；没有看到送出的路径，也不保证没有。",
    )


def test_a_store_rule_is_never_called_law_and_the_rule_is_for_lending_apps_only() -> None:
    text = text_of(audit_page(invented.sends_contacts()))
    assert "商店的贷款App政策自 2023-05-31 起不让用（不是法律）" in text
    assert "只有它确实是借款App时才适用" in text
    english = text_of(audit_page(invented.sends_contacts(), "en"))
    assert "(not law)" in english
    assert "only if this really is a lending app" in english


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            ("常见类型移动互联网应用程序必要个人信息范围规定", "尚待与原文核对", "声明权限不等于已经读取", "不是法律"),
        ),
        ("en", ("to be confirmed against the original", "declaring a permission is not reading", "not law")),
    ],
)
def test_the_rule_is_named_with_how_far_its_wording_is_confirmed(lang: str, said: tuple[str, ...]) -> None:
    text = text_of(audit_page(invented.sends_contacts(), lang))
    assert all(one in text for one in said)


def test_only_permissions_with_a_switch_in_the_settings_are_advised_to_be_turned_off() -> None:
    """The phone shows no switch for QUERY_ALL_PACKAGES, nor for permissions that are nobody's."""
    names = ("android.permission.QUERY_ALL_PACKAGES", "com.example.OWN", "android.permission.READ_SMS")
    kinds = (DataCategory.INSTALLED_APPS, DataCategory.ACCOUNTS, DataCategory.SMS)
    asked = tuple(
        replace(invented.READ_CONTACTS, name=name, category=kind) for name, kind in zip(names, kinds, strict=True)
    )
    first = view_of(replace(invented.clean(), permissions=asked))["todo"][0]["text"]
    assert "逐项改成“不允许”：短信。" in first
    assert "装了哪些App" not in first
    none = view_of(replace(invented.clean(), permissions=asked[:2]))["todo"][0]["text"]
    assert none == "它没有申请能在手机“权限”里关掉的个人信息权限，这方面没有要关的。"


def test_what_a_component_is_for_is_told_in_the_words_of_the_facts() -> None:
    audit = replace(invented.sends_contacts(), sdks=(replace(invented.TONGJI, kind="risk control"),))
    assert ">风控<" in audit_page(audit)
    assert ">risk control<" in audit_page(audit, "en")


def test_a_hit_is_the_lists_claim_with_its_source() -> None:
    text = text_of(audit_page(invented.sends_contacts()))
    assert (
        "与您提供的名单（来源：我的名单.csv）中的“示例名单里的地址”相符：App里的 api.example.com 属于域名 example.com"
        in text
    )
    assert "与您提供的名单（来源：list.stix2）中的一条相同：包名 com.example.loan" in text
    same = replace(invented.clean(), indicators=(IndicatorHit("domain", "example.com", "x", "example.com", "l.csv"),))
    assert "中的“x”相同：域名 example.com" in text_of(audit_page(same))


def test_the_need_of_a_permission_is_told_by_the_gravest_and_unknown_when_the_rule_is_silent() -> None:
    necessary = replace(invented.READ_CONTACTS, name="x.Y", need=Need.NECESSARY)
    card = cards(replace(invented.clean(), permissions=(necessary, invented.READ_CONTACTS)), Wording())[0]
    assert (card.need, card.need_text) == ("not_needed", "不在必要信息里")
    silent = cards(replace(invented.clean(), permissions=(replace(necessary, need=Need.UNKNOWN),)), Wording())[0]
    assert silent.need_text == "规则没有写到"


def test_a_comparison_says_what_is_new_and_warns_where_it_means_little() -> None:
    before = replace(invented.sends_contacts(), flows=(), permissions=(invented.INTERNET,), version_name="3.0")
    text = text_of(change_page(compare_audits(before, invented.sends_contacts())))
    assert "这个版本新增了：通讯录、设备识别码的送出路径、2 个权限、3 条送出路径。" in text
    assert "不等于已经这样做了" in text
    assert "混淆" not in text
    other = replace(before, package="org.other", signers=())
    warned = text_of(change_page(compare_audits(other, invented.packed())))
    assert "包名不同" in warned
    assert "没法比较签名者" in warned
    assert "看不到的代码不算“没有了”" in warned
    assert ACCUSING_ZH.findall(text) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_of_the_nouns_has_its_words(lang: str) -> None:
    table = Wording(lang).table
    assert set(table["categories"]) == {one.value for one in DataCategory}
    assert set(table["ways"]) == {one.value for one in SinkKind}
    assert set(table["verdict_names"]) == {*(one.value for one in Verdict), "can_read_triage", "can_read_any"}
    assert set(table["needs"]) == {one.value for one in Need}


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    zh, en = _places(Wording("zh").table), _places(Wording("en").table)
    assert zh == en


def _places(table: object, path: str = "") -> dict[str, list[str]]:
    if isinstance(table, dict):
        return {
            key: value
            for name, one in table.items()
            if name != "sdk_kinds"
            for key, value in _places(one, f"{path}.{name}").items()
        }
    return {path: sorted(re.findall(r"\{\w+\}", str(table)))}


def test_the_badge_of_a_triage_does_not_say_that_no_path_was_seen() -> None:
    audit = replace(invented.sends_contacts(), flows=(), flows_looked=False, verdict=Verdict.CAN_READ)
    assert view_of(audit)["verdict_name"] == "代码里有读取，没查去向"
    assert view_of(replace(audit, flows_looked=True))["verdict_name"] == "代码里有读取，没看到送出"


def test_a_permission_that_opens_several_kinds_of_data_counts_for_the_read_that_names_it() -> None:
    """READ_PHONE_STATE belongs to the device's identifiers and opens the phone's own number too."""
    state = replace(invented.READ_CONTACTS, name="android.permission.READ_PHONE_STATE", category=DataCategory.DEVICE_ID)
    read = replace(
        invented.access(DataCategory.PHONE_NUMBER),
        permissions=("READ_PHONE_NUMBERS", "android.permission.READ_PHONE_STATE"),
    )
    found = {
        card.icon: card for card in cards(replace(invented.clean(), permissions=(state,), accesses=(read,)), Wording())
    }
    assert found["phone_number"].stations[0].text == "申请了"
    assert found["phone_number"].need == "not_needed"


def test_the_reason_stands_without_the_rule_that_stands_above_the_table() -> None:
    why = "网络借贷类App的必要个人信息里没有通讯录;紧急联系人可以由您自己填写(《某规定》;待核对)"
    row = view_of(replace(invented.clean(), permissions=(replace(invented.READ_CONTACTS, need_zh=why),)))[
        "permissions"
    ]["rows"][0]
    assert row["need_text"] == "网络借贷类App的必要个人信息里没有通讯录；紧急联系人可以由您自己填写"
    other = view_of(replace(invented.clean(), permissions=(invented.READ_CONTACTS,)))["permissions"]["rows"][0]
    assert other["need_text"] == invented.READ_CONTACTS.need_zh


def test_code_of_an_unnamed_library_is_called_so_in_both_languages() -> None:
    audit = replace(invented.sends_contacts(), flows=(invented.flow(reader="公共库 org.example"),))
    assert "公共库 org.example" in text_of(audit_page(audit))
    assert "library org.example" in text_of(audit_page(audit, "en"))


def test_a_permission_that_code_uses_is_not_called_unused_because_nothing_is_read() -> None:
    """Writing a calendar entry uses the calendar's permission and reads nothing."""
    used = replace(invented.clean(), permissions=(invented.READ_CONTACTS,))
    assert cards(used, Wording())[0].stations[1].text == "没看到"
    unused = replace(used, permissions=(replace(invented.READ_CONTACTS, used=False),))
    assert cards(unused, Wording())[0].stations[1].text == "没看到（权限申请了，没看到代码用它）"
