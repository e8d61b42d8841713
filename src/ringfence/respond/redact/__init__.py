"""Masking for sharing: text, PDF and pictures without the phones, ids, cards, addresses and names of anybody."""

from ringfence.respond.redact.errors import (
    BrokenPdfError,
    BrokenPictureError,
    CannotMaskError,
    NeedsOcrError,
    NeedsShareError,
    PdfPasswordError,
    StillSeenError,
)
from ringfence.respond.redact.file import MaskedFile, Shown, View, Wish, mask_file, write_masked
from ringfence.respond.redact.pdf import MaskedPage, MaskedPdf, PdfWish, mask_pdf
from ringfence.respond.redact.picture import Box, MaskedPicture, mask_picture
from ringfence.respond.redact.preview import preview_page
from ringfence.respond.redact.seen import Patch, private_patches
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
    "NeedsOcrError",
    "NeedsShareError",
    "Patch",
    "PdfPasswordError",
    "PdfWish",
    "Private",
    "Redactor",
    "Shown",
    "Span",
    "StillSeenError",
    "View",
    "Wish",
    "mask_file",
    "mask_pdf",
    "mask_picture",
    "preview_page",
    "private_patches",
    "write_masked",
]
