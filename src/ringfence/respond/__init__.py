"""Writes: the case report (HTML and PDF), complaint letters, the number report, the summary for the police, the exhibit list.

Everything is made from one :class:`ringfence.schema.Dossier`, so that no two papers contradict each other. Letters are
neutral blocks first (:func:`letters`) and become DOCX and PDF later (:func:`write_document`). Chinese is set in two
packaged fonts (docs/fonts.md); nothing is fetched and nothing is sent.
"""

from ringfence.respond.agreement import AgreementCheck, Known, Verdict, agreement_words, check_agreement
from ringfence.respond.errors import (
    CitationError,
    ContradictionError,
    FontMissingError,
    LanguageError,
    LayoutError,
    PaperNeedsError,
    UnknownPaperError,
)
from ringfence.respond.fonts import font_files
from ringfence.respond.letters import letters
from ringfence.respond.paper import (
    Contradiction,
    PaperKind,
    Wanted,
    claims_of,
    contradictions,
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
    NeedsShareError,
    Private,
    Redactor,
    SeenText,
    Shown,
    Span,
    mask_file,
    mask_pdf,
    mask_picture,
    private_boxes,
    write_masked,
)
from ringfence.respond.report import write_report
from ringfence.respond.write import write_document

__all__ = [
    "AgreementCheck",
    "Box",
    "BrokenPdfError",
    "BrokenPictureError",
    "CannotMaskError",
    "CitationError",
    "Contradiction",
    "ContradictionError",
    "FontMissingError",
    "Known",
    "LanguageError",
    "LayoutError",
    "Masked",
    "MaskedFile",
    "MaskedPdf",
    "MaskedPicture",
    "NeedsShareError",
    "PaperKind",
    "PaperNeedsError",
    "Private",
    "Redactor",
    "SeenText",
    "Shown",
    "Span",
    "UnknownPaperError",
    "Verdict",
    "Wanted",
    "agreement_words",
    "check_agreement",
    "claims_of",
    "contradictions",
    "font_files",
    "letters",
    "mask_file",
    "mask_pdf",
    "mask_picture",
    "paper_groups",
    "paper_kind",
    "paper_kinds",
    "private_boxes",
    "write_document",
    "write_masked",
    "write_paper",
    "write_report",
]
