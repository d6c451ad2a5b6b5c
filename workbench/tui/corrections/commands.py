"""The keys of the rooms about corrected texts."""

from workbench.tui.commands import Command

CORRECTIONS: tuple[Command, ...] = (
    Command("corrections.accept", ("enter",), "accept", "Accept it as it stands now.", "corrections", True),
    Command("corrections.place", ("p",), "place", "Select the passage in the text by hand.", "corrections", True),
    Command("corrections.remove", ("d", "delete"), "remove", "Remove the coding or memo.", "corrections", True),
    Command("corrections.read", ("r",), "read", "Read before and now in full.", "corrections", True),
    Command("corrections.open", ("o",), "open", "Open the transcript there; back returns here.", "corrections", True),
    Command("corrections.next", ("n",), "next", "Next passage.", "corrections", True, "next"),
    Command("corrections.previous", ("N",), "previous", "Previous passage.", "corrections", False, "previous"),
    Command(
        "corrections.join",
        ("J",),
        "two texts",
        "Where two people corrected one transcript: make one text of both.",
        "corrections",
    ),
    Command("corrections.revisions", ("H",), "texts", "Show the texts this transcript has had.", "corrections"),
    Command("corrections.filter", ("slash",), "filter", "Show only what holds the words you type.", "corrections"),
    Command("corrections.escape", ("escape",), "all again", "Take the filter away, or go back.", "corrections"),
)

REVISIONS: tuple[Command, ...] = (
    Command("revisions.read", ("enter",), "differences", "Read what was changed, in full.", "revisions", True),
    Command("revisions.back", ("b",), "go back", "Make this the text that is read (asks first).", "revisions", True),
    Command("revisions.edit", ("E",), "edit", "Correct the text in your editor.", "revisions", True),
    Command("revisions.join", ("J",), "join", "Make one text of two that were corrected.", "revisions", True),
    Command("revisions.escape", ("escape",), "leave", "Go back.", "revisions"),
)

KEEPING: tuple[Command, ...] = (
    Command("keeping.keep", ("y", "enter"), "keep it", "Write the corrected text.", "keeping", True),
    Command("keeping.edit", ("e", "E"), "edit on", "Go on in the editor.", "keeping", True),
)
