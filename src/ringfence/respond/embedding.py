"""Fonts inside a DOCX: a subset of the packaged faces, obfuscated as ECMA-376 asks (part 4, 2.8.1, embedded fonts).

The letter names 宋体 and 黑体; a system that has them uses them. One that has not takes the embedded face listed under that
name in the font table. Inside, the face keeps a name of its own, so it never pretends to be another maker's font.
"""

from __future__ import annotations

import uuid
from hashlib import sha256
from typing import TYPE_CHECKING, cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from ringfence.respond.fonts import Face, document_font

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.oxml.xmlchemy import BaseOxmlElement

# face, the name the letter uses, its English name on Windows, the name inside the embedded file
FAMILIES = ((Face.SERIF, "宋体", "SimSun", "Ringfence Song"), (Face.SANS, "黑体", "SimHei", "Ringfence Hei"))
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
_NAMESPACE = uuid.UUID(
    "6f1c6b0e-0d0f-4a55-9f0d-7a2f6a3c1b52"
)  # makes a font's key from its content: same font, same key


def embed(paper: Docx, text: str) -> None:
    """Put the characters of ``text`` in both faces into ``paper``."""
    listed = _font_table(paper)
    root = etree.fromstring(listed.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    for number, (face, name, english, family) in enumerate(FAMILIES, 1):
        font = document_font(text, face, family)
        key = uuid.uuid5(_NAMESPACE, f"{family} {sha256(font).hexdigest()}")
        place = PackURI(f"/word/fonts/font{number}.odttf")
        part = Part(place, _CONTENT_TYPE, obfuscated(font, key), paper.part.package)
        root.append(_entry(name, english, listed.relate_to(part, _RELATION), key))
    listed._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001 -- the library keeps this part as bytes
    _settings(paper)


def obfuscated(font: bytes, key: uuid.UUID) -> bytes:
    """Return ``font`` with its first 32 bytes mixed with ``key``; doing it twice gives the font back."""
    mask = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(font[:32], mask, strict=True)) + font[32:]


def _font_table(paper: Docx) -> Part:
    return paper.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)


def _entry(name: str, english: str, relation: str, key: uuid.UUID) -> BaseOxmlElement:
    entry = _element("w:font", name=name)
    entry.append(_element("w:altName", val=english))
    entry.append(_element("w:charset", val="86"))
    entry.append(_element("w:family", val="auto"))
    entry.append(_element("w:pitch", val="variable"))
    regular = _element("w:embedRegular", fontKey=f"{{{str(key).upper()}}}")
    regular.set(qn("r:id"), relation)
    entry.append(regular)
    return entry


def _settings(paper: Docx) -> None:
    """Say that fonts are embedded; the two marks stand right after the zoom (ECMA-376 order)."""
    settings = paper.settings.element
    zoom = settings.find(qn("w:zoom"))
    place = 0 if zoom is None else settings.index(zoom) + 1
    for offset, name in enumerate(("w:embedTrueTypeFonts", "w:saveSubsetFonts")):
        settings.insert(place + offset, _element(name))


def _element(tag: str, /, **attributes: str) -> BaseOxmlElement:
    element = cast("BaseOxmlElement", OxmlElement(tag))
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
