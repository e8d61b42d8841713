"""``ringfence doctor``: can this computer do the work, and what to do where it cannot."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ringfence.cli.app import FAULT, Verb
from ringfence.cli.words import say

FREE_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


@click.command(
    cls=Verb, help=say("检查这台电脑能不能正常运行,并说明怎么办。", "Check this computer and say what to do.")
)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def doctor(*, as_json: bool) -> int:
    """Run every check."""
    every = (python, columns, hashes, encryption, fonts, zones, sharing, sound, speech, pictures, disk)
    checks = [check() for check in every]
    if as_json:
        told = [{"name": one.name, "ok": one.ok, "detail": one.detail, "advice": one.advice} for one in checks]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in checks:
            click.secho(f"{'✓' if one.ok else '✗'} {one.name}: {one.detail}", fg="green" if one.ok else "red")
            if not one.ok:
                click.echo(f"  → {one.advice}")
    return 0 if all(one.ok for one in checks) else FAULT


def python() -> Check:
    """Check the interpreter."""
    return Check(
        "Python",
        sys.version_info >= (3, 11),
        f"{platform.python_version()} {platform.system()} {platform.machine()}",
        say("请安装 Python 3.11 或更高版本。", "Install Python 3.11 or newer."),
    )


def columns() -> Check:
    """Check that the table engine runs on this processor."""
    name = say("表格引擎 polars", "polars")
    advice = say(
        "处理器较旧(没有 AVX2):请在环境里改装兼容版,命令:pip install 'polars[rtcompat]'。",
        "An older processor without AVX2: pip install 'polars[rtcompat]'.",
    )
    try:
        import polars as pl

        total = int(pl.DataFrame({"a": [1, 2, 3]})["a"].sum())
    except (ImportError, OSError) as fault:
        return Check(name, ok=False, detail=str(fault), advice=advice)
    return Check(name, total == 6, pl.__version__, advice)


def hashes() -> Check:
    """Check SHA-256 and SM3 against their published vectors."""
    from ringfence.vault import digests_of

    sha256, sm3 = digests_of(b"abc")
    good = sha256.startswith("ba7816bf8f01cfea") and sm3.startswith("66c7f0f462eeedd9")  # FIPS 180-4, GB/T 32905-2016
    return Check("SHA-256 / SM3", good, say("与公布的测试值一致", "published vectors hold") if good else "—", "OpenSSL")


def encryption() -> Check:
    """Encrypt and decrypt a few bytes."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    box = pyrage.encrypt(b"ringfence", [identity.to_public()])
    good = pyrage.decrypt(box, [identity]) == b"ringfence"
    return Check(say("加密 age", "age"), good, say("可用", "works"), "pyrage")


def fonts() -> Check:
    """Check that the packaged Chinese fonts are there."""
    from ringfence.respond import font_files

    found = [path for path in font_files() if path.is_file()]
    return Check(
        say("中文字体", "Chinese fonts"),
        len(found) >= 2,
        "、".join(path.name for path in found),
        say("请重新运行安装脚本:字体随软件一起安装。", "Run the set-up again: the fonts come with it."),
    )


def zones() -> Check:
    """Check that the time zone database knows China."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        key = ZoneInfo("Asia/Shanghai").key
    except ZoneInfoNotFoundError:
        return Check(say("时区", "time zones"), ok=False, detail="—", advice="pip install tzdata")
    return Check(say("时区", "time zones"), ok=True, detail=key)


def extra(name: str, modules: tuple[str, ...], pip: str) -> Check:
    """Say whether an optional part is there; nothing is wrong where it is not."""
    from importlib.util import find_spec

    there = all(find_spec(module) is not None for module in modules)
    absent = say(
        f"没有安装(可选);需要时:pip install 'ringfence[{pip}]'",
        f"not installed (optional): pip install 'ringfence[{pip}]'",
    )
    return Check(name, ok=True, detail=say("已安装", "installed") if there else absent)


def sharing() -> Check:
    """Say whether pictures and PDF can be masked."""
    return extra(say("遮盖图片和 PDF", "masking pictures and PDF"), ("PIL", "pypdfium2"), "share")


def sound() -> Check:
    """Say whether recordings can be looked into, and what the part that does it holds (docs/dependencies.md)."""
    looked = extra(say("通话录音", "recordings"), ("av",), "audio")
    holds = say(
        ";它自带的解码库里有 GPL 许可的 x264、x265,护联用不到,自己用没有影响,转给别人时要遵守 GPL",
        "; its libraries hold x264 and x265 (GPL), never called: no matter for your own use, heed the GPL when passing it on",
    )
    return replace(looked, detail=f"{looked.detail}{holds}")


def speech() -> Check:
    """Check the user's speech model, where one is set: whole, and loaded by the engine; without any nothing is wrong."""
    from ringfence.ingest import MODEL_VARIABLE, check_model, speech_missing
    from ringfence.schema import RingfenceError

    name = say("录音转文字(可选)", "transcripts of recordings (optional)")
    missing = speech_missing()
    if missing is not None:
        absent = say(
            f"没有安装(缺少 {missing});需要时:pip install 'ringfence[asr,audio]'",
            f"not installed ({missing} is missing); when needed: pip install 'ringfence[asr,audio]'",
        )
        return Check(name, ok=True, detail=absent)
    folder = os.environ.get(MODEL_VARIABLE)
    if not folder:
        unset = say(
            f"已安装;没有设置模型文件夹(用 --model 或环境变量 {MODEL_VARIABLE})",
            f"installed; no model folder is set (--model or {MODEL_VARIABLE})",
        )
        return Check(name, ok=True, detail=unset)
    try:
        model, version = check_model(Path(folder).expanduser())
    except RingfenceError as fault:
        return Check(name, ok=False, detail=folder, advice=fault.text(say.lang))
    loads = say("模型可以打开", "the model loads")
    return Check(name, ok=True, detail=f"{model.name}({model.folder.name}),sherpa-onnx {version},{loads}")


def pictures() -> Check:
    """Check whether screenshots can be read; without the extra everything else works, so this is never a failure."""
    from ringfence.ingest import ocr_missing

    missing = ocr_missing()
    name = say("截图识别(可选)", "reading screenshots (optional)")
    if missing is None:
        return Check(name, ok=True, detail=say("可用", "works"))
    return Check(
        name,
        ok=True,
        detail=say(
            f"没有安装(缺少 {missing});需要时运行:pip install 'ringfence[ocr]'",
            f"not installed ({missing} is missing); when needed: pip install 'ringfence[ocr]'",
        ),
    )


def disk() -> Check:
    """Check free space where the user stands."""
    free = shutil.disk_usage(Path.cwd()).free
    return Check(
        say("磁盘空间", "disk"),
        free >= FREE_BYTES,
        say(f"剩余 {free / 1024**3:.1f} GB", f"{free / 1024**3:.1f} GB free"),
        say("空间不足 2 GB,请先腾出空间。", "Less than 2 GB free; make room first."),
    )
