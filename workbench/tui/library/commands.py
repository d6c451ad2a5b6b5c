"""The keys of the library, and of the list of codes to look for that is reached from it."""

from workbench.tui.commands import Command

LIBRARY = (
    Command("library.open", ("enter",), "open", "Open the transcript for coding.", "library", True),
    Command("library.codebook", ("C", "2"), "codebook", "Go to the codebook.", "library", True, "app.codebook"),
    Command("library.synthesis", ("S", "3"), "synthesis", "Go to the synthesis.", "library", True, "app.synthesis"),
    Command("library.agreement", ("A", "5"), "agreement", "Go to the agreement.", "library", True, "app.agreement"),
    Command("library.done", ("d",), "done", "Say that you are done with a transcript (asks first).", "library", True),
    Command("library.assign", ("a",), "assign", "Give transcripts to coders, or take them back.", "library", True),
    Command(
        "library.look-for", ("r",), "look for", "List the codes to look for in transcripts that are done.", "library"
    ),
    Command(
        "library.draw",
        ("R",),
        "draw a sample",
        "Draw transcripts at random that several coders code; shown before anything is given out.",
        "library",
    ),
    Command(
        "library.lift",
        ("b",),
        "lift blindness",
        "Let the coders of a transcript see each other's codings before all are done; asks why.",
        "library",
    ),
    Command(
        "library.mark",
        ("m",),
        "mark",
        "Mark the transcript: the marked are assigned, or lifted, together.",
        "library",
    ),
    Command("library.unmark", ("M",), "mark none", "Take all marks away.", "library"),
    Command(
        "library.filter", ("slash",), "filter", "Show only the transcripts that match what you type.", "library", True
    ),
    Command(
        "library.import",
        ("i",),
        "import",
        "Import transcripts: choose files or a folder, look at each, take them in.",
        "library",
        True,
        "import_files",
    ),
    Command("library.findings", ("f",), "findings", "Show what may identify somebody in this transcript.", "library"),
    Command("library.edit", ("E",), "edit text", "Correct the transcript's text in your editor.", "library"),
    Command(
        "library.corrections",
        ("v",),
        "corrected",
        "Look at passages that a correction has changed or lost.",
        "library",
        False,
        "app.corrections",
    ),
    Command("library.revisions", ("H",), "texts", "Show the texts this transcript has had.", "library"),
    Command("library.memo", ("n",), "memo", "Write a memo on the transcript, or go on with yours.", "library"),
    Command("library.memos", ("N", "6"), "memos", "Go to the memos.", "library", False, "app.memos"),
    Command("library.inbox", ("I", "4"), "inbox", "Go to the inbox.", "library", True, "app.inbox"),
    Command("library.escape", ("escape",), "all again", "Take the filter away.", "library"),
)

LOOKING = (
    Command("looking.open", ("enter",), "open", "Open the transcript; back returns here.", "looking", True),
    Command("looking.sought", ("t",), "looked for", "Say that you have looked for the code there.", "looking", True),
    Command(
        "looking.sought-all",
        ("T",),
        "all of it",
        "Say that you have looked the transcript through for all its codes (asks first).",
        "looking",
        True,
    ),
    Command("looking.filter", ("slash",), "filter", "Show only what holds the words you type.", "looking", True),
    Command("looking.escape", ("escape",), "all again", "Take the filter away, or go back.", "looking"),
)
