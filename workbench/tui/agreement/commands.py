"""The keys of the agreement rooms: the table of codes, the episodes of a code, the text with a lane for each coder."""

from textual.binding import Binding

from workbench.tui.commands import Command


def _commands(place: str, *rows: tuple[str, str, str, str, str, bool]) -> tuple[Command, ...]:
    return tuple(
        Command(f"{place}.{name}", tuple(keys.split()), label, help_, place, shown, action)
        for name, keys, label, help_, action, shown in rows
    )


AGREEMENT = _commands(
    "agreement",
    ("open", "enter", "episodes", "Where coders differ on the code, dearest first.", "", True),
    ("compare", "equals_sign", "compare", "Beside how it was before the codebook changed.", "", True),
    ("unit", "v", "unit", "Count in characters, words, sentences or others.", "", True),
    ("reading", "t", "done/current", "Codings as at done, or as they stand now.", "", True),
    ("confusion", "x", "which instead", "Which code others used on the same text.", "", True),
    ("pairs", "p", "pairs", "Alpha pair by pair, and without each coder.", "", True),
    ("numbers", "i", "all numbers", "Every coefficient, and what is left out.", "", True),
    ("parts", "b", "where", "By transcript, by speaker or by pair of coders.", "", False),
    ("order", "o", "order", "By disagreement, by the codebook or by alpha.", "", False),
    ("scope", "s", "scope", "Measure a group, a round, codes with all below.", "", False),
    ("reread", "r", "look again", "Done transcripts to look through again.", "", False),
    ("codebook", "c", "definition", "Go to the code in the codebook.", "", False),
    ("filter", "slash", "filter", "Show only the codes that match what you type.", "", False),
    ("escape", "escape", "all again", "Take filter or comparison away, or go back.", "", False),
)

_SETTLING = (
    ("settle", "1 2 3 4 5 6 7 8 9", "as a coder", "Settle it as the coder of that digit has it.", "settle", False),
    ("union", "plus", "union", "Settle it as everything that any of them has.", "", False),
    ("intersection", "minus", "in common", "Settle it as what all of them have.", "", False),
    ("nobody", "0", "nobody", "Settle it as not coded.", "", False),
    ("unsettle", "x", "not settled", "Take back how it was settled.", "", False),
    ("own", "o", "own passage", "Settle it as what you select in the text.", "", False),
    ("how", "h", "how", "Discussed or adjudicated; kept for the next.", "", False),
    ("reason", "r", "reason", "Say why they differed; kept for the next.", "", False),
    ("memo", "m", "memo", "Write a memo on the passage.", "", True),
    ("codebook", "c", "definition", "Go to the code in the codebook.", "", True),
)

EPISODES = _commands(
    "episodes",
    ("open", "enter", "text", "The passage in its text, a lane for each coder.", "", True),
    ("next", "n", "next", "The next episode that is not settled.", "", True),
    ("previous", "p", "previous", "The one before that is not settled.", "", False),
    *_SETTLING,
    ("filter", "slash", "filter", "Show only what holds the words you type.", "", True),
    ("escape", "escape", "all again", "Take the filter away, or go back.", "", False),
)

LANES = _commands(
    "lanes",
    ("enter", "enter", "take, or code", "Take what is selected; else open it for coding.", "", False),
    ("next", "n", "next", "The next episode, also in another transcript.", "go(1)", True),
    ("previous", "p", "previous", "The episode before.", "go(-1)", True),
    ("next-unsettled", "N", "next unsettled", "The next episode that is not settled.", "unsettled(1)", False),
    ("previous-unsettled", "P", "previous", "The one before that is not settled.", "unsettled(-1)", False),
    *_SETTLING,
    ("down", "j down", "down", "Scroll down; while selecting: the next sentence.", "step('sentence', 1)", False),
    ("up", "k up", "up", "Scroll up; while selecting: the sentence before.", "step('sentence', -1)", False),
    ("next-word", "w ctrl+right", "word", "While selecting: the next word.", "step('word', 1)", False),
    ("previous-word", "b ctrl+left", "word", "While selecting: the word before.", "step('word', -1)", False),
    ("right", "right", "character", "While selecting: the next character.", "step('character', 1)", False),
    ("left", "left", "character", "While selecting: the character before.", "step('character', -1)", False),
    ("extend", "v", "extend", "While selecting: begin to extend, or let go.", "", False),
    ("page-down", "pagedown space", "page down", "One page down.", "page(1.0)", False),
    ("page-up", "pageup", "page up", "One page up.", "page(-1.0)", False),
    ("half-down", "ctrl+d", "half down", "Half a page down.", "page(0.5)", False),
    ("half-up", "ctrl+u", "half up", "Half a page up.", "page(-0.5)", False),
    ("first", "g home", "first", "To the beginning.", "", False),
    ("last", "G end", "last", "To the end.", "", False),
    ("here", "full_stop", "to it", "Back to the episode.", "", False),
    ("escape", "escape", "back", "Leave the selecting, or go back.", "", True),
)


def settling_bindings(table: tuple[Command, ...]) -> list[Binding]:
    """The bindings of a room in which one settles: one a command, but nine for the coders, each with its number."""
    result = []
    for command in table:
        binding = command.binding
        if binding is None:
            continue
        if command.does == "settle":
            for number, key in enumerate(command.keys, 1):
                name = f"{command.id}-{number}"
                result.append(
                    Binding(key, f"settle({number})", command.label, show=False, tooltip=command.help, id=name)
                )
        else:
            result.append(binding)
    return result
