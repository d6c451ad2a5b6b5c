"""The keys of the search room."""

from workbench.tui.commands import Command

SEARCH: tuple[Command, ...] = (
    Command("search.open", ("enter",), "open", "Open the transcript at the hit; back returns here.", "search", True),
    Command("search.words", ("slash",), "words", "Type what to look for; enter searches.", "search", True),
    Command(
        "search.mode",
        ("m",),
        "how",
        "Everything, the very letters, word forms, likeness, or a regular expression.",
        "search",
        True,
    ),
    Command("search.speaker", ("s",), "speaker", "Only what one speaker says.", "search", True),
    Command("search.people", ("p",), "group", "Only what one group of informants says.", "search", True),
    Command("search.code", ("c",), "code", "Only passages with one code, or one below it.", "search", True),
    Command("search.interviewer", ("i",), "interviewer", "With what interviewers say, or without.", "search"),
    Command("search.everything", ("x",), "all again", "Take all filters away.", "search"),
    Command("search.next-transcript", ("J",), "next transcript", "First hit of the next transcript.", "search"),
    Command("search.previous-transcript", ("K",), "previous", "First hit of the transcript before.", "search"),
    Command("search.copy", ("y",), "copy", "Copy the hit with its reference.", "search"),
    Command("search.escape", ("escape",), "list, back", "From the words to the list; from the list back.", "search"),
)
