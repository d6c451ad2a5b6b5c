"""``workbench agree``: how far the coders agree, for a person, a methods section or a program."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.commands import agree_check, agree_draw, agree_episodes, agree_scope
from workbench.cli.commands.matrix import DEFAULT, chosen_format
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.exports import Document, Origin
    from workbench.study import Study
    from workbench.study.scopes import Asked

BY = ("transcript", "speaker", "pair")
LIKE = ("nvivo", "maxqda", "inception")
THRESHOLD = 90


def arguments(parser: Parser) -> None:
    """Add the command's arguments and verbs."""
    parser.description = (
        "How far the coders agree on every code, with an interval: in transcripts that two or more have marked done,\n"
        "codings as they stood then. On a terminal a table to look at, the worst first; in a pipe or a file Markdown\n"
        "for a methods section, unless --format or the file's name says otherwise."
    )
    agree_scope.arguments(parser)
    view = parser.add_argument_group("what is shown")
    view.add_argument("--by", choices=BY, help="each transcript, speaker or pair of coders alone")
    view.add_argument(
        "--details", action="store_true", help="every coefficient, pairs of coders, without each coder, sets"
    )
    view.add_argument("--confusion", action="store_true", help="which code another coder used instead")
    view.add_argument(
        "--compare",
        metavar="ROUND",
        nargs="?",
        const="",
        help="with before the last change of the codebook, or that round with those since",
    )
    view.add_argument("--like", choices=LIKE, help="what that program would show, to check these numbers against it")
    view.add_argument(
        "--against",
        metavar="NAME,NAME…",
        action="append",
        help="with --like nvivo: --coders as one group against these; a group has coded what any of them coded",
    )
    view.add_argument(
        "--threshold",
        metavar="PERCENT",
        type=int,
        help=f"with --like maxqda: how much of two segments must overlap (default: {THRESHOLD})",
    )
    view.add_argument("--format", metavar="FORMAT", help="md, html, json, csv, docx or xlsx: the same rows in each")
    view.add_argument("-o", "--output", metavar="FILE", help="write it there")
    parser.json_option()
    agree_check.arguments(parser)
    agree_episodes.arguments(parser)


def run(call: Call) -> None:
    """Show or write agreement."""
    args = call.args
    views = [name for name, on in _views(call).items() if on]
    if len(views) > 1:
        raise InputError(f"--{views[0]} and --{views[1]} are two tables", "Give one of them.")
    if args.threshold is not None and (args.like != "maxqda" or not 1 <= args.threshold <= 100):
        raise InputError("--threshold goes with --like maxqda, from 1 to 100", "MAXQDA's own default is 90.")
    if args.against and (args.like != "nvivo" or not getattr(args, "coders", ())):
        raise InputError("--against goes with --like nvivo and --coders", "--coders ann,eva --against bo")
    chosen = chosen_format(args.format, args.json, args.output)
    with call.study() as study:
        call.tell_blind(study)
        asked = agree_scope.read(call, study)
        drawn = not chosen and call.console.terminal
        language = "en" if drawn else study.language
        if drawn and not views:
            table = study.agreement.table(asked.scope)
            sets = study.agreement.all_at_once(asked.scope) if args.details else None
            agree_draw.table(call, table, origin(study, asked), detailed=args.details, sets=sets)
            return
        document = _document(call, study, asked, views[0] if views else "", language)
        if not drawn:
            from workbench.exports import render

            content = render(document, chosen or DEFAULT)
            call.gate(study, content)
    if drawn:
        agree_draw.document(call, document)
    else:
        call.deliver(content, args.output, json=chosen == "json")


def _views(call: Call) -> dict[str, bool]:
    args = call.args
    return {
        "by": bool(args.by),
        "confusion": args.confusion,
        "compare": args.compare is not None,
        "like": bool(args.like),
    }


def _document(call: Call, study: "Study", asked: "Asked", view: str, language: str) -> "Document":
    from workbench import exports

    args, scope, told = call.args, asked.scope, origin(study, asked)
    if view == "by":
        parts, whole = study.agreement.by(args.by, scope), study.agreement.table(scope)
        return exports.by_part(args.by, parts, whole, told, language)
    if view == "confusion":
        return exports.instead(study.agreement.confusion(scope), study.agreement.table(scope), told, language)
    if view == "compare":
        found = study.agreement.compare(scope, args.compare)
        when = found.when.strftime("%Y-%m-%d %H:%M") if found.when else ""
        return exports.comparison(found.before, found.after, found.what, when, told, language)
    if view == "like":
        from workbench.cli.commands import agree_like

        against = [study.scopes.coder(name) for given in args.against or () for name in agree_scope.names(given, study)]
        return agree_like.document(study, asked, args.like, args.threshold or THRESHOLD, language, against)
    sets = study.agreement.all_at_once(scope) if args.details else None
    return exports.agreement(study.agreement.table(scope), told, language, detailed=args.details, sets=sets)


def origin(study: "Study", asked: "Asked") -> "Origin":
    """What a table does not say of itself."""
    from datetime import date

    from workbench import __version__
    from workbench.exports import Origin

    return Origin(study.title, date.today().isoformat(), __version__, asked.person, asked.before)
