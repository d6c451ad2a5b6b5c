"""``workbench codebook``: the tree of themes, shown, exported and taken in; ``codebook_changes`` changes it."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands import codebook_changes
from workbench.cli.files import read_text, shown
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.codes import CodeRow


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.json_option()
    similar = parser.verb("similar", "codes that a new name may mean", run_similar)
    similar.add_argument("name", metavar="NAME")
    similar.json_option()
    history = parser.verb("history", "what happened to a code, by whom and when", run_history)
    history.add_argument("code", metavar="CODE")
    history.json_option()
    export = parser.verb("export", "write the codebook as text", run_export)
    export.add_argument("file", metavar="FILE", nargs="?", help="where (default: stdout)")
    take = parser.verb(
        "import", "take a codebook's text in: codes that are missing here, and words that differ", run_import
    )
    take.add_argument("file", metavar="FILE", help="- for stdin")
    codebook_changes.arguments(parser)


def run(call: Call) -> None:
    """Show the tree."""
    with call.study() as study:
        codes, blind = study.codes.list(), study.progress.blind()
    paths = {c.id: c.path for c in codes}
    rows: list[tuple[object, ...]]
    if call.console.terminal:
        rows = [("  " * c.depth + c.name + _mark(c), c.count, c.total, c.definition) for c in codes]
    else:
        rows = [(c.path, c.count, c.total, c.definition) for c in codes]
    call.show(
        [_document(c, paths) for c in codes],
        ("code", "own", "with its subtree", "definition"),
        rows,
        f"{len(codes)} codes · codings of all coders, its own and those of its subtree{_told(blind)}",
    )


def _told(blind: tuple[str, ...]) -> str:
    """What is said of transcripts that one codes blind."""
    return f" (of others' not those in {', '.join(blind)}, which you code blind)" if blind else ""


def _mark(code: "CodeRow") -> str:
    """What is said of a draft, behind its name."""
    return f" (draft of {code.draft})" if code.draft else ""


def _document(code: "CodeRow", paths: dict[str, str]) -> dict[str, Any]:
    return {
        "code": code.path,
        "short": code.short,
        "name": code.name,
        "parent": paths.get(code.parent or ""),
        "depth": code.depth,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "example": code.example,
        "facets": {name: list(values) for name, values in code.facets.items()},
        "colour": code.colour,
        "exclusive": code.exclusive,
        "draft": code.draft or None,
        "codings": code.count,
        "total": code.total,
    }


def run_similar(call: Call) -> None:
    """List what a new name may mean, the nearest first."""
    with call.study() as study:
        codes = {c.id: c for c in study.codes.list()}
        near = [(codes[match.id], match.score) for match in study.codes.near_duplicates(call.args.name)]
    call.show(
        [{"code": code.path, "codings": code.count, "score": round(float(score), 3)} for code, score in near],
        ("code", "codings", "definition"),
        [(code.path, code.count, code.definition) for code, _ in near],
    )


def run_history(call: Call) -> None:
    """List the changes of one code, the latest first."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        entries = study.codes.history(code.id)
        coders = dict(study.coders())
        names = _names(study)
    documents: list[dict[str, Any]] = [
        {
            "when": _when(e.ts),
            "coder": coders.get(e.actor, e.actor),
            "verb": e.verb,
            "deleted": e.op == "del",
            "fields": _fields(e.body, names),
        }
        for e in entries
    ]
    call.show(
        documents,
        ("when", "coder", "did", "what"),
        [(d["when"], d["coder"], d["verb"], _spelt(d["fields"])) for d in documents],
    )


def run_export(call: Call) -> None:
    """Write the codebook's text."""
    with call.study() as study:
        text = study.export_codebook()
        call.tell_blind(study)
        call.gate(study, text)
    call.deliver(text, call.args.file)


def run_import(call: Call) -> None:
    """Take a codebook's text in."""
    text = read_text(call.args.file)
    with call.study() as study:
        changes = study.import_codebook(text, shown(call.args.file))
    call.console.say(f"codes changed: {changes}")


def _names(study: "Study") -> dict[str, str]:
    """Code rows by what people call them, also those that are merged or deleted."""
    gone = {row: words.rsplit(" → ", 1)[0] for row, words in study.codes.merged()}
    return dict(study.codes.deleted()) | gone | {c.id: c.path for c in study.codes.list()}


def _fields(body: str, names: dict[str, str]) -> dict[str, Any]:
    fields = json.loads(body) if body else {}
    return {
        key: names.get(value, value) if key in ("parent", "merged") and isinstance(value, str) else value
        for key, value in fields.items()
        if key not in ("short", "sort")
    }


def _spelt(fields: dict[str, Any]) -> str:
    return "; ".join(f"{key}: {'–' if value is None else value}" for key, value in fields.items())


def _when(ms: int) -> str:
    try:
        return datetime.fromtimestamp(ms / 1000).astimezone().isoformat(" ", "seconds")
    except (OverflowError, OSError, ValueError):  # a claimed time that no calendar knows
        return ""
