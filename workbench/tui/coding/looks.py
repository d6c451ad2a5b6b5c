"""How the text looks. Stripes carry which code it is, the ground behind the words only how many lie there.

Averaged colours turn to mud from the third coding on, so the ground is neutral, in three steps. Only a coding or a code
that is singled out lends it its hue. In 16 colours or none, coded text is underlined, the selection reversed,
the cursor bold.
"""

from collections.abc import Mapping
from typing import NamedTuple

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color, ColorParseError

from workbench.tui.theme import code_style

_DEPTHS = (0.09, 0.16, 0.23)
_HUE = 0.34
_SEARCH = 0.42


class CodeLook(NamedTuple):
    """A code in the margin: two letters, the glyph of its stripe, the stripe's style, and its hue."""

    label: str
    glyph: str
    style: Style
    hue: Color

    @property
    def ink(self) -> Style:
        """Its colour alone, for a place that has a ground of its own."""
        return Style(color=self.style.color)


class Piece(NamedTuple):
    """What is true of a run of characters; ``depth`` codings cover it, ``quiet`` is the interviewer's speech."""

    depth: int = 0
    cursor: bool = False
    selected: bool = False
    found: bool = False
    quiet: bool = False
    hue: Color | None = None


class Looks:
    """The styles of one theme. ``variables`` are the app's theme variables; ``plain``: attributes only."""

    def __init__(self, variables: Mapping[str, str], dark: bool = True, plain: bool = False) -> None:
        self.plain = plain
        self._dark = dark
        self._cache: dict[Piece, Style] = {}
        if plain:
            # Nothing but attributes: the terminal's own colours are the only ones known to be readable here.
            self.base, self.dim, self.label = Style(), Style(dim=True), Style(bold=True)
            self.quiet_label, self.bar, self.note = Style(dim=True), Style(bold=True), Style()
            return
        self._ground = _colour(variables, "background", "#15181C")
        self._ink = _colour(variables, "foreground", "#D9DBD7")
        self._dim = _colour(variables, "wb-dim", "#8A929B")
        self._cursor = _colour(variables, "wb-cursor", "#2E4A5C")
        self._cursor_ink = _colour(variables, "wb-cursor-text", "#FFFFFF")
        self._warning = _colour(variables, "warning", "#D9B36C")
        accent = _colour(variables, "accent", "#6FA8C9")
        self.base = _style(self._ink, self._ground)
        self.dim = _style(self._dim, self._ground)
        self.label = _style(accent, self._ground) + Style(bold=True)
        self.quiet_label = self.dim
        self.bar = _style(accent, self._ground)
        self.note = _style(self._warning, self._ground)

    def code(self, label: str, number: int, colour: str = "") -> CodeLook:
        """The look of a code: its own ``colour`` (as the codebook writes it) or the hue of its number."""
        text, glyph = code_style(number, self._dark)
        try:
            hue = Color.parse(colour) if colour.startswith("#") else Color.parse(text)
        except ColorParseError:
            hue = Color.parse(text)
        if self.plain:
            return CodeLook(label, glyph, Style(color=RichColor.from_rgb(hue.r, hue.g, hue.b)), hue)
        return CodeLook(label, glyph, _style(hue, self._ground), hue)

    def piece(self, piece: Piece) -> Style:
        """The style of a run of characters."""
        style = self._cache.get(piece)
        if style is None:
            style = self._cache[piece] = self._plain(piece) if self.plain else self._coloured(piece)
        return style

    def _plain(self, piece: Piece) -> Style:
        return Style(
            underline=piece.depth > 0 or None,
            reverse=piece.selected or None,
            bold=piece.cursor or piece.found or None,
            italic=piece.found or None,
            dim=(piece.quiet and not piece.cursor and not piece.selected) or None,
        )

    def _coloured(self, piece: Piece) -> Style:
        if piece.selected:
            return _style(self._ground, self._warning if piece.found else self._ink)
        ground, ink = self._ground, self._dim if piece.quiet else self._ink
        if piece.depth:
            ground = ground.blend(self._ink, _DEPTHS[min(piece.depth, len(_DEPTHS)) - 1])
        if piece.hue is not None:
            ground = self._ground.blend(piece.hue, _HUE)
        if piece.cursor:
            ground, ink = self._cursor, self._cursor_ink
        if piece.found:
            return _style(self._ink, ground.blend(self._warning, _SEARCH)) + Style(underline=True)
        return _style(ink, ground)


def _colour(variables: Mapping[str, str], name: str, instead: str) -> Color:
    try:
        return Color.parse(variables.get(name, instead))
    except ColorParseError:
        return Color.parse(instead)


def _style(ink: Color, ground: Color) -> Style:
    return Style(color=RichColor.from_rgb(*ink.rgb), bgcolor=RichColor.from_rgb(*ground.rgb))
