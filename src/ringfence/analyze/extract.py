"""What a message names: signature, amounts, days overdue, dates, links, numbers to ring, contract numbers, people.

Works on the normal form (:mod:`ringfence.analyze.normal`) and hands back what was written in the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from ringfence.analyze.amounts import Amount, amounts_in, largest_owed
from ringfence.analyze.normal import Normal, normalise
from ringfence.analyze.numerals import NUMERAL_CLASS, read_number

_DAYS = re.compile(
    rf"(?:逾期|超期|过期|拖欠|欠款|违约|延期|拖了|欠了|逾)[^,。;!?]{{0,12}}?(?P<n>\d{{1,4}}|[{NUMERAL_CLASS}]{{1,5}})\s*(?P<u>天|日(?!前|期|\d)|个月|月(?!\d)|周|年(?!\d))"
    rf"|(?P<m>\d{{1,4}}|[{NUMERAL_CLASS}]{{1,5}})\s*(?P<v>天|个月|周)(?:的?逾期|未还|没还|不还)"
)
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "月": 30, "个月": 30, "年": 365}
_DATE = re.compile(
    r"(?:(?:19|20)\d{2}年)?(?<!\d)(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])[日号]?"
    r"|(?<!\d)(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)"
    r"|(?<![\d月])(?:3[01]|[12]\d|[1-9])[日号](?=前|之前|到期|还款|[,。!]|$)"
)
_LINK = re.compile(
    r"https?://[^\s\u3000-\u9fff,;!\"'<>\[\]()]+|(?<![\w@.])(?:[a-z0-9-]{1,40}\.){1,5}(?:com|cn|net|cc|top|vip|xyz|club|me|co|info|shop|site|ink|im|org|tv|app|link)(?![a-z])(?:/[\w./?=&%#\-]*)?",
)
_PHONE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d){8}(?!\d)"
    r"|(?<![\d.])0\d{2,3}[- ]?\d{7,8}(?:-\d{1,5})?(?!\d)"
    r"|(?<![\d.])[48]00[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
    r"|(?<![\d.:元])(?:95\d{3,6}|96\d{3,4}|10086|10010|10000|123\d{2}|1069?\d{8,17})(?![\d.元%])"
    r"|(?<![一二三四五六七八九零幺〇])[一幺][三四五六七八九][零一二三四五六七八九幺〇]{9}(?![一二三四五六七八九零幺〇])"
)
_NOT_PHONE = re.compile(r"(?:码|单号|卡号|账号|编号|尾号|合同号?|订单|金额|¥|流水号?|qq|id)[:为是]?\s*$")
_CONTRACT = re.compile(
    r"(?:合同|借据|借款|订单|案件|案|协议|贷款)(?:编)?号码?[:为是\s]*(?P<n>[(\[]?[a-z0-9\u4e00-\u9fff()\-*]{0,20}[\d*]{4,24}[a-z0-9\-*]{0,24}号?)|(?P<c>[(\[](?:19|20)\d{2}[)\]][^,。;:!?\s]{2,16}?\d+号)"
)
_BRACKETS = re.compile(
    r"【([^【】]{1,40})】|\[([^\[\]]{1,30})\]|［([^［］]{1,30})］|〔([^〔〕]{1,30})〕|\u3016([^\u3016\u3017]{1,30})\u3017"
)
_TAIL = re.compile(r"[\s。.!！,，;；]*(?:(?:拒收|退订|回复?|td|TD|T|R|N)[^【】\[\]]{0,14})?[\s。.!！]*$")
_DIGITISH = re.compile(r"[\d\s:.,/+*#-]+|.*(?:退订|回复|尾号|拒收).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one message names, in the order of the text; quoted as written.

    Attributes:
        signature: text between the brackets of the sender's signature, None without one.
        amounts: all sums in yuan.
        owed: the largest owed sum in yuan, None without one.
        overdue_days: days overdue as said (a month counts 30), the largest; None when not said.
        phones: numbers to ring, as written.
        names: people addressed or named as the debtor.
    """

    signature: str | None
    amounts: tuple[Amount, ...]
    owed: float | None
    overdue_days: int | None
    dates: tuple[str, ...]
    links: tuple[str, ...]
    phones: tuple[str, ...]
    contracts: tuple[str, ...]
    names: tuple[str, ...]


def extract(text: str) -> Extraction:
    """Read everything out of one message; never raises."""
    normal = normalise(text)
    amounts = amounts_in(normal)
    return Extraction(
        signature=signature_of(text),
        amounts=amounts,
        owed=largest_owed(amounts),
        overdue_days=overdue_days(normal.text),
        dates=_quotes(normal, _DATE),
        links=_quotes(normal, _LINK),
        phones=_phones(normal),
        contracts=tuple(
            _quoted(normal, found, "n" if found["n"] else "c") for found in _CONTRACT.finditer(normal.text)
        ),
        names=names_in(normal),
    )


def signature_of(text: str) -> str | None:
    """Return what stands in the brackets at the front or the end: the sender's signature (签名), None without one.

    ``【】`` is the carriers' form; ``[]``, ``［］`` and ``〔〕`` count at the very front or end. Headings (【紧急通知】),
    instructions ([回T退订]) and emoticons ([微笑]) do not count.
    """
    if not any(mark in text for mark in "【[［〔\u3016"):
        return None
    if text[0] == "【":  # nearly all of them
        end = text.find("】", 1, 42)
        name = text[1:end].strip()
        if end > 0 and "【" not in name and _is_name(name, chinese_bracket=True):
            return name
    groups = list(_BRACKETS.finditer(text))
    front = [found for found in groups if not text[: found.start()].strip() or _joined(text, groups, found)]
    back = [found for found in reversed(groups) if _TAIL.fullmatch(text, found.end())]
    for found in (*front, *back):
        name = next(part for part in found.groups() if part is not None).strip()
        if _is_name(name, chinese_bracket=found.group(1) is not None):
            return name
    return None


def overdue_days(normal_text: str) -> int | None:
    """Return the days overdue said in a text in normal form, the largest; None when not said."""
    best: int | None = None
    for found in _DAYS.finditer(normal_text):
        number = read_number(found["n"] or found["m"])
        unit = found["u"] or found["v"]
        if number is not None and number * _UNIT_DAYS[unit] < 20_000:
            best = max(best or 0, int(number) * _UNIT_DAYS[unit])
    return best


def names_in(normal: Normal) -> tuple[str, ...]:
    """Return the people a message addresses or names as debtor, as written, without titles."""
    found = [match for pattern in _name_patterns() for match in pattern.finditer(normal.text)]
    found.sort(key=lambda match: match.start("name"))
    return tuple(dict.fromkeys(_quoted(normal, match, "name") for match in found))


def _quotes(normal: Normal, pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(normal.quote(*found.span()) for found in pattern.finditer(normal.text))


def _quoted(normal: Normal, found: re.Match[str], group: str) -> str:
    return normal.quote(*found.span(group))


def _phones(normal: Normal) -> tuple[str, ...]:
    return tuple(
        normal.quote(*found.span())
        for found in _PHONE.finditer(normal.text)
        if not _NOT_PHONE.search(normal.text, 0, found.start())
    )


def _joined(text: str, groups: list[re.Match[str]], found: re.Match[str]) -> bool:
    """Tell whether only other brackets stand before ``found``."""
    place = 0
    for group in groups:
        if text[place : group.start()].strip():
            return False
        if group is found:
            return True
        place = group.end()
    return False


@lru_cache(maxsize=4096)
def _is_name(name: str, *, chinese_bracket: bool) -> bool:
    bare = name.strip("!！:： ")
    if not bare or _DIGITISH.fullmatch(bare) or bare in _facts()["not_signatures"]:
        return False
    return chinese_bracket or len(bare) >= 2


@cache
def _facts() -> dict[str, Any]:
    raw = yaml.safe_load((files("ringfence.analyze") / "data" / "names.yaml").read_text(encoding="utf-8"))
    raw["surnames"] = "".join(raw["surnames"].split())
    raw["not_signatures"] = frozenset("".join(raw["not_signatures"].split()).split("|"))
    return dict(raw)


@cache
def _name_patterns() -> tuple[re.Pattern[str], ...]:
    facts = _facts()
    surname = f"(?:{'|'.join(facts['double'])}|[{facts['surnames']}])"
    titles = "|".join(facts["titles"])
    given = r"(?:某某?|[*x]{1,2}[\u4e00-\u9fff]?|[\u4e00-\u9fff]{1,2}?)"
    return (
        re.compile(
            rf"(?:^|[】\],。!:;]\s*|尊敬的|亲爱的|致|你好,?|您好,?)(?P<name>{surname}{given}|{surname})(?:{titles})(?!们)"
        ),
        re.compile(
            rf"(?:^|[】\],。!:;]\s*|尊敬的|致)(?P<name>{surname}{given})(?=,?[您你]好|[:,]\s?[您你]|[您你](?:在|的|已|尾))"
        ),
        re.compile(
            rf"(?:借款人|债务人|客户|欠款人|被告|(?:转告|通知|联系|认识|督促)(?:一下)?(?:您的|你的)?(?:朋友|亲戚|家人|同事|亲友|员工|同学|儿子|女儿)?"
            rf"|(?:您|你)的?(?:朋友|亲戚|家人|同事|亲友|员工|同学|儿子|女儿|丈夫|老公|妻子|老婆))(?:是|:)?"
            rf"(?P<name>{surname}(?:某某?|[*x]{{1,2}}|[\u4e00-\u9fff]{{1,2}}?))(?=先生|女士|吗|在|于|的|欠|尽|还|[(,。:]|因|拖|处|立|本人|目前|已|借|逾|身|名下|$)"
        ),
    )
