"""Rules of the short packs of other countries: the same docket, other hours, other exceptions, other permissions.

They exist to prove that a country is data: what differs is in the packs' YAML, what a rule must look at is one small function.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from ringfence.law.rules.hours import outside_hours
from ringfence.law.rules.outcome import Outcome, Standing, Variant, hits, judges
from ringfence.law.words import times_zh, when_en, when_zh, whom_en, whom_zh
from ringfence.schema import EventKind, FindingKind, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringfence.law.docket import Docket
    from ringfence.law.pack import Rule
    from ringfence.schema import AppFacts

CALLS = (EventKind.CALL.value, EventKind.VOICE_ROBOT.value)
CONTACTS = {"READ_CONTACTS": "联系人", "WRITE_CONTACTS": "联系人", "GET_ACCOUNTS": "账号"}
INDIA = {
    **CONTACTS,
    "READ_CALL_LOG": "通话记录",
    "WRITE_CALL_LOG": "通话记录",
    "PROCESS_OUTGOING_CALLS": "通话记录",
    "READ_PHONE_STATE": "电话功能",
    "READ_PHONE_NUMBERS": "电话功能",
    "CALL_PHONE": "电话功能",
    "READ_EXTERNAL_STORAGE": "文件和媒体",
    "WRITE_EXTERNAL_STORAGE": "文件和媒体",
    "MANAGE_EXTERNAL_STORAGE": "文件和媒体",
    "READ_MEDIA_IMAGES": "文件和媒体",
    "READ_MEDIA_VIDEO": "文件和媒体",
    "READ_MEDIA_AUDIO": "文件和媒体",
}
ASKED = "asked"  # the app asks for a permission: what it can do, not what it did


@judges("PH-COL-001")
def philippines_at_night(docket: Docket, rule: Rule) -> Outcome:
    """Collection at night, unless the debt is long overdue or other hours were agreed."""
    late = timedelta(days=int(rule.threshold.value("late_days")))
    known = {lender: day for lender, day in docket.due.items() if day is not None}
    due = pl.col("lender").replace_strict(known, default=None, return_dtype=pl.Date)
    collecting = docket.events.filter(pl.col("collecting"))
    bound = collecting.filter((pl.col("local_date") <= due + late).fill_null(value=False))
    outcome = outside_hours(docket, rule, bound)
    undated = collecting.filter(due.is_null())
    missing = (
        (
            Said(
                "没有填写到期日,不知道逾期有没有超过15天,夜间联系没有判断。",
                "No due date was given, so whether it was overdue by more than 15 days is not known; contact at night was "
                "not judged.",
            ),
        )
        if undated.height
        else ()
    )
    return Outcome(outcome.rows, (*outcome.missing, *missing), outcome.uncertain)


@judges("IN-COL-001")
def india_hours(docket: Docket, rule: Rule) -> Outcome:
    """Collection calls outside the permitted hours; agreement does not widen them."""
    calls = docket.events.filter(pl.col("collecting") & pl.col("kind").is_in(CALLS))
    return outside_hours(docket, rule, calls, agreements=False)


@judges("ID-COL-001")
def indonesia_hours(docket: Docket, rule: Rule) -> Outcome:
    """Collection outside the permitted hours of the borrower's own time zone (the case's zone)."""
    return outside_hours(docket, rule, docket.events.filter(pl.col("collecting")), agreements=False)


@judges("PH-3P-001")
def philippines_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """Anybody reached who neither owes nor guarantees."""
    return Outcome(hits(_reached(docket)))


@judges("ID-3P-001")
def indonesia_emergency_contacts(docket: Docket, _rule: Rule) -> Outcome:
    """A demand for payment aimed at somebody the borrower had declared as emergency contact."""
    declared = [person.id for person in docket.matter.people if person.declared]
    aimed = docket.events.filter(
        pl.col("collecting") & pl.col("outsider") & pl.col("labelled") & pl.col("demand").fill_null(value=False)
    )
    found = aimed.filter(pl.col("person").is_in(declared).fill_null(value=False))
    unsaid = aimed.height > found.height and not docket.matter.declared_known
    missing = (
        (Said("没有说明哪些人是预留的紧急联系人。", "Who was named as an emergency contact was not told."),)
        if unsaid
        else ()
    )
    return Outcome(hits(found), missing)


@judges("IN-APP-001")
def india_app(docket: Docket, _rule: Rule) -> Outcome:
    """An app that asks for contacts, call log, files and media or telephony, or was seen to take contacts."""
    return _apps(docket, INDIA)


@judges("ID-APP-001")
def indonesia_app(docket: Docket, _rule: Rule) -> Outcome:
    """An app that asks for contacts beyond camera, microphone and location, or was seen to take them."""
    return _apps(docket, CONTACTS)


@judges("KE-3P-001")
def kenya_phone_book(docket: Docket, _rule: Rule) -> Outcome:
    """People of the phone book reached, or the phone book taken."""
    return _book(docket)


@judges("NG-3P-001")
def nigeria_phone_book(docket: Docket, _rule: Rule) -> Outcome:
    """People of the phone book reached, or the phone book taken."""
    return _book(docket)


def _reached(docket: Docket) -> pl.DataFrame:
    return docket.events.filter(pl.col("approach") & pl.col("outsider"))


def _book(docket: Docket) -> Outcome:
    apps = _apps(docket, CONTACTS)
    reached = tuple(
        Standing(
            lender,
            rows["event"].n_unique(),
            tuple(rows["event"].unique(maintain_order=True)),
            day=rows["local_date"].to_list()[0],  # in order of time
            subject="contacts",
            words_zh={"what": f"在{when_zh(rows)}联系了{whom_zh(rows)}{times_zh(rows, rows.height)}"},
            words_en={"what": f"contacted {whom_en(rows)}, {rows.height} time(s), {when_en(rows)}"},
            uncertain_zh=(
                Said(
                    "人数和次数按记录统计,逐条见证据。",
                    "People and times are counted from the records; each stands in the evidence.",
                ),
            ),
        )
        for (lender,), rows in _reached(docket).group_by("lender", maintain_order=True)
        if lender is not None
    )
    return Outcome(apps.rows, apps.missing, variants=apps.variants, standing=(*reached, *apps.standing))


def _apps(docket: Docket, banned: Mapping[str, str]) -> Outcome:
    found = tuple(_taken(app, banned) for app in docket.matter.apps if app.lender is not None)
    return Outcome(
        hits(docket.events.clear()),
        variants={ASKED: Variant(claims=FindingKind.INDICATION)},
        standing=tuple(one for group in found for one in group),
    )


def _taken(app: AppFacts, banned: Mapping[str, str]) -> Iterable[Standing]:
    """Say what the app did where that was seen, else what it asks for."""
    names = [name.removeprefix("android.permission.") for name in app.permissions or ()]
    asked = tuple(dict.fromkeys(banned[name] for name in names if name in banned))
    seen = app.capture_contacts is True
    path = app.uploads_contacts is True
    if not (asked or seen or path):
        return
    if seen:
        zh, en = "把手机通讯录传了出去(抓包所见)", "sent the phone book out (seen in a capture)"
    elif path:
        zh, en = "的程序里有把通讯录传出去的路径", "holds code that can send the phone book out"
    else:
        zh, en = f"申请了{'、'.join(asked)}的权限", f"asks for {', '.join(name for name in names if name in banned)}"
    yield Standing(
        app.lender,
        1,
        day=app.observed,
        subject=app.id,
        variant="" if seen else ASKED,
        words_zh={"what": f"App“{app.name}”{zh}"},
        words_en={"what": f"the app {app.name} {en}"},
        uncertain_zh=(
            Said("看到的是App做过什么。", "This is what the app was seen to do.")
            if seen
            else Said("看到的是App能做什么,不等于已经做了。", "This is what the app can do, not that it did."),
        ),
        exhibits=() if app.source == "user" else (app.source,),
    )
