"""``ringfence letter``: complaint letters, police summary, exhibit list."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.advice import hint
from ringfence.cli.app import Verb
from ringfence.cli.report import OUT, default_out
from ringfence.cli.session import look_into_case, open_case, showing_progress
from ringfence.cli.words import say


@click.command(
    cls=Verb,
    help=say("生成投诉信、报案材料和证据清单(Word 可改,PDF 可印)。", "Write the letters as Word and PDF."),
)
@click.argument("only", nargs=-1, metavar=say("[文书…]", "[LETTERS…]"))
@click.option("--out", type=click.Path(file_okay=False), help=OUT)
@click.option("--list", "listing", is_flag=True, help=say("只列出可以生成哪些", "only list them"))
@click.option(
    "--paper", metavar=say("文书名", "PAPER"), help=say("写一份自选的文书(--papers 看有哪些)", "write a chosen paper")
)
@click.option("--papers", "kinds", is_flag=True, help=say("列出可以自选的文书", "list the papers to choose from"))
@click.option("--lender", default="", help=say("写给或者关于哪家机构(L1)", "the lender it is to or about"))
@click.option(
    "--person", default="", help=say("以哪位亲友的名义写(P1);不写是本人", "the contact in whose name it is written")
)
@click.option("--after", default="", help=say("接着哪件事项(X1)", "the proceeding it follows"))
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar=say("名称=内容", "NAME=TEXT"),
    help=say("填空,例如 --set court=某某区", "fill a blank"),
)
@click.option("--unmasked", is_flag=True, help=say("不遮盖亲友的号码和姓名", "do not mask third parties"))
@click.pass_context
def letter(
    ctx: click.Context,
    only: tuple[str, ...],
    out: str | None,
    *,
    listing: bool,
    paper: str | None,
    kinds: bool,
    lender: str,
    person: str,
    after: str,
    given: tuple[str, ...],
    unmasked: bool,
) -> None:
    """Write the chosen letters, all by default; or one paper."""
    if kinds:
        show_papers()
        return
    if paper:
        write_one(ctx, paper, out, {"lender": lender, "person": person, "after": after}, given)
        return
    if listing:
        with look_into_case(ctx) as case, showing_progress() as progress:
            _, documents = case.dossier(masked=not unmasked, progress=progress)
        for document in documents:
            click.echo(f"{document.stem}\t{document.title} → {document.recipient}")
        click.echo(
            say("还可以自选:ringfence letter --papers", "more to choose from: ringfence letter --papers"), err=True
        )
        return
    from ringfence.schema import DocumentKind

    folder = Path(out) if out else default_out(ctx)
    with open_case(ctx) as case, showing_progress() as progress:
        written = case.write_letters(folder, only=only, masked=not unmasked, progress=progress)
    for path in written.files:
        click.echo(say(f"已写好:{path}", f"Written: {path}"))
    if not written.files:
        click.echo(say("目前没有需要寄出的材料。", "There is nothing to send at present."))
    elif any(document.kind is DocumentKind.POLICE_SUMMARY for document in written.documents):
        hint("police", most=1)
    else:
        hint("complaint", most=1)


def show_papers() -> None:
    """Print the papers to choose from, by group, with what each needs."""
    from ringfence import respond
    from ringfence.respond import paper_kinds

    groups = respond.paper_groups()
    for group, title in groups.items():
        click.secho(title, bold=True)
        for kind in paper_kinds().values():
            if kind.group == group:
                needs = {"lender": say("要 --lender", "--lender"), "parent": say("要 --after", "--after")}
                notes = [needs[one] for one in kind.needs]
                notes += [say("亲友可用 --person", "contacts with --person")] if "contact" in kind.writers else []
                tail = "、".join(notes)
                named = say(kind.title).replace("{{ lender }}", say("机构", "the lender"))
                click.echo(f"  {kind.id:<24}{named}" + (f"({tail})" if tail else ""))
    click.echo(
        say("例如:ringfence letter --paper delete --lender L1", "e.g. ringfence letter --paper delete --lender L1")
    )


def write_one(ctx: click.Context, paper: str, out: str | None, about: dict[str, str], given: tuple[str, ...]) -> None:
    """Write one paper and say which blanks are left."""
    words: dict[str, str] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not (equals and name.strip() and text.strip()):
            raise click.BadParameter(say(f"要写成 名称=内容:{pair}", f"write NAME=TEXT: {pair}"), param_hint="--set")
        words[name.strip()] = text.strip()
    folder = Path(out) if out else default_out(ctx)
    with open_case(ctx) as case, showing_progress() as progress:
        written = case.write_paper(
            paper,
            folder,
            lender=about["lender"],
            person=about["person"],
            after=about["after"],
            given=words,
            progress=progress,
        )
    for path in written.files:
        click.echo(say(f"已写好:{path}", f"Written: {path}"))
    left = blanks_of(paper, words)
    if left:
        click.echo(
            say(
                f"还有空白要填(在 Word 里填,或者加 --set 名称=内容):{'、'.join(left)}",
                f"blanks left (fill them in, or --set): {', '.join(left)}",
            )
        )


def blanks_of(paper: str, given: dict[str, str]) -> list[str]:
    """Return the names of the blanks nobody filled."""
    from ringfence.respond import paper_kind

    return [name for name in paper_kind(paper).blanks() if name not in given]
