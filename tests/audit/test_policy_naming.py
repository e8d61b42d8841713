"""Is data named: clearly, vaguely, as not collected, not at all; and what is no mention of it."""

from __future__ import annotations

import pytest
from policies import answer

from ringfence.audit import policy_table
from ringfence.schema import PolicyVerdict

V = PolicyVerdict


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("当您使用推荐好友功能时，我们会读取您的通讯录，用于匹配好友。", V.CLEAR),
        ("为向您推荐可能认识的人，我们会申请通讯录权限。", V.CLEAR),
        ("我们会申请您的通讯录权限。上述权限用于匹配您的好友。", V.CLEAR),
        ("通讯录权限：用于一键导入联系人", V.CLEAR),
        ("我们可能会收集您的设备信息、通讯录等信息。", V.VAGUE),
        ("为了更好地为您提供服务，我们可能会收集您的手机号、通讯录、短信、设备信息、位置信息等。", V.VAGUE),
        ("您可以在系统设置中关闭通讯录权限。", V.VAGUE),
        ("通讯录权限不会默认开启。", V.VAGUE),
        ("我们不会收集您的通讯录。", V.NO),
        ("我们承诺不读取您的手机联系人。", V.NO),
        ("通讯录我们均不会收集。", V.NO),
        ("个人信息是指能够识别自然人的各种信息，包括姓名、通讯录、短信内容、行踪轨迹等。", V.ABSENT),
        ("个人敏感信息包括身份证件号码、通讯录、财产信息、交易信息。", V.ABSENT),
        ("进入首页后，点击【通讯录】，选择相应的联系人。", V.ABSENT),
        ("您可以填写紧急联系人信息。", V.ABSENT),
        ("我们会收集您的姓名，用于核实身份。", V.ABSENT),
    ],
)
def test_contacts(line: str, verdict: PolicyVerdict) -> None:
    point = answer("contacts", line)
    assert point.verdict is verdict
    assert bool(point.clauses) is (verdict is not V.ABSENT)


def test_a_denial_against_a_collection_elsewhere_is_unsure_and_shows_both() -> None:
    point = answer("contacts", "我们会读取您的通讯录，用于推荐好友。", "我们不会收集您的通讯录。")
    assert point.verdict is V.UNSURE
    assert len(point.clauses) == 2
    beside = answer("clipboard", "我们会读取您的剪贴板，用于识别口令。我们不会收集您的剪贴板。")
    assert beside.verdict is V.CLEAR


def test_not_without_consent_and_nothing_else_are_no_denials() -> None:
    assert answer("contacts", "未经您同意，我们不会读取您的通讯录。").verdict is V.VAGUE
    assert (
        answer("clipboard", "我们会读取您的剪贴板，用于识别口令。我们不会收集剪贴板中的其他信息。").verdict is V.CLEAR
    )


def test_a_refusal_alone_names_no_collection_clearly() -> None:
    assert answer("contacts", "如您拒绝授权通讯录权限，将无法申请借款。").verdict is V.VAGUE


def test_a_table_of_permissions_counts() -> None:
    point = answer("contacts", "权限名称", "使用目的", "READ_CONTACTS", "读取通讯录", "用于推荐好友")
    assert point.verdict is V.CLEAR
    point = answer("contacts", "READ_CONTACTS | 读取通讯录 | 用于向您推荐好友,并帮助您找到认识的人,可以拒绝 | 安卓")
    assert point.verdict is V.CLEAR


@pytest.mark.parametrize(
    ("kind", "taken", "other"),
    [
        ("call_log", "我们会读取您的通话记录，用于评估风险。", "为处理投诉，我们会保存您与我们的沟通、通话记录。"),
        ("sms", "我们会读取您的短信内容，用于自动填写验证码。", "我们会向您发送短信验证码，用于登录。"),
        ("location", "我们会收集您的位置信息，用于推荐附近网点。", "请勿遮挡广告位置。"),
        ("camera", "我们会调用您的摄像头，用于人脸核验。", "我们会收集您的姓名，用于核实身份。"),
        ("microphone", "我们会申请麦克风权限，用于在线客服。", "您享有录音制品的权利。"),
        ("photos", "我们会访问您的相册，用于上传身份证。", "我们会收集您的姓名，用于核实身份。"),
        ("device_ids", "我们会收集IMEI、Android ID，用于识别风险。", "我们会收集您的姓名，用于核实身份。"),
        ("installed_apps", "我们会收集您已安装的应用列表，用于防范欺诈。", "您可以参照附件《SDK及类似程序列表》。"),
        ("clipboard", "我们会读取您的剪切板，用于识别分享口令。", "我们会收集您的姓名，用于核实身份。"),
        ("calendar", "我们会申请日历权限，用于还款提醒。", "我们会收集您的姓名，用于核实身份。"),
    ],
)
def test_every_other_kind(kind: str, taken: str, other: str) -> None:
    assert answer(kind, taken).verdict is V.CLEAR
    assert answer(kind, other).verdict is V.ABSENT
    words = taken.split("，", maxsplit=1)[0].removeprefix("我们会").replace("IMEI、", "")
    assert answer(kind, f"我们不会{words}。").verdict is V.NO


def test_every_kind_is_asked_about() -> None:
    table = policy_table()
    assert {one.data for one in table.questions if one.data} == set(table.kinds)


def test_a_glossary_explains_and_does_not_collect() -> None:
    glossary = "附录：相关定义"
    lines = (glossary, "设备信息：包括设备标识符、应用安装列表、系统版本、网络类型以及其他与设备有关的信息。")
    point = answer("installed_apps", *lines)
    assert point.verdict is V.VAGUE
    assert point.marks == ("explained",)
    sensitive = "个人敏感信息：身份证件号码、通讯录、财产信息、行踪轨迹、健康生理信息、交易信息，一旦泄露可能造成损害。"
    assert answer("contacts", glossary, sensitive).verdict is V.ABSENT
