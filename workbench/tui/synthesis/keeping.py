"""Where one was in the synthesis, for when one comes back to it: which matrix, theme, column, order and filter."""

from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp


class Kept(NamedTuple):
    """The state of the room. ``name`` is the matrix; ``theme`` is a row; ``layer`` '' is what study.toml says.

    ``column`` counts the cells (0 is the theme), ``first`` is the first of them on the screen, ``top`` the line at the
    top of the list.
    """

    name: str = ""
    layer: str = ""
    order: int = 0
    needle: str = ""
    theme: str = ""
    column: int = 0
    first: int = 0
    top: int = 0


_KEPT: "WeakKeyDictionary[WorkbenchApp, Kept]" = WeakKeyDictionary()


def keep(app: "WorkbenchApp", state: Kept) -> None:
    """Remember it for as long as the program runs."""
    _KEPT[app] = state


def kept(app: "WorkbenchApp") -> Kept:
    """What was kept last."""
    return _KEPT.get(app, Kept())
