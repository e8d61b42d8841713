"""What can be wrong with a file as a whole; faults inside a file are reported as Unread and stop nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringfence.schema import RingfenceError

if TYPE_CHECKING:
    from ringfence.ingest.mapping import Mapping
    from ringfence.schema import Unread


class IngestError(RingfenceError):
    """A file that cannot be read as a whole; the original can still be kept."""


class NotAFileError(IngestError):
    """The path is a folder, a link, a device or nothing at all."""

    def __init__(self, name: str, zh: str, en: str) -> None:
        super().__init__(f"“{name}”{zh}", f'"{name}" {en}')


class EmptyFileError(IngestError):
    """The file holds no byte."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”是空文件（0 字节）。导出可能没有成功，请在手机上重新导出一次。",
            f'"{name}" is empty (0 bytes). The export may have failed; please export again on the phone.',
        )


class UnknownFormatError(IngestError):
    """No reader knows the file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"认不出“{name}”的格式。可读：短信和通话备份（SMS Backup & Restore 的 XML、adb 备份 .ab、安卓和苹果手机的数据库）、"
            "通讯录 vCard(.vcf)、移动/联通详单（CSV、XLSX、PDF、JSON）、留痕导出的微信记录、邮件（.eml）、"
            "其他 CSV/XLSX 表格、陈述表（YAML）、信函和合同（PDF、Word 的 .docx）、"
            "截图（PNG、JPEG、WebP）、通话录音（MP3、M4A、AMR、WAV 等）、装有这些文件的 ZIP、"
            "苹果手机备份的整个文件夹。请检查导出时选的格式。",
            f'The format of "{name}" is not known. Readable: SMS Backup & Restore XML, adb backups, phone databases, vCard '
            "(.vcf), China Mobile and Unicom lists (CSV, XLSX, PDF, JSON), WeChat chats of MemoTrace, e-mail (.eml), "
            "other CSV/XLSX tables, statement forms (YAML), letters and agreements (PDF, .docx), "
            "screenshots, recordings (MP3, M4A, AMR, WAV ...), a ZIP of these, the folder of an iPhone backup.",
        )


class ArchiveRefusedError(IngestError):
    """An archive of a kind that is not looked into (RAR, 7z, gzip), or an office document in a ZIP."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”是压缩包或办公文档，这种格式不会自动打开。请先自己解压，再添加里面的文件（或改存为 ZIP）。",
            f'"{name}" is an archive or office document of a kind that is not opened. Unpack it and add the files (or a ZIP).',
        )


class PasswordNeededError(IngestError):
    """An encrypted backup: nothing can be read without its password."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”是加密的备份，需要备份时设置的密码才能读取。忘记密码也可以只保存原件。",
            f'"{name}" is an encrypted backup; the password set when it was made is needed. It can be kept without being read.',
        )


class WrongPasswordError(PasswordNeededError):
    """The password does not open the backup."""

    def __init__(self, name: str) -> None:
        IngestError.__init__(
            self,
            f"密码不对，打不开“{name}”。请再试一次（注意大小写；这是备份时设置的密码，不是本案的口令）。",
            f'Wrong password for "{name}". Try again; it is the one set for the backup, not the passphrase of the case.',
        )


class UnsafeFileError(IngestError):
    """The file holds a construction that real exports never have and attacks do."""

    def __init__(self, name: str, place: str, zh: str, en: str) -> None:
        super().__init__(
            f"“{name}”（{place}）{zh}，正常导出的文件不会这样，为安全起见没有读取。请确认文件来源并重新导出。",
            f'"{name}" ({place}) {en}; real exports never do, so it was not read. Check its origin and export again.',
        )


class DoctypeRefusedError(UnsafeFileError):
    """The XML declares a document type, the door to entity bombs and to reading other files."""

    def __init__(self, name: str, offset: int) -> None:
        super().__init__(name, f"bytes:{offset}", "含有 DOCTYPE 声明", "declares a DOCTYPE")


class TooLargeError(IngestError):
    """Larger than this format can sensibly be."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"“{name}”超过此格式的上限（{limit // 1024 // 1024} MiB）。请分段导出后再添加。",
            f'"{name}" is over the limit for this format ({limit // 1024 // 1024} MiB). Export it in parts.',
        )


class BrokenFileError(IngestError):
    """The container itself is damaged, so nothing in it can be reached."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(
            f"“{name}”已损坏，无法打开（{place}）。原件可以照样保存；请重新导出一份。",
            f'"{name}" is damaged and cannot be opened ({place}). The original can still be kept; export it again.',
        )


class NeedsAudioError(IngestError):
    """The library that decodes sound is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "读取录音需要附加组件。请运行:pip install 'ringfence[audio]'，然后用 ringfence reread 读一次。原件可以先照样保存。",
            "Reading recordings needs an extra: pip install 'ringfence[audio]', then `ringfence reread`. "
            "The original can be kept meanwhile.",
        )


class SilkRefusedError(IngestError):
    """A WeChat voice message (SILK), which no free decoder here reads."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}”是微信语音（SILK 格式），这里不能解码。原件可以照样保存；"
            "要播放或剪辑，请在微信里播放并录屏，或用微信的“转文字”截图。",
            f'"{name}" is a WeChat voice message (SILK), which cannot be decoded here. The original can still be kept; '
            "play it in WeChat and record the screen, or take a screenshot of its transcript.",
        )


class CutRefusedError(IngestError):
    """The chosen parts of a recording cannot make a highlight."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            f"不能这样剪辑：{zh}。片段要按时间先后、互不重叠，总长不超过三分钟。",
            f"Cannot cut: {en}. Parts must be in order, apart, and three minutes at most in all.",
        )


class MappingNeededError(IngestError):
    """A table whose columns the user has to confirm first.

    Attributes:
        proposal: the guessed columns, each with its reason.
    """

    def __init__(self, name: str, proposal: Mapping) -> None:
        super().__init__(
            f"“{name}”是表格，需要先确认每一列的含义。已给出建议，请核对后再读取。",
            f'"{name}" is a table whose columns have to be confirmed first. A proposal is attached; check it and read again.',
        )
        self.proposal = proposal


class MappingMismatchError(IngestError):
    """The confirmed mapping names a sheet or column that the file does not have."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(
            f"“{name}”里没有对应关系中写的“{wanted}”。请重新生成建议并确认。",
            f'"{name}" has no "{wanted}" as the mapping says. Make the proposal again and confirm it.',
        )


def lacked_extra(piece: Unread) -> bool:
    """Tell whether a piece was not read because an extra was not installed (its reason names the extra)."""
    return "ringfence[" in piece.en
