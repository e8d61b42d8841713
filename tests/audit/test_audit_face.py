"""The room's face stays cheap until something is asked of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ringfence import audit


def test_importing_the_room_loads_neither_templates_nor_readers() -> None:
    code = (
        "import sys, ringfence.audit; heavy = {'jinja2', 'yaml', 'numpy', 'polars', 'ringfence.audit.page'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 -- our own interpreter
    assert done.returncode == 0, done.stderr


def test_a_name_the_room_has_not_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError):
        getattr(audit, "no_such_thing")  # noqa: B009 -- a name that mypy would refuse
    assert audit.compare_audits is audit.compare_audits
