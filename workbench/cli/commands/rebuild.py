"""``workbench rebuild``: the tables anew from the log."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser


def arguments(parser: Parser) -> None:
    """Add nothing: there is nothing to choose."""


def run(call: Call) -> None:
    """Throw the tables away and make them from the log, which is never changed by it."""
    with call.study() as study:
        study.log.rebuild()
        verdict = study.log.verify()
    call.console.say(f"the tables are made anew; changes: {verdict.changes}, state {verdict.digest[:12]}")
