"""Every question with answers: a policy that says it, one that does not, and words that only look like it."""

from __future__ import annotations

import pytest
from policies import answer

from ringfence.audit import policy_table
from ringfence.schema import PolicyVerdict

V = PolicyVerdict
CONTACTS = "为了向您推荐好友，我们会读取您的通讯录。"
SAID = [
    (
        "contacts_collection",
        V.YES,
        "在您逾期时，我们可能会联系您通讯录中的联系人，转告还款，我们会收集通讯录用于催收。",
    ),
    ("contacts_collection", V.NO, "我们会读取您的通讯录，用于推荐好友，不会用于催收。"),
    ("contacts_risk", V.YES, "我们会读取您的通讯录，用于评估信用风险。"),
    ("contacts_emergency", V.YES, "您需要填写两名紧急联系人。"),
    ("contacts_friends", V.YES, "我们会读取您的通讯录，用于推荐好友。"),
    ("contacts_upload", V.YES, "我们会读取您的通讯录并加密上传，用于推荐好友。"),
    ("contacts_upload", V.NO, "我们会读取您的通讯录，用于选择收款人，通讯录不会上传。"),
    ("contacts_upload", V.UNSURE, "我们会读取您的通讯录并上传至服务器，用于推荐好友。您的通讯录不会被保存，不会上传。"),
    ("contacts_condition", V.YES, CONTACTS + "如您拒绝授权，将无法申请借款。"),
    ("contacts_condition", V.NO, CONTACTS + "如您拒绝，不影响您使用其他功能。"),
    ("consent_by_use", V.YES, "您使用我们的服务，即视为您同意本政策。"),
    ("change_by_use", V.YES, "政策更新后您继续使用我们的服务，即表示您同意更新后的政策。"),
    ("blanket", V.YES, "您在此不可撤销地授权我们查询您的信息。"),
    ("separate_consent", V.YES, "向第三方提供前，我们会取得您的单独同意。"),
    ("recipients", V.CLEAR, "我们会将您的手机号共享给虚构支付有限公司，用于付款。"),
    ("recipients", V.YES, "具体请见《第三方信息共享清单》。"),
    ("recipients", V.VAGUE, "我们可能会与合作伙伴共享您的信息。"),
    ("sdk", V.CLEAR, "友盟SDK会收集您的设备信息，用于统计。"),
    ("sdk", V.YES, "详见《第三方SDK目录》。"),
    ("sdk", V.VAGUE, "我们会接入第三方SDK。"),
    ("collection_agency", V.YES, "我们会将您的信息提供给第三方催收机构。"),
    ("collection_agency", V.NO, "我们不会将您的联系人信息提供给催收机构。"),
    ("retention", V.CLEAR, "账号注销后，我们会保存您的信息不超过36个月。"),
    ("retention", V.VAGUE, "我们只会在实现目的所必需的期限内保存您的信息。"),
    ("storage", V.YES, "您的个人信息存储于中华人民共和国境内。"),
    ("abroad", V.NO, "我们不会将您的信息传输至境外。"),
    ("abroad", V.YES, "因业务需要，我们可能向境外提供您的信息。"),
    ("access", V.YES, "您可以查阅、复制您的个人信息。"),
    ("correct", V.YES, "您有权更正您的个人信息。"),
    ("delete", V.YES, "您可以请求删除您的个人信息。"),
    ("withdraw", V.YES, "您可以随时撤回您的同意。"),
    ("close_account", V.YES, "您可以在设置中注销账号。"),
    ("complaint", V.YES, "您可以通过客服电话投诉。"),
    ("contact", V.YES, "邮箱：privacy@example.invalid"),
    ("answer_days", V.YES, "我们将在15个工作日内答复您。"),
    ("handler_name", V.CLEAR, "本应用由虚构网络科技有限公司（以下简称“我们”）运营。"),
    ("handler_address", V.YES, "注册地址：虚构省虚构市一号路1号。"),
    ("dated", V.YES, "更新日期：2025年3月1日"),
    ("changes", V.YES, "本政策变更时，我们会以弹窗的方式通知您。"),
    ("children", V.YES, "未满十四周岁的儿童应由监护人同意。"),
    ("automated", V.YES, "您可以在设置中关闭个性化推荐。"),
]
NOT_SAID = [
    ("contacts_collection", "如您逾期，我们会通过短信提醒您还款。"),  # nothing about contacts
    ("contacts_emergency", "主播签约时需要填写紧急联系人。"),
    ("contacts_upload", CONTACTS),
    ("consent_by_use", "点击同意并不代表您同意处理非必要信息。"),
    ("consent_by_use", "政策更新后您继续使用的，视为同意更新后的政策。"),
    ("change_by_use", "您使用我们的服务即表示您同意本政策。"),
    ("blanket", "您授予我们对您发布内容的不可撤销的著作权许可。"),
    ("separate_consent", "我们会征得您的同意。"),
    ("collection_agency", "我们会将您的信息提供给物流公司。"),
    ("retention", "例如《电子商务法》要求交易信息自交易完成之日起不少于三年。"),
    ("abroad", "该网站为境外网站，可能无法访问。"),
    ("access", "未经授权的员工不得访问您的个人信息。"),
    ("withdraw", "您授予我们不可撤销的授权。"),
    ("complaint", "投诉渠道发生变更时，我们会更新本政策。"),
    ("answer_days", "我们会提前15日通知您。"),
    ("handler_address", "我们会收集您的收货地址、IP地址。"),
    ("dated", "依照2021年11月1日的法律。"),
    ("automated", "您可以清除Cookie，关闭脚本推送。"),
]


@pytest.mark.parametrize(("question", "verdict", "line"), SAID)
def test_what_is_said_is_found_and_quoted(question: str, verdict: PolicyVerdict, line: str) -> None:
    point = answer(question, line)
    assert point.verdict is verdict
    assert point.clauses
    assert all(clause.text in line for clause in point.clauses)
    assert point.says_zh
    assert point.says_en
    assert "{" not in point.says_zh + point.says_en


@pytest.mark.parametrize(("question", "line"), NOT_SAID)
def test_what_only_looks_like_it_is_not(question: str, line: str) -> None:
    assert answer(question, line).verdict in {V.ABSENT, V.VAGUE}


def test_every_question_has_a_policy_that_says_it_and_is_absent_from_one_that_says_nothing() -> None:
    asked = {one.name for one in policy_table().questions if one.answers}
    assert asked == {question for question, _, _ in SAID}
    for question in asked:
        point = answer(question)
        assert point.verdict is V.ABSENT
        assert not point.clauses


def test_what_is_read_from_a_clause() -> None:
    assert answer("handler_name", "欢迎您选择由虚构网络科技有限公司（以下简称“我们”）提供的服务。").marks == (
        "虚构网络科技有限公司",
    )
    assert answer("answer_days", "一般情况下，我们将在【15】个工作日内答复您。").marks == ("15个工作日",)
    assert answer("retention", "我们会保存您的信息不超过36个月。").says_zh == "写了具体的时间:不超过36个月。"
    assert "privacy@example.invalid" in answer("contact", "请发送至privacy@example.invalid或寄到如下地址：").marks


def test_the_plainest_place_is_quoted_first() -> None:
    lines = ("个人信息的删除：我们会在服务器上处理删除。", "您可以请求删除您的个人信息。")
    assert answer("delete", *lines).clauses[0].text == "您可以请求删除您的个人信息。"
    heading = answer(
        "storage", "存储于境内", "您的个人信息存储于中华人民共和国境内的服务器上，我们会采取措施保护它们的安全。"
    )
    assert heading.clauses[0].text.startswith("您的个人信息")
