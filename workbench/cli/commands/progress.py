"""``workbench progress``: who is how far with which transcript."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser


def arguments(parser: Parser) -> None:
    """Add the command's verbs. In them ``--coder`` names whose state is set."""
    parser.json_option()
    for verb, summary, run_verb in (
        ("assign", "give transcripts to a coder", run_assign),
        ("start", "say that a coder is at work on transcripts, also on those that were done", run_start),
        ("done", "say that a coder is done with transcripts", run_done),
    ):
        command = parser.verb(verb, summary, run_verb, at_work=False)
        command.add_argument("transcripts", metavar="TRANSCRIPT", nargs="+")
        command.add_argument(
            "--coder", dest="whose", metavar="NAME", help="whose state is set (default: who is at work)"
        )
        command.add_argument("--round", default="1", metavar="NAME", help="the round of coding (default: 1)")


def run(call: Call) -> None:
    """List every coder's state in every transcript that was given out or coded."""
    with call.study() as study:
        states = study.progress.table()
    call.show(
        [
            {"transcript": s.transcript, "coder": s.coder, "round": s.round, "state": s.state, "codings": s.codings}
            for s in states
        ],
        ("transcript", "coder", "round", "state", "codings"),
        [(s.transcript, s.coder, s.round, s.state or "not assigned", s.codings) for s in states],
    )


def run_assign(call: Call) -> None:
    """Give the transcripts to a coder."""
    _set(call, "assign", "assigned")


def run_start(call: Call) -> None:
    """Mark the transcripts as in progress."""
    _set(call, "start", "in progress")


def run_done(call: Call) -> None:
    """Mark the transcripts as done."""
    _set(call, "done", "done")


def _set(call: Call, verb: str, state: str) -> None:
    args = call.args
    with call.study() as study:
        whose = args.whose or study.coder_name
        changed = getattr(study.progress, verb)(args.transcripts, whose, args.round)
    call.console.say(f"{whose}: {changed} of {len(set(args.transcripts))} transcripts newly {state}")
