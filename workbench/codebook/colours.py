"""Colours by name: what a person writes, and what is kept of it."""

import re
from difflib import get_close_matches

from workbench.errors import InputError
from workbench.sanitise import line

NAMES = {
    "amber": "#ffbf00",
    "aqua": "#00ffff",
    "beige": "#f5f5dc",
    "black": "#000000",
    "blue": "#0000ff",
    "brown": "#a52a2a",
    "chocolate": "#d2691e",
    "coral": "#ff7f50",
    "crimson": "#dc143c",
    "cyan": "#00ffff",
    "darkblue": "#00008b",
    "darkgreen": "#006400",
    "darkorange": "#ff8c00",
    "darkred": "#8b0000",
    "fuchsia": "#ff00ff",
    "gold": "#ffd700",
    "gray": "#808080",
    "green": "#008000",
    "grey": "#808080",
    "indigo": "#4b0082",
    "khaki": "#f0e68c",
    "lavender": "#e6e6fa",
    "lightblue": "#add8e6",
    "lightgreen": "#90ee90",
    "lime": "#00ff00",
    "magenta": "#ff00ff",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#ffa500",
    "orchid": "#da70d6",
    "pink": "#ffc0cb",
    "plum": "#dda0dd",
    "purple": "#800080",
    "red": "#ff0000",
    "salmon": "#fa8072",
    "sienna": "#a0522d",
    "silver": "#c0c0c0",
    "skyblue": "#87ceeb",
    "steelblue": "#4682b4",
    "tan": "#d2b48c",
    "teal": "#008080",
    "tomato": "#ff6347",
    "turquoise": "#40e0d0",
    "violet": "#ee82ee",
    "white": "#ffffff",
    "yellow": "#ffff00",
}
"""As CSS has them, but for ``amber``, which it lacks."""

_NUMBER = re.compile(r"#[0-9a-fA-F]{6}")


def colour_of(written: str) -> str:
    """A colour as it is kept, ``#rrggbb`` ('' for none). Raises ``InputError`` for what is no colour."""
    name = written.strip()
    if not name or _NUMBER.fullmatch(name):
        return name.lower()
    folded = re.sub(r"[\s_-]", "", name.casefold())
    if folded in NAMES:
        return NAMES[folded]
    near = get_close_matches(folded, NAMES, n=3, cutoff=0.6)
    hint = f"You may mean {' or '.join(near)}; " if near else "Write a name such as teal or orange; "
    raise InputError(f"“{line(name, 40)}” is no colour", f"{hint}or write it as #rrggbb, such as #0072b2.")
