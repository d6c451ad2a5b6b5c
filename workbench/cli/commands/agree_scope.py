"""What agreement is measured of, as it is written on the command line; every verb of ``agree`` takes it."""

from argparse import SUPPRESS
from typing import TYPE_CHECKING

from workbench.agreement.values import RULES, UNITS
from workbench.cli.call import Call
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.scopes import Asked


def arguments(parser: Parser) -> None:
    """Add an option for everything a scope can say. Suppressed defaults: a verb's must not overwrite the command's."""
    group = parser.add_argument_group("what is measured")

    def option(name: str, metavar: str, help: str, *, several: bool = False) -> None:
        action = "append" if several else "store"
        group.add_argument(name, metavar=metavar, default=SUPPRESS, action=action, help=help)

    group.add_argument("--unit", choices=UNITS, default=SUPPRESS, help="in which units (default: characters)")
    group.add_argument("--rule", choices=RULES, default=SUPPRESS, help="a unit is coded when any, or half, of it is")
    group.add_argument(
        "--speech",
        choices=("all", "informants"),
        default=SUPPRESS,
        help="the whole text, or without labels, time stamps and interviewer",
    )
    option("--group", "GROUP", "only what informants of that group say")
    option("--person", "PERSON", "only what that person says: the id in the transcripts, or TRANSCRIPT:LABEL")
    group.add_argument(
        "--trim", action="store_true", default=SUPPRESS, help="leave white space at the ends of codings out"
    )
    group.add_argument(
        "--current",
        action="store_true",
        default=SUPPRESS,
        help="codings as they stand now, not as they stood at done: no measure of reliability",
    )
    option("--round", "NAME", "that round (default: of each transcript the newest that two have done)")
    group.add_argument("--subtree", action="store_true", default=SUPPRESS, help="a code with everything below it")
    option("--code", "CODE", "that code only; may be given several times", several=True)
    option("--under", "CODE", "that code and those below it, each by itself")
    option("--transcript", "NAME", "that transcript only; may be given several times", several=True)
    option("--coders", "NAME,NAME…", "those coders only; may be given several times", several=True)
    option(
        "--before",
        "WHEN",
        "as everything stood before a day (2026-11-23), a time, or the last `change` of the codebook",
    )


def read(call: Call, study: "Study", *codes: str) -> "Asked":
    """The scope that was asked for; ``codes`` (paths) in place of ``--code``."""
    args = call.args
    coders = [name for given in getattr(args, "coders", ()) for name in names(given, study)]
    return study.scopes.read(
        unit=getattr(args, "unit", UNITS[0]),
        rule=getattr(args, "rule", "any"),
        speech=getattr(args, "speech", "all"),
        group=getattr(args, "group", ""),
        person=getattr(args, "person", ""),
        trim=getattr(args, "trim", False),
        current=getattr(args, "current", False),
        round=getattr(args, "round", ""),
        subtree=getattr(args, "subtree", False),
        codes=codes or (*getattr(args, "code", ()), *_below(study, getattr(args, "under", ""))),
        transcripts=tuple(getattr(args, "transcript", ())),
        coders=coders,
        before=getattr(args, "before", ""),
    )


def _below(study: "Study", under: str) -> list[str]:
    """The paths of a code and of those below it."""
    if not under:
        return []
    path = study.codes.find(under).path
    return [code.path for code in study.codes.list() if f"{code.path} / ".startswith(f"{path} / ")]


def names(given: str, study: "Study") -> list[str]:
    """``ann,bo`` is two names, unless somebody is called that."""
    if any(coder.name.casefold() == given.strip().casefold() for coder in study.coders()):
        return [given]
    return [name for name in given.split(",") if name.strip()] or [given]
