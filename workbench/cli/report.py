"""A bug, reported so that it can be mended and can be sent: no message, no values, no word of any transcript."""

import os
import platform
import traceback

from workbench import __version__

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def bug_report(error: BaseException) -> list[str]:
    """The lines of a report: the program, the types of the errors, and where in this package they went through.

    An error's message is left out on purpose: it may quote what a passage, a memo or a name says.
    """
    lines = [
        "workbench: this is a bug in workbench, not in what you did",
        f"  workbench {__version__}, Python {platform.python_version()}, {platform.system()}",
    ]
    for link in _chain(error):
        kind = type(link)
        lines.append(
            f"  {kind.__qualname__}" if kind.__module__ == "builtins" else f"  {kind.__module__}.{kind.__qualname__}"
        )
        lines += [f"    {place}" for place in _places(link)]
    lines.append(
        "hint: Report it with the lines above, which hold no word of the study; `workbench verify` checks the study."
    )
    return lines


def _chain(error: BaseException) -> list[BaseException]:
    """``error`` and what it came of, the first cause first."""
    found: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in found:
        found.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return found[::-1]


def _places(error: BaseException) -> list[str]:
    """``file:line function`` for every frame of ours, the outermost first."""
    frames = traceback.walk_tb(error.__traceback__)
    return [
        f"{os.path.relpath(frame.f_code.co_filename, os.path.dirname(_PACKAGE))}:{line} {frame.f_code.co_name}"
        for frame, line in frames
        if os.path.abspath(frame.f_code.co_filename).startswith(_PACKAGE + os.sep)
    ]
