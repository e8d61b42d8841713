"""How lenders write: made-up clauses on contacts, collection, refusing, each as it could stand in a loan app's policy."""

from __future__ import annotations

import pytest
from policies import answer

from ringfence.schema import PolicyVerdict

V = PolicyVerdict
READS = "为评估您的信用状况，我们会读取您的通讯录。"


@pytest.mark.parametrize(
    ("question", "verdict", "line"),
    [
        ("contacts", V.CLEAR, "我们会获取您的手机通讯录，用于验证您所填联系人的真实性及反欺诈。"),
        ("contacts", V.CLEAR, "在您授权的前提下，我们可能收集您的通讯录、通话详单等信息用于信用评分。"),
        ("contacts", V.ABSENT, "您需要提供联系人信息（姓名、手机号、与您的关系），以便核实您的身份。"),
        ("contacts", V.CLEAR, "您可以从通讯录中选择联系人信息，用于核实身份。"),
        ("call_log", V.CLEAR, "经您授权，我们会通过运营商获取您的通话详单，用于授信审核。"),
        ("sms", V.CLEAR, "我们会读取您手机短信中的银行类短信，用于评估还款能力。"),
        ("contacts_risk", V.YES, "我们会获取您的手机通讯录，用于反欺诈。"),
        ("contacts_collection", V.YES, "若您未按时还款，我们有权通过您的通讯录联系人催告您还款。"),
        ("contacts_collection", V.YES, READS + "在您逾期时，我们可能会将欠款情况告知该等联系人。"),
        ("contacts_collection", V.NO, READS + "即使您逾期，我们也不会联系您通讯录中的联系人。"),
        ("contacts_collection", V.NO, "我们会读取您的通讯录用于推荐好友，不会将通讯录用于催收。"),
        ("contacts_condition", V.YES, READS + "如您不同意开启通讯录权限，您将无法使用借款服务。"),
        (
            "contacts_condition",
            V.YES,
            "通讯录为我们评估风险所必需的信息，我们会收集；如您拒绝提供，我们将无法为您提供服务。",
        ),
        ("contacts_condition", V.YES, READS + "如您拒绝授权，您将无法使用本服务。"),
        ("contacts_condition", V.YES, READS + "如您拒绝提供，可能影响您的授信审批结果。"),
        ("contacts_condition", V.NO, READS + "如您拒绝提供，不影响您申请借款。"),
        ("contacts_condition", V.NO, READS + "拒绝仅会使您无法使用该功能。"),
        ("consent_by_use", V.YES, "您使用本平台服务即代表您授权我们处理您的个人信息。"),
        ("blanket", V.YES, "您同意我们查询您的征信信息，该授权不可撤销。"),
        ("blanket", V.ABSENT, "本政策不会要求您作出一揽子授权。"),
        ("collection_agency", V.YES, "您逾期后，我们会将您的信息委托给贷后服务商处理。"),
        ("collection_agency", V.YES, "我们可能向律师事务所、委外机构提供您的逾期信息，用于催收欠款。"),
        ("collection_agency", V.ABSENT, "我们会向合作银行提供您的身份信息，用于放款。"),
    ],
)
def test_a_lender_s_words(question: str, verdict: PolicyVerdict, line: str) -> None:
    assert answer(question, line).verdict is verdict


def test_places_that_contradict_each_other_are_unsure_and_both_are_quoted() -> None:
    lines = (READS + "逾期时我们会联系通讯录中的联系人。", "我们会读取您的通讯录用于推荐好友，不会将通讯录用于催收。")
    point = answer("contacts_collection", *lines)
    assert point.verdict is V.UNSURE
    assert len(point.clauses) == 2
    agency = answer("collection_agency", "我们会将您的信息提供给催收机构。", "我们不会将您的联系人信息提供给催收机构。")
    assert agency.verdict is V.UNSURE
    assert agency.alarming
