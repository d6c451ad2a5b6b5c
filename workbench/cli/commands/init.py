"""``workbench init DIR``: a new study."""

from pathlib import Path

from workbench.cli.call import Call
from workbench.cli.parser import Parser


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", help="the study's folder, made if it is not there")
    parser.add_argument("--title", default="", help="what the study is called")
    parser.add_argument(
        "--language", default="da", metavar="CODE", help="the language spoken, two letters (default: da)"
    )


def run(call: Call) -> None:
    """Write the settings of a new study."""
    from workbench import study

    folder = Path(call.args.folder)
    study.init(folder, call.args.title, call.args.language)
    call.console.say(f"a study is in {folder}; its groups and facets are said in {folder / 'codebook' / 'study.toml'}")
    call.console.note(f"next: put transcripts into {folder / 'transcripts'}, then `workbench --study {folder} import`")
