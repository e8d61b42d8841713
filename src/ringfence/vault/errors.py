"""What can go wrong with a vault: one class per fault that a caller can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import RingfenceError

if TYPE_CHECKING:
    from pathlib import Path


class VaultError(RingfenceError):
    """Any fault of a vault."""


class NotAVaultError(VaultError):
    """The folder carries no marker file of ours."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"“{folder}”不是案件文件夹:里面没有 ringfence-vault.json。"
            "请检查路径;如果 keys、log 还在,只是这个小文件丢了,请从备份里拷回来。",
            f"{folder} is not a case folder: it holds no ringfence-vault.json. Check the path; if keys/ and log/ are "
            "there and only this small file is lost, copy it back from a backup.",
        )


class NewerFormatError(VaultError):
    """The vault was written by a later version of the software."""

    def __init__(self, place: str, version: object) -> None:
        super().__init__(
            f"{place}的格式版本是 {version},比本软件能读的新。请升级软件;文件夹没有被改动。",
            f"{place} has format version {version}, newer than this software reads. Update it; nothing was changed.",
        )


class FolderNotEmptyError(VaultError):
    """A vault can only be made in an empty folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"“{folder}”里已经有东西,不能在这里新建案件。请换一个空文件夹。",
            f"{folder} is not empty; a case can only be made in an empty folder. Choose another one.",
        )


class SecretNeededError(VaultError):
    """Neither passphrase, recovery key nor remembered identity was given."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"案件“{folder}”是锁着的:请输入口令或恢复密钥。",
            f"The case {folder} is locked: give the passphrase or the recovery key.",
        )


class UnusablePassphraseError(VaultError):
    """An empty passphrase, or one with characters nobody can type."""

    def __init__(self) -> None:
        super().__init__(
            "口令不能为空,也不能含换行等控制字符。请换一个。",
            "The passphrase must not be empty nor hold line breaks or other control characters. Choose another one.",
        )


class WrongPassphraseError(VaultError):
    """The passphrase does not open the case."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"口令不对,打不开案件“{folder}”。请检查大小写和输入法后再试;忘了口令可以用打印的恢复密钥。",
            f"Wrong passphrase for {folder}. Check capitals and input method and try again; "
            "the printed recovery key opens it too.",
        )


class WrongRecoveryKeyError(VaultError):
    """The recovery key is mistyped or belongs to another case."""

    def __init__(self, folder: Path, *, mistyped: bool) -> None:
        what_zh = "恢复密钥抄写有误(校验位不符)" if mistyped else "恢复密钥不属于这个案件"
        what_en = (
            "The recovery key is mistyped (its check does not match)" if mistyped else "Not this case's recovery key"
        )
        super().__init__(
            f"{what_zh}:“{folder}”。请对照打印件再输入一次。", f"{what_en}: {folder}. Compare with the print."
        )


class WrongIdentityError(VaultError):
    """The identity given belongs to another case, or is none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"给出的身份密钥打不开案件“{folder}”:它属于别的案件,或者不是密钥。请改用口令。",
            f"The identity given does not open {folder}: it belongs to another case or is no key. Use the passphrase.",
        )


class MissingKeyFileError(VaultError):
    """A file under keys/ is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"缺少密钥文件“{path}”。请从备份拷回;口令文件丢了可以用恢复密钥打开,反之亦然。",
            f"The key file {path} is missing. Copy it back from a backup; passphrase and recovery key each open the "
            "case without the other's file.",
        )


class DamagedKeyFileError(VaultError):
    """A file under keys/ was changed or does not belong to this case."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"密钥文件“{path}”已损坏或被换过,没有使用它。请从备份拷回,并运行完整性校验。",
            f"The key file {path} is damaged or was exchanged; it was not used. Copy it back from a backup and run verify.",
        )


class LockedByAnotherError(VaultError):
    """Another process is writing to the vault."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        self.pid = pid
        who_zh = f"进程 {pid}" if pid else "另一个程序"
        who_en = f"process {pid}" if pid else "another program"
        super().__init__(
            f"案件“{folder}”正被{who_zh}写入。请等它结束,或关掉那个窗口后再试;只查看不受影响。",
            f"The case {folder} is being written by {who_en}. Wait for it or close it; reading is not affected.",
        )


class ReadOnlyError(VaultError):
    """Writing was asked of a vault that is open for reading, closed, or on a medium that cannot be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"案件“{folder}”不能写入:它是以只读方式打开的、已关闭,或所在的盘不可写。请拷到可写的盘上再打开。",
            f"{folder} cannot be written: it is open for reading, closed, or on a medium that cannot be written. "
            "Copy it to a writable disk and open it there.",
        )


class DiskFullError(VaultError):
    """No space left; nothing half-written was kept."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"磁盘空间不足,“{place}”没有写入;以前的内容完好。请腾出空间后重试。",
            f"The disk is full; {place} was not written, all earlier content is intact. Free some space and try again.",
        )


class WriteFailedError(VaultError):
    """The system refused or lost a write; the vault must be opened again."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"写入“{place}”失败({reason})。已确认的内容不受影响;请检查磁盘,然后重新打开案件。",
            f"Writing {place} failed ({reason}). What was acknowledged is safe; check the disk and open the case again.",
        )


class ReadFailedError(VaultError):
    """The system could not read a file of the vault."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"读取“{place}”失败({reason})。请检查磁盘或连接线,先不要删除任何东西。",
            f"Reading {place} failed ({reason}). Check the disk or cable; delete nothing meanwhile.",
        )


class SourceUnreadableError(VaultError):
    """The file to be kept cannot be read."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"无法读取要保存的文件“{place}”({reason})。请检查路径和权限。",
            f"The file to keep, {place}, cannot be read ({reason}). Check path and permissions.",
        )


class DamagedEntryError(VaultError):
    """A log entry was changed, moved, or does not decrypt."""

    def __init__(self, seq: int, zh: str, en: str) -> None:
        self.seq = seq
        super().__init__(
            f"日志第 {seq} 条有问题:{zh}。请运行完整性校验,并保留现状和备份。",
            f"Log entry {seq}: {en}. Run verify, and keep this state as well as your backups.",
        )


class DamagedHeadError(VaultError):
    """The newest signed head was changed."""

    def __init__(self, place: str) -> None:
        super().__init__(
            f"最新的签名头({place})损坏或签名不符,因此不再写入。请运行完整性校验,并从备份恢复 heads/heads.txt。",
            f"The newest signed head ({place}) is damaged or its signature is wrong, so nothing is written. "
            "Run verify and restore heads/heads.txt from a backup.",
        )


class RolledBackError(VaultError):
    """The log holds fewer entries than a signed head promises."""

    def __init__(self, size: int, promised: int) -> None:
        super().__init__(
            f"日志只剩 {size} 条,而签名头记着 {promised} 条:末尾被截掉了。请从备份恢复 log 文件夹,不要继续写入。",
            f"The log holds {size} entries but a signed head promises {promised}: its end was cut off. "
            "Restore log/ from a backup and do not write to this one.",
        )


class UnknownBlobError(VaultError):
    """No original of that id is kept here."""

    def __init__(self, blob_id: str) -> None:
        super().__init__(
            f"案件里没有编号为 {blob_id} 的原件。请先保存原件再引用它。",
            f"No original with id {blob_id} is kept in this case. Keep it first, then refer to it.",
        )


class DamagedBlobError(VaultError):
    """The bytes of an original do not authenticate."""

    def __init__(self, blob_id: str) -> None:
        self.blob_id = blob_id
        super().__init__(
            f"原件 {blob_id} 的文件已损坏或被改动,没有交出不可信的内容。请从备份恢复 blobs 文件夹。",
            f"The file of original {blob_id} is damaged or was changed; no untrusted content was handed out. "
            "Restore blobs/ from a backup.",
        )


class UnstorableError(VaultError):
    """An entry that the log cannot hold: a reserved kind, not JSON, or too big."""


class RefusedStampError(VaultError):
    """A timestamp that does not hold, with the reason."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"这个时间戳没有被采用:{zh}。案件没有改动;请重新申请,或换一家授时机构。",
            f"This timestamp was refused: {en}. The case is unchanged; ask again or ask another authority.",
        )


class AuthorityUnreachableError(VaultError):
    """A time-stamping authority did not answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"联系不上授时机构“{url}”({reason})。请检查网址和网络,或离线分两步做:先导出申请,再带回响应。",
            f"The time-stamping authority {url} did not answer ({reason}). Check address and network, or do it offline "
            "in two steps: write the request, bring the response back.",
        )


class RedactedBlobError(VaultError):
    """An original whose key was destroyed on purpose."""

    def __init__(self, blob_id: str) -> None:
        self.blob_id = blob_id
        super().__init__(
            f"原件 {blob_id} 已按您的决定销毁,谁也打不开,也不能再存入;日志仍证明它存在过。",
            f"Original {blob_id} was destroyed on purpose: nobody can open it, and it cannot be kept again; "
            "the log still proves that it existed.",
        )


class UnknownHeadError(VaultError):
    """No signed head of this case has that code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"这个存证码不是本案的:{code}。请重新打开存证码一页,把新的交给对方。",
            f"No head of this case has the code {code}. Open the page again and give the new one.",
        )


class UnknownReaderError(VaultError):
    """Nobody of that id may read the case, or they may already."""

    def __init__(self, reader: str, *, already: bool = False) -> None:
        super().__init__(
            f"{reader} 已经可以查看这个案件。" if already else f"没有这个查看人:{reader}。请先列出来再选。",
            f"{reader} may read the case already." if already else f"No such reader: {reader}. List them first.",
        )


class UnreadablePacketError(VaultError):
    """A file that was handed in and cannot be opened."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”打不开:不是加密给这个案件的 age 文件,或已损坏。请对方用本案的递交页重新加密。",
            f"{name} cannot be opened: it is no age file for this case, or damaged. Ask for it again, "
            "made with this case's intake page.",
        )


class NotARecipientError(VaultError):
    """A text that is no age public key."""

    def __init__(self) -> None:
        super().__init__(
            "收件人的公钥不对:应是以 age1 开头的一行(对方运行 age-keygen 得到)。请向对方再要一次。",
            "Not an age public key: it is one line that begins with age1 (made with age-keygen). Ask for it again.",
        )


class UnsafeRuntimeFileError(VaultError):
    """The file with a remembered identity can be read by others, or is not ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"解锁文件“{path}”的权限过宽或不属于当前用户,已拒绝使用。请删除它,再输入一次口令。",
            f"The unlock file {path} is open to others or is not yours; it was refused. "
            "Delete it and enter the passphrase again.",
        )
