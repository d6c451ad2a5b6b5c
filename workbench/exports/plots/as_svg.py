"""A figure as SVG: one file that needs no other, with words for who does not see it, and colours for a dark screen.

The colours of daylight stand on the marks themselves, so whatever reads no style sheets (Word among them) draws those;
the style sheet changes them on a dark screen and never on paper.
"""

from workbench.exports import markup
from workbench.exports.document import Figure
from workbench.exports.plots.colours import ROLES
from workbench.exports.plots.drawing import Circle, Line, Mark, Polyline, Rect, Text

_MARGIN, _EDGE = 8.0, 1.0  # around a drawing that is a file of its own, and in a page
_FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


def write(figure: Figure, language: str = "en", *, dark: bool = True) -> str:
    """The figure as a file of its own; ``dark``: with the colours of a dark screen too."""
    drawn = element(figure, "plot", language, alone=True, dark=dark)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'


def element(figure: Figure, name: str, language: str = "", *, alone: bool = False, dark: bool = False) -> str:
    """The ``svg`` element; ``name``: what its ids begin with. Unless it stands ``alone``, ``style`` is the page's."""
    drawing = figure.drawing
    margin = _MARGIN if alone else _EDGE
    width, height = drawing.width + 2 * margin, drawing.height + 2 * margin
    caption = "".join(run.text for run in figure.caption)
    lang = f' lang="{markup.line(language)}" xml:lang="{markup.line(language)}"' if language else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" preserveAspectRatio="xMinYMin" role="img" aria-labelledby="{name}-t {name}-d"{lang} '
        f'font-family="{_FONT}">'
    )
    words = f'<title id="{name}-t">{markup.line(caption)}</title>'
    words += f'<desc id="{name}-d">{markup.line(figure.alternative)}</desc>'
    sheet = f"<style>{style()}</style>" if dark else ""
    sheet += _mark(Rect(0, 0, width, height, "paper")) if alone else ""
    marks = "\n".join(map(_mark, drawing.marks))
    moved = f'<g transform="translate({_n(margin)} {_n(margin)})">'
    return f"{head}\n{words}{sheet}\n{moved}\n{marks}\n</g></svg>"


def size(figure: Figure) -> tuple[float, float]:
    """How wide and high the file is, in points of a screen."""
    return figure.drawing.width + 2 * _MARGIN, figure.drawing.height + 2 * _MARGIN


def style() -> str:
    """The rules that change the colours on a dark screen."""
    rules = "".join(
        f".wb-f-{role}{{fill:{colour.dark}}}.wb-s-{role}{{stroke:{colour.dark}}}" for role, colour in ROLES.items()
    )
    return f"@media screen and (prefers-color-scheme:dark){{{rules}}}"


def _n(value: float) -> str:
    """A number in as few digits as a screen shows."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _fill(role: str) -> str:
    return f'class="wb-f-{role}" fill="{ROLES[role].light}"'


def _stroke(role: str, width: float, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    return f'class="wb-s-{role}" stroke="{ROLES[role].light}" stroke-width="{_n(width)}"{dashes}'


def _mark(mark: Mark) -> str:
    match mark:
        case Rect(x, y, width, height, fill):
            return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" {_fill(fill)}/>'
        case Line(x1, y1, x2, y2, stroke, width, dashed):
            ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            return f"<line {ends} {_stroke(stroke, width, dashed)}/>"
        case Circle(x, y, radius, fill, hollow):
            round_ = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"'
            if not hollow:
                return f"<circle {round_} {_fill(fill)}/>"
            inside = f'fill="{ROLES["paper"].light}" stroke="{ROLES[fill].light}" stroke-width="1.5"'
            return f'<circle {round_} class="wb-f-paper wb-s-{fill}" {inside}/>'
        case Polyline(points, stroke, width, closed, dashed):
            along = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
            if closed:
                return f'<polygon points="{along}" {_fill(stroke)}/>'
            return f'<polyline points="{along}" fill="none" {_stroke(stroke, width, dashed)}/>'
        case Text():
            return _text(mark)


def _text(mark: Text) -> str:
    bold = ' font-weight="600"' if mark.strong else ""
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    up = f' transform="rotate(-90 {_n(mark.x)} {_n(mark.y)})"' if mark.up else ""
    place = f'x="{_n(mark.x)}" y="{_n(mark.y)}" font-size="{_n(mark.size)}"'
    return f"<text {place}{anchor}{bold}{up} {_fill(mark.fill)}>{markup.line(mark.text)}</text>"
