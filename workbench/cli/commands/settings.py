"""``workbench settings``: what study.toml says, out of the study and into it; an encrypted study has no such file."""

import json
from typing import Any

from workbench.cli.call import Call
from workbench.cli.files import read_text, shown
from workbench.cli.parser import Parser


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.description = (
        "What study.toml says: the groups, the facets, the matrices, the guide. In a plain study, edit the file\n"
        "itself. An encrypted study keeps its settings in its database: export, edit, import, and delete the file."
    )
    parser.json_option()
    export = parser.verb("export", "write the settings as a study.toml", run_export)
    export.add_argument("file", metavar="FILE", nargs="?", help="where (default: stdout)")
    take = parser.verb("import", "make the settings what a whole study.toml says", run_import)
    take.description = (
        "Make the settings what FILE says. Only what differs is recorded; what FILE leaves out is taken out of the\n"
        "study, and `workbench log undo` brings it back. One wrong line refuses the whole file."
    )
    take.add_argument("file", metavar="FILE", help="- for stdin")


def run(call: Call) -> None:
    """List the settings."""
    from workbench.study import settings

    with call.study() as study:
        flat = settings.load(study.export_settings())
    call.show(_tree(flat, settings.split_key), ("setting", "value"), [(key, _spelt(v)) for key, v in flat.items()])


def run_export(call: Call) -> None:
    """Write the settings."""
    with call.study() as study:
        text = study.export_settings()
        call.gate(study, text)
    call.deliver(text, call.args.file)


def run_import(call: Call) -> None:
    """Take settings in, and say which changed."""
    text = read_text(call.args.file)
    with call.study() as study:
        done = study.import_settings(text, shown(call.args.file))
    for what, keys in zip(("new", "changed", "removed", "moved"), done, strict=True):
        for key in keys:
            call.console.say(f"{what}: {key}")
    if not any(done):
        call.console.say("the settings say that already")


def _tree(flat: dict[str, Any], split: Any) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for key, value in flat.items():
        *path, last = split(key)
        table = tree
        for part in path:
            table = table.setdefault(part, {})
        table[last] = value
    return tree


def _spelt(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
