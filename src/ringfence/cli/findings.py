"""``ringfence findings``: what is wrong, by which article, on which evidence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from ringfence.cli.app import Verb
from ringfence.cli.session import look_into_case, showing_progress
from ringfence.cli.words import say

if TYPE_CHECKING:
    from ringfence.schema import Citation, Dossier, Finding


MOST = 30  # events shown with one finding


@click.command(
    cls=Verb,
    help=say("列出发现的问题;写上编号看一条的证据和依据。", "List findings; give an id to see evidence and articles."),
)
@click.argument("finding", required=False, metavar=say("[编号]", "[ID]"))
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def findings(ctx: click.Context, finding: str | None, *, as_json: bool) -> None:
    """Print all findings, or one in full."""
    from ringfence.case import UnknownNameError

    with look_into_case(ctx) as case, showing_progress() as progress:
        dossier, _ = case.dossier(progress=progress)
    chosen = [one for one in dossier.findings if finding is None or one.id == finding]
    if finding is not None and not chosen:
        raise UnknownNameError("问题编号", "finding", finding)
    if as_json:
        click.echo(json.dumps([as_data(one) for one in chosen], ensure_ascii=False, indent=2))
    elif finding is None:
        print_list(dossier)
    else:
        print_one(chosen[0], dossier)


def as_data(one: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    return {
        "id": one.id,
        "rule": one.rule,
        "title": say(one.title_zh, one.title_en),
        "kind": one.kind.value,
        "severity": one.severity.value,
        "lender": one.lender,
        "told": say(one.told_zh, one.told_en),
        "sentence": say(one.sentence_zh, one.sentence_en),
        "count": one.count,
        "first_day": str(one.first_day),
        "last_day": str(one.last_day),
        "rank": one.rank.value if one.rank else None,
        "confidence": one.confidence.value,
        "events": list(one.events),
        "subject": one.subject,
        "exhibits": list(one.exhibits),
        "citations": [
            {"fact": cite.fact, "title": cite.title, "article": cite.article, "confidence": cite.confidence.value}
            for cite in one.citations
        ],
        "uncertain": list(one.uncertain_zh),
        "review": one.review_zh,
    }


def print_list(dossier: Dossier) -> None:
    """Print two lines per finding, the gravest kind first, and the rules that lack an input."""
    from ringfence.cli.tables import party_text, period_text
    from ringfence.schema import FINDING_KIND_ZH, english

    parties = {party.id: party for party in dossier.matter.parties}
    for kind, words in FINDING_KIND_ZH.items():
        mine = [one for one in dossier.findings if one.kind is kind]
        if mine:
            click.secho(say(f"{words}({len(mine)}项)", f"{words.en} ({len(mine)})"), bold=True)
        for one in mine:
            click.echo(f"  {say(one.title_zh, one.title_en)}")
            facts = (
                party_text(parties.get(one.lender or "")),
                say(f"{one.count}{one.unit_zh}", f"{one.count} {english(one.unit_zh)}"),
                period_text(one.first_day, one.last_day),
                one.id,
            )
            click.secho(f"    {'  '.join(fact for fact in facts if fact)}", dim=True)
    click.echo(
        say(
            "“不合标准”指不符合推荐性国家标准或行业自律规则,不等于违法。看一项的证据和条文:ringfence findings 编号",
            "Below standard: a recommended standard or self-regulation, not unlawful. Details: ringfence findings ID",
        )
    )
    for gap in dossier.gaps:
        click.echo(
            say(
                f"· 没有判断“{gap.title_zh}”:{';'.join(gap.missing_zh)}",
                f"· not judged, {english(gap.title_zh)}: {'; '.join(map(english, gap.missing_zh))}",
            )
        )


def print_one(one: Finding, dossier: Dossier) -> None:
    """Print one finding: what happened, the line, the articles, what is uncertain, the evidence."""
    import polars as pl

    from ringfence.cli.timeline import print_events
    from ringfence.schema import FINDING_KIND_ZH

    click.secho(f"{say(one.title_zh, one.title_en)} [{say(FINDING_KIND_ZH[one.kind])}]", bold=True)
    click.echo(say(one.told_zh or one.sentence_zh, one.told_en or one.sentence_en))
    if one.threshold_zh:
        ours = say("(产品阈值,法律没有写明数字)", " (product value; the statute has no number)")
        click.echo(say("界限:", "Line: ") + say(one.threshold_zh) + (ours if one.product_threshold else ""))
    for cite in one.citations:
        print_citation(cite)
    for line in map(say, one.uncertain_zh):
        click.echo(f"? {line}")
    if one.review_zh:
        click.secho(say("! 使用前请先确认:", "! check first: ") + say(one.review_zh), fg="yellow")
    if one.exhibits:
        click.echo(say(f"依据的材料:{'、'.join(one.exhibits)}", f"rests on: {', '.join(one.exhibits)}"))
    if not one.events:
        click.echo(say("这一项不是从逐条记录看出来的。", "This one is not told by single records."))
        return
    parties = {party.id: party for party in dossier.matter.parties}
    people = {person.id: person.name for person in dossier.matter.people}
    fixed = {fix.ref for fix in dossier.fixes}
    print_events(dossier.matter.events.filter(pl.col("event").is_in(list(one.events[:MOST]))), people, parties, fixed)
    shown = min(len(one.events), MOST)
    click.echo(say(f"证据共 {len(one.events)} 条,列出 {shown} 条。", f"{len(one.events)} events, {shown} shown."))


def print_citation(cite: Citation) -> None:
    """Print one article: where, how binding, since when, how well checked, and what it says about this wrong."""
    from ringfence.schema import RANK_ZH

    until = cite.effective_to or say("至今", "now")
    checked = {
        "text": say("条文已核对", "text read"),
        "secondary": say("二手来源", "second-hand"),
        "memory": say("未核实", "not confirmed"),
    }[cite.confidence.value]
    article = cite.article_zh if cite.article_confirmed and cite.article_zh else ""
    rank = say(RANK_ZH[cite.rank])
    click.echo(f"· 《{cite.title}》{article} [{rank}, {cite.effective_from} – {until}, {checked}]")
    click.echo("  " + say(cite.line_zh or cite.paraphrase_zh, cite.line_en or cite.paraphrase_en))
