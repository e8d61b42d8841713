"""Giving chosen originals to somebody outside: a BagIt folder that proves itself without our software."""

from ringfence.vault.export.item import Exported, ExportItem
from ringfence.vault.export.seal import seal_folder
from ringfence.vault.export.write import write_export

__all__ = ["ExportItem", "Exported", "seal_folder", "write_export"]
