"""What can go wrong in the hall, one class per fault a caller can act on."""

from __future__ import annotations

from ringfence.schema import RingfenceError

FIELD_ZH = {
    "side": "收发方向",
    "direction": "呼叫方向",
    "address": "对方号码或名称",
    "time": "时间",
    "text": "内容",
    "kind": "类型",
    "duration": "时长",
    "answered": "是否接通",
    "record": "记录",
    "title": "整张图的对方",
}


class UnknownNameError(RingfenceError):
    """A party, person, debt, source, event or entry that the case does not have."""

    def __init__(self, kind_zh: str, kind_en: str, name: str) -> None:
        super().__init__(
            f"案件里没有这个{kind_zh}:{name}。请先列出现有的编号再选一个。",
            f"This case has no {kind_en} {name}. List what there is and choose one.",
        )


class CannotUndoError(RingfenceError):
    """An entry that cannot be undone."""

    def __init__(self, seq: int) -> None:
        super().__init__(
            f"第 {seq} 条记录不能撤销(不存在、已撤销,或是建案记录)。",
            f"Entry {seq} cannot be undone (it does not exist, is undone already, or created the case).",
        )


class NoTranscriptError(RingfenceError):
    """The recording has no transcript yet."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} 还没有文字稿。请先转写:ringfence transcribe {source} --model 模型文件夹",
            f"{source} has no transcript yet. Make one first: ringfence transcribe {source} --model DIR",
        )


class NoAuditError(RingfenceError):
    """An app of which only the user's word is known: no package of it was looked at."""

    def __init__(self, app: str) -> None:
        super().__init__(
            f"{app} 只有您登记的情况,没有检查过它的安装包。请先加入安装包:ringfence add 文件.apk",
            f"Of {app} only what you noted is known. Add its package first: ringfence add FILE.apk",
        )


class PackedRecordingError(RingfenceError):
    """The recording lies inside an archive."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} 是压缩包,里面的录音不能直接转写。请把录音单独加入案件后再转写。",
            f"{source} is an archive; add the recording by itself and transcribe that.",
        )


class NothingToReportError(RingfenceError):
    """A report was asked of a case without any event."""

    def __init__(self) -> None:
        super().__init__(
            "案件里还没有可以分析的记录。请先用 ringfence add 加入短信、通话记录或亲友陈述。",
            "There is nothing to analyse yet. Add messages, calls or statements with `ringfence add` first.",
        )


class FieldValueError(RingfenceError):
    """A value that a field of a recognised record cannot have; nothing was changed."""

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(
            f"这一项({FIELD_ZH.get(field, field)})不能这样改:{zh}。没有改动任何内容。",
            f"This field ({field}) cannot be set so: {en}. Nothing was changed.",
        )


class NoPictureError(RingfenceError):
    """A source whose fields were not recognised on a picture, so that there is nothing to look at and correct."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source} 不是读出来的截图,没有可核对的识别结果。没有读懂的图片请先用 ringfence reread {source} 再读一次。",
            f"{source} is no screenshot that was read. If it is a picture, try `ringfence reread {source}` first.",
        )
