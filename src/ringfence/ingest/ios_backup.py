"""The kept files of an iPhone backup (see ios_folder): messages, contacts and calls, each from its own database."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ringfence.ingest.collection import Collection
from ringfence.ingest.database import LIMIT, Database, is_database
from ringfence.ingest.errors import IngestError
from ringfence.ingest.ios_folder import BESIDE, DATABASES, LISTS, PLIST, EncryptedIosBackupError, file_id, read_plist
from ringfence.ingest.phone_database import PhoneDatabase
from ringfence.ingest.reader import Match, ReadResult, Request
from ringfence.ingest.source import Source
from ringfence.ingest.tally import Tally
from ringfence.ingest.tar_stream import TarBrokenError, TarStream
from ringfence.schema import Said

if TYPE_CHECKING:
    from datetime import datetime

_NAMES_ZH = dict(zip(DATABASES, ("短信", "通讯录", "通话记录"), strict=True))
_DEVICE = ("Device Name", "Product Type", "Product Version")


class IosBackup:
    """Reader of iPhone backups."""

    name = "ios-backup"
    version = 1
    kind_zh = "苹果手机备份"

    def sniff(self, source: Source) -> Match | None:
        """Return the claim to a tar whose first file is one of a backup's lists."""
        head = source.head
        if head[257:262] != b"ustar" or head[:100].split(b"\0", 1)[0].decode("utf-8", "replace") not in LISTS:
            return None
        return Match(self.name, self.kind_zh, 1.0, "苹果备份的清单和数据库")

    def read(self, request: Request) -> ReadResult:
        """Read the databases.

        Raises:
            EncryptedIosBackupError: the backup is encrypted.
            TooLargeError: a database over 1 GiB.
        """
        collection = Collection()
        files = _files(request, collection.tally)
        manifest = files.get("Manifest.db", b"")
        if read_plist(files.get("Manifest.plist", b"")).get("IsEncrypted") or (manifest and not is_database(manifest)):
            raise EncryptedIosBackupError(request.source.name)
        collection.device = _device(read_plist(files.get("Info.plist", b"")), collection.tally)
        listed = _listed(manifest, collection.tally)
        for done, path in enumerate(DATABASES):
            request.progress(Said("读取苹果备份", "reading the iPhone backup"), done, len(DATABASES))
            _read(path, files, path in listed, request, collection)
        request.progress(Said("读取苹果备份", "reading the iPhone backup"), len(DATABASES), len(DATABASES))
        return collection.result(self.name, self.version, self.kind_zh)


def _files(request: Request, tally: Tally) -> dict[str, bytes]:
    """Return name -> bytes of what the tar holds."""
    files: dict[str, bytes] = {}
    with closing(request.source.open()) as stream:
        tar = TarStream(stream)
        try:
            for entry in tar.entries():
                limit = PLIST if entry.name.endswith(".plist") else LIMIT
                if entry.size <= limit and len(files) < 100:
                    files[entry.name] = tar.read(entry.size)
                else:
                    tally.unread(f"entry:{entry.name}", "文件过大，未读取", "too large; not read")
        except TarBrokenError as broken:
            tally.unread(f"tar:{broken.at}", "备份到此中断", "the backup breaks off here")
    return files


def _device(info: dict[str, Any], tally: Tally) -> str:
    """Return the phone as the backup names it, and say when it was made."""
    made: datetime | Any = info.get("Last Backup Date")
    if hasattr(made, "strftime"):
        tally.note(
            Said(
                f"备份自述的制作时间：{made:%Y-%m-%d %H:%M:%S}（UTC）。",
                f"Made, by its own account: {made:%Y-%m-%d %H:%M:%S} (UTC).",
            )
        )
    return " ".join(str(info[name]) for name in _DEVICE if info.get(name))[:200]


def _listed(manifest: bytes, tally: Tally) -> set[str]:
    """Return the wanted paths that the backup's own list names."""
    if not manifest:
        tally.note(
            Said(
                "备份里没有清单（Manifest.db），只按文件名查找。",
                "The backup has no manifest (Manifest.db); files were found by their names only.",
            )
        )
        return set()
    try:
        with Database(Source.of_bytes("Manifest.db", manifest), Tally()) as db:
            paths = [db.text(row["relativepath"], "Files") for row in db.rows("files", "relativepath")]
    except IngestError as fault:
        tally.unread("entry:Manifest.db", fault.zh, fault.en)
        return set()
    tally.note(
        Said(
            f"清单中有 {len(paths)} 项；这里只保存和读取短信、通讯录、通话记录的数据库。",
            f"{len(paths)} entries in the manifest; only the databases of messages, contacts and calls are kept and read.",
        )
    )
    return {path for path in DATABASES if path in paths}


def _read(path: str, files: dict[str, bytes], listed: bool, request: Request, into: Collection) -> None:  # noqa: FBT001 -- one caller
    name = file_id(path)
    data = files.get(f"{name[:2]}/{name}")
    if data is None:
        if listed:
            zh = f"清单里有{_NAMES_ZH[path]}数据库，但备份文件夹里没有这个文件"
            into.tally.unread(f"entry:{path}", zh, "the list names this database, but the folder does not hold it")
        else:
            into.tally.note(f"备份里没有{_NAMES_ZH[path]}数据库。")
        return
    beside = {end: files.get(f"{file_id(path + end)[:2]}/{file_id(path + end)}") for end in BESIDE if end}
    logs = {end: Source.of_bytes(path + end, log) for end, log in beside.items() if log}
    source = replace(Source.of_bytes(path, data), beside=logs)
    try:
        into.add(path, PhoneDatabase().read(replace(request, source=source)))
    except IngestError as fault:
        into.tally.unread(f"entry:{path}", fault.zh, fault.en)
