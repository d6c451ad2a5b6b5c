"""A figure as PNG, for programs that draw no SVG: the colours of daylight, and the same font on every machine.

The font is Roboto, from a package: letters that it does not have are drawn as an empty box.
"""

import io
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from workbench.exports.document import Figure
from workbench.exports.plots.colours import ROLES
from workbench.exports.plots.drawing import Circle, Drawing, Line, Mark, Polyline, Rect, Text

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_MARGIN = 8.0
_FINER = 2  # lines are drawn larger by this and shrunk, so that they are smooth
_MOST = 12_000  # points of the picture, along one side
_DASH = 5.0, 4.0


def write(figure: Figure, scale: float = 2.0) -> bytes:
    """The figure as PNG, ``scale`` points for each of the drawing; fewer where a side had more than 12,000."""
    from PIL import Image

    drawing = figure.drawing
    width, height = drawing.width + 2 * _MARGIN, drawing.height + 2 * _MARGIN
    scale = min(scale, _MOST / max(width, height))
    size = round(width * scale), round(height * scale)
    sheet = Image.new("RGB", (size[0] * _FINER, size[1] * _FINER), ROLES["paper"].light)
    _Painter(sheet, scale * _FINER).paint(drawing)
    out = io.BytesIO()
    sheet.resize(size, Image.Resampling.BOX).save(out, "PNG", optimize=True)
    return out.getvalue()


def font() -> bytes:
    """The font that words are drawn in, a TrueType file."""
    return (files("font_roboto") / "files" / "Roboto-Regular.ttf").read_bytes()


class _Painter:
    """Draws marks on a sheet."""

    def __init__(self, sheet: "Image", scale: float) -> None:
        from PIL import ImageDraw

        self._sheet = sheet
        self._scale = scale
        self._pen = ImageDraw.Draw(sheet)
        self._font = font()
        self._fonts: dict[float, FreeTypeFont] = {}

    def paint(self, drawing: Drawing) -> None:
        """Every mark, in order."""
        for mark in drawing.marks:
            self._mark(mark)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (x + _MARGIN) * self._scale, (y + _MARGIN) * self._scale

    def _mark(self, mark: Mark) -> None:
        match mark:
            case Rect(x, y, width, height, fill):
                left, top = self._at(x, y)
                right, bottom = self._at(x + width, y + height)
                self._pen.rectangle((left, top, max(right - 1, left), max(bottom - 1, top)), ROLES[fill].light)
            case Line(x1, y1, x2, y2, stroke, width, dashed):
                self._line(((x1, y1), (x2, y2)), stroke, width, dashed)
            case Circle(x, y, radius, fill, hollow):
                inside = ROLES["paper" if hollow else fill].light
                width = round(1.5 * self._scale)
                box = (*self._at(x - radius, y - radius), *self._at(x + radius, y + radius))
                self._pen.ellipse(box, inside, ROLES[fill].light, width)
            case Polyline(points, stroke, width, closed, dashed):
                if closed:
                    self._pen.polygon([self._at(*point) for point in points], ROLES[stroke].light)
                else:
                    self._line(points, stroke, width, dashed)
            case Text():
                self._text(mark)

    def _line(self, points: tuple[tuple[float, float], ...], stroke: str, width: float, dashed: bool) -> None:
        if len(points) < 2:
            return
        thick = max(round(width * self._scale), 1)
        for piece in _dashes(points) if dashed else [points]:
            self._pen.line([self._at(*point) for point in piece], ROLES[stroke].light, thick, "curve")

    def _text(self, mark: Text) -> None:
        from PIL import Image, ImageDraw

        font = self._of(mark.size)
        bold = self._scale * 0.35 if mark.strong else 0
        x, y = self._at(mark.x, mark.y)
        if not mark.up:
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[mark.anchor]
            self._pen.text((x, y), mark.text, ROLES[mark.fill].light, font, anchor, stroke_width=bold)
            return
        left, top, right, bottom = (round(side) for side in font.getbbox(mark.text, anchor="ls"))
        stamp = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
        ImageDraw.Draw(stamp).text((-left, -top), mark.text, 255, font, "ls")
        stamp = stamp.transpose(Image.Transpose.ROTATE_90)
        start = {"start": -right, "middle": -(right - left) // 2, "end": left}[mark.anchor]
        self._sheet.paste(ROLES[mark.fill].light, (round(x) + top, round(y) + start), stamp)

    def _of(self, size: float) -> "FreeTypeFont":
        from PIL import ImageFont

        if size not in self._fonts:
            # The plain layout: the other one depends on what is installed beside the library.
            self._fonts[size] = ImageFont.truetype(
                io.BytesIO(self._font), size * self._scale, layout_engine=ImageFont.Layout.BASIC
            )
        return self._fonts[size]


def _dashes(points: tuple[tuple[float, float], ...]) -> list[tuple[tuple[float, float], ...]]:
    """The pieces of a dashed line; the pattern goes on round corners."""
    pieces: list[tuple[tuple[float, float], ...]] = []
    piece: list[tuple[float, float]] = [points[0]]
    on, left = True, _DASH[0]
    for (x1, y1), (x2, y2) in pairwise(points):
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        done = 0.0
        while length - done > left:
            done += left
            at = (x1 + (x2 - x1) * done / length, y1 + (y2 - y1) * done / length)
            if on:
                pieces.append((*piece, at))
            piece, on = [at], not on
            left = _DASH[0 if on else 1]
        left -= length - done
        if on:
            piece.append((x2, y2))
    return [*pieces, tuple(piece)] if on and len(piece) > 1 else pieces
