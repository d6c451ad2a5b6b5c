"""``workbench transcripts turns``: who has the word from where to where, and when where that is known."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser


def add(parser: Parser) -> None:
    """Add the verb to those of ``transcripts``."""
    turns = parser.verb("turns", "list the turns of a transcript, with their times where it has any", run)
    turns.add_argument("transcript", metavar="ID")
    turns.json_option()


def run(call: Call) -> None:
    """List the turns."""
    with call.study() as study:
        document = study.transcripts.document(call.args.transcript)
    times = document.times or (None,) * len(document.turns)
    rows = list(enumerate(zip(document.turns, times, strict=True), 1))
    call.show(
        [
            {
                "turn": number,
                "label": turn.label,
                "start": turn.start,
                "speech": turn.speech,
                "end": turn.end,
                "time": [time.start, time.end] if time else None,
            }
            for number, (turn, time) in rows
        ],
        ("turn", "label", "start", "end", "from", "to"),
        [
            (
                number,
                turn.label,
                turn.start,
                turn.end,
                clock(time.start) if time else "",
                clock(time.end) if time and time.end is not None else "",
            )
            for number, (turn, time) in rows
        ],
        f"{len(rows)} turns · positions are characters of the stored text, the end exclusive · times are those of "
        "the recording",
    )


def clock(milliseconds: int) -> str:
    """``00:12:31.400``: hours, minutes, seconds; thousandths only where there are any."""
    seconds, rest = divmod(milliseconds, 1_000)
    whole = f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{whole}.{rest:03}" if rest else whole
