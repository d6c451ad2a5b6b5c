"""The keys of the room of a code's passages.

It has the keys of lists in its own table: space marks here, as one often means several passages.
"""

from workbench.tui.commands import Command


def _command(name: str, keys: str, label: str, help_: str, shown: bool = False, action: str = "") -> Command:
    return Command(f"passages.{name}", tuple(keys.split()), label, help_, "passages", shown, action)


PASSAGES: tuple[Command, ...] = (
    _command("open", "enter", "open", "Open the transcript at the passage; back returns here.", True),
    _command("mark", "space", "mark", "Mark the passage, or let it go; what follows is done to all marked ones.", True),
    _command("recode", "r", "recode", "Give the passage, or the marked ones, another code.", True),
    _command("narrow", "f", "narrow", "Choose whose passages to show: by coder, group, transcript and so on.", True),
    _command("split", "S", "split", "Sort all passages of the code into other codes.", True),
    _command("remove", "x delete", "remove", "Take the code off the passage, or off the marked ones.", True),
    _command("star", "asterisk", "star", "Mark the passage as a good example; again: no longer.", True),
    _command("example", "e", "example", "Make the passage the example in the code's definition.", True),
    _command("wider", "plus", "wider", "Widen the passage by a sentence at both ends."),
    _command("narrower", "minus", "narrower", "Narrow the passage by a sentence at both ends."),
    _command("wider-turn", "greater_than_sign", "to turns", "Widen the passage to whole turns, and further."),
    _command("narrower-turn", "less_than_sign", "fewer turns", "Narrow the passage by a turn at both ends."),
    _command("mark-all", "A", "mark all", "Mark all that are shown; again: let go of all."),
    _command("below", "b", "with below", "Show the passages of the codes below it as well; again: no longer.", True),
    _command("starred", "s", "starred", "Show the starred ones only; again: all."),
    _command("copy", "y", "copy", "Copy the quote with its reference."),
    _command("filter", "slash", "words", "Show only the passages that hold the words you type.", True),
    _command("next", "j down", "next", "Next passage.", action="down"),
    _command("previous", "k up", "previous", "Previous passage.", action="up"),
    _command("page-down", "pagedown ctrl+d", "page down", "One page down."),
    _command("page-up", "pageup ctrl+u", "page up", "One page up."),
    _command("first", "g home", "first", "First passage."),
    _command("last", "G end", "last", "Last passage."),
    _command("escape", "escape", "all again", "Let go of the marks, the words, what was narrowed; then go back."),
)
