"""What to do today, from what was found: a few things, the most urgent first, each with its reason and its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.respond import help_words
from ringfence.schema import Action, Clock, DocumentKind, FindingKind, PartyType, Said, english, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringfence.analyze import PartySuggestion
    from ringfence.schema import Document, Dossier, Finding

MOST = 6
TODAY = Said("今天", "today")
THIS_WEEK = Said("本周内", "this week")
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
            Said(
                "有人上门、跟踪或威胁要动手:马上拨打 110",
                "Somebody at your door, following you or threatening violence: ring 110 at once",
            ),
            Said(
                f"记录里有威胁人身安全的内容。人身危险不等材料,先报警,再整理证据。{help_words('foot')}",
                "The records hold threats to your safety. Danger does not wait for papers: call the police first, sort "
                "evidence later. "
                f"{english(help_words('foot'))}",
            ),
            Said("随时", "any time"),
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
            Said(
                "带上一页纸案情和证据清单去派出所报案,并索取回执",
                "Take the one-page summary and the list of evidence to the police station and ask for a receipt",
            ),
            Said(
                "恐吓、冒充公检法、伪造文书、反复骚扰不属于普通债务纠纷;报案回执以后很有用。",
                "Intimidation, impersonating police or courts, forged papers and repeated harassment are no mere dispute "
                "about debt; "
                "the receipt will be useful.",
            ),
            TODAY,
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
                Said(
                    "先向机构投诉并留下凭证,多数监管渠道会问您有没有先投诉过。",
                    "Complain to the lender first and keep proof; most regulators ask whether you did.",
                )
                if first
                else Said(
                    f"对{about}有管辖权的是这里;信里已附上按日期列出的证据。",
                    f"This office is in charge of {about}; the letter lists the evidence by date.",
                )
            )
            wanted.append(
                Action(
                    Said(f"核对并寄出《{paper.title}》", f"Check and send: {english(paper.title)}"),
                    why,
                    TODAY if first else THIS_WEEK,
                    paper.stem,
                )
            )
    numbers = next((one for one in documents if one.kind is DocumentKind.NUMBER_REPORT), None)
    if numbers is not None:
        wanted.append(
            Action(
                Said(f"提交《{numbers.title}》", f"Hand in: {english(numbers.title)}"),
                Said(
                    "由 12321 核查这些骚扰号码,债务本身它不管。",
                    "12321 looks into these nuisance numbers; it does not deal with the debt.",
                ),
                THIS_WEEK,
                numbers.stem,
            )
        )
    return wanted


def _evidence(dossier: Dossier) -> list[Action]:
    clocks = dossier.matter.events["clocks"].explode(empty_as_null=False).unique().to_list()
    if Clock.CARRIER.value in clocks:
        return []
    return [
        Action(
            Said(
                "去运营商打印或下载最近 6 个月的通话详单",
                "Print or download the carrier's call record of the last 6 months",
            ),
            Said(
                "详单由中立第三方记录,比手机记录更有力;一般只能查最近 6 个月,早的会先消失。",
                "A neutral third party keeps it, so it convinces more than the phone's list; usually only 6 months can be "
                "looked up, "
                "and the earliest go first.",
            ),
            TODAY,
            about="evidence",
        )
    ]


def _people(dossier: Dossier) -> list[Action]:
    if not _having(dossier.findings, _THIRD):
        return []
    return [
        Action(
            Said(
                "告诉被打扰的亲友:他们不欠这笔钱,可以明确说“请不要再联系我”",
                'Tell those who were disturbed: they do not owe this money and may plainly say "do not contact me again"',
            ),
            Said(
                "请他们记下日期、时间、号码和原话发给您;明确拒绝之后仍被联系,是更重的问题。",
                "Ask them to note day, time, number and the very words for you; contact after a plain refusal weighs more.",
            ),
            TODAY,
            about="people",
        )
    ]


def _lender(dossier: Dossier, suggestions: Sequence[PartySuggestion]) -> list[Action]:
    if any(party.type is not PartyType.AGENCY for party in dossier.matter.parties):
        return []
    seen = "、".join(dict.fromkeys(one.signature for one in suggestions if one.signature))
    hint = Said(f"短信里出现过的签名:{seen}。", f"Messages were signed: {seen}.") if seen else ""
    return [
        Action(
            Said(
                "先登记放款机构:看合同、扣款记录和短信签名",
                "Name the lender first: look at the contract, charges and the names messages are signed with",
            ),
            together(
                [
                    hint,
                    Said(
                        "登记了机构和类型,才能判断适用哪些规定、写出投诉信。",
                        "Which rules apply, and complaints, need the lender and its type.",
                    ),
                ]
            ),
            TODAY,
            about="lender",
        )
    ]


def _name(dossier: Dossier) -> list[Action]:
    if not any(finding.lender is None and finding.events for finding in dossier.findings):
        return []
    return [
        Action(
            Said("认一认还没有归到机构名下的号码", "Find out whose the numbers are that belong to no lender yet"),
            Said(
                "看合同、扣款记录和短信签名,确认是谁在催;认不出的不要随便写进投诉信。",
                "Look at the contract, charges and signatures to see who collects; keep what you cannot tell out of complaints.",
            ),
            THIS_WEEK,
            about="numbers",
        )
    ]
