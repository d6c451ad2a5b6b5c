"""The keys of the coding screen, in the order in which one needs them."""

from textual.binding import Binding

from workbench.tui.commands import Command


def _command(name: str, keys: str, label: str, help_: str, action: str = "", shown: bool = False) -> Command:
    return Command(f"coding.{name}", tuple(keys.split()), label, help_, "coding", shown, action)


CODING: tuple[Command, ...] = (
    _command("code", "c", "code", "Tag the passage with a code; type to find one or to make one.", "code", True),
    _command("extend", "v", "extend", "Begin to extend the passage by moving; again: let go.", "extend", True),
    _command("memo", "m", "memo", "Write a memo on the passage.", "memo", True),
    _command("remove", "x", "remove", "Remove a coding here (asks which, where there are several).", "remove", True),
    _command("search", "slash", "search", "Search in this transcript.", "search", True),
    _command("turn-number", "colon", "turn", "Go to a turn by its number.", "turn_number", True),
    _command(
        "recent",
        "1 2 3 4 5 6 7 8 9",
        "recent",
        "Tag the passage with the first to ninth of the recent codes.",
        "recent",
    ),
    _command("repeat", "full_stop", "repeat", "Tag the passage with the code used last.", "repeat"),
    _command("enter", "enter", "code", "Tag the passage; while borders are edited: keep them.", "enter"),
    _command("in-vivo", "i", "in vivo", "Make a code of the words in the passage.", "in_vivo"),
    _command("next-sentence", "j down", "next", "Next sentence.", "step('sentence', 1)"),
    _command("previous-sentence", "k up", "previous", "Previous sentence.", "step('sentence', -1)"),
    _command("next-turn", "J", "next turn", "Next turn.", "turn(1)"),
    _command("previous-turn", "K", "previous turn", "Previous turn.", "turn(-1)"),
    _command("next-word", "w ctrl+right", "next word", "Next word.", "step('word', 1)"),
    _command("previous-word", "b ctrl+left", "previous word", "Previous word.", "step('word', -1)"),
    _command("next-character", "l right", "next character", "Next character.", "step('character', 1)"),
    _command("previous-character", "h left", "previous character", "Previous character.", "step('character', -1)"),
    _command(
        "extend-down", "shift+down", "extend down", "Extend by a sentence, this once.", "step('sentence', 1, True)"
    ),
    _command(
        "extend-up", "shift+up", "extend up", "Extend back by a sentence, this once.", "step('sentence', -1, True)"
    ),
    _command("extend-right", "shift+right", "extend right", "Extend by a word, this once.", "step('word', 1, True)"),
    _command("extend-left", "shift+left", "extend left", "Extend back by a word, this once.", "step('word', -1, True)"),
    _command("grow", "plus", "larger", "Larger unit: character, word, sentence, turn.", "grow"),
    _command("shrink", "minus", "smaller", "Smaller unit.", "shrink"),
    _command("other-end", "o", "other end", "Go to the other end of the passage.", "other_end"),
    _command("next-coding", "greater_than_sign", "next coding", "Next coding.", "coding(1)"),
    _command("previous-coding", "less_than_sign", "previous coding", "Previous coding.", "coding(-1)"),
    _command("another", "a", "another", "Single out the next of the codings here.", "another"),
    _command("borders", "e", "borders", "Edit the borders of a coding: move, then Enter keeps them.", "borders"),
    _command("facets", "t", "facets", "Say more about a coding: its facets.", "facets"),
    _command("voices", "V", "voices", "Correct whose voice a coding is.", "voices"),
    _command("note", "r", "remark", "Write the remark that belongs to a coding.", "note"),
    _command("transcript-memo", "M", "transcript memo", "Write a memo on the whole transcript.", "transcript_memo"),
    _command("link", "p", "link", "Let a memo point to the passage, or no longer; also a new memo.", "link"),
    _command("next-found", "n", "next found", "Next place the search found.", "found(1)"),
    _command("previous-found", "N", "previous found", "Previous place the search found.", "found(-1)"),
    _command("filter", "f", "filter", "Show the codings of one code only; again: all.", "filter"),
    _command("done", "d", "done", "Say that you are done with this transcript, or go on with it (asks first).", "done"),
    _command("looked-for", "L", "looked for", "Say which code you have looked for here once more.", "looked_for"),
    _command("edit-text", "E", "edit text", "Correct the transcript's text in your editor.", "edit_text"),
    _command("revisions", "H", "texts", "Show the texts this transcript has had.", "revisions"),
    _command("copy", "y", "copy", "Copy the passage with its reference.", "copy"),
    _command("page-down", "pagedown space", "page down", "One page down.", "page(1.0)"),
    _command("page-up", "pageup", "page up", "One page up.", "page(-1.0)"),
    _command("half-down", "ctrl+d", "half down", "Half a page down.", "page(0.5)"),
    _command("half-up", "ctrl+u", "half up", "Half a page up.", "page(-0.5)"),
    _command("first", "g home", "first", "To the beginning.", "first"),
    _command("last", "G end", "last", "To the end.", "last"),
    _command("codes", "C", "codes", "Show or hide the codes.", "codes"),
    _command("here", "I", "here", "Show or hide what is at the cursor.", "here"),
    _command("zen", "z", "text only", "Hide both panels, or bring them back.", "zen"),
    _command(
        "escape",
        "escape",
        "let go",
        "Let go: of the borders, the passage, the search, the filter; from a passage one was sent to, go back.",
        "escape",
    ),
)


def coding_bindings() -> list[Binding]:
    """The bindings of the screen: one a command, but nine for the recent codes, each with its number."""
    result = []
    for command in CODING:
        binding = command.binding
        if binding is None:
            continue
        if command.id == "coding.recent":
            for number, key in enumerate(command.keys, 1):
                action, name = f"recent({number})", f"{command.id}-{number}"
                result.append(Binding(key, action, command.label, show=False, tooltip=command.help, id=name))
        else:
            result.append(binding)
    return result
