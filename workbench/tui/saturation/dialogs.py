"""What the room asks: whose voices, under which code, when codes stand together, where a table is written."""

from collections.abc import Callable, Sequence

from workbench.study.saturation.values import CurveAsked, PairsAsked
from workbench.tui.app import WorkbenchApp
from workbench.tui.synthesis.dialogs import export_as
from workbench.tui.widgets.picker import Option, Picker, option

_WITHIN = {
    "same": ("the same passage", "both codes on exactly one place"),
    "overlap": ("an overlap", "passages that share a character"),
    "near:0": ("the same turn", "passages in one turn"),
    "near:1": ("1 turn apart", "at most; the turns of the interviewer count"),
    "near:2": ("2 turns apart", "at most"),
    "near:3": ("3 turns apart", "at most"),
    "near:5": ("5 turns apart", "at most"),
    "near:10": ("10 turns apart", "at most"),
}


def ask_group(app: WorkbenchApp, then: Callable[[str], object]) -> None:
    """Pick a group, or all of them ('')."""
    options = [option("*", "every group", "all voices, also of no group")]
    options += [option(group, label, group) for group, label in app.study.synthesis.groups().items()]
    _pick(app, "Whose voices count", options, lambda group: then("" if group == "*" else group))


def ask_under(app: WorkbenchApp, then: Callable[[str], object]) -> None:
    """Pick a code with codes below it, or the whole codebook ('')."""
    codes = app.study.codes.list()
    parents = {code.parent for code in codes}
    options = [option("*", "the whole codebook", f"{len(codes)} codes")]
    options += [option(code.path, code.path) for code in codes if code.id in parents]
    _pick(app, "Which codes", options, lambda path: then("" if path == "*" else path))


def ask_within(app: WorkbenchApp, then: Callable[[str, int], object]) -> None:
    """Pick when codes stand together; ``then`` gets the mode and the turns."""

    def picked(kind: str) -> None:
        mode, _, turns = kind.partition(":")
        then(mode, int(turns or 0))

    _pick(app, "When two codes stand together", [option(k, name, note) for k, (name, note) in _WITHIN.items()], picked)


def ask_number(app: WorkbenchApp, title: str, now: int, hint: str, then: Callable[[int], object]) -> None:
    """A whole number; what is none is said."""

    def given(text: str | None) -> None:
        if text is not None and text.isdecimal() and len(text) < 10:
            then(int(text))
        elif text is not None:
            app.say("That is no whole number.", "warning")

    app.ask_line(title, str(now), given, hint, selected=True)


def _pick(app: WorkbenchApp, title: str, options: Sequence[Option], then: Callable[[str], object]) -> None:
    def picked(value: str | None) -> None:
        if value is not None:
            then(value)

    app.push_screen(Picker(title, options), picked)


def export(app: WorkbenchApp, asked: CurveAsked | PairsAsked) -> None:
    """Pick a format and a file; a file that is there is asked about."""
    stem = "new-codes" if isinstance(asked, CurveAsked) else "codes-together"
    export_as(app, "Export", stem, lambda format, path: app.study.saturation.export(asked, format, path))
