"""Notes of a reason that no rule stands behind, in both languages."""

from __future__ import annotations

from ringfence.schema import Said

OWN = Said("本人发出的消息", "sent by yourself")
FRIEND = Said("来自通讯录中的人, 按私人往来处理", "from somebody in your contacts, taken as personal")
PUBLIC = Said(
    "来自公共服务或运营商号码, 这些号码不催收贷款, 也可能被冒用",
    "from a public service or carrier number, which collects no loans and may be forged",
)
NOT_DEBTOR = Said("收信人不是债务人", "the reader does not owe it")
ELSEWHERE = Said("说的是别人的欠款, 也可能是发错对象", "it is about another's debt, or was sent to the wrong person")
PASSED_ON = Said("只请收信人转告或督促, 没有要其还款", "only asks the reader to pass on or to press, not to pay")
BY_NUMBER = Said(
    "该号码属于已登记或发过催收内容的一方, 据号码判断",
    "the number belongs to a party that is named or has collected; told by the number",
)
BY_USER = Said("由您更正", "corrected by you")
ALL = (OWN, FRIEND, PUBLIC, NOT_DEBTOR, ELSEWHERE, PASSED_ON, BY_NUMBER, BY_USER)
