"""Writing an export: the whole folder under a temporary name first, so that a half one never looks finished."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ringfence.vault.age_header import AgeFormatError
from ringfence.vault.disk import temporary_name, writing
from ringfence.vault.errors import DamagedBlobError, FolderNotEmptyError, NotARecipientError
from ringfence.vault.export.bag import Bag, payload_name
from ringfence.vault.export.item import Exported
from ringfence.vault.export.page import carried, checking_page, exhibits_page
from ringfence.vault.export.proof import proof_files, stamp_files
from ringfence.vault.export.seal import seal_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ringfence.schema import Progress
    from ringfence.vault.export.item import ExportItem
    from ringfence.vault.giving import Giving
    from ringfence.vault.head import Head
    from ringfence.vault.stamps import KeptStamp

_STEP = "写出证据"


def write_export(
    vault: Giving,
    target: Path,
    items: Sequence[ExportItem],
    *,
    title: str,
    lead: Sequence[tuple[str, str]],
    today: str,
    recipients: Sequence[str],
    earlier: Sequence[Head],
    progress: Progress,
) -> Exported:
    """Write the bag; see :meth:`ringfence.vault.vault.Vault.export`."""
    if target.exists():
        raise FolderNotEmptyError(target)
    with writing(target.parent, target.name):
        target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_name(target)
    try:
        with writing(target.parent, target.name):
            inner = temporary / target.name.removesuffix(".tar.age")
            inner.mkdir(parents=True)
            exported = _Writer(vault, inner, items, progress).write(title, lead, today, earlier)
            if recipients:
                seal_folder(inner, temporary / target.name, recipients)
            (temporary / target.name).replace(target)
    except AgeFormatError as error:
        raise NotARecipientError from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return replace(exported, path=target)


class _Writer:
    def __init__(self, vault: Giving, folder: Path, items: Sequence[ExportItem], progress: Progress) -> None:
        self._vault = vault
        self._items = items
        self._bag = Bag(folder)
        self._progress = progress
        self._done = 0
        self._total = sum(vault.blob(item.blob).size for item in items)

    def write(self, title: str, lead: Sequence[tuple[str, str]], today: str, earlier: Sequence[Head]) -> Exported:
        """Write every file and return what there is."""
        head, leaves, disclosures = self._vault.disclose([(item.seq, item.blob) for item in self._items])
        stamps = self._vault.stamps()
        sizes = (
            {one.size for one in earlier} | {one.size for one in stamps} | {one.size for one in self._vault.anchors()}
        )
        earlier = [one for one in self._vault.heads() if one.size in sizes - {head.size}]
        key = self._vault.verify_pem()
        fingerprint = self._vault.fingerprint()
        files, proof = proof_files(disclosures, leaves, head, earlier)
        exhibits = [self._exhibit(item) for item in self._items]
        stamped, stamp_proof = stamp_files(self._vault.folder, stamps)
        files |= stamped
        proof = {"format": "ringfence-proof", "version": 1, **proof, "timestamps": stamp_proof, "exhibits": exhibits}
        files["proof/verify.pem"] = key
        files["proof/proof.json"] = json.dumps(proof, ensure_ascii=False, indent=1).encode()
        files["exhibits.html"] = exhibits_page(title, [*lead, *_about(head, fingerprint, stamps)], exhibits)
        files["verify.html"] = checking_page()
        files["verify.py"] = carried("verify.py").encode()
        files["README.txt"] = _instructions(head, fingerprint, self._items[0].seq, stamp_proof)
        for name in sorted(files):
            self._bag.tag(name, files[name])
        signed = self._bag.finish(_info(title, head, today, lead))
        (self._bag.folder / "signature.bin").write_bytes(self._vault.sign_list(signed))
        names = tuple(one["path"] for one in exhibits)
        return Exported(self._bag.folder, names, self._bag.bytes, head.code, fingerprint, sha256(signed).hexdigest())

    def _exhibit(self, item: ExportItem) -> dict[str, Any]:
        blob = self._vault.blob(item.blob)
        name = payload_name(item.id, item.name)
        with self._vault.open_blob(item.blob) as stream:
            digests = self._bag.payload(name, stream, self._told())
        if digests != (blob.sha256, blob.sm3):
            raise DamagedBlobError(item.blob)
        return {
            "id": item.id,
            "path": name,
            "name": item.name,
            "size": blob.size,
            "sha256": blob.sha256,
            "sm3": blob.sm3,
            "entry": item.seq,
            "facts": [list(fact) for fact in item.facts],
        }

    def _told(self) -> Callable[[int], None]:
        def told(more: int) -> None:
            self._done += more
            self._progress(_STEP, self._done, self._total)

        return told


def _about(head: Head, fingerprint: str, stamps: Sequence[KeptStamp]) -> list[tuple[str, str]]:
    return [
        ("存证码 / head", head.code),
        ("密钥指纹 / key fingerprint", fingerprint),
        *(
            (
                "时间戳 / timestamp",
                f"{one.stamp.time:%Y-%m-%d %H:%M:%S} UTC · {one.stamp.authority} · 前 {one.size} 条 / first {one.size} entries",
            )
            for one in stamps
        ),
    ]


def _info(title: str, head: Head, today: str, lead: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return (
        ("External-Description", f"Ringfence evidence export: {title}"),
        ("External-Identifier", head.case_id),
        ("Bagging-Date", today),
        ("Bag-Software-Agent", "ringfence"),
        *(("Internal-Sender-Description", f"{label}: {value}") for label, value in lead),
    )


def _instructions(head: Head, fingerprint: str, seq: int, stamps: Sequence[dict[str, str]]) -> bytes:
    lines = [
        f"        openssl ts -verify -data {one['head']} -in {one['file']} -CAfile {one['root']}\n" for one in stamps
    ]
    text = carried("README.txt").replace("{ENTRY}", f"{seq:012d}").replace("{STAMPS}\n", "".join(lines))
    return text.replace("{HEAD}", head.code).replace("{FINGERPRINT}", fingerprint).encode()
