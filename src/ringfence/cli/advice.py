"""``ringfence advice``: what popular advice gets wrong, and what to do instead."""

from __future__ import annotations

import click

from ringfence.cli.app import Verb
from ringfence.cli.words import say

CONTEXTS_ZH = {
    "contacts": "联系人",
    "request": "要求删除、撤回同意",
    "letter": "写信",
    "complaint": "投诉",
    "police": "报案",
    "fraud": "诈骗和冒充",
    "app": "App权限",
    "cost": "利率和费用",
    "plan": "还款计划",
    "lender": "认放款机构",
    "evidence": "证据",
    "cut": "剪录音",
    "negotiation": "协商",
    "credit": "征信",
    "report": "写材料",
}
MOST = 2  # hints shown by themselves; more would not be read


@click.command(
    cls=Verb,
    help=say(
        "流行说法哪里不对、应该怎么做。可以写话题,例如:ringfence advice police",
        "What popular advice gets wrong and what to do instead.",
    ),
)
@click.argument("contexts", nargs=-1, type=click.Choice(list(CONTEXTS_ZH)), metavar=say("[话题…]", "[TOPIC…]"))
@click.option("--why", is_flag=True, help=say("同时写出理由和依据", "with reasons and articles"))
def advice(contexts: tuple[str, ...], *, why: bool) -> None:
    """Print the claims with verdict and what to do instead."""
    from ringfence import law
    from ringfence.schema import english

    pack = law.load_pack("cn")
    for claim in law.advice(pack, *(law.Context(one) for one in contexts)):
        click.echo(
            say(
                f"“{claim.claim}”:{law.VERDICT_ZH[claim.verdict]}",
                f"“{english(claim.claim)}”: {law.VERDICT_ZH[claim.verdict].en}",
            )
        )
        click.echo(f"  → {say(claim.instead_zh)}")
        if why:
            cited = "、".join(dict.fromkeys(f"《{fact.law.title}》{fact.article}" for fact in claim.cites))
            click.echo(say(f"  理由:{claim.note}", f"  Why: {english(claim.note)}"))
            click.echo(say(f"  依据:{cited or '没有'}", f"  Basis: {cited or 'none'}"))
    if not contexts:
        topics = " ".join(f"{name}({zh})" for name, zh in CONTEXTS_ZH.items())
        click.echo(say(f"只看一个话题:{topics}", f"one topic only: {' '.join(CONTEXTS_ZH)}"))


def hint(*contexts: str, most: int = MOST) -> None:
    """Say, where somebody may be about to follow popular advice, what is wrong with it; to standard error, a few lines."""
    from ringfence import law

    chosen = law.advice(law.load_pack("cn"), *(law.Context(one) for one in contexts), warnings_only=True)
    for claim in chosen[:most]:
        verdict = law.VERDICT_ZH[claim.verdict]
        click.secho(
            say(f"常听到“{claim.claim}”——{verdict}。{claim.instead_zh}", f"“{claim.claim}”: {claim.verdict.value}."),
            fg="yellow",
            err=True,
        )
