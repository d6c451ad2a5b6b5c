"""How much of a column voices a theme, as a tint behind the number: one hue, and paler where it is less.

The number always stands there and bars say the same, so that nothing hangs on colour. Tints stay pale enough for the
text on them: at the darkest its contrast is above 4.5 (WCAG 2.2, success criterion 1.4.3) in both themes.
"""

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from textual.app import App

DARKEST = 0.5
"""How much of the accent is in the tint of a column in which everybody voices the theme."""
_LEAST = 0.06
_STEPS = 12


class Tints:
    """The tints of the theme that is on; none where there are no colours, or sixteen."""

    def __init__(self, app: "App[object]") -> None:
        plain = app.no_color or app.native_ansi_color or app.console.color_system == "standard"
        self._styles = () if plain else tuple(_ramp(app))

    def of(self, share: float) -> Style | None:
        """The tint for a share (0 to 1); None for none at all."""
        if share <= 0 or not self._styles:
            return None
        return self._styles[min(round(share * _STEPS), _STEPS)]


def _ramp(app: "App[object]") -> list[Style]:
    variables = app.theme_variables
    ground, accent = Color.parse(variables["background"]), Color.parse(variables["accent"])
    shades = (ground.blend(accent, _LEAST + (DARKEST - _LEAST) * step / _STEPS) for step in range(_STEPS + 1))
    return [Style(bgcolor=shade.rich_color) for shade in shades]
