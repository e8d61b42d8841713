"""Sums of money in a text and which of them is owed.

Messages write sums in every way: ``3,560.28元``, ``1.26万``, ``一千三百一十四``, ``1万5``, or a bare ``4300`` beside a word of
owing. What stands around a number decides: a unit makes it money, words of owing before or after make it owed,
words of limits, prizes, balances and fees make it something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringfence.analyze.normal import Normal
from ringfence.analyze.numerals import NUMERAL_CLASS, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGHEST = 1e9  # yuan; what is longer is a card or order number
_WINDOW = 20  # characters looked at on each side of a number
# Bounded everywhere: a hostile text must not cost minutes.
_NUMBER = re.compile(
    rf"(?<![\d.a-z{NUMERAL_CLASS}])(?P<sign>¥|rmb|人民币|cny|\$)?\s?:?\s?"
    r"(?P<n>(?:\d{1,3}(?:\s\d{3}){1,3}(?![\d.])|\d[\d,]{0,14}(?:\.\d{1,4})?(?:\s?[百千万kw](?:\d(?!\d)[百千]?)?)?"
    rf"|[{NUMERAL_CLASS}\d]{{1,16}}))(?P<more>多|余|来)?\s?"
    r"(?P<unit>元|大洋|圆|块(?!地|头|砖|屏|板|肉|表|石|玉|糖)|rmb|人民币)?"
)
_NO_MONEY_BEFORE = re.compile(
    r"(?:号码?|尾号|密码|口令|代码|编码|验证码|取件码|电话|手机|微信|qq|vx|热线|客服|拨打|致电|回拨|请拨|回复?|第|车牌|no\.?|#|@|[a-z/_\-]|年|月|:|人|共有|\d[-.:])[:为是]?\s{0,2}$"
)
_NO_MONEY_AFTER = re.compile(
    r"\s{0,2}(?:[天日月年期个笔次号时秒%折倍/:\-\\栋楼室岁条位遍米路级版区座单幢户口斤度台名家间份周季星栏只张页辆层届a-z]|小时|分钟|分之|点(?!前)|股|\.\d|\+)"
)
# "一共", "每人", "才" and their like: a bare number after them is a sum.
_BARE_BEFORE = re.compile(
    r"(?:欠|差|拖|还|垫|付|转|打|交|凑|补|拿|借|贷|缴|赔|存|进|下|共|共计|合计|总计|总共|总额|金额|本金|本息|罚息|标的|名下|这|那|每人|人均|才|就|最后|账单|逾期|应还|代还|待还|未还|尾款|余款|剩|剩余|结清|结清价|是|房租|租金|月供|款|款项?|债|要|最低|押|抵|把|清|收|消|垫的[\u4e00-\u9fff]{1,4}|再加|加起来|案件金额)"
    r"(?:金额|总额|总计|本息|合计|共计?|约|大概|为|是|达|高达|的|:|有|了|着|过|我们?|咱们?|俺们?|你|您|他|她|人家|公司|平台|银行|人民币|上|出|个|就|还|进|剩|整|笔|点|,|本金|也|都|一共|快|将近){0,4}\s{0,2}$"
)
_BARE_AFTER = re.compile(
    r"[\s,!?。]{0,4}(?:块|元)?(?:的|钱)?(?:账|款|欠款|本金|账单|尾款|逾期|债|窟窿|钱|再不|还不|不还|都|不到账|到账|必须|要到|得到|今[天晚日]|明[天早日]|马上|立[刻即]|赶紧|直接|转|打(?:给|到|过)|还(?!有|可)|没还|未还|一分|拖|欠|逾|就得|什么时候|啥时候|何时|几时|也|才能|结清|处理|借|贷|赖|你?先?(?:转我|打我|给我|打过来|转过来)|五点前|[一二三四五六七八九十]+点前|[,。!?]{0,2}$|[,。][^,。]{0,8}(?:还|转|交|付|到账))"
)
_NOT_OWED = re.compile(
    r"(?:额度|限额|减免(?!后)|优惠|(?<!加)减(?!免后)|(?<!以)(?<!避)免(?!后)|(?<!欠款)(?<!贷款)(?<!未还)(?<!借款)(?<!应还)余额|最高|至高|可借|可提|可用|消费(?!金融|贷|者|分期|借)|支出|收入|入账|放款|工资|奖金|兑换|现金(?!贷)|解冻金|券|补贴|补偿|红包|立省|省下|(?<!移)(?<!报)送(?!达)|返(?!还)|赠|低至|仅需(?!还|偿|归)|日息|领取?|(?<!期)(?<!届)满(?!足)|价值|原价|押金|保证金|赚|佣金|中奖|(?:撤案|律师|诉讼|立案|上门|催收|服务|手续|解冻|外访|销案|认证|包装|保全|公证|调查|工本)费)"
    r"[^,。;!?元还欠应清]{0,6}$"
)
_NOT_OWED_AFTER = re.compile(
    r"[的]?(?:额度|优惠|红包|券|话费券|奖金|免息|礼包|代金|佣金|补贴|奖励)|起(?!诉)|(?:多)?(?:的|块)?(?:展期|撤案|保证|手续|服务|解冻|押|包装|认证|上门|催收|律师|油|差旅|立案)[费金]|/[月天日年平]"
)
_OWED = re.compile(
    r"(?:欠|一人|每人|人均|支付|通行费|税费|饭钱|一口价|标的额|当初拿|逾期|应还|未还|待还|归还|偿还|还款|还清|还我|再还|先还|还上|结清|本金|本息|本期|账单|合计|共计|总计|总额|一共|总共|应缴|需缴|代缴|缴纳|缴清|应付|待缴|扣款|扣收|划扣|代扣|月供|罚款|罚金|学费|租金|拖|未结|借款|贷款|货款|房租|尾款|余款|垫|标的|裁决金额|涉案|借你|借了|借的|应交|金额|本月|电费|水费|气费|话费|物业费|差)[^。;!?元]{0,16}$"
)
_OWED_AFTER = re.compile(
    r"(?:多|余)?[\s,]{0,2}(?:钱)?(?:的)?(?:账(?!户|号)|欠款|本金|账单|尾款|逾期|债|再不|还不|不还|都还|拖|还没|没还|未还|一分|欠|逾|已逾|已经逾|今天(?:必须|不|到期|还)|明天到期|是\d{1,2}号还|到期|必须|就差|没转|还款日|还上)"
    r"|块?钱?[,\s]?你?先?(?:未缴|转我|打我|打到我|给我|啥时候|什么时候|别忘|就行|没给)"
)
_QUOTES_BILL = re.compile(
    r"(?:欠|应还|账单|罚款|逾期|待还|本期|还我|借你|借的|借了|还欠|差你|就差|每人|人均|垫)[^。;!?]{0,16}$"
)
_QUOTES_BILL_AFTER = re.compile(
    r"[^。;!?]{0,5}逾期[^失]|[^。;!?]{0,4}(?:还我|还给我|再不还|没还|逾期未|未缴|的?款(?!式)|转我|没转)|[^。;!?]{0,12}(?:结一下|[啥什何几][^。;!?]{0,2}时候?还|先还)"
)
_SUMMED = re.compile(r"(?:一共|共计|合计|总共|总计)[^\d。;!?]{0,4}$")
_SERVICE_NUMBER = re.compile(r"(?:95|96|10|12)\d{3}")
_SMALL_BEFORE = re.compile(r"(?:欠我?|差我?|还欠我?|才|每人|人均|一人|欠费|饭钱|垫的?)$")
_LEAST_BARE = 100  # yuan; smaller bare numbers need a word of owing right before them
_UNITS = set("百千万佰仟十拾亿")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money. ``owed``: nothing around it says that it is anything else than owed (a limit, a discount, a balance)."""

    yuan: float
    written: str
    owed: bool


@dataclass(frozen=True, slots=True)
class _Found:
    amount: Amount
    sure: bool  # words of owing somewhere near
    quoted: bool  # words of a bill or of owing right beside it
    lone: bool = False  # neither a unit nor such a word: a sum only where the whole text presses for a debt


def amounts_in(normal: Normal) -> tuple[Amount, ...]:
    """Return the sums a text names, in its order; where some are surely owed, only those count as owed."""
    found = [each for each in _found(normal) if not each.lone]
    surely = any(each.sure for each in found)
    return tuple(
        Amount(each.amount.yuan, each.amount.written, owed=each.amount.owed and (each.sure or not surely))
        for each in found
    )


def amount_owed(
    normal_text: str, *, quoted_only: bool = False, sure_only: bool = False, lone: bool = False
) -> float | None:
    """Return the largest owed sum in yuan that a text in normal form names, None without one.

    Args:
        normal_text: the text.
        quoted_only: only sums that stand right beside words of a bill or of owing (for texts that sell something).
        sure_only: only sums with words of owing somewhere near (for texts that do not press for a debt).
        lone: where there is no other, a bare number counts that looks like a sum (for texts that surely press for a debt).
    """
    every = [each for each in _found(Normal(normal_text, normal_text, range(len(normal_text)))) if each.amount.owed]
    found = [each for each in every if not each.lone]
    if quoted_only:
        found = [each for each in found if each.quoted]
    elif sure_only or any(each.sure for each in found):
        found = [each for each in found if each.sure or each.quoted]
    if lone and not found:
        found = every
    return max((each.amount.yuan for each in found), default=None)


def largest_owed(amounts: Sequence[Amount]) -> float | None:
    """Return the largest owed sum, None without one."""
    return max((amount.yuan for amount in amounts if amount.owed), default=None)


def _found(normal: Normal) -> list[_Found]:
    return [each for match in _NUMBER.finditer(normal.text) if (each := _read(normal, match)) is not None]


def _read(normal: Normal, match: re.Match[str]) -> _Found | None:
    """Return one number as a sum, None when it is none."""
    written = match["n"]
    value = read_number(written.rstrip(","))
    if value is None or not 0 < value < _HIGHEST:
        return None
    text, start, end = normal.text, match.start("n"), match.end()
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    after = text[end : end + _WINDOW]
    lone = False
    if not (match["sign"] or match["unit"]):
        behind = text[match.end("n") : match.end("n") + _WINDOW]
        if _NO_MONEY_AFTER.match(behind) or before.endswith("不是") or not _looks_like_a_sum(written, value, before):
            return None
        lone = not _is_named_a_sum(value, before, behind)
        if lone and (value < _LEAST_BARE or _NO_MONEY_BEFORE.search(before)):
            return None
    elif match[0] == "一块":
        return None
    owed = bool(_SUMMED.search(before)) or not (_NOT_OWED.search(before) or _NOT_OWED_AFTER.match(after))
    sure = owed and bool(_OWED.search(before) or _OWED_AFTER.match(after))
    quoted = owed and bool(_QUOTES_BILL.search(before) or _QUOTES_BILL_AFTER.match(after))
    return _Found(
        Amount(value, normal.quote(start, match.end("n")), owed=owed), sure and not lone, quoted and not lone, lone
    )


def _is_named_a_sum(value: float, before: str, after: str) -> bool:
    """Tell whether the words beside a number without a unit of money make it a sum."""
    if value < _LEAST_BARE:
        return bool(_SMALL_BEFORE.search(before))
    owing = bool(_BARE_BEFORE.search(before))
    return owing or (not _NO_MONEY_BEFORE.search(before) and bool(_BARE_AFTER.match(after)))


def _looks_like_a_sum(written: str, value: float, before: str) -> bool:
    """Tell whether the number itself may be a sum: not one digit, no long number, no service number, no bare unit."""
    digits = written.replace(",", "")
    spelled = bool(_UNITS.intersection(digits))
    if not digits[0].isdigit():
        return spelled and len(written) > 1 and written[0] not in "百千万十亿" and value >= 20
    service = _SERVICE_NUMBER.fullmatch(digits) and before.endswith(("打", "电", "拨"))
    return spelled or not (service or digits[0] == "0" or value < 10 or len(digits.split(".")[0]) > 7)
