"""How much a package may cost. Real ones stay far below; what goes beyond is a bomb or a lie, and is said."""

MIB = 1 << 20

MEMBER = 256 * MIB
"""Bytes of one member after inflating, unless the caller says otherwise."""

INNER_APK = 512 * MIB
"""Bytes of an APK that lies compressed in a bundle; one that is merely stored is never copied."""

TOTAL = 1536 * MIB
"""Bytes of all members of one archive together, each counted once."""

RATIO = 200
"""How many times its size a member may grow, once it is past ``RATIO_FROM``. Code and tables stay below 30."""

RATIO_FROM = 16 * MIB

ENTRIES = 1 << 18
"""Entries of one archive; the largest apps have some 40,000."""

APKS = 512
"""APKs in one bundle or folder."""

MANIFEST = 16 * MIB
"""Bytes of AndroidManifest.xml; the largest are below two MiB."""

SMALL_TEXT = 4 * MIB
"""Bytes of a bundle's own description (``manifest.json``, ``info.json``)."""
