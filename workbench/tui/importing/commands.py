"""The keys of the import: choosing files, and looking at each before anything is written."""

from workbench.tui.commands import Command


def _command(name: str, keys: str, label: str, help_: str, shown: bool = False, action: str = "") -> Command:
    return Command(f"importing.{name}", tuple(keys.split()), label, help_, "importing", shown, action)


IMPORTING: tuple[Command, ...] = (
    _command("change", "enter e", "change", "Say what the file is: its id, site, date, character set, speakers.", True),
    _command("import", "i", "import", "Take in all the files that are not left out.", True, "take_in"),
    _command("leave-out", "x delete", "leave out", "Leave the file out; again: take it in after all.", True),
    _command(
        "private",
        "p",
        "private",
        "Take the files in as private, from before anonymisation: they never leave this machine; again: not private.",
        True,
    ),
    _command("strong", "f", "findings", "Show what in the file identifies somebody.", True),
    _command("text", "t", "text", "Show how the file begins.", True),
    _command("more", "a", "add files", "Choose further files or a folder.", True),
    _command(
        "same",
        "w",
        "same for all",
        "Say of all files without front matter what is said of this one: its site, kind, and each label's group.",
    ),
    _command(
        "people",
        "P",
        "same people",
        "In all files without front matter, one label is one person (asks first); else each file has its own people.",
    ),
    _command("about-down", "J ctrl+down", "scroll", "Scroll what is told about the file."),
    _command("about-up", "K ctrl+up", "scroll back", "Scroll it back."),
    _command("open", "o", "open", "Open the transcript that the file has become."),
    _command("escape", "escape", "stop", "Stop what is under way, or go back; what has been taken in stays."),
)

CHOOSING: tuple[Command, ...] = (
    Command("choosing.complete", ("tab",), "complete", "Write the line under the cursor out.", "choosing", True),
    Command("choosing.up-folder", ("shift+tab",), "folder above", "Go to the folder above.", "choosing", True),
)
