"""``workbench code``: one coding, from a script."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError, NotFoundError

Facets = dict[str, tuple[str, ...]]


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Tag the passage [START, END) of a transcript with a code, and print the coding's id.\n"
        "The same coding again is the one that is there. Nobody's assignment changes its state by it."
    )
    parser.add_argument("transcript", metavar="TRANSCRIPT")
    parser.add_argument("start", metavar="START", type=whole_number, help="its first character, counted from 0")
    parser.add_argument("end", metavar="END", type=whole_number, help="the first character after the passage")
    parser.add_argument("code", metavar="CODE", help="its path: Relationer / Netværk")
    parser.add_argument("--new", action="store_true", help="make the code, and its parents, if they are not there")
    parser.add_argument(
        "--facet",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what it says beyond the code; may be repeated",
    )
    parser.add_argument("--memo", metavar="TEXT", default="", help="a remark that belongs to the coding")


def run(call: Call) -> None:
    """Add the coding."""
    args = call.args
    facets = _facets(args.facet)
    with call.study() as study:
        span = (study.transcripts.document(args.transcript).revision, args.start, args.end)
        try:
            coding = study.codings.add(*span, study.codes.find(args.code).id, facets=facets, memo=args.memo)
        except NotFoundError as error:
            if not error.message.startswith("there is no code"):
                raise
            if not args.new:
                raise NotFoundError(error.message, f"{error.hint} With --new it is made.".strip()) from None
            coding = study.codings.add_new(*span, args.code, facets=facets, memo=args.memo)
    call.console.say(coding)


def _facets(given: list[str]) -> Facets | None:
    """What was given as NAME=VALUE, values of one name together; None (the code's own) where nothing was given."""
    facets: Facets = {}
    for pair in given:
        name, _, written = pair.partition("=")
        values = tuple(value.strip() for value in written.split(";") if value.strip())
        if not (name.strip() and values):
            raise InputError(f"--facet {pair} is not NAME=VALUE", "Write --facet kind=reel.")
        facets[name.strip()] = (*facets.get(name.strip(), ()), *values)
    return facets or None
