"""The keys of the walk through what may identify somebody, in the order in which one needs them.

It has the keys of lists in its own table: ``k`` keeps here, as nobody decides about sixty findings with two keys each.
"""

from workbench.tui.commands import Command


def _command(name: str, keys: str, label: str, help_: str, shown: bool = False, action: str = "") -> Command:
    return Command(f"findings.{name}", tuple(keys.split()), label, help_, "findings", shown, action)


FINDINGS: tuple[Command, ...] = (
    _command("replace", "enter r", "replace", "Replace these words, here, by the placeholder that is suggested.", True),
    _command("keep", "k", "keep", "Keep the words here: they identify nobody.", True),
    _command("keep-everywhere", "K", "keep all", "Keep the words wherever they stand in the study.", True),
    _command("pseudonym", "p", "pseudonym", "Replace these words, here, by a person's made-up name.", True),
    _command("text", "t", "own text", "Replace these words, here, by what you type.", True),
    _command("everywhere", "x", "everywhere", "Show where the words stand in the whole study, then replace all.", True),
    _command(
        "always",
        "a",
        "always",
        "Replace the words everywhere, now and in what comes later; kept in the key file, outside the study.",
    ),
    _command("skip", "s", "later", "Leave it for later: it goes to the end of the list.", True),
    _command("open", "o", "open", "Open the transcript there; back returns here.", True),
    _command("next", "n j down", "next", "Next finding.", action="down"),
    _command("previous", "N up", "previous", "Previous finding.", action="up"),
    _command("page-down", "pagedown ctrl+d space", "page down", "One page down."),
    _command("page-up", "pageup ctrl+u", "page up", "One page up."),
    _command("first", "g home", "first", "First finding."),
    _command("last", "G end", "last", "Last finding."),
    _command("weak", "w", "weak ones", "Show the unsure ones too, or hide them."),
    _command("quasi", "Q", "one person", "Show instead what could point to one person; again: back."),
    _command("one", "f", "one transcript", "Show this transcript only; again: all of them."),
    _command("filter", "slash", "filter", "Show only the findings that hold the words you type."),
    _command("escape", "escape", "all again", "Take the filter away, or go back."),
)


def _everywhere(name: str, keys: str, label: str, help_: str, shown: bool = True) -> Command:
    return Command(f"occurrences.{name}", tuple(keys.split()), label, help_, "occurrences", shown)


OCCURRENCES: tuple[Command, ...] = (
    _everywhere("placeholder", "enter r", "placeholder", "Replace all of them by the placeholder."),
    _everywhere("pseudonym", "p", "pseudonym", "Replace all of them by a person's made-up name."),
    _everywhere("text", "t", "own text", "Replace all of them by what you type."),
    _everywhere("always", "a", "also later", "Replace them in what comes later, too; again: only now."),
)
