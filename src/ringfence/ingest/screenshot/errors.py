"""What can be wrong with a picture as a whole."""

from __future__ import annotations

from ringfence.ingest.errors import IngestError


class OcrMissingError(IngestError):
    """The part that reads pictures is not installed."""

    def __init__(self, module: str) -> None:
        super().__init__(
            f"读取图片需要的组件没有装好（缺少 {module}）。请运行：pip install 'ringfence[ocr]'，"
            "再用 ringfence reread 读一次；原件已照样保存。"
            "（英特尔处理器的苹果电脑暂无此组件。）",
            f"What reads pictures is not installed ({module} is missing). Run: pip install 'ringfence[ocr]', "
            "then read it again with `ringfence reread`; the original is kept. (Not available on Intel Macs.)",
        )


class TooManyPixelsError(IngestError):
    """The picture says it has more pixels than any screenshot."""

    def __init__(self, name: str, limit: int) -> None:
        super().__init__(
            f"“{name}”的像素超过上限（{limit // 1_000_000} 百万），没有读取。请分段截图后再添加。",
            f'"{name}" has more than {limit // 1_000_000} million pixels and was not read. Take it in parts.',
        )
