"""``workbench quotes verify FILE.md`` and ``quotes check``: is what is quoted what was said?"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError, InputError

if TYPE_CHECKING:
    from workbench.study import Verified
    from workbench.study.quotes import Fault

MAX_BYTES = 20_000_000
SHORT = 6
"""So many signs of the end of a pick's id are shown."""
HELD = ("exact", "ambiguous")
"""What is no fault: a quotation that stands in several places is one too."""


def arguments(parser: Parser) -> None:
    """Add the verbs that hold quotations against the transcripts."""
    verify = parser.verb("verify", "hold the quotations of a report against the transcripts", run_verify)
    verify.description = (
        "Finds what stands in quotation marks (Danish, English, German) and in block quotes of a report in Markdown,\n"
        "and says of each whether it is in the transcripts: exact, differs (and in what), missing, or ambiguous (in\n"
        "several places). (…) and […] leave out, [words] in brackets are the writer's. A source in brackets after it,\n"
        "as in (K-03, R1), is checked too. Quotations of fewer than three words count only with a source.\n"
        "Exit status 1 where one is missing or differs."
    )
    verify.add_argument("file", metavar="FILE.md")
    verify.json_option()
    check = parser.verb("check", "whether what is picked can still be quoted", run_check)
    check.description = (
        "Holds what is picked against the transcripts as they read now. Exit status 1 where one does not hold: its\n"
        "words differ (drifted), its passage is lost, its theme is gone, or its words are not here (missing)."
    )
    check.json_option()


def run_verify(call: Call) -> None:
    """Check the quotations of a report."""
    text = _read(call.args.file)
    with call.study() as study:
        verified = study.search.verify(text)
    call.show(
        [_document(one) for one in verified],
        ("line", "status", "quotation", "where", "what"),
        [(one.line, one.status, one.quote, _where(one), _what(one)) for one in verified],
        _counts(verified),
    )
    if wrong := [one for one in verified if one.status not in HELD]:
        raise CheckFailedError(
            f"{len(wrong)} of {len(verified)} quotations are not what was said",
            "Lines " + ", ".join(str(one.line) for one in wrong[:20]) + (" …" if len(wrong) > 20 else "."),
        )


def run_check(call: Call) -> None:
    """Check what is picked."""
    with call.study() as study:
        picked, faults = len(study.quotes.list(picked=True)), study.quotes.check()
    call.show(
        [_fault(one) for one in faults],
        ("id", "theme", "where", "why", "what"),
        [(one.id[-SHORT:], one.path, f"{one.transcript} {one.start}–{one.end}", one.why, one.what) for one in faults],
        f"{picked} picked · {len({one.id for one in faults})} to be looked at",
    )
    if faults:
        raise CheckFailedError(
            f"{len({one.id for one in faults})} quotations do not hold",
            "`workbench quotes edit ID TEXT` mends one, `quotes unpick ID` takes it back.",
        )


def _fault(one: "Fault") -> dict[str, Any]:
    return {
        "id": one.id,
        "theme": one.path,
        "transcript": one.transcript,
        "start": one.start,
        "end": one.end,
        "shown": one.shown or None,
        "why": one.why,
        "what": one.what,
        "hint": one.hint,
    }


def _read(name: str) -> str:
    path = Path(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("is too large for a report", f"At most {MAX_BYTES:,} bytes are read.", file=name)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is no text in UTF-8", "Save the report as Markdown in UTF-8.", file=name) from None
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", "Give the path of a Markdown file.", file=name) from None


def _document(one: "Verified") -> dict[str, Any]:
    from workbench.cli.commands.search import document

    return {
        "line": one.line,
        "quote": one.quote,
        "status": one.status,
        "hits": [document(hit) for hit in one.hits],
        "difference": one.difference,
        "source": one.source,
        "remarks": list(one.remarks),
    }


def _where(one: "Verified") -> str:
    places = [f"{hit.transcript} {hit.speaker} turn {hit.turn}".replace("  ", " ") for hit in one.hits]
    return ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")


def _what(one: "Verified") -> str:
    return "; ".join(part for part in (one.difference, *one.remarks) if part)


def _counts(verified: "list[Verified]") -> str:
    numbers = {status: sum(one.status == status for one in verified) for status in _STATES}
    told = " · ".join(f"{number} {status}" for status, number in numbers.items() if number)
    return f"{len(verified)} quotations" + (f" · {told}" if told else "")


_STATES = ("exact", "ambiguous", "differs", "missing")
