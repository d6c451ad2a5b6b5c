"""``workbench quotes [THEME]``: what could be quoted and what is, who is said to have said it, and how far it holds."""

import argparse
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands import quotes_changes, quotes_check
from workbench.cli.commands.matrix import chosen_format
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Picked, Study

RISKS = {
    "unique": "fewer informants than min_same are described so",
    "place": "it names a place with a single informant",
    "words": "its words may identify somebody: `workbench check` says which",
    "long": "it is longer than most_words",
}
"""What may give somebody away, in a sentence; study.toml's [quotes] has the numbers."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments and verbs."""
    parser.description = (
        "The excerpts of a theme and of those below it (without THEME: of all) as quotations: as they are to be read,\n"
        "with an attribution that enough informants have in common, picked ones first. --n chooses fairly: what is\n"
        "picked, then what is starred, then so that many are heard before anybody is heard twice."
    )
    _listing(parser)
    listed = parser.verb("list", "what could be quoted and what is; the same without a verb", run)
    listed.add_argument("theme", metavar="THEME", nargs="?", default="", help="a code, by its path")
    _listing(listed, argparse.SUPPRESS)
    parser.otherwise("list")
    quotes_changes.arguments(parser)
    quotes_check.arguments(parser)
    parser.set_defaults(theme="")


def _listing(parser: Parser, default: Any = None) -> None:
    """Add what narrows and writes the list; the options stand before a theme and behind it."""

    def add(*names: str, **options: Any) -> None:
        if default is argparse.SUPPRESS:
            options["default"] = default
        parser.add_argument(*names, **options)

    add("--matrix", metavar="NAME", default="", help="by the rule of that table (default: the first of study.toml)")
    add("--where", metavar="COLUMN|GROUP", default="", help="only what stands behind that cell of it")
    add("--layer", metavar="LAYER", default="all", help="all, consensus, or a coder's name")
    add("--picked", action="store_true", help="only what is picked")
    add("--n", metavar="N", type=whole_number, default=0, help="so many, chosen fairly; without THEME of each theme")
    add("--under", action="store_true", help="with --n: so many of each theme below THEME, too")
    add("--format", metavar="FORMAT", help="md, html, docx, xlsx, csv or json")
    add("--json", action="store_true", help="one JSON document on stdout and nothing else")
    add("-o", "--output", metavar="FILE", help="write it there")
    add("--strict", action="store_true", help="refuse what would only be warned about")


def run(call: Call) -> None:
    """List the quotations, or write them."""
    args = call.args
    if args.n < 0:
        raise InputError("--n takes a number", "Leave it out for all.")
    chosen = "" if args.json else chosen_format(args.format, False, args.output)
    with call.study() as study:
        call.tell_blind(study)
        found = _found(call, study)
        if chosen:
            content = study.quotes.render(found, chosen, layer=args.layer)
            call.gate(study, content)
            call.deliver(content, args.output, json=chosen == "json")
            return
        documents = [_document(one) for one in found] if args.json else []
        if args.json or not call.console.terminal:
            call.gate(study, "\n".join(one.shown for one in found))
    if args.json and args.output:
        import json

        call.deliver(json.dumps(documents, ensure_ascii=False, indent=2) + "\n", args.output, json=True)
        return
    call.show(
        documents,
        ("theme", "quote", "who", "source", "", "beware of", "id"),
        [_row(one) for one in found],
        _caption(found),
    )


def _found(call: Call, study: "Study") -> "list[Picked]":
    args = call.args
    theme = study.codes.find(args.theme).id if args.theme else ""
    found = study.quotes.list(
        theme, matrix=args.matrix, where=args.where, picked=args.picked, layer=args.layer, look=True
    )
    if not args.n:
        return found
    return study.quotes.fairly(found, args.n) if theme and not args.under else study.quotes.of_each(found, args.n)


def _row(one: "Picked") -> tuple[object, ...]:
    marks = ("picked" if one.picked else "", "starred" if one.starred else "", "drifted" if one.drifted else "")
    return (
        one.path,
        one.shown,
        one.attribution.text,
        one.source,
        " ".join(filter(None, marks)),
        ", ".join(one.risks),
        one.id[-quotes_check.SHORT :],
    )


def _document(one: "Picked") -> dict[str, Any]:
    """A quotation as JSON: ``start`` and ``end`` count code points of the transcript's text."""
    quote = one.quote
    return {
        "id": one.id or None,
        "theme": one.path,
        "quote": one.shown,
        "attribution": one.attribution.text or None,
        "shared_by": one.attribution.shared_by,
        "source": one.source,
        "transcript": quote.transcript,
        "start": quote.start,
        "end": quote.end,
        "turn": quote.turn or None,
        "speakers": list(quote.speakers),
        "groups": list(quote.groups),
        "text": quote.text,
        "codings": list(quote.codings),
        "coders": list(quote.coders),
        "picked": one.picked,
        "starred": one.starred,
        "drifted": one.drifted,
        "risks": list(one.risks),
    }


def _caption(found: "list[Picked]") -> str:
    counts = (("picked", sum(one.picked for one in found)), ("drifted", sum(one.drifted for one in found)))
    told = [f"{len(found):,} quotations", *(f"{n:,} {what}" for what, n in counts if n)]
    beware = sorted({risk for one in found for risk in one.risks})
    return " · ".join(told) + "".join(f"\n{risk}: {RISKS[risk]}" for risk in beware)
