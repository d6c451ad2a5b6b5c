"""The look: two calm themes with one accent, and the colours and glyphs that tell codes apart.

Stripes carry a code's identity, so they must stay apart for colour-blind eyes too. On dark ground they are the seven
chromatic colours of Okabe and Ito ("Color Universal Design", 2008, https://jfly.uni-koeln.de/color/); on light ground,
where some of those vanish, seven of the nine of Paul Tol's "muted" scheme (technical note SRON/EPS/TN/09-002, 2021),
without its two palest. More hues than that cannot be told apart; the eighth code takes the first again, another glyph.
"""

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.theme import Theme

HUES = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
HUES_LIGHT = ("#999933", "#332288", "#117733", "#AA4499", "#44AA99", "#882255", "#CC6677")
GLYPHS = ("┃", "║", "╏", "▌")

DARK = "workbench-dark"
LIGHT = "workbench-light"


_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def code_style(number: int, dark: bool = True, colour: str = "") -> tuple[str, str]:
    """Colour (``#RRGGBB``) and stripe glyph of the code with this stable number: 28 different pairs, then again.

    ``colour``: one of its own, which somebody chose; what is none (another program's) is as if it were not there.
    """
    hues = HUES if dark else HUES_LIGHT
    hue = colour if _COLOUR.fullmatch(colour) else hues[number % len(hues)]
    return hue, GLYPHS[number // len(hues) % len(GLYPHS)]


def without_colour() -> bool:
    """Whether the person asked for no colour (https://no-color.org: the variable is there and not empty)."""
    return bool(os.environ.get("NO_COLOR"))


def prepare_environment() -> None:
    """Make NO_COLOR mean it; to be called before anything imports Textual.

    Textual turns the colours of an RGB theme into greys under NO_COLOR, and its ANSI theme, set later, into black on
    black: the theme has to be in the environment when Textual reads it.
    """
    if without_colour():
        os.environ["TEXTUAL_THEME"] = "ansi-dark"
    else:
        os.environ.pop("NO_COLOR", None)  # empty means "colour", but Textual asks only whether it is there


def themes() -> "tuple[Theme, Theme]":
    """The dark and the light theme."""
    from textual.theme import Theme

    dark = Theme(
        name=DARK, dark=True,
        primary="#6FA8C9", secondary="#8C9BA8", accent="#6FA8C9", foreground="#D9DBD7", background="#15181C",
        surface="#1B1F24", panel="#252A31", success="#7FB58A", warning="#D9B36C", error="#D98880",
        variables=_variables("#2E4A5C", "#FFFFFF", "#8A929B"),
    )  # fmt: skip
    light = Theme(
        name=LIGHT, dark=False,
        primary="#2B6684", secondary="#5C6670", accent="#2B6684", foreground="#22262A", background="#FBFAF6",
        surface="#F2F0EA", panel="#E6E3DA", success="#2F6F43", warning="#8A5A00", error="#A33A30",
        variables=_variables("#CFE2EC", "#000000", "#666D74"),
    )  # fmt: skip
    return dark, light


def _variables(cursor: str, cursor_text: str, dim: str) -> dict[str, str]:
    return {
        "wb-cursor": cursor,
        "wb-cursor-text": cursor_text,
        "wb-dim": dim,
    }
