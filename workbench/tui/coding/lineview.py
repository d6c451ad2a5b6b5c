"""What every widget of this screen stands on that draws line by line and repaints only what changed.

Between the highest and the lowest change of a frame Textual asks every widget for every line, by a cache that serves
borders and padding. These widgets have neither, so they answer from their own lines, filters applied already.
"""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.color import Color
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

KEPT = 512


class LineView(ScrollView):
    """Lines that are built when they are first seen. A subclass gives ``build`` and says ``repaint_lines``."""

    DEFAULT_CSS = """
    LineView {
        overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 0; border: none; padding: 0;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._strips: LRUCache[int, Strip] = LRUCache(KEPT)
        self._ground: tuple[Style, Color] | None = None
        self._styled: dict[tuple[tuple[str, ...], bool], Style] = {}

    def build(self, line: int) -> Strip:
        """Line ``line``, counted from the first there is; at most as wide as the widget."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line at ``y`` of the screen, through the app's filters."""
        line = y + self.scroll_offset.y
        return self._strips.get(line) or self._built(line)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines in ``crop``."""
        top, known = self.scroll_offset.y, self._strips.get
        strips = [known(line) or self._built(line) for line in range(top + crop.y, top + crop.bottom)]
        if crop.column_span != (0, self.region.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def _built(self, line: int) -> Strip:
        if self._ground is None:
            self._ground = (self.rich_style, self.background_colors[1])
        base, background = self._ground
        drawn = self.build(line)
        segments, width = list(drawn), self.region.width
        if drawn.cell_length < width:
            segments.append(Segment(" " * (width - drawn.cell_length), base))
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, background)
        # Made once and not by way of the strip's own methods: each of them makes another one, with six caches in it.
        strip = self._strips[line] = Strip(segments, max(width, drawn.cell_length))
        return strip

    def repaint_lines(self, first: int, last: int) -> None:
        """Draw lines ``first`` to ``last`` anew, those that can be seen at once."""
        if last - first < KEPT:
            for line in range(first, last + 1):
                self._strips.discard(line)
        else:
            self._strips.clear()
        top = self.scroll_offset.y
        low, high = max(first, top), min(last, top + self.size.height - 1)
        if low <= high:
            self.refresh(Region(0, low - top, self.size.width, high - low + 1))

    def repaint_all(self) -> None:
        """Draw every line anew."""
        self._ground = None
        self._styled.clear()
        self._strips.clear()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Lines have the width of the widget, less its scroll bar."""
        self.repaint_all()

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """A component's style, kept until styles change; Textual works it out anew after every ``refresh``."""
        key = (names, partial)
        if key not in self._styled:
            self._styled[key] = super().get_component_rich_style(*names, partial=partial, default=default)
        return self._styled[key]

    def notify_style_update(self) -> None:
        """Styles changed, and with them every line."""
        super().notify_style_update()
        self._ground = None
        self._styled.clear()
        self._strips.clear()
