"""``workbench check``: leftover identifiers, drifted codings, broken references."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError, InputError

if TYPE_CHECKING:
    from workbench.study.anonymity import Leftover
    from workbench.study.anonymity.checks import Problem

DUTY = "This is an aid, not proof: what stands in a text and names somebody is found by reading it."
_CERTAIN = 1.0  # the score of what is no guess: a coding that lost its place, a row that points to nothing


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Look for what may still identify somebody, in transcripts, labels, memos, codes and what is said of\n"
        "interviews; for codings that a corrected text has moved or lost; and for rows that point to nothing.\n"
        f"Exit status 1 when something is found. {DUTY}"
    )
    parser.add_argument(
        "transcripts", metavar="ID", nargs="*", help="only these transcripts (default: the whole study)"
    )
    sure = parser.add_mutually_exclusive_group()
    sure.add_argument("--strong", action="store_true", help="only what is hardly a mistake (a score of .6 or more)")
    sure.add_argument(
        "--weak",
        action="store_true",
        help="also what is only perhaps a name outside the transcripts: in memos, codes …",
    )
    parser.add_argument(
        "--quasi", action="store_true", help="also what could point to one person: a post and its place"
    )
    parser.json_option()


def run(call: Call) -> int:
    """Check, list what was found, and say so by the exit status."""
    from workbench.study.anonymity import checks
    from workbench.transcripts import engine
    from workbench.transcripts.identifiers import STRONG

    args = call.args
    with call.study() as study:
        call.tell_blind(study)
        with call.console.progress("looking") as step:
            found = study.anonymity.findings(args.transcripts, weak=not args.strong, quasi=args.quasi, progress=step)
        # Codes and memos are full of the study's own words with capitals; a transcript is not.
        found = [one for one in found if one.transcript or args.weak or one.finding.score >= STRONG or _quasi(one)]
        problems = study.anonymity.problems(args.transcripts)
        files = [] if args.transcripts else checks.heads(study.folder, study.anonymity.keys.read())
        problems += files
        said = [engine.said(study.language), *study.anonymity.cautions(args.transcripts)]
    if args.json:
        call.console.json({"findings": [*map(finding, found), *map(_problem, problems)]})
        return 1 if found or problems else 0
    call.console.table(
        ("kind", "where", "start", "end", "text", "score", "why"),
        [*map(_row, found), *((p.kind, _place(p), p.start, p.end, p.text, "", p.where) for p in problems)],
        right=(5,),
    )
    for sentence in said:
        call.console.note(sentence)
    if found or problems:
        raise CheckFailedError(
            f"findings: {len(found)}, other things to look at: {len(problems)}",
            "`workbench anonymise replace WORD` replaces one, `anonymise keep WORD` keeps it, `transcripts review` "
            f"shows codings. {DUTY}",
        )
    call.console.note(f"Nothing was found. {DUTY}")
    return 0


def _quasi(one: "Leftover") -> bool:
    return one.finding.kind == "quasi"


def _place(problem: "Problem") -> str:
    return problem.transcript or "the study"


def _row(one: "Leftover") -> tuple[object, ...]:
    f = one.finding
    return f.kind, one.transcript or one.where, f.start, f.end, f.text, f"{f.score:.2f}", f.why


def finding(one: "Leftover") -> dict[str, Any]:
    """A finding as JSON has it."""
    f = one.finding
    return {
        "kind": f.kind,
        "transcript": one.transcript,
        "start": f.start,
        "end": f.end,
        "text": f.text,
        "score": f.score,
        "why": f.why,
        "where": one.where,
        "id": one.id,
    }


def _problem(one: "Problem") -> dict[str, Any]:
    return one._asdict() | {"score": _CERTAIN, "why": "", "id": ""}


def named(words: str) -> str:
    """``words``, if they are some. Raises InputError."""
    if not words.strip():
        raise InputError("which word?", "Give one, as it stands in the texts.")
    return words
