"""Small apps for tests, made from text: an assembler of smali-like text and a writer of packages around it."""

from __future__ import annotations

from micro.apk import manifest_of, micro_apk
from micro.assembler import assemble
from micro.syntax import SmaliError

__all__ = ["SmaliError", "assemble", "manifest_of", "micro_apk"]
