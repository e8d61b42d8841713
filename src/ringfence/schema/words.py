"""What kinds and classes are called, in both languages, once for every door and paper."""

from __future__ import annotations

from ringfence.schema.finding import FindingKind, Rank
from ringfence.schema.matter import PartyType
from ringfence.schema.records import EventKind, Flag, Label, Role
from ringfence.schema.said import Said

PARTY_TYPE_ZH = {
    PartyType.BANK: Said("银行", "bank"),
    PartyType.CREDIT_CARD: Said("银行(信用卡)", "bank (credit card)"),
    PartyType.CONSUMER_FINANCE: Said("消费金融公司", "consumer finance company"),
    PartyType.MICROLOAN: Said("小额贷款公司", "microlender"),
    PartyType.ASSIST_PLATFORM: Said("助贷平台", "loan platform"),
    PartyType.AGENCY: Said("催收机构", "collection agency"),
    PartyType.UNLICENSED: Said("无放贷资质", "no licence to lend"),
    PartyType.UNKNOWN: Said("类型未确认", "type not confirmed"),
}
ROLE_ZH = {
    Role.DEBTOR: Said("本人", "you"),
    Role.CO_DEBTOR: Said("共同借款人", "co-borrower"),
    Role.GUARANTOR: Said("担保人", "guarantor"),
    Role.FAMILY: Said("家人", "family"),
    Role.FRIEND: Said("朋友", "friend"),
    Role.COLLEAGUE: Said("同事", "colleague"),
    Role.EMPLOYER: Said("单位/领导", "employer"),
    Role.CLIENT: Said("客户", "client"),
    Role.OTHER_CONTACT: Said("其他联系人", "another contact"),
}
LABEL_ZH = {
    Label.PERSONAL: Said("私人来往", "personal"),
    Label.NOTICE: Said("通知", "notice"),
    Label.MARKETING: Said("营销", "marketing"),
    Label.REMINDER: Said("还款提醒", "reminder"),
    Label.COLLECTION_SELF: Said("向本人催收", "collection from you"),
    Label.COLLECTION_THIRD: Said("向别人催收", "collection from others"),
    Label.THREAT: Said("威胁", "threat"),
    Label.IMPERSONATION: Said("冒充", "impersonation"),
    Label.FRAUD: Said("诈骗", "fraud"),
    Label.UNSURE: Said("拿不准", "unsure"),
}
KIND_ZH = {
    EventKind.CALL: Said("电话", "call"),
    EventKind.VOICE_ROBOT: Said("语音电话", "robot call"),
    EventKind.SMS: Said("短信", "SMS"),
    EventKind.MMS: Said("彩信", "MMS"),
    EventKind.IM: Said("聊天", "chat"),
    EventKind.EMAIL: Said("邮件", "e-mail"),
    EventKind.VISIT: Said("上门", "visit"),
    EventKind.GROUP_MSG: Said("群消息", "group message"),
    EventKind.POST: Said("网上发布", "post"),
    EventKind.POSTER: Said("张贴", "poster"),
    EventKind.LETTER: Said("信件", "letter"),
}
FLAG_ZH = {
    Flag.THIRD_PARTY: Said("找到了别人", "reached others"),
    Flag.AMOUNT_DISCLOSED: Said("说出欠款数额", "told the amount"),
    Flag.THREAT_VIOLENCE: Said("威胁人身", "threat of violence"),
    Flag.EXPOSURE: Said("扬言公开", "threat to expose"),
    Flag.INSULT: Said("辱骂", "insult"),
    Flag.OBSCENE: Said("下流内容", "obscene"),
    Flag.IMPERSONATE_STATE: Said("冒充国家机关", "poses as the state"),
    Flag.IMPERSONATE_ORG: Said("冒充单位", "poses as somebody"),
    Flag.FAKE_DOCUMENT: Said("假文书", "false document"),
    Flag.FALSE_LEGAL_CLAIM: Said("不实的法律说法", "false legal claim"),
    Flag.FALSE_CONSEQUENCE: Said("不实的后果", "false consequence"),
    Flag.BORROW_TO_REPAY: Said("叫人借钱还款", "borrow to repay"),
    Flag.PERSONAL_ACCOUNT: Said("要打到个人账户", "private account"),
    Flag.EXTRA_FEE: Said("另收费用", "extra fee"),
    Flag.NIGHT: Said("夜里", "at night"),
}
AGREEMENT_ZH = {  # the values of EVENTS.agreement
    "single": Said("只有一个来源", "one source"),
    "corroborated": Said("几个来源对得上", "several sources agree"),
    "contradicted": Said("几个来源说法不一", "sources disagree"),
}
FINDING_KIND_ZH = {
    FindingKind.BREACH: Said("违反规定", "breach"),
    FindingKind.INDICATION: Said("疑似违规", "indication"),
    FindingKind.BENCHMARK: Said("不合标准", "below standard"),
    FindingKind.HINT: Said("提示", "hint"),
}
RANK_ZH = {
    Rank.LAW: Said("法律", "law"),
    Rank.JUDICIAL_INTERPRETATION: Said("司法解释", "judicial interpretation"),
    Rank.ADMIN_REGULATION: Said("行政法规", "administrative regulation"),
    Rank.DEPT_RULE: Said("部门规章", "departmental rule"),
    Rank.NORMATIVE_DOC: Said("规范性文件", "normative document"),
    Rank.JUDICIAL_POLICY: Said("司法政策", "judicial policy"),
    Rank.RECOMMENDED_STANDARD: Said("推荐性国家标准", "recommended national standard"),
    Rank.SELF_REGULATION: Said("行业自律规则", "self-regulation of the trade"),
    Rank.DRAFT: Said("征求意见稿", "draft for comment"),
}
