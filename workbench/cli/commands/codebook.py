"""``workbench codebook``: the tree of themes, shown, exported and taken in; ``codebook_changes`` changes it."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands import codebook_books, codebook_changes, codebook_history, codebook_similar
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.study.codes import CodeRow


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.json_option()
    codebook_similar.arguments(parser)
    codebook_history.arguments(parser)
    codebook_books.arguments(parser)
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
        [document(c, paths) for c in codes],
        ("code", "own", "with its subtree", "definition"),
        rows,
        f"{len(codes)} codes · codings of all coders, its own and those of its subtree{_told(blind)}",
    )


def _told(blind: tuple[str, ...]) -> str:
    """What is said of transcripts that one codes blind."""
    return f" (of others' not those in {', '.join(blind)}, which you code blind)" if blind else ""


def _mark(code: "CodeRow") -> str:
    """What is said of a code behind its name: that it is unproposed, and how far it has come."""
    told = [f"unproposed, by {code.draft}"] if code.draft else []
    return f" ({'; '.join([*told, code.status] if code.status else told)})" if told or code.status else ""


def document(code: "CodeRow", paths: dict[str, str]) -> dict[str, Any]:
    """A code as ``--json`` tells it; ``paths`` are those of all codes."""
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
        "unproposed": code.draft or None,
        "status": code.status or None,
        "split_from": paths.get(code.origin),
        "codings": code.count,
        "total": code.total,
    }
