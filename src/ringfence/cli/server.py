"""``ringfence server``: looking after a clinic's server."""

from __future__ import annotations

from pathlib import Path

import click

from ringfence.cli.app import FAULT, Branch
from ringfence.cli.words import say

HERE = click.Path(path_type=Path)


@click.group(
    cls=Branch, help=say("照看机构的服务器(启动用 ringfence serve --server)。", "Look after a clinic's server.")
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help=say("设置文件,默认 /etc/ringfence/server.toml", "the settings; /etc/ringfence/server.toml"),
)
@click.pass_context
def server(ctx: click.Context, *, config: Path | None) -> None:
    """Group the verbs."""
    ctx.meta["server.config"] = config


@server.command(help=say("检查设置、数据库、磁盘、备份工具", "check settings, database, disk, tools"))
@click.pass_context
def check(ctx: click.Context) -> int:
    """Say each thing that was looked at; exit code 1 when one is wrong."""
    from ringfence.web import check as look

    found = look(ctx.meta["server.config"])
    for one in found:
        click.echo(f"{'✓' if one.good else '✗'} {say(one.zh, one.en)}")
    return 0 if all(one.good for one in found) else FAULT


@server.command(help=say("建立或升级数据库的表", "make or update the tables"))
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Bring the database up to date."""
    from ringfence.web import migrate as run

    run(ctx.meta["server.config"])
    click.echo(say("数据库已是最新。", "The tables are up to date."))


@server.command(help=say("建管理员账号(或让进不去的管理员重新开始),给出设置链接", "make an admin, print the link"))
@click.argument("name", metavar=say("登录名", "NAME"))
@click.pass_context
def admin(ctx: click.Context, name: str) -> None:
    """Print the set-up link of an admin."""
    from ringfence.web import make_admin

    link = make_admin(ctx.meta["server.config"], name)
    click.echo(say(f"请在网站地址后面加上(只能用一次):{link}", f"Behind the site's address (works once): {link}"))


@server.command(
    "prune-log",
    help=say(
        "清理早于几个月的访问记录(至少留 6 个月;清理本身会留下一行)",
        "remove old lines of the log of accesses (six months stay; a line tells of it)",
    ),
)
@click.option(
    "--months",
    type=click.IntRange(min=1, max=1200),
    default=24,
    show_default=True,
    help=say("保留最近几个月", "how many months are kept"),
)
@click.pass_context
def prune_log(ctx: click.Context, months: int) -> None:
    """Remove old lines."""
    from ringfence.web import prune_log as run

    count = run(ctx.meta["server.config"], months)
    click.echo(
        say(
            f"清理了 {count} 行早于 {months} 个月的访问记录。",
            f"{count} lines older than {months} months were removed from the log of accesses.",
        )
    )


@server.command(help=say("备份到一个新文件夹(服务器可以开着)", "back up into a new folder, while it runs"))
@click.argument("out", type=HERE)
@click.pass_context
def backup(ctx: click.Context, out: Path) -> None:
    """Write a backup."""
    from ringfence.web import back_up

    count = back_up(ctx.meta["server.config"], out)
    click.echo(
        say(
            f"已备份 {count} 个文件到 {out}。里面有服务器的钥匙,请锁好。",
            f"{count} files in {out}; the server's key is among them, lock it away.",
        )
    )


@server.command(help=say("把备份恢复到空的数据文件夹和空的数据库", "restore into an empty folder and database"))
@click.argument("source", type=HERE)
@click.pass_context
def restore(ctx: click.Context, source: Path) -> None:
    """Put a backup back."""
    from ringfence.web import restore as run

    count = run(ctx.meta["server.config"], source)
    click.echo(say(f"已恢复 {count} 个文件。", f"{count} files restored."))
