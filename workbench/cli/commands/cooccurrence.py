"""``workbench cooccurrence``: which codes stand together, for a person, a report or a program."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.commands.matrix import DEFAULT, chosen_format
from workbench.cli.commands.saturation import output_options
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study.saturation import Together

WITHIN = ("same", "overlap", "turns:N")
SHOWN = 60
"""Pairs on a terminal."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Which codes stand together: on the same passage, on passages that overlap, or within so many turns of each\n"
        "other. One CODE asks for its pairs, several for those among them. On a terminal a table to look at; in a\n"
        "pipe or a file Markdown, unless --format or the file's name says otherwise."
    )
    parser.add_argument("codes", metavar="CODE", nargs="*", help="by path (default: every pair)")
    parser.add_argument(
        "--within",
        metavar="|".join(WITHIN),
        default="overlap",
        help="when they stand together (default: overlap; turns:0 is the same turn)",
    )
    parser.add_argument("--same-coder", action="store_true", help="only where one coder has both")
    parser.add_argument("--subtree", action="store_true", help="a code with those below it")
    parser.add_argument("--min", metavar="N", type=whole_number, default=1, help="together at least so often")
    parser.add_argument("--group", metavar="GROUP", default="", help="only this group's voices")
    parser.add_argument("--layer", metavar="LAYER", default="all", help="all, consensus, or a coder's name")
    parser.add_argument("--under", metavar="CODE", default="", help="only codes below this one, and itself")
    output_options(parser)


def run(call: Call) -> None:
    """Show or write the pairs."""
    args = call.args
    chosen = chosen_format(args.format, args.json, args.output)
    mode, turns = _within(args.within)
    with call.study() as study:
        from workbench.study.saturation import PairsAsked

        call.tell_blind(study)
        asked = PairsAsked(
            tuple(args.codes), mode, turns, args.same_coder, args.subtree, args.min, args.group, args.layer, args.under
        )
        if chosen or not call.console.terminal:
            content = study.saturation.render(asked, chosen or DEFAULT)
            call.gate(study, content)
            call.deliver(content, args.output, json=chosen == "json")
        else:
            _draw(call, study.saturation.cooccurrence(asked))


def _within(given: str) -> tuple[str, int]:
    kind, _, turns = given.strip().lower().partition(":")
    if kind in ("same", "overlap") and not turns:
        return kind, 0
    if kind == "turns" and turns.isdecimal() and len(turns) < 6:
        return "near", int(turns)
    raise InputError(f"--within {given} means nothing here", f"There are {', '.join(WITHIN)}, as in turns:2.")


def _draw(call: Call, found: "Together") -> None:
    pairs, asked = found.pairs, found.asked
    codes = {code.id: code for code in pairs.codes}
    overlap = asked.mode == "overlap"
    rows = []
    for pair in pairs.pairs[:SHOWN]:
        first, second = codes[pair.first], codes[pair.second]
        rows.append(
            (
                *(first.path, second.path, pair.together),
                *(f"{pair.first_in} of {first.passages}", f"{pair.second_in} of {second.passages}"),
                _ratio(pair.share),
                *([_ratio(pair.jaccard)] if pair.jaccard is not None else []),
                pair.interviews,
            )
        )
    headings = ("code", "with", "together", "passages", "the other way", "share", *(["characters"] if overlap else []))
    caption = " · ".join(
        part
        for part in (
            f"{len(pairs.pairs):,} pairs" + (f", the first {SHOWN} shown" if len(pairs.pairs) > SHOWN else ""),
            {"same": "on the same passage", "overlap": "on passages that overlap"}.get(
                asked.mode, f"within {asked.turns} turns"
            ),
            "one coder has both" if pairs.same_coder else "whoever coded",
            "codes with those below them" if pairs.subtree else "codes without those below them",
            f"layer {asked.layer} ({', '.join(found.coders) or 'nobody'})",
            f"{pairs.interviews} transcripts, {pairs.done} done",
            f"{pairs.passages} passages",
            f"under {asked.under}" if asked.under else "",
            f"only {asked.group}" if asked.group else "",
        )
        if part
    )
    call.console.table(
        (*headings, "interviews"),
        rows,
        caption=f"{caption}\nshare: passages that meet the other code, of all passages of the two",
        right=(3, 4, 5, 6) if overlap else (3, 4, 5),
        folds=(0, 1),
    )


def _ratio(value: float) -> str:
    return "<0.01" if 0 < value < 0.005 else f"{value:.2f}"
