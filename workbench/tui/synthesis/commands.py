"""The keys of the synthesis: the matrix, the excerpts behind a number, and what is made of both."""

from textual.binding import Binding

from workbench.tui.commands import Command


def _commands(place: str, *rows: tuple[str, str, str, str, str, bool]) -> tuple[Command, ...]:
    return tuple(
        Command(f"{place}.{name}", tuple(keys.split()), label, help_, place, shown, action)
        for name, keys, label, help_, action, shown in rows
    )


_FILTER = ("filter", "slash", "filter", "Show only what holds the words you type.", "", False)
_BACK = ("escape", "escape", "all again", "Take the filter away, or go back.", "", False)

SYNTHESIS = _commands(
    "synthesis",
    ("excerpts", "enter", "excerpts", "Show the excerpts behind the cell.", "", True),
    ("left", "h left", "left", "One column to the left.", "", False),
    ("right", "l right", "right", "One column to the right.", "", False),
    ("preset", "1 2 3 4 5 6 7 8 9", "matrix", "Show the first to ninth matrix of the study.", "preset", False),
    ("next", "tab", "next matrix", "Show the next matrix of the study.", "", True),
    ("previous", "shift+tab", "previous", "Show the matrix before.", "", False),
    ("sort", "o", "order", "Order by the codebook, by column, by informants or by spread.", "", False),
    ("filter", "slash", "filter", "Show only the themes and columns that match what you type.", "", False),
    ("few", "f", "too little", "The themes with too little evidence, each with why.", "", True),
    ("place", "p", "place", "Place the theme in a column by hand, with a reason.", "", True),
    ("theme", "w", "write", "Open the theme: its evidence, and beside it what you write of it.", "", True),
    ("layer", "L", "layer", "Whose codings: all, the consensus or one coder's.", "", False),
    ("compare", "equals_sign", "compare", "Compare with another layer, or with the study as it was.", "", True),
    ("lists", "s", "lists", "Mixed, placed by hand, and what other thresholds would change.", "", False),
    ("plots", "x", "plots", "The matrix, or the theme under the cursor, as a picture.", "", True),
    ("export", "e", "export", "Write the matrix to a file, with its excerpts or without.", "", True),
    ("wording", "W", "wording", "What the theme is called in a report's table.", "", False),
    ("survey", "v", "survey", "What the survey says of the themes.", "", False),
    _BACK,
)

EVIDENCE = _commands(
    "evidence",
    ("open", "enter", "open", "Open the transcript at the passage; esc returns here.", "", True),
    ("star", "asterisk", "star", "Mark the excerpt as a good example of its code, or no longer.", "", True),
    ("pick", "p", "pick", "Pick the excerpt as a quote for the report, or no longer.", "", True),
    ("shorten", "E", "shorten", "Shorten the quote, or make it clear; what is not said there is noticed.", "", True),
    ("order", "o", "order", "By place, or fairly: each group and informant in turn.", "", True),
    ("chosen", "f", "chosen", "Only those that are picked or starred, or all again.", "", True),
    ("copy", "y", "copy", "Copy the quote as it would stand in the report.", "", False),
    _FILTER,
    ("escape", "escape", "back", "Take the filter away, or go back.", "", True),
)

FEW = _commands(
    "few",
    ("open", "enter", "excerpts", "Show the excerpts there are.", "", True),
    ("place", "p", "place", "Place the theme in a column by hand, with a reason.", "", True),
    _FILTER,
    ("escape", "escape", "back", "Take the filter away, or go back.", "", True),
)

COMPARED = _commands(
    "compared",
    ("open", "enter", "excerpts", "Show the excerpts of the theme as they are now.", "", True),
    ("all", "a", "all themes", "Also the themes that stand where they stood, or only what differs.", "", True),
    ("swap", "tab", "swap", "The other way round.", "", True),
    ("export", "e", "export", "Write the comparison to a file.", "", True),
    _FILTER,
    ("escape", "escape", "back", "Take the filter away, or go back.", "", True),
)

PLOTS = _commands(
    "plots",
    ("other", "tab", "other", "The matrix, or the one theme.", "", True),
    ("next", "l right", "next theme", "The next theme.", "step(1)", True),
    ("previous", "h left", "theme before", "The theme before.", "step(-1)", False),
    ("export", "e", "export", "Write the picture to a file.", "", True),
    ("escape", "escape", "back", "Go back.", "", True),
)


def synthesis_bindings() -> list[Binding]:
    """The bindings of the matrix: one a command, but nine for the matrices of the study, each with its number."""
    result = []
    for command in SYNTHESIS:
        binding = command.binding
        if binding is not None and command.id == "synthesis.preset":
            for number, key in enumerate(command.keys, 1):
                action, name = f"preset({number})", f"{command.id}-{number}"
                result.append(Binding(key, action, command.label, show=False, tooltip=command.help, id=name))
        elif binding is not None:
            result.append(binding)
    return result
