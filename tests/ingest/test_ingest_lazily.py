"""What is not needed for a file is not loaded: the start of the program, and its memory, depend on it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ringfence.ingest.lazily import Lazily

HEAVY = ("numpy", "lxml", "pypdfium2", "python_calamine", "cryptography", "PIL", "av", "rapidocr", "onnxruntime")


def test_readers_are_listed_without_the_libraries_behind_them() -> None:
    code = f"""import sys
from ringfence.ingest import Source, sniff
for name, data in (("a.xml", b'<smses count="0"></smses>'), ("a.pdf", b"%PDF-1.7"), ("a.ab", b"ANDROID BACKUP\\n5\\n0\\nnone\\n")):
    assert sniff(Source.of_bytes(name, data)) is not None
print([name for name in {HEAVY!r} if name in sys.modules])"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 -- ourselves
    assert done.stdout.strip() == "[]"


def test_a_module_is_loaded_when_a_name_is_asked_for() -> None:
    late = Lazily("string")
    assert late.digits == "0123456789"
    with pytest.raises(AttributeError):
        _ = late.no_such_name
    with pytest.raises(ModuleNotFoundError):
        _ = Lazily("no_such_module_anywhere").name
