"""``workbench saturation``: new codes by interview, for a person, a methods section or a program."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.commands.matrix import DEFAULT, chosen_format
from workbench.cli.parser import Parser, whole_number

if TYPE_CHECKING:
    from workbench.study.saturation import CurveAsked, NewCodes

ORDERS = ("date", "coding", "group")
PERMUTATIONS, SEED = 1000, 1
HEIGHT = 12
"""Rows of the curve."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "How many codes each interview brought that none before it had, in the order asked for, beside what other\n"
        "orders of the same interviews would give. Interviews that are done; numbers, never a verdict. On a terminal\n"
        "a curve and a table; in a pipe or a file Markdown, unless --format or the file's name says otherwise."
    )
    parser.add_argument(
        "--order",
        choices=ORDERS,
        default=ORDERS[0],
        help="by date, by when coding was done, or group by group (default: date)",
    )
    parser.add_argument("--group", metavar="GROUP", default="", help="only this group's voices")
    parser.add_argument("--layer", metavar="LAYER", default="all", help="all, consensus, or a coder's name")
    parser.add_argument("--under", metavar="CODE", default="", help="only this code and those below it")
    parser.add_argument("--unfinished", action="store_true", help="also interviews that are not done")
    parser.add_argument(
        "--permutations",
        metavar="N",
        type=whole_number,
        default=PERMUTATIONS,
        help=f"random orders for the band, 0 for none (default: {PERMUTATIONS})",
    )
    parser.add_argument("--seed", metavar="N", type=whole_number, default=SEED, help=f"of these (default: {SEED})")
    output_options(parser)


def output_options(parser: Parser) -> None:
    """Add how and where it is written."""
    parser.add_argument(
        "--format", metavar="FORMAT", help="md, json, csv or another that is known: the same rows in each"
    )
    parser.json_option()
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there")
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned about")


def run(call: Call) -> None:
    """Show or write the curve."""
    args = call.args
    chosen = chosen_format(args.format, args.json, args.output)
    with call.study() as study:
        from workbench.study.saturation import CurveAsked

        call.tell_blind(study)
        asked = CurveAsked(
            args.order, args.group, args.layer, args.under, args.seed, args.permutations, args.unfinished
        )
        if chosen or not call.console.terminal:
            content = study.saturation.render(asked, chosen or DEFAULT)
            call.gate(study, content)
            call.deliver(content, args.output, json=chosen == "json")
        else:
            _draw(call, study.saturation.curve(asked))


def _draw(call: Call, found: "NewCodes") -> None:
    from workbench.synthesis.picture import BAND, MEAN, SEEN, picture

    curve = found.curve
    rows = picture(curve, min(call.console.width, 120), HEIGHT)
    for row in rows:
        call.console.say("".join(text for text, _ in row).rstrip())
    if rows:
        band = f"   {BAND} 95 % of {curve.permutations:,} random orders (seed {curve.seed})" if curve.band else ""
        call.console.say(f"{SEEN} codes so far   {MEAN} mean of all orders{band}\n")
    table = []
    for i, step in enumerate(curve.steps):
        spread = (f"{curve.band[i].low}–{curve.band[i].high}",) if curve.band else ()
        groups = ", ".join(step.groups)
        numbers = (step.codes, step.new, step.cumulative, f"{curve.expected[i]:.1f}", *spread)
        table.append(
            (i + 1, step.name, step.date, groups, *numbers, step.created or "–", step.excerpts, step.newcomers)
        )
    headings = (
        "no.",
        "interview",
        "date",
        "groups",
        "codes",
        "new",
        "so far",
        "mean",
        *(["band"] if curve.band else []),
    )
    end = len(headings)
    call.console.table(
        (*headings, "not sought", "excerpts", "new people"),
        table,
        caption="\n".join([_basis(found), *_notes(found)]),
        right=(7, 8, end),
        folds=(1,),
    )


def _basis(found: "NewCodes") -> str:
    curve, asked = found.curve, found.asked
    return " · ".join(
        part
        for part in (
            "new codes by interview",
            _order(asked),
            f"layer {asked.layer} ({', '.join(found.coders) or 'nobody'})",
            f"{len(curve.steps)} transcripts, {sum(step.done for step in curve.steps)} done",
            f"{curve.informants} informants",
            f"{curve.codes - len(curve.unused)} of {curve.codes} codes with evidence",
            f"under {asked.under}" if asked.under else "",
            f"only {asked.group}" if asked.group else "",
        )
        if part
    )


def _order(asked: "CurveAsked") -> str:
    return {"date": "by date", "coding": "by when coding was done", "group": "group by group"}[asked.order]


def _notes(found: "NewCodes") -> list[str]:
    from workbench.exports.of_saturation import REFLEXIVE

    curve, said = found.curve, []
    if found.left_out:
        said.append(f"not done, left out: {', '.join(found.left_out)}")
    if curve.undated and curve.order != "coding":
        said.append(f"without a date, last: {curve.undated}")
    if curve.same_day and curve.order != "coding":
        said.append(f"share a date with another, among them by name: {curve.same_day}")
    if any(step.unlooked for step in curve.steps):
        said.append(f"new, but not looked for in every interview before: {sum(len(s.unlooked) for s in curve.steps)}")
    if found.approach == REFLEXIVE:
        said.append("in reflexive work codes come of the reading as much as of the interviews: material to think with")
    elif curve.runs:
        shares = (
            f"{run.new} in the last {run.length} / {run.in_base} in the first {run.base}"
            + (f" = {100 * run.share:.0f} %" if run.share is not None else "")
            for run in curve.runs
        )
        said.append(f"new codes (Guest, Namey & Chen 2020): {'; '.join(shares)}")
    if any(step.created for step in curve.steps):
        said.append(
            "not sought: codes without evidence there that nobody who is done with it had, or has looked for since"
        )
    said.append("it counts codes, not meanings, and says nothing of interviews that were not held")
    return said
