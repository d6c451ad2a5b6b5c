"""``workbench agree check``: whether every code reaches a bound; exit 1 when one does not, for scripts."""

import argparse
from typing import TYPE_CHECKING

from workbench.agreement.verdict import TENTATIVE_FROM
from workbench.cli.call import Call
from workbench.cli.commands import agree_scope
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.study.agreement import Checked

MINIMUM = TENTATIVE_FROM
LOWER, VALUE = "lower", "value"


def arguments(parser: Parser) -> None:
    """Add the verb."""
    check = parser.verb("check", "exit with 1 when a code does not reach a bound, naming it", run)
    check.add_argument(
        "--min", metavar="ALPHA", type=coefficient, default=MINIMUM, help=f"what it has to reach (default: {MINIMUM})"
    )
    check.add_argument(
        "--bound",
        choices=(LOWER, VALUE),
        default=LOWER,
        help="alpha's lower bound (the default) or alpha itself",
    )
    check.add_argument("--strict", action="store_true", help="a code without such a bound fails, too")
    check.json_option()
    agree_scope.arguments(check)


def coefficient(text: str) -> float:
    """The type of an argument that is a coefficient: .667, 0.667 or 0,667, from -1 to 1."""
    try:
        value = float(text.strip().replace(",", ".", 1))
    except ValueError:
        value = float("nan")
    if not -1 <= value <= 1:  # also what is no number at all
        raise argparse.ArgumentTypeError(f"{text!r} is no coefficient: write one from -1 to 1, like .667")
    return value


def run(call: Call) -> int:
    """Check every code of the scope."""
    args = call.args
    with call.study() as study:
        call.tell_blind(study)
        asked = agree_scope.read(call, study)
        passed, failed, skipped = study.agreement.check(args.min, args.bound, asked.scope, args.strict)
    if args.json:
        call.console.json(
            {
                "min": args.min,
                "bound": args.bound,
                "strict": args.strict,
                "unit": asked.scope.unit,
                "reading": asked.scope.reading,
                "passed": _documents(passed),
                "failed": _documents(failed),
                "skipped": _documents(skipped),
            }
        )
        return 1 if failed else 0
    what = "alpha's lower bound" if args.bound == LOWER else "alpha"
    for one in failed:
        told = f"there is no {what} ({one.why})" if one.value is None else f"{what} is {_spelt(one.value, args.min)}"
        call.console.say(f"{one.path}: {told}")
    left = f"; skipped for want of a bound: {len(skipped)}" if skipped else ""
    if failed:
        raise CheckFailedError(
            f"{len(failed)} of {len(passed) + len(failed)} codes do not reach {args.min:g} ({what}){left}",
            "`workbench agree episodes CODE` shows where the coders differ.",
        )
    call.console.say(f"codes that reach {args.min:g} ({what}): {len(passed)}{left}")
    return 0


def _spelt(value: float, minimum: float) -> str:
    """With so many decimals that it does not read like what it failed to reach."""
    for decimals in range(3, 17):
        written = f"{value:.{decimals}f}"
        if float(written) < minimum:
            return written
    return repr(value)


def _documents(found: "Iterable[Checked]") -> list[dict[str, object]]:
    return [{"code": one.path, "status": one.status, "value": one.value, "why": one.why or None} for one in found]
