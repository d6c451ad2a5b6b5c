"""``workbench coders``: who has coded or written in the study."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.json_option()


def run(call: Call) -> None:
    """List the coders with how much each has coded, in how many transcripts."""
    with call.study() as study:
        names = [coder.name for coder in study.coders()]
        codings = {(s.coder, s.transcript): s.codings for s in study.progress.table()}
    rows = [
        (
            name,
            sum(n for (coder, _), n in codings.items() if coder == name),
            sum(1 for (coder, _), n in codings.items() if coder == name and n),
        )
        for name in names
    ]
    call.show(
        [{"name": name, "codings": n, "transcripts": t} for name, n, t in rows],
        ("coder", "codings", "transcripts"),
        rows,
    )
