"""Opens packages of apps: one APK, a store's bundle, a split set; tolerant as Android is, bounded, never unpacked to disk."""

from ringfence.audit.apk.container.apk import Apk
from ringfence.audit.apk.container.package import Package, open_package

__all__ = ["Apk", "Package", "open_package"]
