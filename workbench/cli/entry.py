"""From arguments to an exit status: the only place where an error becomes words on stderr.

0    done
1    a check did not hold
2    the user's to mend: message and hint, nothing was changed
3    a bug: a report without a word of any transcript
130  interrupted          141  the reader of the output went away
"""

from __future__ import annotations

import errno
import os
import sys

from workbench.cli.console import Console
from workbench.cli.parser import build
from workbench.errors import StudyError, WorkbenchError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.cli.call import OpenTui

BUG = 3
INTERRUPTED = 130
READER_GONE = 141

# What a disk, a quota or a permission does to us is nobody's bug.
_THE_MACHINE = {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EIO}


def main(argv: Sequence[str] | None = None, open_tui: OpenTui | None = None) -> int:
    """Run one command and return its exit status; nothing is ever raised.

    ``argv`` is without the program's name (default: the process's own); ``open_tui`` opens the screens on a folder as
    a coder, where there are screens to open.
    """
    _speak_utf8()
    console = Console()
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        status = _run(words, console, open_tui)
        sys.stdout.flush()
    except KeyboardInterrupt:
        console.error("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return READER_GONE
    except WorkbenchError as error:
        return _tell(console, error)
    except OSError as error:
        if error.errno in _THE_MACHINE:
            return _tell_machine(console, error)
        return _confess(console, error)
    except Exception as error:  # noqa: BLE001  the one place where a bug is caught, to be reported without anybody's words
        return _confess(console, error)
    return status


def _run(words: list[str], console: Console, open_tui: OpenTui | None) -> int:
    try:
        args = build().parse_args(words)
    except SystemExit as leaving:  # argparse leaves by itself after --help and --version
        return leaving.code if isinstance(leaving.code, int) else 0
    from workbench.cli.call import Call

    return args.run(Call(args, console, open_tui)) or 0


def _tell(console: Console, error: WorkbenchError) -> int:
    _flush_quietly()
    console.error(error.message)
    if error.hint:
        console.hint(error.hint)
    return error.status


def _tell_machine(console: Console, error: OSError) -> int:
    if error.errno == errno.ENOSPC:
        _forget_stdout()
    where = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or type(error).__name__
    return _tell(console, StudyError(where + reason, "Make room, or ask for the rights, and run the command again."))


def _confess(console: Console, error: BaseException) -> int:
    from workbench.cli.report import bug_report

    _flush_quietly()
    for line in bug_report(error):
        console.note(line)
    return BUG


def _speak_utf8() -> None:
    """Make stdout and stderr UTF-8 with plain newlines, whatever the locale or the system says."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _flush_quietly() -> None:
    try:
        sys.stdout.flush()
    except OSError:
        _forget_stdout()


def _forget_stdout() -> None:
    """Point stdout at nothing, so that what is still in its buffer raises no second error when Python ends."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        pass
