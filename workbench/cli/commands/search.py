"""``workbench search WORDS``: where something is said, in the whole study."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Hit

WAYS = ("exact", "regex", "lemma", "fuzzy")
AROUND = 40
"""Characters before and after a hit that stand in the list."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Where something is said. Without an option: the very letters first, then the same but for case and æ/ae,\n"
        "ø/oe, å/aa, then other forms of the words, compounds that end with the word, begin with it or hold it, and\n"
        "at last what is like it; each hit says which. Speakers' labels and time stamps are not searched."
    )
    parser.add_argument("words", metavar="WORDS", nargs="+", help="a word, or several that follow each other")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--exact", action="store_true", help="only the very letters, as whole words")
    ways.add_argument(
        "--regex", action="store_true", help="a regular expression of Python; case counts, (?i) lets it not"
    )
    ways.add_argument("--lemma", action="store_true", help="only forms of the words, and compounds with them")
    ways.add_argument("--fuzzy", action="store_true", help="only what is like it")
    parser.add_argument(
        "--speaker", action="append", default=[], metavar="WHO", help="only this one: R1, K-03:R1, or a person's id"
    )
    parser.add_argument("--group", action="append", default=[], metavar="GROUP", help="only informants of this group")
    parser.add_argument(
        "--code", default="", metavar="CODE", help="only inside passages with this code, or one below it"
    )
    parser.add_argument("--in", dest="transcripts", nargs="+", default=[], metavar="ID", help="only these transcripts")
    parser.add_argument("--no-interviewer", action="store_true", help="not in what interviewers say")
    parser.add_argument("--labels", action="store_true", help="also in speakers' labels and time stamps")
    parser.add_argument("--across", action="store_true", help="also what goes over several turns")
    parser.add_argument(
        "--limit", type=whole_number, default=0, metavar="N", help="so many hits at most, the best first"
    )
    parser.json_option()


def run(call: Call) -> None:
    """List the hits."""
    args = call.args
    if args.limit < 0:
        raise InputError("--limit is a number of hits", "Give 1 or more.")
    with call.study() as study:
        if args.code:
            call.tell_blind(study)
        hits = study.search.find(
            " ".join(args.words),
            mode=next((way for way in WAYS if getattr(args, way)), "auto"),
            transcripts=args.transcripts,
            speakers=args.speaker,
            groups=args.group,
            code=args.code,
            interviewer=not args.no_interviewer,
            labels=args.labels,
            across=args.across,
        )
    if args.regex and len(hits) >= _most():
        call.console.note(f"note: the search ended after {_most():,} hits")
    shown = hits[: args.limit or None]
    call.show(
        [document(hit) for hit in shown],
        ("transcript", "turn", "who", "passage", "how", "excerpt"),
        [(h.transcript, h.turn, h.speaker, f"{h.start}–{h.end}", how(h), excerpt(h)) for h in shown],
        _counts(hits, len(shown)),
    )


def document(hit: "Hit") -> dict[str, Any]:
    """A hit as JSON: ``start`` and ``end`` count code points of the stored text."""
    return {
        "transcript": hit.transcript,
        "revision": hit.revision,
        "start": hit.start,
        "end": hit.end,
        "tier": hit.tier,
        "score": hit.score,
        "speaker": hit.speaker,
        "turn": hit.turn,
        "before": hit.before,
        "text": hit.text,
        "after": hit.after,
    }


def how(hit: "Hit") -> str:
    """The tier, and for what is only like it how much."""
    return f"{hit.tier} {hit.score:.0f}" if hit.tier == "fuzzy" else hit.tier


def excerpt(hit: "Hit") -> str:
    """The hit with the words that stand around it."""
    before, after = hit.before[-AROUND:], hit.after[:AROUND]
    if len(hit.before) > AROUND:
        before = f"…{before.partition(' ')[2] or before}"
    if len(hit.after) > AROUND:
        after = f"{after.rpartition(' ')[0] or after}…"
    return f"{before}[{hit.text}]{after}"


def _most() -> int:
    from workbench.transcripts.expressions import MOST

    return MOST


def _counts(hits: "list[Hit]", shown: int) -> str:
    from collections import Counter

    tiers = Counter(hit.tier for hit in hits)
    told = " · ".join(f"{number:,} {tier}" for tier, number in tiers.items())
    transcripts = len({hit.transcript for hit in hits})
    counts = f"{len(hits):,} hits in {transcripts} transcripts" + (f" · {told}" if told else "")
    return counts + (f" · the first {shown:,} are shown" if shown < len(hits) else "")
