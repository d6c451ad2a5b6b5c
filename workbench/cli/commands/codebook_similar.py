"""``workbench codebook similar``: what a new name may mean; without one, the codes that may be one."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import AlikePair

LIMIT = 200


def arguments(parser: Parser) -> None:
    """Add the verb."""
    similar = parser.verb(
        "similar", "codes that a new name may mean; without a name, codes that may be one", run_similar
    )
    similar.add_argument("name", metavar="NAME", nargs="?")
    similar.add_argument("--limit", type=int, default=LIMIT, metavar="N", help=f"at most so many pairs ({LIMIT})")
    similar.add_argument("--names", action="store_true", help="alike by their names only, not by their passages")
    similar.add_argument("--dismissed", action="store_true", help="also those that somebody has said are two")
    similar.add_argument(
        "--apart", nargs=2, metavar="CODE", help="say that two codes are two: not listed until either is redefined"
    )
    similar.add_argument("--again", nargs=2, metavar="CODE", help="take that back")
    similar.add_argument("--why", default="", metavar="TEXT", help="the reason, with --apart")
    similar.json_option()


def run_similar(call: Call) -> None:
    """List what a new name may mean, or the pairs; or say of one pair that it is two codes."""
    args = call.args
    if sum(map(bool, (args.name, args.apart, args.again))) > 1:
        raise InputError("NAME, --apart and --again are three things", "Give one of them.")
    if args.why and not args.apart:
        raise InputError("--why is the reason for --apart", "Give both, or neither.")
    if args.limit < 1:
        raise InputError("--limit is at least 1")
    if args.apart or args.again:
        _say(call)
    elif args.name is not None:
        _meant(call)
    else:
        _pairs(call)


def _say(call: Call) -> None:
    with call.study() as study:
        first, second = (study.codes.find(path) for path in call.args.apart or call.args.again)
        if call.args.apart:
            study.similar.dismiss(first.id, second.id, why=call.args.why)
        else:
            study.similar.restore(first.id, second.id)
    call.console.say(f"{first.path} | {second.path}")


def _meant(call: Call) -> None:
    with call.study() as study:
        codes = {c.id: c for c in study.codes.list()}
        near = [(codes[match.id], match.score) for match in study.similar.you_may_mean(call.args.name)]
    call.show(
        [{"code": code.path, "codings": code.count, "score": round(float(score), 3)} for code, score in near],
        ("code", "codings", "definition"),
        [(code.path, code.count, code.definition) for code, _ in near],
    )


def _pairs(call: Call) -> None:
    with call.study() as study:
        pairs = study.similar.pairs(limit=call.args.limit, overlap=not call.args.names, dismissed=call.args.dismissed)
        call.tell_blind(study)
    call.show(
        [_document(pair) for pair in pairs],
        ("they are", "first", "codings", "second", "codings", "shared", "because"),
        [(_band(p), p.first.path, p.first.count, p.second.path, p.second.count, p.shared, p.why) for p in pairs],
        f"{len(pairs)} pairs · shared: places where both stand",
    )


def _band(pair: "AlikePair") -> str:
    return f"{pair.band} (said to be two)" if pair.dismissed else pair.band


def _document(pair: "AlikePair") -> dict[str, Any]:
    return {
        "first": pair.first.path,
        "second": pair.second.path,
        "band": pair.band,
        "score": round(pair.score, 1),
        "why": pair.why,
        "shared": pair.shared,
        "share": round(pair.share, 4),
        "related": pair.related,
        "dismissed": pair.dismissed,
    }
