"""An SVG under construction: shapes with a class for screens and the same colours as attributes for paper."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH = 760

# class -> presentation attributes; the page's style sheet overrides them by class, the typesetter reads them as they are.
_LOOK = {
    "ink": 'fill="#1d2a35"',
    "mute": 'fill="#5a6874"',
    "rule": 'stroke="#d5dbe0" stroke-width="0.75"',
    "axis": 'stroke="#8a96a1" stroke-width="1"',
    "night": 'fill="#e6e9f1"',
    "call": 'fill="#1f5f8b"',
    "written": 'fill="none" stroke="#b3541e" stroke-width="1.6"',
    "bar": 'fill="#1f5f8b"',
    "span": 'stroke="#1f5f8b" stroke-width="3" stroke-linecap="round"',
    "charge": 'fill="#b3541e"',
    "dot": 'fill="#1f5f8b"',
}


@dataclass(frozen=True, slots=True)
class Chart:
    """One picture with its words.

    Attributes:
        svg: a complete ``svg`` element with title and description.
        note: one sentence under it.
        header, rows: the same as a table, for those who cannot or will not look at a picture.
    """

    key: str
    title: str
    svg: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Picture:
    """Collects shapes; coordinates are in the viewBox's units (one unit = one CSS pixel at full width)."""

    def __init__(self, key: str, height: float, title: str, description: str, width: float = WIDTH) -> None:
        self._head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
            f'height="{height:g}" role="img" aria-labelledby="{key}-t {key}-d" font-family="Noto Sans SC" font-size="12">'
            f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        )
        self._shapes: list[str] = []

    def rect(self, look: str, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        """Draw a filled rectangle."""
        rounded = f' rx="{radius:g}"' if radius else ""
        self._shapes.append(
            f'<rect class="{look}" {_LOOK[look]} x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"{rounded}/>'
        )

    def circle(self, look: str, x: float, y: float, radius: float) -> None:
        """Draw a circle."""
        self._shapes.append(f'<circle class="{look}" {_LOOK[look]} cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>')

    def line(self, look: str, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a line."""
        self._shapes.append(
            f'<line class="{look}" {_LOOK[look]} x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )

    def text(self, look: str, x: float, y: float, words: str, *, anchor: str = "start", size: float = 12) -> None:
        """Write one line; ``anchor``: start, middle or end."""
        self._shapes.append(
            f'<text class="{look}" {_LOOK[look]} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}">'
            f"{escape(words)}</text>"
        )

    def svg(self) -> str:
        """Return the finished element."""
        return self._head + "".join(self._shapes) + "</svg>"
