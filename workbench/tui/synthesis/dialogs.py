"""What the synthesis asks: where a theme is placed and why, and where a table is written."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.study.agreement.layered import CONSENSUS
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.synthesis.table import PLACED, column_label
from workbench.tui.synthesis.words import layer as layer_name
from workbench.tui.widgets.picker import Option, Picker, option

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.synthesis import Matrix, Row

_BY_RULE, _NOWHERE = "^", "-"
_FORMATS = {
    "md": "Markdown, to be read",
    "json": "for other programs",
    "csv": "a table for any spreadsheet",
    "docx": "Word",
    "xlsx": "Excel",
    "html": "a page for any browser, in one file",
}
LEAVING = "what leaves"
"""What the process is for that looks through files that were written."""


def format_options(formats: Iterable[str]) -> list[Option]:
    """A line for each format of ``exports.FORMATS``, with what it is good for."""
    return [option(key, key, _FORMATS.get(key, "")) for key in formats]


def ask_layer(app: WorkbenchApp, now: str, then: Callable[[str], object]) -> None:
    """Pick whose codings the matrix is made of; ``then`` gets the layer as a rule names it."""
    options = [option(*one) for one in _layers(app)]

    def picked(layer: str | None) -> None:
        if layer is not None:
            then(layer)

    app.push_screen(Picker(f"Whose codings (now {layer_name(now)})", options), picked)


def place(app: WorkbenchApp, matrix: "Matrix", row: "Row", name: str) -> None:
    """Pick a column, say why; both are recorded and shown wherever the theme is."""
    by_rule = column_label(matrix, row.by_rule)
    options = [option(column, label) for column, label in matrix.columns]
    options.append(option(_NOWHERE, "in no column", "too little evidence"))
    if row.placed is not None:
        options.insert(0, option(_BY_RULE, "as the rule says", by_rule))

    def picked(column: str | None) -> None:
        if column == _BY_RULE:
            if app.do(app.study.synthesis.place, name, row.theme, None, "") is not FAILED:
                app.say(f"{row.path} stands where the rule puts it: {by_rule}.")
        elif column is not None:
            column = "" if column == _NOWHERE else column
            label = column_label(matrix, column or None)
            hint = f"The rule says: {by_rule}. The reason stands beside the theme in every table."
            app.ask_line(
                f"Why does {row.path} stand in {label}?", row.placed or "", lambda why: reasoned(column, why), hint
            )

    def reasoned(column: str, reason: str | None) -> None:
        if reason is not None and app.do(app.study.synthesis.place, name, row.theme, column, reason) is not FAILED:
            app.say(f"{row.path} stands in {column_label(matrix, column or None)} {PLACED}.")

    app.push_screen(Picker(f"Place {row.path}", options), picked)


def placed(app: WorkbenchApp, name: str) -> dict[str, str]:
    """Theme -> who placed it in this matrix and when, as words that follow “placed by hand”."""
    found = app.do(app.study.synthesis.placements, name)
    if found is FAILED:
        return {}
    return {one.theme: f" by {one.coder}, {one.when:%Y-%m-%d}" if one.when else f" by {one.coder}" for one in found}


def crowd(study: "Study") -> int:
    """Of how few people one cannot say something without saying it of one of them: ``[quotes] min_same``."""
    return study.settings.quotes.min_same


def wording(app: WorkbenchApp, row: "Row", name: str) -> None:
    """Ask what a theme is called in a report's table."""
    now = app.study.synthesis.wordings(name).get(row.theme, "")

    def given(text: str | None) -> None:
        if text is None or text == now:
            return
        if app.do(app.study.synthesis.set_wording, name, row.theme, text) is not FAILED:
            told = f"{row.path} is “{text}” in this table." if text else f"{row.path} is called by its own name again."
            app.say(told)

    hint = "Only in this table, where it is written to a file. Empty: the theme's own name."
    app.ask_line(f"What {row.path} is called", now or row.path.rpartition(" / ")[2], given, hint, selected=not now)


def open_theme(app: WorkbenchApp, row: "Row", name: str, changes: Mapping[str, Any]) -> None:
    """Go to the page of a theme."""
    from workbench.tui.themepage.screen import ThemeScreen

    app.push_screen(ThemeScreen(row.theme, name, changes))


def open_survey(app: WorkbenchApp, layer: str = "") -> None:
    """Go to what the survey says, beside the numbers of a layer ('': what study.toml says)."""
    from workbench.tui.survey.screen import SurveyScreen

    if not app.study.surveys.names():
        app.say("This study has no survey: [survey.NAME] in study.toml says where one is.")
    else:
        app.push_screen(SurveyScreen("", layer))


def ask_compared(app: WorkbenchApp, name: str, layer: str) -> None:
    """Pick with what a matrix is compared: a layer, or the study as it was."""
    from workbench.tui.synthesis.compared import ComparedScreen, Standing

    now = Standing(layer)
    options = [option(f"layer:{value}", f"layer: {shown}", note) for value, shown, note in _layers(app, layer)]
    versions = app.do(app.study.history.versions)
    for version in [] if versions is FAILED else versions:
        when = f"{version.when:%Y-%m-%d %H:%M}" if version.when else ""
        options.append(option(f"at:{version.name}", f"as it was: {version.name}", when))
    options.append(option("day", "as it was on a day …", "the end of a day, or a time"))

    def show(other: Standing) -> None:
        app.push_screen(ComparedScreen(name, other, now) if other.at else ComparedScreen(name, now, other))

    def on_day(text: str | None) -> None:
        if text:
            show(Standing(layer, text))

    def picked(value: str | None) -> None:
        if value == "day":
            app.ask_line("Compare with the study as it was", "", on_day, "Such as 2026-11-01; or a version's name.")
        elif value is not None:
            kind, _, what = value.partition(":")
            show(Standing(what) if kind == "layer" else Standing(layer, what))

    app.push_screen(Picker(f"Compare {layer_name(layer)} with", options), picked)


def _layers(app: WorkbenchApp, but: str = "") -> list[tuple[str, str, str]]:
    """The layers there are, each with its name and what it is."""
    found = [
        ("all", "all coders", "every coding that is there"),
        (CONSENSUS, "consensus", "settled or coded alike; where one alone has coded, theirs"),
    ]
    found += [(coder.name, coder.name, "what one coder has coded") for coder in app.study.coders()]
    return [one for one in found if one[0] != but]


def look_through(app: WorkbenchApp, written: Path) -> None:
    """Say what may identify somebody in a file that was written: how much of which kind, never the words.

    The rules are slow to load, so another process looks; without one, the words of the key file are looked for.
    """

    def warn(kinds: Mapping[str, int]) -> None:
        if kinds:
            told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
            app.say(f"{written.name} may identify somebody: {told}. F9 shows what stands where.", "warning")

    def told(answer: Mapping[str, Any]) -> None:
        if answer.get("end") == "done":
            warn(answer.get("kinds", {}))
        elif "end" in answer:
            app.say(f"{written.name} was not looked through for names: {answer.get('words', '')}", "warning")

    if app.counts_beside:
        app.read_beside(LEAVING, {"do": "leaving", "file": str(written)}, told)
        return
    found = app.do(app.study.anonymity.leftovers_in, written.read_bytes(), rules=False)
    warn({} if found is FAILED else Counter(one.kind for one in found))


def ask_file(app: WorkbenchApp, title: str, name: str, write: Callable[[Path], object]) -> None:
    """Ask for the file to write; in a folder it gets ``name``, and a file that is there is asked about."""

    def named(text: str | None) -> None:
        if text is None:
            return
        path = Path(text).expanduser()
        if path.is_dir():
            ask(str(path / name))
        elif path.exists():
            app.confirm(f"{path} is there already. Write over it?", lambda yes: write(path) if yes else None)
        else:
            write(path)

    def ask(path: str) -> None:
        app.ask_line(title, path, named, "The file to write.")

    ask(str(app.folder / name))


def stem_of(name: str) -> str:
    """A name as the name of a file."""
    return re.sub(r"[^\w-]+", "-", name).strip("-") or "table"


def ask_format(app: WorkbenchApp, title: str, stem: str, then: Callable[[str, Path], object]) -> None:
    """Pick a format and a file."""
    from workbench.exports import FORMATS

    def picked(format: str | None) -> None:
        if format is not None:
            file = f"{stem}{FORMATS[format].suffix}"
            ask_file(app, f"Write {stem} as {format}", file, lambda path: then(format, path))

    app.push_screen(Picker(title, format_options(FORMATS)), picked)


def export_as(app: WorkbenchApp, title: str, stem: str, export: Callable[[str, Path], Path]) -> None:
    """Pick a format and a file, write it by ``export``, and look it through."""

    def write(format: str, path: Path) -> None:
        written = app.do(export, format, path)
        if written is not FAILED:
            app.say(f"Written: {written}")
            look_through(app, written)

    ask_format(app, title, stem, write)


_WITH: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "table": ("the table alone", "every number in it", {}),
    "words": ("the table in words", "one, a few, most: as a report says it", {"counts": "words"}),
    "quotes": ("with quotes", "three a theme: picked, starred, then fairly chosen", {"quotes": 3}),
    "excerpts": ("with every excerpt", "each number leads to the passages behind it", {"excerpts": True}),
}
"""What a table is written with: its name, what that is good for, and how ``synthesis.render`` is asked for it."""


def export(app: WorkbenchApp, name: str, layer: str = "", *, bare: bool = False) -> None:
    """Pick what goes in, a format and a file. ``layer``: another than study.toml says; ``bare``: without excerpts."""
    changes = {"layer": layer} if layer else {}
    stem = stem_of(f"{name}-{layer}" if layer else name)

    def chosen(what: str | None) -> None:
        if what is not None:
            asked = {**changes, **_WITH[what][2]}
            export = app.study.synthesis.export
            export_as(app, "Export the table", stem, lambda format, path: export(name, format, path, **asked))

    if bare:
        chosen("table")
    else:
        app.push_screen(Picker("What to write", [option(key, *told[:2]) for key, told in _WITH.items()]), chosen)
