"""``workbench transcripts``: the list, and the text of one."""

from typing import Any

from workbench.cli.call import Call
from workbench.cli.commands import transcripts_corrections, transcripts_turns
from workbench.cli.parser import Parser


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.json_option()
    text = parser.verb("text", "write the stored text of a transcript, to the byte", run_text)
    text.add_argument("transcript", metavar="ID")
    transcripts_turns.add(parser)
    transcripts_corrections.add(parser)


def run(call: Call) -> None:
    """List the transcripts."""
    with call.study() as study:
        rows = study.transcripts.list()
    call.show(
        [_document(row) for row in rows],
        ("transcript", "site", "date", "kind", "mode", "informants", "words", "characters"),
        [(r.name, r.site, r.date, r.kind, r.mode, _informants(r), r.words, r.characters) for r in rows],
        f"{len(rows)} transcripts · words of speech, labels left out · characters of the stored text",
    )


def run_text(call: Call) -> None:
    """Write exactly the UTF-8 bytes of the stored text."""
    with call.study() as study:
        text = study.transcripts.document(call.args.transcript).text
        call.gate(study, text, told=False)
    call.console.exact(text)


def _informants(row: Any) -> str:
    return " ".join(i.label for i in row.informants)


def _document(row: Any) -> dict[str, Any]:
    return {
        "id": row.name,
        "site": row.site,
        "date": row.date,
        "kind": row.kind,
        "mode": row.mode,
        "informants": [
            {"label": i.label, "person": i.person, "group": i.group, "attributes": dict(i.attributes)}
            for i in row.informants
        ],
        "characters": row.characters,
        "words": row.words,
        "sha256": row.sha256,
    }
