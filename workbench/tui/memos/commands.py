"""The keys of the memos room, of what a memo points to, and of the dialog in which one writes a memo."""

from workbench.tui.commands import Command

MEMOS: tuple[Command, ...] = (
    Command("memos.open", ("enter",), "go there", "Go to the passage, code or transcript it is about.", "memos", True),
    Command("memos.new", ("n",), "new", "Write a memo on the study: a diary, a meeting, an idea.", "memos", True),
    Command("memos.edit", ("e",), "edit", "Change what it says, or its kind.", "memos", True),
    Command("memos.links", ("l",), "links", "Show the passages that the memo points to.", "memos", True),
    Command("memos.only", ("f",), "kinds", "Show only one kind of memos, or all.", "memos", True),
    Command("memos.filter", ("slash",), "filter", "Show only the memos that hold what you type.", "memos", True),
    Command("memos.search", ("s",), "search", "Search the memos: other forms of the words are found too.", "memos"),
    Command(
        "memos.order", ("o",), "order", "Order by date, by kind, by what they are about, or the oldest first.", "memos"
    ),
    Command("memos.read", ("r",), "read", "Read the memo in full, with what it points to.", "memos"),
    Command("memos.kind", ("K",), "kind", "Make it another kind of memo.", "memos"),
    Command("memos.move", ("m",), "move", "Let it be about something else.", "memos"),
    Command("memos.remove", ("D", "delete"), "remove", "Remove the memo (asks first).", "memos"),
    Command("memos.copy", ("y",), "copy", "Copy the memo with its reference.", "memos"),
    Command("memos.export", ("x",), "export", "Write the memos that are shown to a file.", "memos", True),
    Command("memos.escape", ("escape",), "all again", "Take the filters away, or go back.", "memos"),
)

LINKS: tuple[Command, ...] = (
    Command(
        "links.open", ("enter",), "go there", "Open the transcript at the passage; back returns here.", "links", True
    ),
    Command("links.unlink", ("d", "delete"), "unlink", "Let the memo point there no longer.", "links", True),
    Command("links.copy", ("y",), "copy", "Copy the quote with its reference.", "links", True),
    Command("links.back", ("escape",), "back", "Back to the memos.", "links", True, "escape"),
)

NOTING: tuple[Command, ...] = (
    Command("noting.next-kind", ("tab",), "kind", "The next kind of memo.", "noting", True, "next_kind(1)"),
    Command(
        "noting.previous-kind", ("shift+tab",), "kind before", "The kind before.", "noting", False, "next_kind(-1)"
    ),
    Command("noting.note", ("f2",), "note", "It is a note.", "noting", False, "kind('note')"),
    Command(
        "noting.familiarisation",
        ("f3",),
        "familiarisation",
        "It is from getting to know the material.",
        "noting",
        False,
        "kind('familiarisation')",
    ),
    Command("noting.analytic", ("f4",), "analytic", "It is an analytic memo.", "noting", False, "kind('analytic')"),
    Command("noting.field", ("f5",), "field note", "It is a field note.", "noting", False, "kind('field')"),
    Command(
        "noting.reflexive", ("f6",), "diary", "It belongs to the reflexive diary.", "noting", False, "kind('reflexive')"
    ),
    Command(
        "noting.decision", ("f7",), "decision", "It is what a meeting decided.", "noting", False, "kind('decision')"
    ),
    Command("noting.another", ("ctrl+n",), "another", "Write another memo here beside this one.", "noting", True),
)
