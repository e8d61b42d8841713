"""Dalvik code: dex files read into tables, methods decoded when asked, calls found over a whole app at once.

``Program.load(dexes)`` is the way in. A damaged file is refused with ``DexDamaged``; a damaged method is left out with a warning.
"""

from ringfence.audit.apk.dex.body import Try
from ringfence.audit.apk.dex.classes import ClassDef, FieldDef, MethodDef
from ringfence.audit.apk.dex.decode import Code
from ringfence.audit.apk.dex.insn import Insn
from ringfence.audit.apk.dex.program import Program
from ringfence.audit.apk.dex.refs import CallSite, FieldRef, Handle, MethodRef, TypeConst, proto_parts
from ringfence.audit.apk.dex.sweep import Uses
from ringfence.audit.apk.dex.tables import DexFile
from ringfence.audit.apk.dex.xrefs import Site

__all__ = [
    "CallSite",
    "ClassDef",
    "Code",
    "DexFile",
    "FieldDef",
    "FieldRef",
    "Handle",
    "Insn",
    "MethodDef",
    "MethodRef",
    "Program",
    "Site",
    "Try",
    "TypeConst",
    "Uses",
    "proto_parts",
]
