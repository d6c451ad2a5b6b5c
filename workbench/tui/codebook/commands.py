"""The keys of the codebook and of the screens reached from it: histories, versions, similar codes, what changed."""

from workbench.tui.commands import Command


def _command(id_: str, keys: str, label: str, help_: str, shown: bool = False, action: str = "") -> Command:
    return Command(id_, tuple(keys.split()), label, help_, id_.partition(".")[0], shown, action)


CODEBOOK: tuple[Command, ...] = (
    _command("codebook.excerpts", "enter", "passages", "Show the passages coded with this code.", True),
    _command("codebook.new", "n", "new", "Make a code beside this one.", True),
    _command("codebook.new-below", "N", "new below", "Make a code below this one."),
    _command("codebook.define", "e", "define", "Write what it means: definition, include, exclude, example.", True),
    _command("codebook.rename", "r", "rename", "Rename the code; every coding keeps it."),
    _command("codebook.move", "m", "move", "Move the code below another one, or to the top."),
    _command("codebook.merge", "M", "merge", "Merge the code into another one; shows first what follows.", True),
    _command("codebook.unmerge", "w", "unmerge", "Take a merge back, also an old one."),
    _command("codebook.split", "S", "split", "Sort the passages of the code into other codes.", True),
    _command("codebook.delete", "D delete", "delete", "Delete the code (asks first)."),
    _command("codebook.restore", "R", "restore", "Bring a deleted code back; lists who deleted which, and when."),
    _command("codebook.status", "d", "status", "Mark the code as a draft, as settled, as neither; in turn."),
    _command("codebook.colour", "c", "colour", "Give the code a colour of its own, or take it away."),
    _command("codebook.propose", "p", "propose", "Show a code made while coding blind to the team."),
    _command(
        "codebook.exclusive",
        "x",
        "exclusive",
        "Say that of the codes below it a passage bears one at most; again: no longer.",
    ),
    _command("codebook.memo", "a", "memo", "Write a memo on the code, or go on with yours."),
    _command("codebook.similar", "s", "similar", "Go through codes that may be one: merge them, or keep both."),
    _command(
        "codebook.changed",
        "o",
        "what changed",
        "Go through passages that were coded before the definition of their code changed.",
    ),
    _command("codebook.history", "H", "history", "Show what has been done to the code: when, by whom and why."),
    _command("codebook.versions", "V", "versions", "Name the codebook as it stands; compare it with how it was."),
    _command("codebook.export", "E", "export", "Write the codebook to a file: text, tables, or for another program."),
    _command(
        "codebook.import", "I", "import", "Take codes in from a file; shows first what would change.", False, "take_in"
    ),
    _command("codebook.starter", "b", "starter", "Begin with a codebook that comes with the program.", False),
    _command("codebook.fold", "h left", "fold", "Fold what is below the code."),
    _command("codebook.unfold", "l right", "unfold", "Unfold what is below the code."),
    _command("codebook.fold-all", "z", "fold all", "Fold or unfold the whole codebook."),
    _command("codebook.filter", "slash", "filter", "Show only the codes that match what you type.", True),
    _command("codebook.escape", "escape", "all again", "Take the filter away, or go back."),
)

REASON: tuple[Command, ...] = (
    _command("reason.yes", "y enter", "yes", "Do it.", True),
    _command("reason.no", "n", "no", "Do nothing.", True),
    _command("reason.why", "w tab", "say why", "Write a line on why; it stands in the history.", True),
)

HAPPENED: tuple[Command, ...] = (
    _command("happened.read", "enter", "read", "Read it in full.", True),
    _command("happened.all", "a", "all codes", "The history of the whole codebook; again: of this code.", True),
    _command("happened.then", "v", "as it was", "Read the codebook as it was right after that.", True),
    _command("happened.take-back", "t", "take back", "Take this back; what came later stays (asks first).", True),
    _command("happened.filter", "slash", "filter", "Show only what holds the words you type.", True),
    _command("happened.escape", "escape", "all again", "Take the filter away, or go back."),
)

VERSIONS: tuple[Command, ...] = (
    _command("versions.compare", "enter", "compare", "Compare it with today, or with the marked one.", True),
    _command("versions.mark", "m", "mark", "Mark it, to be compared with another; again: no longer.", True),
    _command("versions.name", "n", "name today's", "Give the codebook as it stands a name.", True),
    _command("versions.read", "r", "read", "Read the codebook as it was.", True),
    _command("versions.rename", "e", "rename", "Give the version another name.", True),
    _command("versions.remove", "D delete", "remove", "Remove the name, not the codebook (asks first).", True),
    _command("versions.filter", "slash", "filter", "Show only the versions that match what you type."),
    _command("versions.escape", "escape", "all again", "Take the filter away, or go back."),
)

DIFFERENCES: tuple[Command, ...] = (
    _command("differences.open", "enter", "go there", "Go to the code in the codebook.", True),
    _command("differences.export", "e", "export", "Write the comparison to a file.", True),
    _command("differences.filter", "slash", "filter", "Show only the changes that hold what you type.", True),
    _command("differences.escape", "escape", "all again", "Take the filter away, or go back."),
)

ALIKE: tuple[Command, ...] = (
    _command("alike.look", "enter", "passages", "Look at the passages of both, beside each other.", True),
    _command("alike.first", "1", "into first", "Merge the second into the first (asks first).", True, "merge(1)"),
    _command("alike.second", "2", "into second", "Merge the first into the second (asks first).", True, "merge(2)"),
    _command("alike.keep", "b", "keep both", "Keep both codes; the pair comes back when one is redefined.", True),
    _command("alike.kept", "v", "kept ones", "Show the pairs that were kept apart as well; again: no longer."),
    _command("alike.again", "w", "look again", "Put a pair that was kept apart back on the list."),
    _command("alike.filter", "slash", "filter", "Show only the pairs that match what you type.", True),
    _command("alike.escape", "escape", "all again", "Take the filter away, or go back."),
)

BOTH: tuple[Command, ...] = (
    _command("both.other", "tab", "other code", "Go to the passages of the other code.", True),
    _command("both.open", "enter", "open", "Open the transcript at the passage; back returns here.", True),
    _command("both.first", "1", "into first", "Merge the second into the first (asks first).", True, "merge(1)"),
    _command("both.second", "2", "into second", "Merge the first into the second (asks first).", True, "merge(2)"),
    _command("both.filter", "slash", "filter", "Show only the passages that hold what you type.", True),
    _command("both.escape", "escape", "all again", "Take the filter away, or go back."),
)

OUTDATED: tuple[Command, ...] = (
    _command("outdated.keep", "y", "still fits", "The coding fits the new definition as well.", True),
    _command("outdated.recode", "r", "recode", "Give the passage another code.", True),
    _command("outdated.remove", "x", "remove", "Take the coding away.", True),
    _command("outdated.open", "enter", "open", "Open the transcript at the passage; back returns here.", True),
    _command("outdated.all", "a", "all codes", "The passages of all codes; again: of this one.", True),
    _command("outdated.read", "e", "read", "Read both definitions in full.", False),
    _command("outdated.filter", "slash", "filter", "Show only the passages that hold what you type."),
    _command("outdated.escape", "escape", "all again", "Take the filter away, or go back."),
)
