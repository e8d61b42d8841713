"""Writes: the case report (HTML and PDF), complaint letters, the number report, the summary for the police, the exhibit list.

Everything is made from one :class:`ringfence.schema.Dossier`, so that no two papers contradict each other. Letters are
neutral blocks first (:func:`letters`) and become DOCX and PDF later (:func:`write_document`). Chinese is set in two
packaged fonts (docs/fonts.md); nothing is fetched and nothing is sent.
"""

from ringfence.respond.check_page import PAGE as CHECK_PAGE
from ringfence.respond.check_page import check_page
from ringfence.respond.errors import (
    CitationError,
    FontMissingError,
    InconsistentPaperError,
    LanguageError,
    LayoutError,
    PaperNeedsError,
    UnknownPaperError,
)
from ringfence.respond.fonts import font_files
from ringfence.respond.letters import letters
from ringfence.respond.paper import (
    Inconsistency,
    PaperKind,
    Wanted,
    claims_of,
    inconsistencies,
    paper_groups,
    paper_kind,
    paper_kinds,
    write_paper,
)
from ringfence.respond.redact import (
    Box,
    BrokenPdfError,
    BrokenPictureError,
    CannotMaskError,
    Masked,
    MaskedFile,
    MaskedPdf,
    MaskedPicture,
    NeedsOcrError,
    NeedsShareError,
    Patch,
    PdfPasswordError,
    PdfWish,
    Private,
    Redactor,
    Shown,
    Span,
    StillSeenError,
    View,
    Wish,
    mask_file,
    mask_pdf,
    mask_picture,
    preview_page,
    private_patches,
    write_masked,
)
from ringfence.respond.report import write_report
from ringfence.respond.write import write_document

__all__ = [
    "CHECK_PAGE",
    "Box",
    "BrokenPdfError",
    "BrokenPictureError",
    "CannotMaskError",
    "CitationError",
    "FontMissingError",
    "Inconsistency",
    "InconsistentPaperError",
    "LanguageError",
    "LayoutError",
    "Masked",
    "MaskedFile",
    "MaskedPdf",
    "MaskedPicture",
    "NeedsOcrError",
    "NeedsShareError",
    "PaperKind",
    "PaperNeedsError",
    "Patch",
    "PdfPasswordError",
    "PdfWish",
    "Private",
    "Redactor",
    "Shown",
    "Span",
    "StillSeenError",
    "UnknownPaperError",
    "View",
    "Wanted",
    "Wish",
    "check_page",
    "claims_of",
    "font_files",
    "inconsistencies",
    "letters",
    "mask_file",
    "mask_pdf",
    "mask_picture",
    "paper_groups",
    "paper_kind",
    "paper_kinds",
    "preview_page",
    "private_patches",
    "write_document",
    "write_masked",
    "write_paper",
    "write_report",
]
