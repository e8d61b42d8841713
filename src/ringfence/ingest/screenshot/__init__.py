"""Screenshots of conversations, call lists and notifications, read with their sides, times and boxes (extra ``ocr``).

Nothing recognised is certain: every field keeps its box in the picture and the recogniser's score, times keep the precision that
their words allow, and what was given no place is reported with where it stands.
"""

from ringfence.ingest.screenshot.lines import read_lines
from ringfence.ingest.screenshot.ocr import ocr_missing
from ringfence.ingest.screenshot.picture import Piece, crop, crops, crops_by_place
from ringfence.ingest.screenshot.reader import Screenshot

__all__ = ["Piece", "Screenshot", "crop", "crops", "crops_by_place", "ocr_missing", "read_lines"]
