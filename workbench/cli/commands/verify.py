"""``workbench verify``: is the study whole?"""

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Check that every chain of the log holds, that every text is what its name says, and that the tables are what\n"
        "the log makes of itself. Reads only; status 1 where something does not hold."
    )
    parser.json_option()


def run(call: Call) -> None:
    """Check everything."""
    with call.study() as study:
        verdict = study.log.verify()
    if call.args.json:
        call.console.json(
            {
                "changes": verdict.changes,
                "streams": verdict.streams,
                "waiting": verdict.waiting,
                "digest": verdict.digest,
                "faults": list(verdict.faults),
            }
        )
    else:
        waiting = f", waiting for earlier ones: {verdict.waiting}" if verdict.waiting else ""
        call.console.say(
            f"changes: {verdict.changes}, streams: {verdict.streams}{waiting}; state {verdict.digest[:12]}"
        )
        for fault in verdict.faults:
            call.console.say(fault)
    if verdict.faults:
        raise CheckFailedError(
            f"what does not hold: {len(verdict.faults)}",
            "Keep a copy of the folder; `workbench rebuild` makes the tables anew, a colleague's log brings changes.",
        )
    if not call.args.json:
        call.console.say("all of it holds")
