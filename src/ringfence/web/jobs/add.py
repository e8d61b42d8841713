"""The job that adds an upload to its case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ringfence.web.jobs.kinds import Outcome
from ringfence.web.spool import spooled
from ringfence.web.waiting import about, drop

if TYPE_CHECKING:
    from ringfence.case import Added, Case
    from ringfence.ingest import Source
    from ringfence.web.jobs.kinds import Work
    from ringfence.web.waiting import Waiting

_AGE = b"age-encryption.org/v1"  # of what others handed in by the case's page


def run(work: Work) -> Outcome:
    """Add the waiting upload ``given["spool"]``; it leaves the spool when it is safely in the vault.

    What has to be asked first (a password, which column is which) leaves the upload where it is. What is said of the file
    stands in the case; the job's row names the source only, because file names and faults can hold names and numbers.
    """
    from ringfence.ingest import IngestError, Mapping, MappingNeededError, PasswordNeededError
    from ringfence.vault import UnreadablePacketError

    spool = work.given["spool"]
    with work.open_case() as case:
        known = about(case, spool)
        if known is None:
            return Outcome(
                "这个文件已经不在等候区了,请再选一次。", "This file waits no more; choose it again.", {"gone": True}
            )
        try:
            added = case.add(
                original(case, spool, known),
                owner=work.given.get("owner", "debtor"),
                mapping=Mapping.from_dict(known.mapping) if known.mapping else None,
                password=work.password(),
                progress=work.progress,
            )
        except MappingNeededError:
            return Outcome(
                "这是一张表格,请先看看每一列是什么。",
                "A table: please say what its columns are.",
                {"ask": "columns"},
                asking=True,
            )
        except PasswordNeededError:
            again = work.password() is not None
            return Outcome(
                "密码不对,请再试一次。" if again else "这是加密的备份,需要它的密码。",
                "Wrong password; try again." if again else "An encrypted backup: its password is needed.",
                {"ask": "password", "wrong": again},
                asking=True,
            )
        except UnreadablePacketError:
            drop(spool)
            return Outcome(
                "这个加密文件不是给这个案件的,或者已经损坏,打不开。请对方用这个案件的递交页再做一次。",
                "This sealed file is for another case or damaged. Ask for it to be made again with this case's page.",
                {"refused": True},
            )
        except IngestError as fault:  # nothing was added: a folder that is no backup, an encrypted iPhone backup
            drop(spool)
            zh, en = fault.zh.replace(f"“{known.name}”", "这个文件"), fault.en.replace(f'"{known.name}"', "this file")
            return Outcome(zh, en, {"refused": True})
    drop(spool)
    work.note(f"added as {added.source.id}")
    return Outcome(*told(added), result_of(added))


def original(case: Case, spool: str, known: Waiting) -> Source:
    """Return a waiting upload, or the folder on this computer that was named, as an original.

    What somebody sealed with the case's own page is opened: the original is what they handed in.

    Raises:
        UnreadablePacketError: it is sealed for another case, or damaged.
    """
    from ringfence.ingest import Source, original_of

    if known.folder:
        return original_of(Path(known.folder))
    path = spooled(spool)

    def upload() -> BinaryIO:
        return case.vault.open_packet(path)

    def handed_in() -> BinaryIO:
        return case.vault.open_packet(upload())

    name, opened = known.name, upload
    if name.casefold().endswith(".age"):
        with upload() as stream:
            if stream.read(len(_AGE)) == _AGE:
                name, opened = name[: -len(".age")] or "文件", handed_in
    with opened() as stream:
        size = stream.seek(0, 2)
    return Source(name, size, opened)


def result_of(added: Added) -> dict[str, object]:
    """Return what a page needs to tell of it: ids and counts."""
    return {
        "source": added.source.id,
        "new": added.new,
        "again": added.again,
        "people": [person.id for person in added.people],
    }


def told(added: Added) -> tuple[str, str]:
    """Return how it went in a sentence, without a name."""
    source = added.source
    if not added.new:
        return f"已经加入过({source.id}),没有重复。", f"Already in the case ({source.id})."
    if not source.reader:
        return f"已原样保存({source.id}),但没能读出内容。", f"Kept ({source.id}), but could not be read."
    rows = sum(int(table["rows"]) for name, table in source.tables.items() if name != "regions")
    zh, en = taken_out(added)
    return f"已加入({source.id}),读到 {rows} 条。{zh}", f"Added ({source.id}), {rows} rows.{en}"


def taken_out(added: Added) -> tuple[str, str]:
    """Return what became of recordings in an archive in a sentence, "" when there are none."""
    lost = sum(bool(one.problem_zh) for one in added.sounds)
    taken = len(added.sounds) - lost
    zh = f"里面的 {taken} 段录音各成一份材料。" if taken else ""
    en = f" The {taken} recordings in it are material of their own." if taken else ""
    if lost:
        zh += f"有 {lost} 段录音已损坏,取不出来,压缩包里的原样还在。"
        en += f" {lost} recordings are damaged and could not be taken out; the archive keeps them as they are."
    return zh, en
