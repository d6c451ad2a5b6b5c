"""The keys of the survey."""

from workbench.tui.commands import Command

SURVEY = tuple(
    Command(f"survey.{name}", tuple(keys.split()), label, help_, "survey", shown)
    for name, keys, label, help_, shown in (
        ("open", "enter", "theme", "Open the theme that the index is linked to.", True),
        ("excerpts", "o", "excerpts", "The excerpts of the theme that the index is linked to.", True),
        ("next", "tab", "next", "The next survey of the study.", False),
        ("cross", "x", "cross table", "Two columns against each other, with the χ² test.", True),
        ("tables", "t", "typed tables", "Tables whose counts stand in study.toml, with the χ² test.", False),
        ("layer", "v", "layer", "Whose codings: all, the consensus or one coder's.", True),
        ("about", "i", "how counted", "How indices are counted, and what to be careful with.", True),
        ("export", "e", "export", "Write what is shown to a file.", True),
        ("filter", "slash", "filter", "Show only the indices and questions that match what you type.", False),
        ("escape", "escape", "all again", "Take the filter away, or go back.", False),
    )
)
