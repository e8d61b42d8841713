"""What can stand in the way of a transcript, one class per fault a user can act on."""

from __future__ import annotations

from ringfence.ingest.errors import IngestError

_HOLDS_ZH = (
    "完整的模型文件夹要有：tokens.txt，加上一个模型文件（SenseVoice、Paraformer、zipformer CTC、WeNet CTC 等：model.int8.onnx 或 "
    "model.onnx），或 encoder*.onnx 加 decoder*.onnx（Whisper、FireRedASR），或再加 joiner*.onnx（zipformer transducer）"
)
_HOLDS_EN = (
    "A complete folder holds tokens.txt and either one model (SenseVoice, Paraformer, zipformer CTC, WeNet CTC: "
    "model.int8.onnx or model.onnx), or encoder*.onnx and decoder*.onnx (Whisper, FireRedASR), or joiner*.onnx as well "
    "(zipformer transducer)"
)


class NeedsSpeechError(IngestError):
    """The speech engine is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "转写录音需要附加组件。请运行:pip install 'ringfence[asr,audio]'。识别在您自己的电脑上进行，不联网。",
            "Transcribing recordings needs extras: pip install 'ringfence[asr,audio]'. It runs on your own computer, offline.",
        )


class ModelNotFoundError(IngestError):
    """The folder given holds no complete speech model."""

    def __init__(self, folder: str, zh: str, en: str) -> None:
        super().__init__(
            f"语音识别模型不能用（{folder}）：{zh}。{_HOLDS_ZH}。模型由您自己下载并解压，本软件不会联网下载。",
            f"This speech model cannot be used ({folder}): {en}. {_HOLDS_EN}. You download and unpack it; nothing is fetched.",
        )


class BrokenModelError(IngestError):
    """The files are there but the engine cannot load them, or they do not belong together."""

    def __init__(self, folder: str, zh: str, en: str) -> None:
        super().__init__(
            f"语音识别模型打不开（{folder}）：{zh}。文件可能没有下载完整，或不是同一套模型里的；请重新下载并解压到一个空文件夹。",
            f"This speech model cannot be loaded ({folder}): {en}. Files may be incomplete or of different models; "
            "download it again and unpack it into an empty folder.",
        )


class EngineFailedError(IngestError):
    """The engine stopped in the middle of a recording; nothing was kept."""

    def __init__(self, name: str, at_ms: int, why: str) -> None:
        place = f"{at_ms // 60_000}:{at_ms // 1000 % 60:02d}"
        super().__init__(
            f"转写“{name}”时，识别程序在 {place} 处停止了（{why}），没有保存文字稿。可以换一个模型再试；录音原件不受影响。",
            f'The engine stopped at {place} of "{name}" ({why}); no transcript was kept. Try another model; '
            "the recording itself is untouched.",
        )
