"""What is drawn in which colour, on white and on black: one hue, so that a picture says the same in grey.

The ramp goes from nothing to all in even steps of lightness (OKLab, hue 255°), so its luminance never turns back; the
text on each step stands out from it by 4.5 : 1 or more (WCAG 2.2, 1.4.3).
"""

from typing import NamedTuple


class Pair(NamedTuple):
    """A colour by daylight and on paper, and the one that takes its place on a dark screen."""

    light: str
    dark: str


_LIGHT = ["ecf4ff", "d1e1f7", "b7ceec", "9fbbe0", "87a8d3", "7095c6", "5a83b7", "4671a7", "345f95", "264e80", "1a3e69"]
_DARK = ["0a2648", "15365f", "214777", "2e598e", "3f6ba2", "547eb3", "6b91c2", "82a4d1", "9bb8de", "b4ccea", "cfe0f6"]
_TURNS = 7, 5  # the first step on which the text takes the other colour, by daylight and in the dark

STEPS = len(_LIGHT)
"""How many steps the ramp has."""

ROLES = {
    "ink": Pair("#1b1f24", "#e6e9ee"),
    "soft": Pair("#57606a", "#a3adb8"),
    "line": Pair("#8c959f", "#6e7781"),
    "faint": Pair("#e3e7ec", "#2b3138"),
    "paper": Pair("#ffffff", "#14171b"),
    "accent": Pair("#1f5f99", "#7db8f0"),
    "band": Pair("#c9dcee", "#24415f"),
    **{f"shade{i}": Pair(f"#{light}", f"#{dark}") for i, (light, dark) in enumerate(zip(_LIGHT, _DARK, strict=True))},
    **{
        f"on{i}": Pair("#10161d" if i < _TURNS[0] else "#ffffff", "#ffffff" if i < _TURNS[1] else "#0b1016")
        for i in range(STEPS)
    },
}
"""What a mark may be drawn in: its part in the picture, and the colours of that part."""


def step(share: float) -> int:
    """The step of the ramp, 0 to ``STEPS`` - 1, for a share from 0 to 1; what lies outside takes the nearer end."""
    return round(max(0.0, min(share, 1.0)) * (STEPS - 1))
