"""The environment: which lock is taken, and that nobody gets GPL libraries without asking for them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
MODULE = runpy.run_path(str(ROOT / "scripts" / "setup.py"))
kind_of = cast("Callable[[str, str], str]", MODULE["kind_of"])
wanted = cast("Callable[[str], str]", MODULE["wanted"])


def packages(lock: str) -> dict[str, str]:
    """Return name -> what stands behind it (version, marker) of one lock; the last line counts."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+(?: ; .*?)?) \\$", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("asked", "stamp", "kind"),
    [
        ("use", "", "use"),
        ("more", "use 0123", "more"),
        ("use", "more 0123", "more"),
        ("use", "dev 0123", "dev"),
        ("dev", "use 0123", "dev"),
        ("use", "0123", "dev"),  # of the time when every environment was one for development
        ("use", "other 0123", "dev"),
    ],
)
def test_an_environment_is_never_made_smaller(asked: str, stamp: str, kind: str) -> None:
    assert kind_of(asked, stamp) == kind


def test_each_lock_has_a_stamp_of_its_own() -> None:
    stamps = {kind: wanted(kind) for kind in ("use", "more", "dev")}
    assert len({stamp.split()[1] for stamp in stamps.values()}) == 3
    assert all(stamp.startswith(f"{kind} ") for kind, stamp in stamps.items())


def test_what_holds_gpl_libraries_is_in_no_lock_that_a_user_gets_unasked() -> None:
    for lock in ("run", "use"):
        found = packages(lock)
        assert "django" in found
        assert "av" not in found
        if "opencv-python-headless" in found:
            assert found["opencv-python-headless"].endswith("; sys_platform != 'darwin'")
    assert "av" in packages("more")


def test_locks_agree_on_versions() -> None:
    """What was tested (`dev`) is what a user gets."""
    tested = packages("dev")
    for lock in ("use", "more"):
        for name, told in packages(lock).items():
            assert told.split(" ; ")[0] == tested[name].split(" ; ")[0], name
