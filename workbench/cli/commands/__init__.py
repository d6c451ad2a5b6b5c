"""The commands: each name, what it does in one line, and the module of that name that does it."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol, cast

    from workbench.cli.call import Call
    from workbench.cli.parser import Parser

    class Command(Protocol):
        """What a module here has."""

        def arguments(self, parser: Parser) -> None:
            """Add the command's own arguments and verbs."""

        def run(self, call: Call) -> int | None:
            """Do it; the exit status, None being 0."""


COMMANDS = {
    "init": "begin a study, in a new or an existing folder",
    "demo": "write the sample study with both coders' work and open it",
    "import": "take transcripts into the study; the same file again changes nothing",
    "transcripts": "list the transcripts, or write the text of one",
    "codebook": "show the codebook, or change it",
    "code": "tag one passage with one code and print the coding's id",
    "memos": "list the memos, or write one",
    "search": "where something is said: its letters, its forms, its compounds, what is like it",
    "quotes": "what is quoted and who is said to have said it; holding a report against the transcripts",
    "segments": "codings as CSV, out of the study and into it",
    "progress": "who is how far with which transcript",
    "agree": "how far the coders agree, and settling where they do not",
    "matrix": "the tables: which themes are shared, and who voices them",
    "summaries": "what the evidence of a theme comes to, by group or informant, in the team's own words",
    "export": "the report: material, method, tables, themes with quotes, checklists, in one",
    "survey": "answers to closed questions beside the themes they belong to; cross tables",
    "saturation": "new codes by interview: a curve, its band, and what it cannot say",
    "cooccurrence": "which codes stand together: on a passage, overlapping, or within some turns",
    "plot": "a picture: themes by groups, one theme, new codes, agreement; as text, SVG, PNG or a page",
    "coders": "list the coders",
    "settings": "what study.toml says, out of the study and into it",
    "inbox": "what colleagues wrote at the same time, and how to settle it",
    "sync": "exchange work with colleagues through a shared folder or a PostgreSQL server",
    "hub": "set up a PostgreSQL server as the team's hub",
    "backup": "make a backup, or list them; a recent one is always there",
    "restore": "go back to a backup, as a new replica",
    "check": "leftover identifiers, drifted codings, broken references; exit status 1 when something is found",
    "anonymise": "replace what identifies somebody, and keep the key outside the study",
    "withdraw": "take back what a person said, wherever the study goes",
    "purge": "erase one text for ever, leaving the log whole",
    "log": "what was changed, by whom; undo it, carry it elsewhere",
    "verify": "check that the log, the texts and the tables are whole",
    "rebuild": "make the tables anew from the log",
}

_MODULES = {"import": "import_"}  # a module cannot be called by a word of the language


def load(name: str) -> Command:
    """The module of a command."""
    module = import_module(f"workbench.cli.commands.{_MODULES.get(name, name)}")
    return cast("Command", module) if TYPE_CHECKING else module
