"""``ringfence stamp``: have a time-stamping authority confirm that the log existed; over the network only with ``--tsa``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ringfence.cli.app import FAULT, Verb, explain_fault
from ringfence.cli.session import look_into_case, open_case
from ringfence.cli.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ringfence.vault import KeptStamp, Vault


@click.command(
    cls=Verb,
    help=say(
        "请授时机构证明“此刻这些记录已经存在”(RFC 3161)。发出去的只有一个摘要,看不出任何内容。"
        "只有写了 --tsa 才联网;离线时用 --request 写出申请,拿到别处办好,再用 --response 带回。不写选项时列出已有的。",
        "Have an RFC 3161 authority stamp the log. Only a digest leaves this computer, and only with --tsa; "
        "offline: --request, then --response. Without options: list what there is.",
    ),
)
@click.option("--tsa", "urls", multiple=True, metavar="URL", help=say("授时机构网址(可多次)", "authority (repeatable)"))
@click.option(
    "--ca", type=click.Path(dir_okay=False), help=say("该机构的根证书(PEM;默认用系统信任的)", "its root, PEM")
)
@click.option("--request", type=click.Path(dir_okay=False), help=say("写出申请文件 .tsq", "write the request"))
@click.option(
    "--response",
    "responses",
    multiple=True,
    type=click.Path(dir_okay=False),
    help=say("带回 .tsr(可多次)", "bring back"),
)
@click.pass_context
def stamp(
    ctx: click.Context, *, urls: tuple[str, ...], ca: str | None, request: str | None, responses: tuple[str, ...]
) -> int:
    """Ask, write a request, or bring responses back; list the kept ones otherwise."""
    if not urls and not request and not responses:
        with look_into_case(ctx) as case:
            _show(case.vault.stamps())
        return 0
    with open_case(ctx) as case:
        if request:
            _write_request(case.vault, Path(request))
        return _keep_all(case.vault, urls, [Path(name) for name in responses], Path(ca) if ca else None)


def _write_request(vault: Vault, path: Path) -> None:
    head, query = vault.stamp_request()
    path.write_bytes(query)
    click.echo(say(f"申请已写好:{path}(前 {head.size} 条)", f"Request written: {path} ({head.size} entries)"))
    click.echo(
        say(
            f'下一步,在能上网的电脑上:curl -H "Content-Type: application/timestamp-query" --data-binary @{path.name} '
            "授时网址 -o 响应.tsr,再 ringfence stamp --response 响应.tsr",
            f'Next, on a computer with a network: curl -H "Content-Type: application/timestamp-query" --data-binary '
            f"@{path.name} URL -o response.tsr, then ringfence stamp --response response.tsr",
        )
    )


def _keep_all(vault: Vault, urls: Iterable[str], files: Iterable[Path], ca: Path | None) -> int:
    """Keep what each authority and each file gives; one that fails does not keep the others from being kept."""
    from ringfence.schema import RingfenceError
    from ringfence.vault import ask_authority, load_roots

    code = 0
    _, query = vault.stamp_request()  # the same head for every authority
    roots = load_roots(ca)
    sources: list[Callable[[], bytes]] = [partial(ask_authority, url, query) for url in urls]
    sources += [path.read_bytes for path in files]
    for get in sources:
        try:
            _show([vault.keep_stamp(get(), roots)])
        except RingfenceError as fault:
            explain_fault(fault)
            code = FAULT
    return code


def _show(stamps: Iterable[KeptStamp]) -> None:
    for one in stamps:
        when, who = f"{one.stamp.time:%Y-%m-%d %H:%M:%S} UTC", one.stamp.authority
        click.echo(
            say(
                f"✓ {when} {who}:前 {one.size} 条记录当时已存在",
                f"✓ {when} {who}: the first {one.size} entries existed",
            )
        )
        click.echo(f"  {one.path}")
