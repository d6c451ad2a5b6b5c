"""The grammar of the command line. Only the command that is named is loaded, and only when it is."""

from __future__ import annotations

import argparse
import sys

from workbench import __version__
from workbench.cli.commands import COMMANDS, load
from workbench.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, NoReturn

    from workbench.cli.call import Call

    Run = Callable[[Call], int | None]

_EPILOG = """\
Without a command, the screens open on the study.

Codes are named by path: "Relationer / Netværk". Positions count code points of the stored text, the end exclusive.
Reading commands take --json: one document on stdout and nothing else. In a pipe, lists are tab-separated.
Who codes is --coder, else WORKBENCH_CODER, else the login name.

exit status: 0 done · 1 a check did not hold · 2 yours to mend, nothing was changed · 3 a bug
"""


class Parser(argparse.ArgumentParser):
    """An argument parser that raises InputError, and whose arguments are added when they are first needed."""

    def __init__(self, *args: Any, fill: Callable[[Parser], None] | None = None, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)  # an abbreviation in a script would break with the next option
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(*args, **options)
        self._fill = fill

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        raise InputError(message, f"`{self.prog} --help` shows how it is written.")

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse; what is left over is refused here, by the command it was given to."""
        if self._fill is not None:
            fill, self._fill = self._fill, None
            fill(self)
        known, extra = super().parse_known_args(args, namespace)
        if extra:
            self.error(f"there is no place for {' '.join(map(repr, extra))}")
        return known, extra

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse's own passes over a stdout that is full or closed, and the status would be 0
        (file or sys.stdout).write(message)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if isinstance(action, _Verbs) and action.otherwise:
            return
        if isinstance(action, argparse._SubParsersAction) and value not in action.choices:
            raise InputError(f"{self.prog} has no command {value!r}", _near(value, action.choices, self.prog))
        super()._check_value(action, value)

    def verb(self, name: str, summary: str, run: Run, *, at_work: bool = True) -> Parser:
        """Add a command below this one (``codebook rename``) and return its parser.

        ``at_work`` False leaves ``--coder`` to the verb, where it does not say who is at work.
        """
        if self._subparsers is None:
            self._verbs = self.add_subparsers(metavar="VERB", title="verbs", parser_class=Parser, action=_Verbs)
        parser: Parser = self._verbs.add_parser(name, help=summary, description=_sentence(summary))
        common_options(parser, at_work=at_work)
        parser.set_defaults(run=run)
        return parser

    def otherwise(self, verb: str) -> None:
        """Let what is no verb be an argument of ``verb``: `quotes Tillid` is `quotes list Tillid`."""
        assert isinstance(self._verbs, _Verbs)
        self._verbs.otherwise = verb

    def json_option(self) -> None:
        """Add ``--json``."""
        self.add_argument("--json", action="store_true", help="one JSON document on stdout and nothing else")


class _Verbs(argparse._SubParsersAction[Parser] if TYPE_CHECKING else argparse._SubParsersAction):  # type: ignore[misc]
    """The verbs of a command; what is none of them may be an argument of the verb called ``otherwise``."""

    otherwise = ""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option_string: Any = None
    ) -> None:
        if self.otherwise and values[0] not in self.choices:
            values = [self.otherwise, *values]
        super().__call__(parser, namespace, values, option_string)


def build() -> Parser:
    """The parser of the whole program."""
    parser = Parser(
        prog="workbench",
        description="Code qualitative interviews in the terminal.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"workbench {__version__}")
    common_options(parser)
    parser.set_defaults(run=open_screens)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=summary, description=_sentence(summary), fill=_filling(name))
    return parser


def common_options(parser: argparse.ArgumentParser, *, at_work: bool = True) -> None:
    """Add what may stand before and after a command. Suppressed defaults: the place not used must not overwrite."""
    group = parser.add_argument_group("everywhere")
    group.add_argument(
        "--study", metavar="DIR", default=argparse.SUPPRESS, help="the study's folder (default: the current one)"
    )
    if at_work:
        group.add_argument("--coder", metavar="NAME", default=argparse.SUPPRESS, help="who is at work")


def open_screens(call: Call) -> int:
    """Open the screens on the study: what the program does without a command."""
    call.require_study()
    return call.open_screens(call.folder)


def _filling(name: str) -> Callable[[Parser], None]:
    def fill(parser: Parser) -> None:
        command = load(name)
        common_options(parser)
        parser.set_defaults(run=command.run)
        command.arguments(parser)

    return fill


def _sentence(summary: str) -> str:
    return summary[:1].upper() + summary[1:] + "."


def _near(value: str, known: Iterable[str], prog: str) -> str:
    from difflib import get_close_matches

    near = " or ".join(f"`{prog} {name}`" for name in get_close_matches(value, list(known), 2))
    listing = f"`{prog} --help` lists them."
    return f"You may mean {near}; {listing}" if near else listing


def whole_number(text: str) -> int:
    """The type of an argument that is a position or a count."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
