"""Masking for sharing: text, PDF and pictures without the phones, ids, cards, addresses and names of anybody."""

from ringfence.respond.redact.errors import BrokenPdfError, BrokenPictureError, CannotMaskError, NeedsShareError
from ringfence.respond.redact.file import MaskedFile, Shown, mask_file, write_masked
from ringfence.respond.redact.pdf import MaskedPage, MaskedPdf, mask_pdf
from ringfence.respond.redact.picture import Box, MaskedPicture, SeenText, mask_picture, private_boxes
from ringfence.respond.redact.span import Private, Span
from ringfence.respond.redact.text import Masked, Redactor

__all__ = [
    "Box",
    "BrokenPdfError",
    "BrokenPictureError",
    "CannotMaskError",
    "Masked",
    "MaskedFile",
    "MaskedPage",
    "MaskedPdf",
    "MaskedPicture",
    "NeedsShareError",
    "Private",
    "Redactor",
    "SeenText",
    "Shown",
    "Span",
    "mask_file",
    "mask_pdf",
    "mask_picture",
    "private_boxes",
    "write_masked",
]
