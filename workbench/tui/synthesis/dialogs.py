"""What the synthesis asks: where a theme is placed and why, and where a table is written."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.study.agreement.layered import CONSENSUS
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.synthesis.table import column_label
from workbench.tui.synthesis.words import layer as layer_name
from workbench.tui.widgets.picker import Option, Picker, option

if TYPE_CHECKING:
    from workbench.synthesis import Matrix, Row

_BY_RULE = "^"
_FORMATS = {
    "md": "Markdown, to be read",
    "json": "for other programs",
    "csv": "a table for any spreadsheet",
    "docx": "Word",
    "xlsx": "Excel",
}
LEAVING = "what leaves"
"""What the process is for that looks through files that were written."""


def format_options(formats: Iterable[str]) -> list[Option]:
    """A line for each format of ``exports.FORMATS``, with what it is good for."""
    return [option(key, key, _FORMATS.get(key, "")) for key in formats]


def ask_layer(app: WorkbenchApp, now: str, then: Callable[[str], object]) -> None:
    """Pick whose codings the matrix is made of; ``then`` gets the layer as a rule names it."""
    options = [
        option("all", "all coders", "every coding that is there"),
        option(CONSENSUS, "consensus", "settled or coded alike; where one alone has coded, theirs"),
    ]
    options += [option(coder.name, coder.name, "what one coder has coded") for coder in app.study.coders()]

    def picked(layer: str | None) -> None:
        if layer is not None:
            then(layer)

    app.push_screen(Picker(f"Whose codings (now {layer_name(now)})", options), picked)


def place(app: WorkbenchApp, matrix: "Matrix", row: "Row", name: str) -> None:
    """Pick a column, say why; both are recorded and shown wherever the theme is."""
    by_rule = column_label(matrix, row.by_rule)
    options = [option(column, label) for column, label in matrix.columns]
    if row.placed is not None:
        options.insert(0, option(_BY_RULE, "as the rule says", by_rule))

    def picked(column: str | None) -> None:
        if column == _BY_RULE:
            if app.do(app.study.synthesis.place, name, row.theme, None, "") is not FAILED:
                app.say(f"{row.path} stands where the rule puts it: {by_rule}.")
        elif column is not None:
            label = column_label(matrix, column)
            hint = f"The rule says: {by_rule}. The reason stands beside the theme in every table."
            app.ask_line(
                f"Why does {row.path} stand in {label}?", row.placed or "", lambda why: reasoned(column, why), hint
            )

    def reasoned(column: str, reason: str | None) -> None:
        if reason is not None:
            app.do(app.study.synthesis.place, name, row.theme, column, reason)

    app.push_screen(Picker(f"Place {row.path}", options), picked)


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


def export(app: WorkbenchApp, name: str, layer: str = "") -> None:
    """Pick a format and a file; a file that is there is asked about. ``layer``: another than study.toml says."""
    from workbench.exports import FORMATS

    changes = {"layer": layer} if layer else {}
    suffix = re.sub(r"[^\w-]+", "-", layer)
    stem = f"{name}-{suffix}" if layer else name
    options = format_options(FORMATS)

    def picked(format: str | None) -> None:
        if format is not None:
            ask(format, str(app.folder / f"{stem}{FORMATS[format].suffix}"))

    def ask(format: str, path: str) -> None:
        of = f", {layer_name(layer)}," if layer else ""
        app.ask_line(f"Write {name}{of} as {format}", path, lambda text: named(format, text), "The file to write.")

    def named(format: str, text: str | None) -> None:
        if text is None:
            return
        path = Path(text).expanduser()
        if path.is_dir():
            ask(format, str(path / f"{stem}{FORMATS[format].suffix}"))
        elif path.exists():
            app.confirm(f"{path} is there already. Write over it?", lambda yes: write(format, path) if yes else None)
        else:
            write(format, path)

    def write(format: str, path: Path) -> None:
        written = app.do(app.study.synthesis.export, name, format, path, **changes)
        if written is not FAILED:
            app.say(f"Written: {written}")
            look_through(app, written)

    app.push_screen(Picker("Export the table", options), picked)
