"""Small apps for tests, made from text: an assembler of smali-like text and (``apk``) a writer of packages around it."""

from __future__ import annotations

from micro.assembler import assemble
from micro.syntax import SmaliError

__all__ = ["SmaliError", "assemble"]
