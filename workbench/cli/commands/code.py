"""``workbench code``: one coding, from a script."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from workbench.study import Document, Study

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
        document = study.transcripts.document(args.transcript)
        try:
            code = study.codes.find(args.code).id
        except NotFoundError as error:
            if not args.new:
                raise NotFoundError(error.message, f"{error.hint} With --new it is made.".strip()) from None
            _check(call, study, document, facets)
            code = study.codes.create(args.code).id
        coding = study.codings.add(document.revision, args.start, args.end, code, facets=facets, memo=args.memo)
    call.console.say(coding)


def _check(call: Call, study: "Study", document: "Document", facets: Facets | None) -> None:
    """Raise what the coding would, before a code is made for it: an error changes nothing."""
    from workbench.study.base import checked_facets, storable

    args = call.args
    check_passage(document, args.start, args.end)
    checked_facets(study.settings, facets)
    storable(args.memo, "the memo")


def check_passage(document: "Document", start: int, end: int) -> None:
    """Raise InputError unless [start, end) is a passage of the text."""
    if not 0 <= start < end <= len(document.text):
        raise InputError(
            f"a passage from {start} to {end} is not inside the text, which has {len(document.text)} characters",
            "Positions count characters from 0; the end is the first character after the passage.",
        )


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
