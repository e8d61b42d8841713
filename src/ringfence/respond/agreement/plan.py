"""What an agreement says about money: the balance with its parts, and the instalments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 -- part of the dataclass
from decimal import Decimal

from ringfence.respond.agreement.clause import Clause  # noqa: TC001 -- part of the dataclass
from ringfence.respond.agreement.figures import DAY, HAN, MONEY, amount, amounts, count, days

_OWED = re.compile(
    r"截[至止到]|(?:尚|仍|还|结|共|累计|实际|总|确认)欠|欠款|未(?:还|偿还|清偿|结清)(?:余额|金额|款|本)|应还(?:款)?(?:合计|总|余|金)|待还|余额|欠付|欠(?:人民币|¥|\d|甲方|贷款|借款)|未偿还|应付未付|尚有|还有[^,;]{0,4}本金|没有?还(?!款)|债务(?:数额|总额|本金)|欠甲方|欠本息"
)
_PARTS = (
    r"(?:贷款|借款|代偿|透支|剩余|未还|分期)?本金|(?:正常|逾期|应收|资金占用)?利息|罚息|复利|(?:逾期)?违约金|滞纳金|"
    r"资金占用费|担保费|服务费|手续费|管理费|分期费|(?:其他)?费用|息费|律师费|催收费"
)
_PART = re.compile(rf"({_PARTS})(?:余额|部分|总额)?[:为是计共\s]*(?:合计)?({MONEY})")
_TOTAL = re.compile(
    rf"(?:合计|共计|总计|总额|总共|本息共?|欠|余额|尚欠|共欠|欠款|欠付|未还)[^,;\d¥人]{{0,14}}({MONEY})"
)
_COUNT = re.compile(
    rf"(?:分(?:成|为|作)?|展(?:期|至|为)*|共(?:计)?|为期|期限(?:为)?|(?:归|偿)?还款期数?(?:为|:)?|合计)\s*(\d{{1,3}}|[{HAN}]{{1,4}})个?(?:期|次|笔)(?!限)"
    rf"|(?:分(?:成|为|作)?|期限(?:为)?|为期)\s*(\d{{1,3}}|[{HAN}]{{1,4}})个月"
    rf"|(?<!\d)(\d{{1,3}}|[{HAN}]{{1,4}})个月(?:内)?(?:还完|还清|付清|清偿|结清)"
)
_EACH = re.compile(
    rf"(?:每(?:一)?(?:期|月|次|笔|个月)(?:\d{{1,2}}[日号](?:前|之前)?)?(?:向[^,;\d¥]{{0,14}}(?=存|还|付|支|归|偿))?|各期|月供|期供)(?:应|均|须|需|固定|的?(?:应)?(?:还款)?(?:金额|额)|等额)*"
    rf"(?:偿还|归还|还款|支付|付款|还|付|交|缴|存入)?(?:金额)?(?:均)?(?:为|是|:)?(?:金额)?(?:均)?({MONEY})"
)
_RANK = rf"第?(\d{{1,3}}|[{HAN}]{{1,3}})"
_FIRST = re.compile(
    rf"(?:首期|第一期|第1期)(?!(?:还款)?(?:日|为20|20))(?:还款|应还|支付|偿还|归还|金额|付|还|为|是|:)*({MONEY})"
)
_REST = re.compile(
    rf"(?:其余|剩余|余下|后|之后|以后)(?:的)?{_RANK}?个?期?(?:款项)?[,]?每期(?:还款|应还|支付|偿还|归还|金额|付|还|为|是|:)*({MONEY})"
)
_FORE = re.compile(
    rf"(?:前|第1(?:期)?[至到-])第?(\d{{1,3}}|[{HAN}]{{1,3}})期[,]?(?:每期)?(?:均)?(?:还款|应还|支付|偿还|归还|金额|付|还|为|是|:)*({MONEY})"
)
_LAST = re.compile(
    rf"(?:最后一期|末期|最末一期|尾期)(?:\([^)]*\))?(?:还款|应还|支付|偿还|归还|金额|付|还|为|是|:)*({MONEY})"
)
_LUMP = re.compile(
    rf"(?:一次性|一笔|全额)(?:支付|偿还|归还|还清|结清|付清|还款|付款|缴纳|还|付|清偿)(?:[^,;\d¥]{{0,12}})({MONEY})|"
    rf"({MONEY})[^,;]{{0,6}}(?:一次性|一笔)(?:结清|还清|付清|了结)|"
    rf"(?:一次性|一笔)[^;]{{0,30}}?({MONEY})[^;]{{0,10}}(?:结清|还清|付清|了结)|"
    rf"(?:偿还|支付|归还|还款|还)({MONEY})(?:后)?,?即?(?:视为|算)?(?:全部)?结清"
)
_ROW = re.compile(
    rf"(?:第?(\d{{1,3}}|[{HAN}]{{1,3}})[期.、:)]?)?[,:|\s]*({DAY})[^\d¥]{{0,10}}({MONEY}|\d[\d,]*\.\d{{2}})"
)
_SUM = re.compile(
    rf"(?:还款总额|还款总金额|分期总额|应还总额|总还款额|总还款|共?(?:计)?应?(?:偿还|归还|还款|支付)(?:总额|总计|共计|合计)|"
    rf"共(?:计|需|应)?(?:偿还|归还|还款|支付|还)|协商(?:还款)?(?:总)?(?:金额|额)|剩余(?:款项|欠款|部分)?|上述(?:款项|余额|欠款)?|"
    rf"^合计|^总计|分期(?:本金|金额)|减免后(?:应还|的?金额|尚欠|还需|需)?(?:支付|偿还|归还)?)"
    rf"(?:金额)?(?:共计|合计|总计|为|是|:|共|仅|只)*({MONEY})(?![^,;]{{0,8}}(?:免|减|不再|豁免|抵))"
)
_START = re.compile(
    rf"(?:首(?:期|次|笔)|第(?:一|1)(?:期|次|笔)|自|从|起始|开始)[^,;]{{0,10}}?({DAY})|({DAY})(?:起|开始|为首期|首期|(?:为)?第(?:一|1)(?:期|次))"
)
_END = re.compile(
    rf"(?:末(?:期|次|笔)|最后一(?:期|次|笔)|最终(?:还款)?|至|到|止于|截至|结束|最迟|还清日)[^,;]{{0,10}}?({DAY})|({DAY})(?:止|结束|(?:为)?末期|(?:为)?最后一期|还清|前还清)"
)
_PLANNED = re.compile(r"分(?:\d|[一二三四五六七八九十])|首(?:期|次|笔)|第(?:一|1)期|每(?:期|月)|一次性")
_MONTHDAY = re.compile(r"每(?:个)?月(?:的)?(\d{1,2})(?:日|号)")
_FREE = re.compile(
    r"免|不(?:再|另|得|会|需|加|收|计)|无(?:须|需|任何|其他|手续)|停|零|已包含|包括在|含在|减(?:免|掉)|放弃|抹|豁免"
)
_FEE = re.compile(
    rf"(?:手续费|服务费|管理费|咨询费|律师费|催收费|保证金|诚意金|担保费|方案费|会员费|资料费|账户费|代办费|年费|协商费|外访费)"
    rf"[^,;。]{{0,14}}?({MONEY}|\d+(?:\.\d+)?%|百分之[{HAN}]+)"
)
_ADDED = re.compile(
    r"另(?:外|行)?(?:收|付|交|加|计)|加收|每(?:期|月)[^,;]{0,6}(?:收|付|交|缴)|(?:需|须|应)(?:支付|缴纳|交)|收取"
)
_INTEREST = re.compile(r"(?:利率|利息|费率|年化|日息|月息)[^,;。]{0,10}?(\d+(?:\.\d+)?[%‰]|百分之|万分之|千分之)")
_WAIVED = re.compile(r"免除|减免|豁免|不再追|放弃|免去|免掉|抹掉|抹除|不要了|不用还|算(?:结|还)?清|了结")
_BOTH = re.compile(rf"(?:人民币)?([{HAN}]+)(?:元|圆)整?[(,]?(?:小写)?[:¥人民币]*(\d[\d,]*(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment of the plan; ``day`` None when no date is written."""

    amount: Decimal
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The money of an agreement; yuan.

    Attributes:
        balance: owed in all; None when not written.
        parts: (name, yuan) of the balance.
        waived: something of it is given up; ``fees``: (words, clause) of charges during the plan; ``interest``: it bears interest.
        instalments: what is to be paid, in order.
        count: instalments as written, None when not.
        each: yuan a month where all are equal.
        total: the sum as written.
        first, last: days as written; ``monthday``: day of each month.
        lump: settled by one payment.
        shown: which clause shows ``balance``, ``parts``, ``schedule``, ``amount``, ``dates``.
        differ: clauses where an amount in words is not the one in figures.
    """

    balance: Decimal | None = None
    parts: tuple[tuple[str, Decimal], ...] = ()
    waived: bool = False
    fees: tuple[tuple[str, Clause], ...] = ()
    interest: bool = False
    instalments: tuple[Instalment, ...] = ()
    count: int | None = None
    each: Decimal | None = None
    total: Decimal | None = None
    first: date | None = None
    last: date | None = None
    monthday: int | None = None
    lump: bool = False
    shown: dict[str, Clause] = field(default_factory=dict)
    differ: tuple[Clause, ...] = ()

    @property
    def payable(self) -> Decimal | None:
        """Return the sum of all instalments, None when they are not known."""
        return sum((one.amount for one in self.instalments), Decimal(0)) if self.instalments else None

    @property
    def months(self) -> int | None:
        """Return how many instalments there are, None when not written."""
        return self.count or len(self.instalments) or None


def read_plan(clauses: tuple[Clause, ...]) -> Plan:
    """Return what the sentences say about money."""
    reader = _Reader()
    for clause in clauses:
        reader.read(clause)
    return reader.plan()


class _Reader:
    """Goes through the sentences once; the first that says a thing counts."""

    def __init__(self) -> None:
        self.shown: dict[str, Clause] = {}
        self.balance: Decimal | None = None
        self.parts: dict[str, Decimal] = {}
        self.waived = self.interest = False
        self.fees: list[tuple[str, Clause]] = []
        self.rows: list[Instalment] = []
        self.count: int | None = None
        self.each: Decimal | None = None
        self.first_amount: Decimal | None = None
        self.last_amount: Decimal | None = None
        self.fore: tuple[int, Decimal] | None = None
        self.lump: Instalment | None = None
        self.total: Decimal | None = None
        self.first: date | None = None
        self.last: date | None = None
        self.monthday: int | None = None
        self.differ: list[Clause] = []

    def read(self, clause: Clause) -> None:
        """Take from one sentence what it says."""
        self._owed(clause)
        self._schedule(clause)
        self._dates(clause)
        self._charges(clause)
        for words, figures in _BOTH.findall(clause.text):
            spelt, written = count(words), amount(figures)
            if spelt is not None and written is not None and Decimal(spelt) != written.to_integral_value():
                self.differ.append(clause)

    def _owed(self, clause: Clause) -> None:
        text = clause.text
        if not _OWED.search(text) or (self.balance is not None and self.parts):
            return
        told = re.split(r"(?:分|按)\s*(?:\d+|[一二三四五六七八九十]+)(?:期|次)|(?:减免|免除)后|一次性|同意", text)[0]
        within = re.search(r"其中|包括|包含|由(?=[^,;]{0,6}本金)", told)
        listed = list(_PART.finditer(told, within.end() if within else 0))
        parts = {one.group(1): value for one in listed if (value := amount(one.group(2))) is not None}
        taken = [one.span(2) for one in listed]
        others = [
            (start, value)
            for start, end, value in amounts(told)
            if not any(start < stop and begin < end for begin, stop in taken)
        ]
        if not parts and not others:
            return
        if parts and not self.parts:
            self.parts = parts
            self.shown.setdefault("parts", clause)
        if self.balance is None:
            named = [value for match in _TOTAL.finditer(told) if (value := amount(match.group(1))) is not None]
            candidates = [value for value in named if value in [one for _, one in others]] or [one for _, one in others]
            self.balance = max(candidates) if candidates else sum(parts.values(), Decimal(0))
            self.shown.setdefault("balance", clause)

    def _schedule(self, clause: Clause) -> None:
        text = clause.text
        rows = self._rows(clause)
        if rows:
            return
        if self.count is None and (found := _COUNT.search(text)):
            self.count = count(next(part for part in found.groups() if part))
            self.shown.setdefault("schedule", clause)
        for name, pattern in (("first_amount", _FIRST), ("last_amount", _LAST)):
            if getattr(self, name) is None and (match := pattern.search(text)):
                setattr(self, name, amount(match.group(1)))
                self.shown.setdefault("amount", clause)
        if self.fore is None and (match := _FORE.search(text)):
            number, value = count(match.group(1)), amount(match.group(2))
            if number and value is not None:
                self.fore = (number, value)
                self.shown.setdefault("amount", clause)
        if self.each is None and (match := _REST.search(text) or _EACH.search(text)):
            self.each = amount(match.group(match.lastindex or 1))
            self.shown.setdefault("amount", clause)
        if self.total is None and (match := _SUM.search(text)):
            self.total = amount(match.group(1))
        self._once(clause)

    def _rows(self, clause: Clause) -> bool:
        if _OWED.search(clause.text) or "每" in clause.text:
            return False
        found = list(_ROW.finditer(clause.text))
        if len(found) == 1 and not (found[0].start() <= 2 and found[0].end() >= len(clause.text) - 6):
            return False  # a day and an amount inside running text
        for match in found:
            value, on = amount(match.group(3)), days(match.group(2))
            if value is not None and on:
                self.rows.append(Instalment(value, on[0][2]))
                for name in ("schedule", "amount", "dates"):
                    self.shown.setdefault(name, clause)
        return bool(found)

    def _once(self, clause: Clause) -> None:
        if self.lump is not None or not (match := _LUMP.search(clause.text)):
            return
        if re.search(r"逾期|迟延|未(?:按|能|足额)|要求|违约", clause.text[: match.start()]):
            return  # what happens after a default, no plan
        value = amount(next(part for part in match.groups() if part))
        on = days(clause.text)
        if value is not None:
            self.lump = Instalment(value, on[-1][2] if on else None)
            for name in ("schedule", "amount", *(["dates"] if on else [])):
                self.shown.setdefault(name, clause)

    def _dates(self, clause: Clause) -> None:
        text = clause.text
        if self.monthday is None and (match := _MONTHDAY.search(text)):
            self.monthday = int(match.group(1))
            self.shown.setdefault("monthday", clause)
        if self.shown.get("balance") is clause and not _PLANNED.search(text):
            return  # the day the debt was counted, none of the plan
        planned = re.sub(rf"截[至止到]于?{DAY}", "", text)
        if not re.search(r"期|每月|还款|起|偿还|归还|还清|支付", planned):
            return
        for name, pattern in (("first", _START), ("last", _END)):
            if getattr(self, name) is None and (found := pattern.search(planned)):
                known = days(found.group(0))
                if known:
                    setattr(self, name, known[0][2])
                    self.shown.setdefault("dates", clause)

    def _charges(self, clause: Clause) -> None:
        text = clause.text
        self.waived = self.waived or bool(_WAIVED.search(text))
        if _INTEREST.search(text) and not _FREE.search(text) and "违约" not in text and "逾期" not in text:
            self.interest = True
        for match in _FEE.finditer(text):
            before = text[max(0, match.start() - 12) : match.end() + 8]
            owed = "本金" in text or (_OWED.search(text[: match.start()]) and not _ADDED.search(text))
            if not _FREE.search(before) and not owed:  # what is already part of the balance is no new charge
                self.fees.append((match.group(0), clause))

    def plan(self) -> Plan:
        """Return what was read."""
        shown = dict(self.shown)
        if "monthday" in shown and self.first is not None:
            shown.setdefault("dates", shown["monthday"])
        instalments = self._instalments()
        return Plan(
            balance=self.balance,
            parts=tuple(self.parts.items()),
            waived=self.waived,
            fees=tuple(self.fees),
            interest=self.interest,
            instalments=instalments,
            count=self.count,
            each=self.each or (self.fore[1] if self.fore else None),
            total=self.total,
            first=self.first or (instalments[0].day if instalments else None),
            last=self.last,
            monthday=self.monthday,
            lump=self.lump is not None and len(instalments) == 1,
            shown=shown,
            differ=tuple(self.differ),
        )

    def _instalments(self) -> tuple[Instalment, ...]:
        if len(self.rows) > 1:
            return tuple(self.rows)
        number = self.count or 0
        if 0 < number <= 600 and (self.each is not None or self.fore):
            return self._equal(number)
        if self.lump is not None:
            return (self.lump,)
        return tuple(self.rows) if number <= 1 else ()  # one row of several: the others were not recognised

    def _equal(self, number: int) -> tuple[Instalment, ...]:
        each = self.each if self.each is not None else (self.fore[1] if self.fore else Decimal(0))
        values = [each] * number
        if self.fore:
            values[: self.fore[0]] = [self.fore[1]] * min(self.fore[0], number)
        if self.first_amount is not None:
            values[0] = self.first_amount
        if self.last_amount is not None:
            values[-1] = self.last_amount
        return tuple(Instalment(value, self.first if place == 0 else None) for place, value in enumerate(values))
