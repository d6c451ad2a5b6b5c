"""Colours that can be told apart, and none where none are wanted."""

import itertools
import math
import os
import subprocess
import sys

import pytest

from workbench.tui import theme

# Linear-light matrices of Machado, Oliveira & Fernandes (2009) for complete protan-, deuteran- and tritanopia.
_SEEN = {
    "everybody": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def _linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def _luminance(colour: str) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _lab(colour: str, eyes: str) -> tuple[float, float, float]:
    rgb = _linear(colour)
    seen = [min(max(sum(m * c for m, c in zip(row, rgb, strict=True)), 0), 1) for row in _SEEN[eyes]]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * c for m, c in zip(row, seen, strict=True)) for row in to_xyz]
    f = [
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in map(lambda a, b: a / b, xyz, (0.9505, 1, 1.089))
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eyes", list(_SEEN))
@pytest.mark.parametrize("hues", [theme.HUES, theme.HUES_LIGHT])
def test_any_two_hues_can_be_told_apart_by_any_eyes(hues: tuple[str, ...], eyes: str) -> None:
    assert len(hues) <= 9
    labs = [_lab(hue, eyes) for hue in hues]
    assert min(math.dist(a, b) for a, b in itertools.combinations(labs, 2)) > 10


def test_text_and_stripes_stand_out_from_their_ground() -> None:
    dark, light = theme.themes()
    for one, hues in ((dark, theme.HUES), (light, theme.HUES_LIGHT)):
        ground = one.background or ""
        assert _contrast(one.foreground or "", ground) > 10
        assert _contrast(one.variables["wb-dim"], ground) > 4.5
        assert _contrast(one.accent or "", ground) > 4.5
        assert _contrast(one.variables["wb-cursor-text"], one.variables["wb-cursor"]) > 7
        assert min(_contrast(hue, ground) for hue in hues) > 2.5


def test_every_code_has_a_look_and_the_first_28_differ() -> None:
    for dark in (True, False):
        assert len({theme.code_style(n, dark) for n in range(28)}) == 28
        assert theme.code_style(28, dark) == theme.code_style(0, dark)


def test_no_color_reaches_textual_before_it_is_imported() -> None:
    script = (
        "import sys; from workbench.tui.theme import prepare_environment as p; p();"
        "assert 'textual' not in sys.modules; from textual import constants; print(constants.DEFAULT_THEME)"
    )
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TEXTUAL_THEME")}

    def default(**more: str) -> str:
        run = subprocess.run(
            [sys.executable, "-c", script], env=environment | more, capture_output=True, text=True, check=True
        )
        return run.stdout.strip()

    assert default(NO_COLOR="1") == "ansi-dark"
    assert default(NO_COLOR="") == default() == "textual-dark"
