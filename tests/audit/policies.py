"""Small made-up privacy policies; nothing in them is anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.audit import check_policy

if TYPE_CHECKING:
    from ringfence.schema import PolicyPoint

LEAD = "虚构应用隐私政策\n我们会按照本政策收集和使用您的个人信息。\n"
FILL = "本段只是为了让文字足够长,没有别的意思。" * 80 + "\n"

LOAN = """某某贷隐私政策
更新日期：2025年3月1日
生效日期：2025年3月8日
虚构网络小额贷款有限公司（以下简称“我们”，注册地址：虚构省虚构市虚构区一号路1号）非常重视您的个人信息。
您注册、登录、使用本平台即视为您已阅读并同意本政策的全部内容。
一、我们如何收集和使用您的个人信息
（一）借款申请
1. 为了审核您的借款申请、评估信用风险，我们会读取并上传您的通讯录、通话记录、短信内容。如您拒绝授权通讯录权限，将无法申请借款。
2. 您需要从通讯录中选择两名紧急联系人。在您逾期且无法联系到您本人时，我们可能会联系通讯录中的联系人，转告您还款。
3. 我们可能会收集您的设备信息、位置信息等信息。
（二）我们不会收集您的日历信息。
二、信息的共享
我们可能会将您的个人信息共享给关联公司、合作伙伴以及第三方催收机构，用于贷后管理。
三、信息的保存
我们会在实现本政策目的所必需的期限内保存您的个人信息。
四、您授予我们不可撤销的授权，同意我们向第三方查询您的信息。
五、联系我们：客服电话 400-000-0000。
"""


def answer(question: str, *lines: str, lead: str = LEAD) -> PolicyPoint:
    """Return the answer to one question for a policy of these lines."""
    point = check_policy(lead + "\n".join(lines) + "\n").point(question)
    assert point is not None
    return point
