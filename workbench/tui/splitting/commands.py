"""The keys of the room in which a code is split, in the order in which one needs them.

The digits, and then the letters that mean nothing else here, are the keys of the codes one sorts into.
"""

from functools import cache

from textual.binding import Binding, BindingType

from workbench.tui.commands import Command, bindings, table

DIGITS = "1234567890"


def _command(name: str, keys: str, label: str, help_: str, shown: bool = False, action: str = "") -> Command:
    return Command(f"splitting.{name}", tuple(keys.split()), label, help_, "splitting", shown, action)


SPLITTING: tuple[Command, ...] = (
    _command("sort", " ".join(DIGITS), "sort", "Sort the passage into the code with that key, and go on."),
    _command("stays", "full_stop", "stays", "The passage stays in the code that is split; go on."),
    _command("new", "n", "new", "A new code to sort into; it is made when the split is.", True),
    _command("code", "c", "code", "A code of the codebook to sort into.", True),
    _command("several", "space", "several", "Sort into several: press their keys, then enter.", True),
    _command("take-back", "u", "undo", "Take the last sorting back.", True),
    _command("apply", "ctrl+s", "split", "Split the code as it is sorted; asks what becomes of the rest.", True),
    _command("list", "tab", "list", "The list of all passages with where each goes; again: one at a time.", True),
    _command("back", "backspace", "back", "Back to the passage before, to sort it again.", True),
    _command("filter", "slash", "words", "Go through the passages that hold the words you type.", True),
    _command("preview", "P", "preview", "Show what the split will do.", True),
    _command("later", "enter", "later", "Leave the passage for later: on to the next that is not sorted.", True),
    _command("unsort", "delete", "unsort", "The passage is not sorted after all."),
    _command("all", "a", "all shown", "Sort all that are shown and not sorted yet: then press the key."),
    _command("again", "U", "redo", "Sort again what was taken back."),
    _command("open", "o", "open", "Open the transcript at the passage; back returns here."),
    _command("rename", "r", "rename", "Give a new code another name."),
    _command("define", "e", "define", "Write what a new code means; it is made with these words."),
    _command("drop", "x", "drop", "Take a code off the sheet; what was sorted into it is not sorted any more."),
    _command("discard", "D", "throw away", "Throw the sheet away and begin anew (asks first)."),
    _command("next", "j down right", "next", "Next passage.", action="down"),
    _command("previous", "k up left", "previous", "Previous passage.", action="up"),
    _command("page-down", "pagedown ctrl+d", "page down", "Read on in the passage; in the list, one page down."),
    _command("page-up", "pageup ctrl+u", "page up", "Read back in the passage; in the list, one page up."),
    _command("first", "g home", "first", "First passage."),
    _command("last", "G end", "last", "Last passage."),
    _command("escape", "escape", "leave", "Let go of what is begun, or leave; the sheet stays as it is."),
)

APPLYING: tuple[Command, ...] = (
    Command("applying.yes", ("enter", "ctrl+s"), "split it", "Make the split.", "applying", True),
    Command(
        "applying.why", ("tab", "w"), "say why", "Write a line on why; it stands in the history.", "applying", True
    ),
)


def splitting_bindings() -> list[BindingType]:
    """The bindings of the room: one a command, but ten for the digits, each with its number."""
    sort = SPLITTING[0]
    rest = [b for b in bindings("splitting") if not (isinstance(b, Binding) and b.id == sort.id)]
    tens = [
        Binding(key, f"sort('{key}')", sort.label, show=False, tooltip=sort.help, id=f"{sort.id}-{key}")
        for key in sort.keys
    ]
    return [*tens, *rest]


@cache
def letters() -> str:
    """The letters that mean nothing in this room: the keys of the codes after the tenth."""
    taken = {key for place in ("splitting", "app") for command in table(place) for key in command.keys}
    return "".join(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken)
