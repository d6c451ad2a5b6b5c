"""``workbench demo [DIR]``: the sample study, to try everything on."""

import sys
from pathlib import Path

from workbench.cli.call import Call
from workbench.cli.parser import Parser

DEFAULT = "workbench-demo"


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", nargs="?", default=DEFAULT, help=f"where (default: {DEFAULT})")
    parser.add_argument("--no-open", action="store_true", help="write it, and do not open the screens")


def run(call: Call) -> int:
    """Write the sample, unless it is there from before, and open it where there is a terminal to open it on."""
    from workbench import study

    folder = Path(call.args.folder)
    if not study.is_demo(folder):
        call.console.note(f"writing the sample study into {folder} …")
        study.demo(folder)
    if call.args.no_open or not (sys.stdin.isatty() and sys.stdout.isatty()):
        call.console.say(f"the sample study is in {folder}; `workbench --study {folder}` opens it")
        return 0
    return call.open_screens(folder)
