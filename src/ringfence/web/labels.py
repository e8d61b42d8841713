"""Words for kinds, classes and standings on pages, in both languages."""

from __future__ import annotations

from ringfence.schema import Flag, Label, PartyType, Role

LABELS = {
    Label.PERSONAL: ("私人来往", "personal"),
    Label.NOTICE: ("通知", "notice"),
    Label.MARKETING: ("营销", "marketing"),
    Label.REMINDER: ("还款提醒", "reminder"),
    Label.COLLECTION_SELF: ("向本人催收", "collection from you"),
    Label.COLLECTION_THIRD: ("向别人催收", "collection from others"),
    Label.THREAT: ("威胁", "threat"),
    Label.IMPERSONATION: ("冒充", "impersonation"),
    Label.FRAUD: ("诈骗", "fraud"),
    Label.UNSURE: ("拿不准", "unsure"),
}
KINDS = {
    "call": ("电话", "call"),
    "voice_robot": ("语音电话", "robot call"),
    "sms": ("短信", "SMS"),
    "mms": ("彩信", "MMS"),
    "im": ("聊天", "chat"),
    "email": ("邮件", "e-mail"),
    "visit": ("上门", "visit"),
    "group_msg": ("群消息", "group message"),
    "post": ("网上发布", "post"),
    "poster": ("张贴", "poster"),
    "letter": ("信件", "letter"),
}
ROLES = {
    Role.DEBTOR: ("本人", "you"),
    Role.CO_DEBTOR: ("共同借款人", "co-borrower"),
    Role.GUARANTOR: ("担保人", "guarantor"),
    Role.FAMILY: ("家人", "family"),
    Role.FRIEND: ("朋友", "friend"),
    Role.COLLEAGUE: ("同事", "colleague"),
    Role.EMPLOYER: ("单位或领导", "employer"),
    Role.CLIENT: ("客户", "client"),
    Role.OTHER_CONTACT: ("其他联系人", "another contact"),
}
PARTY_TYPES = {
    PartyType.BANK: ("银行", "bank"),
    PartyType.CREDIT_CARD: ("银行(信用卡)", "bank (credit card)"),
    PartyType.CONSUMER_FINANCE: ("消费金融公司", "consumer finance company"),
    PartyType.MICROLOAN: ("小额贷款公司", "microlender"),
    PartyType.ASSIST_PLATFORM: ("助贷平台(自己不放款)", "loan platform (does not lend itself)"),
    PartyType.AGENCY: ("催收机构", "collection agency"),
    PartyType.UNLICENSED: ("没有放贷资质", "unlicensed"),
    PartyType.UNKNOWN: ("类型未确认", "not known"),
}
FLAGS = {
    Flag.THIRD_PARTY: ("找到了别人", "reached others"),
    Flag.AMOUNT_DISCLOSED: ("说出欠款数额", "told the amount"),
    Flag.THREAT_VIOLENCE: ("威胁人身", "threat of violence"),
    Flag.EXPOSURE: ("扬言公开", "threat to expose"),
    Flag.INSULT: ("辱骂", "insult"),
    Flag.OBSCENE: ("下流内容", "obscene"),
    Flag.IMPERSONATE_STATE: ("冒充国家机关", "poses as the state"),
    Flag.IMPERSONATE_ORG: ("冒充单位", "poses as somebody"),
    Flag.FAKE_DOCUMENT: ("假文书", "false document"),
    Flag.FALSE_LEGAL_CLAIM: ("不实的法律说法", "false legal claim"),
    Flag.FALSE_CONSEQUENCE: ("不实的后果", "false consequence"),
    Flag.BORROW_TO_REPAY: ("叫人借钱还款", "borrow to repay"),
    Flag.PERSONAL_ACCOUNT: ("要打到个人账户", "private account"),
    Flag.EXTRA_FEE: ("另收费用", "extra fee"),
    Flag.NIGHT: ("夜里", "at night"),
}
AGREEMENT = {
    "single": ("只有一个来源", "one source"),
    "corroborated": ("几个来源对得上", "several sources agree"),
    "contradicted": ("几个来源说法不一", "sources disagree"),
}
