"""``workbench segments``: codings as CSV."""

from workbench.cli.call import Call
from workbench.cli.files import read_text, shown
from workbench.cli.parser import Parser

COLUMNS = "Columns: transcript, coder, code, start, end, memo, and one for each facet of study.toml."


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.description = f"Codings as CSV, out of the study and into it.\n{COLUMNS}"
    export = parser.verb("export", "write every coding as CSV", run_export)
    export.add_argument("file", metavar="FILE.csv", nargs="?", help="where (default: stdout)")
    export.add_argument(
        "--layer", metavar="LAYER", default="all", help="all, consensus, or a coder's name (default: all)"
    )
    export.add_argument("--strict", action="store_true", help="refuse what would only be warned about")
    take = parser.verb(
        "import", "take codings in; makes the codes and coders they name, skips what is there", run_import
    )
    take.add_argument("file", metavar="FILE.csv", help="- for stdin; one wrong row refuses the whole file")


def run(call: Call) -> None:
    """Write every coding on stdout: ``export`` without a file."""
    with call.study() as study:
        text = study.exchange.export_segments()
        call.tell_blind(study)
        call.gate(study, text)
    call.deliver(text, None)


def run_export(call: Call) -> None:
    """Write every coding of a layer."""
    with call.study() as study:
        text = study.exchange.export_segments(call.args.layer)
        call.tell_blind(study)
        call.gate(study, text)
    call.deliver(text, call.args.file)


def run_import(call: Call) -> None:
    """Take codings in."""
    text = read_text(call.args.file)
    with call.study() as study:
        report = study.exchange.import_segments(text, shown(call.args.file))
    call.console.say(
        f"codings added: {report.added}, there already: {report.present}, "
        f"new codes: {report.codes}, new coders: {report.coders}"
    )
