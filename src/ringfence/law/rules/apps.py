"""What was looked at in a lender's app: CN-APP-001 to CN-APP-014.

None in :class:`~ringfence.schema.AppFacts` means nobody looked. What an app *can* do (a declared permission, a path in its code) is
kept apart from what it was seen to do. A finding is held against whoever the app is noted for: a platform answers for its own app.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.law.words import day_zh
from ringfence.schema import FindingKind, PolicyNaming, Said, english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import AppFacts

LOAN = "loan"
CONTACTS = "READ_CONTACTS"
OTHERS = ("READ_CONTACTS", "READ_CALL_LOG", "READ_SMS")  # permissions that show other people's information
NOT_LOOKED = Said(
    "没有查看过放款机构的App,有关App的规则都没有判断。",
    "The lender's app was not looked at; the rules on apps were not judged.",
)
TOLD = Said(
    "这一点来自您填写的检查结果,请留好截图或者录屏。",
    "This comes from the results you entered; keep screenshots or a screen recording.",
)
SEEN = Said(
    "这一点来自对App的检测,请留好检测报告和当时的App版本。",
    "This comes from an audit of the app; keep the report and that version of the app.",
)
READ = Said(
    "这一点来自您对照保存下来的隐私政策原文确认的内容,原文在案件里。",
    "This is what you confirmed against the kept text of the privacy policy; the original is in the case.",
)
CODE = Said(
    "这是对安装包的静态分析,只说明代码里有这样的路径,没有看到真的发送;请先用抓包或者手机的隐私报告确认,再使用。",
    "A static analysis of the package: the code holds such a path, sending was not seen. Confirm by a capture or the phone's "
    "privacy report before using this.",
)
PATH = ("App的代码里有外传通讯录的路径", "The app's code has a path that sends the contacts out")
LOOKED_AT = {
    "category": Said("App的类别", "the app's category"),
    "permissions": Said("申请的权限", "permissions asked for"),
    "capture_contacts": Said("抓包有没有看到通讯录外传", "whether a capture showed contacts leaving"),
    "before_consent": Said("同意之前有没有收集", "whether it collected before consent"),
    "refused_no_service": Said("拒绝通讯录权限还能不能借款", "whether one can borrow after refusing contacts"),
    "prompts": Said("拒绝之后又问了几次", "how often it asked again after a refusal"),
    "policy_contacts": Said("隐私政策怎么写通讯录", "what the privacy policy says of contacts"),
    "policy_recipients": Said("隐私政策有没有列出接收方", "whether the privacy policy lists receivers"),
    "provided": Said("信息有没有提供给别人", "whether data was given to others"),
    "bundled_consent": Said("有没有一揽子同意或者默认勾选", "whether consent was bundled or ticked beforehand"),
    "deletion_works": Said("删除、注销、投诉的入口能不能用", "whether deletion, closing and complaint work"),
    "policy_clicks": Said("点几次能看到隐私政策", "clicks to the privacy policy"),
    "icp_filed": Said("App备案", "the filing of apps"),
    "nifa_filed": Said("金融App备案", "the register of financial apps"),
}


def _named(app: AppFacts) -> Said:
    return Said(f"“{app.name or app.package or app.id}”App", f"the app {app.name or app.package or app.id}")


def _standing(app: AppFacts, *, variant: str = "", paper: str = "", **words: tuple[str, str]) -> Standing:
    """Return the finding about an app; ``words``: (Chinese, English) for the rule's slots, ``paper``: a source it was read from."""
    version = f"{app.version}版" if app.version else ""
    seen_zh = f"{day_zh(app.observed)}查看" if app.observed else "查看"
    named_en = f"the app {app.name or app.package or app.id}{f' {app.version}' if app.version else ''}"
    shown = app.source not in {"", "user"}
    return Standing(
        app.lender,
        1,
        day=app.observed,
        subject=app.id,
        words_zh={
            "app": f"{_named(app)}{f'({version})' if version else ''}",
            "seen": seen_zh,
            **{name: said[0] for name, said in words.items()},
        },
        words_en={
            "app": named_en,
            "seen": f"on {app.observed}" if app.observed else "when looked at",
            **{name: said[1] for name, said in words.items()},
        },
        uncertain_zh=(*((SEEN,) if shown else () if paper else (TOLD,)), *((READ,) if paper else ())),
        variant=variant,
        exhibits=(*((app.source,) if shown else ()), *((paper,) if paper else ())),
    )


def _outcome(
    docket: Docket,
    found: Iterable[Standing],
    missing: Iterable[str] = (),
    variants: dict[str, Variant] | None = None,
) -> Outcome:
    return Outcome(hits(docket.events.clear()), tuple(missing), {}, variants or {}, tuple(found))


def _where(docket: Docket, test: Callable[[AppFacts], bool]) -> list[AppFacts]:
    return [app for app in docket.matter.apps if test(app)]


def _may(app: AppFacts, *names: str) -> bool:
    """Tell whether one of the permissions is declared, by its short or full name."""
    declared = {name.rsplit(".", 1)[-1].upper() for name in app.permissions or ()}
    return bool(declared & set(names))


@judges("CN-APP-001")
def declares_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """A loan app may read contacts; says for the family what was not looked at, one sentence for each app."""
    apps = docket.matter.apps
    missing = [_unlooked(app) for app in apps if _unlooked(app)]
    if not apps and docket.matter.parties:
        missing = [NOT_LOOKED]
    found = [_standing(app) for app in apps if app.category == LOAN and _may(app, CONTACTS)]
    return _outcome(docket, found, missing)


def _unlooked(app: AppFacts) -> str:
    unseen = [words for name, words in LOOKED_AT.items() if getattr(app, name) in {None, ""}]
    return (
        Said(
            f"{_named(app)}还有这些没有查看:{';'.join(unseen)}。",
            f"Not yet looked at in {_named(app).en}: {'; '.join(english(one) for one in unseen)}.",
        )
        if unseen
        else ""
    )


@judges("CN-APP-002")
def sends_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """Contacts left the phone (a capture), or the code has a path for it (never in a letter by itself). Hashes are CN-APP-014."""
    found = [
        _standing(app, how=("抓包看到通讯录从手机发出", "a capture shows the contacts leaving the phone"))
        for app in _where(docket, lambda app: app.capture_contacts is True and app.hashed_only is not True)
    ]
    found += [
        _standing(
            app,
            variant="code",
            how=("安装包的代码里有读取通讯录并发往网络的路径", "its code has a path from the contacts to the network"),
        )
        for app in _where(docket, lambda app: app.uploads_contacts is True and app.capture_contacts is None)
    ]
    code = Variant(claims=FindingKind.INDICATION, review_zh=CODE, title_zh=PATH[0], title_en=PATH[1])
    return _outcome(docket, found, (), {"code": code})


@judges("CN-APP-003")
def collects_before_consent(docket: Docket, _rule: Rule) -> Outcome:
    """Collection was seen before consent."""
    return _outcome(docket, [_standing(app) for app in _where(docket, lambda app: app.before_consent is True)])


@judges("CN-APP-004")
def no_contacts_no_loan(docket: Docket, _rule: Rule) -> Outcome:
    """The loan was refused because the contacts were."""
    return _outcome(docket, [_standing(app) for app in _where(docket, lambda app: app.refused_no_service is True)])


@judges("CN-APP-005")
def asks_again(docket: Docket, _rule: Rule) -> Outcome:
    """Asked again and again after a refusal."""
    least = docket.settings.repeat_prompts
    found = [
        _standing(app, prompts=(str(app.prompts), str(app.prompts)))
        for app in docket.matter.apps
        if app.prompts is not None and app.prompts >= least
    ]
    return _outcome(docket, found)


@judges("CN-APP-006")
def policy_silent_on_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """The policy does not name contacts although the app was seen to take them; where it only can, or the words are vague: less."""
    found = []
    for app in _where(docket, lambda app: app.policy_contacts in {PolicyNaming.ABSENT, PolicyNaming.VAGUE}):
        took = app.capture_contacts is True
        can = app.uploads_contacts is True or _may(app, CONTACTS)
        if not took and not can:
            continue
        absent = app.policy_contacts is PolicyNaming.ABSENT
        does = (
            ("抓包看到它外传通讯录", "was seen to send the contacts out")
            if took
            else (
                "它可以读取通讯录(只看到权限或代码,没有看到真的读取)",
                "can read the contacts (permission or code only)",
            )
        )
        says = ("没有写收集通讯录", "does not name contacts") if absent else ("写得含糊", "is vague about contacts")
        variant = "" if took and absent else "may"
        found.append(_standing(app, variant=variant, paper=app.policy_source, does=does, policy=says))
    return _outcome(docket, found, (), {"may": Variant(claims=FindingKind.INDICATION)})


@judges("CN-APP-007")
def recipients_unlisted(docket: Docket, _rule: Rule) -> Outcome:
    """Data was given to others and the policy does not list them."""
    unlisted = _where(docket, lambda app: app.policy_recipients is False)
    missing = [
        Said(
            f"没有说明{_named(app)}收集的信息有没有提供给别人。",
            f"Whether what {_named(app).en} collects was given to others was not told.",
        )
        for app in unlisted
        if app.provided is None
    ]
    given = [_standing(app, paper=app.policy_source) for app in unlisted if app.provided is True]
    return _outcome(docket, given, missing)


@judges("CN-APP-008")
def given_without_consent(docket: Docket, _rule: Rule) -> Outcome:
    """Data was given to others without a consent of its own."""
    given = _where(docket, lambda app: app.provided is True)
    missing = [
        Said(
            f"没有说明{_named(app)}把信息提供给别人之前,有没有单独征求您的同意。",
            f"Whether {_named(app).en} asked for a separate consent before giving data to others was not told.",
        )
        for app in given
        if app.separate_consent is None
    ]
    return _outcome(docket, [_standing(app) for app in given if app.separate_consent is False], missing)


@judges("CN-APP-009")
def one_consent_for_all(docket: Docket, _rule: Rule) -> Outcome:
    """One consent for everything, or ticked beforehand."""
    return _outcome(docket, [_standing(app) for app in _where(docket, lambda app: app.bundled_consent is True)])


@judges("CN-APP-010")
def no_way_to_delete(docket: Docket, _rule: Rule) -> Outcome:
    """Deletion, closing the account and complaints do not work."""
    return _outcome(docket, [_standing(app) for app in _where(docket, lambda app: app.deletion_works is False)])


@judges("CN-APP-011")
def policy_far_away(docket: Docket, rule: Rule) -> Outcome:
    """More clicks to the policy than allowed."""
    most = rule.threshold.value("clicks")
    found = [
        _standing(app, clicks=(str(app.policy_clicks), str(app.policy_clicks)))
        for app in docket.matter.apps
        if app.policy_clicks is not None and app.policy_clicks > most
    ]
    return _outcome(docket, found)


@judges("CN-APP-012")
def draft_on_others_data(docket: Docket, rule: Rule) -> Outcome:
    """What a draft would forbid, told from the day it was published on: information, whatever was seen."""
    published = date.fromisoformat(rule.threshold.original)
    found = [
        _standing(app)
        for app in docket.matter.apps
        if app.category == LOAN
        and (app.observed or docket.matter.as_of) >= published
        and (_may(app, *OTHERS) or app.capture_contacts is True or app.uploads_contacts is True)
    ]
    return _outcome(docket, found)


@judges("CN-APP-013")
def not_in_the_registers(docket: Docket, _rule: Rule) -> Outcome:
    """Not found in a register on the day it was looked up."""
    icp, nifa = ("App备案", "the filing of apps"), ("金融App备案", "the register of financial apps")
    found = []
    for app in docket.matter.apps:
        lacking = [words for filed, words in ((app.icp_filed, icp), (app.nifa_filed, nifa)) if filed is False]
        if lacking:
            said = "和".join(zh for zh, _ in lacking), " and ".join(en for _, en in lacking)
            variant = "" if len(lacking) == len((icp, nifa)) else "icp" if lacking == [icp] else "nifa"
            found.append(_standing(app, variant=variant, register=said))
    variants = {"icp": Variant(without=frozenset({"lic-mfa"})), "nifa": Variant(without=frozenset({"lic-icp"}))}
    return _outcome(docket, found, (), variants)


@judges("CN-APP-014")
def hashes_sent(docket: Docket, _rule: Rule) -> Outcome:
    """A capture shows hashed numbers of contacts leaving the phone: they can be guessed back."""
    found = [
        _standing(app) for app in _where(docket, lambda app: app.capture_contacts is True and app.hashed_only is True)
    ]
    return _outcome(docket, found)
