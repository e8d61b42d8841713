"""What to do today, from what was found: a few things, the most urgent first, each with its reason and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond import help_words
from ringfence.schema import Action, Clock, DocumentKind, FindingKind, PartyType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.analyze import PartySuggestion
    from ringfence.schema import Document, Dossier, Finding

MOST = 6
_GRAVE = (
    "CN-CON-001",
    "CN-CON-003",
    "CN-CON-004",
    "CN-CON-005",
)  # threats, repeated harassment, false officials and papers
_THIRD = ("CN-3P-", "CN-COL-002")


def actions_for(
    dossier: Dossier, documents: Sequence[Document], suggestions: Sequence[PartySuggestion] = ()
) -> tuple[Action, ...]:
    """Return at most :data:`MOST` things to do, for the first screen.

    ``suggestions``: who collects and is not named yet; without any lender, naming one comes before every letter.
    """
    found = [
        *_danger(dossier),
        *_lender(dossier, suggestions),
        *_police(dossier, documents),
        *_letters(dossier, documents),
        *_evidence(dossier),
        *_people(dossier),
        *_name(dossier),
    ]
    return tuple(found[:MOST])


def _having(findings: Sequence[Finding], rules: tuple[str, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.rule.startswith(rules) and finding.kind is not FindingKind.HINT]


def _danger(dossier: Dossier) -> list[Action]:
    if not _having(dossier.findings, ("CN-CON-001",)):
        return []
    return [
        Action(
            "有人上门、跟踪或威胁要动手:马上拨打 110",
            f"记录里有威胁人身安全的内容。人身危险不等材料,先报警,再整理证据。{help_words('foot')}",
            "随时",
            urgent=True,
            about="danger",
        )
    ]


def _police(dossier: Dossier, documents: Sequence[Document]) -> list[Action]:
    paper = next((one for one in documents if one.kind is DocumentKind.POLICE_SUMMARY), None)
    if paper is None or not _having(dossier.findings, _GRAVE):
        return []
    return [
        Action(
            "带上一页纸案情和证据清单去派出所报案,并索取回执",
            "恐吓、冒充公检法、伪造文书、反复骚扰不属于普通债务纠纷;报案回执以后很有用。",
            "今天",
            paper.stem,
        )
    ]


def _letters(dossier: Dossier, documents: Sequence[Document]) -> list[Action]:
    wanted: list[Action] = []
    names = {party.id: party.name for party in dossier.matter.parties}
    complaints = [one for one in documents if one.kind is DocumentKind.COMPLAINT]
    for first in (True, False):  # to the institutions first: most offices ask whether it was complained to
        for paper in complaints:
            if (paper.channel == "ch-institution") is not first:
                continue
            about = names.get(paper.lender or "", "")
            why = (
                "先向机构投诉并留下凭证,多数监管渠道会问您有没有先投诉过。"
                if first
                else f"对{about}有管辖权的是这里;信里已附上按日期列出的证据。"
            )
            wanted.append(Action(f"核对并寄出《{paper.title}》", why, "今天" if first else "本周内", paper.stem))
    numbers = next((one for one in documents if one.kind is DocumentKind.NUMBER_REPORT), None)
    if numbers is not None:
        wanted.append(
            Action(f"提交《{numbers.title}》", "由 12321 核查这些骚扰号码,债务本身它不管。", "本周内", numbers.stem)
        )
    return wanted


def _evidence(dossier: Dossier) -> list[Action]:
    clocks = dossier.matter.events["clocks"].explode(empty_as_null=False).unique().to_list()
    if Clock.CARRIER.value in clocks:
        return []
    return [
        Action(
            "去运营商打印或下载最近 6 个月的通话详单",
            "详单由中立第三方记录,比手机记录更有力;一般只能查最近 6 个月,早的会先消失。",
            "今天",
            about="evidence",
        )
    ]


def _people(dossier: Dossier) -> list[Action]:
    if not _having(dossier.findings, _THIRD):
        return []
    return [
        Action(
            "告诉被打扰的亲友:他们不欠这笔钱,可以明确说“请不要再联系我”",
            "请他们记下日期、时间、号码和原话发给您;明确拒绝之后仍被联系,是更重的问题。",
            "今天",
            about="people",
        )
    ]


def _lender(dossier: Dossier, suggestions: Sequence[PartySuggestion]) -> list[Action]:
    if any(party.type is not PartyType.AGENCY for party in dossier.matter.parties):
        return []
    seen = "、".join(dict.fromkeys(one.signature for one in suggestions if one.signature))
    hint = f"短信里出现过的签名:{seen}。" if seen else ""
    return [
        Action(
            "先登记放款机构:看合同、扣款记录和短信签名",
            f"{hint}登记了机构和类型,才能判断适用哪些规定、写出投诉信。",
            "今天",
            about="lender",
        )
    ]


def _name(dossier: Dossier) -> list[Action]:
    if not any(finding.lender is None and finding.events for finding in dossier.findings):
        return []
    return [
        Action(
            "认一认还没有归到机构名下的号码",
            "看合同、扣款记录和短信签名,确认是谁在催;认不出的不要随便写进投诉信。",
            "本周内",
            about="numbers",
        )
    ]
