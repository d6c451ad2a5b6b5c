"""The keys of a theme's page and of the framework matrix."""

from workbench.tui.commands import Command


def _commands(place: str, *rows: tuple[str, str, str, str, str, bool]) -> tuple[Command, ...]:
    return tuple(
        Command(f"{place}.{name}", tuple(keys.split()), label, help_, place, shown, action)
        for name, keys, label, help_, action, shown in rows
    )


THEMEPAGE = _commands(
    "themepage",
    ("open", "enter", "open", "Open the transcript at the passage, or, on a heading, write.", "", True),
    ("switch", "tab", "write", "From the evidence to the summary, and back.", "", True),
    ("keep", "ctrl+s", "keep", "Keep what is written; leaving keeps it too.", "", True),
    ("next-cell", "l right", "next group", "The next group, or informant.", "cell(1)", True),
    ("previous-cell", "h left", "group before", "The group before, or informant.", "cell(-1)", False),
    ("next", "right_square_bracket", "next theme", "The next theme of the matrix.", "theme(1)", True),
    ("previous", "left_square_bracket", "theme before", "The theme before.", "theme(-1)", False),
    ("by", "b", "by informant", "By informant, or by group again.", "", True),
    ("framework", "F", "framework", "All themes by groups: what is written, and what is missing.", "", True),
    ("history", "H", "history", "Everything this cell has said, and who wrote it.", "", False),
    ("star", "asterisk", "star", "Mark the excerpt as a good example of its code, or no longer.", "", False),
    ("copy", "y", "copy", "Copy the excerpt with its reference.", "", False),
    ("filter", "slash", "filter", "Show only the excerpts that hold the words you type.", "", False),
    ("escape", "escape", "back", "Back to the evidence; from there, go back.", "", False),
)

FRAMEWORK = _commands(
    "framework",
    ("open", "enter", "write", "Open the theme at this cell, to write.", "", True),
    ("left", "h left", "left", "One column to the left.", "step(-1)", False),
    ("right", "l right", "right", "One column to the right.", "step(1)", False),
    ("missing", "n", "next missing", "The next cell with evidence and no words.", "", True),
    ("export", "e", "export", "Write the framework matrix to a file.", "", True),
    ("filter", "slash", "filter", "Show only the themes that hold the words you type.", "", True),
    ("escape", "escape", "back", "Take the filter away, or go back.", "", True),
)
