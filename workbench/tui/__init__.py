"""The terminal interface. ``run`` is all that anybody outside needs; Textual is not loaded before it is called."""

import os
import sys
from pathlib import Path

from workbench.errors import WorkbenchError


def run(folder: Path, coder: str | None = None, passphrase: str | None = None) -> int:
    """Open the interface on the study in ``folder`` and give the exit status when it is left.

    ``coder`` None means who coded here last; an encrypted study is opened with its ``passphrase``. Raises
    ``WorkbenchError`` where there is no terminal to draw on, or when the study cannot be opened.
    """
    hint = "Use the commands instead: workbench --help lists them."
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise WorkbenchError("the interface needs a terminal, and this is none", hint)
    if os.environ.get("TERM", "") in ("dumb", "unknown") or (os.name == "posix" and not os.environ.get("TERM")):
        raise WorkbenchError("this terminal can only print lines (TERM is dumb, unknown or not set)", hint)

    from workbench.tui import garbage
    from workbench.tui.theme import prepare_environment

    garbage.hold()
    prepare_environment()
    from workbench.tui.app import WorkbenchApp

    app = WorkbenchApp(folder, coder, passphrase)
    app.counts_beside = True
    app.run()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _is_terminal(stream: object) -> bool:
    # Python without a console (pythonw, closed descriptors) has None, or a stream that refuses to say.
    try:
        return bool(stream.isatty())  # type: ignore[attr-defined]
    except (AttributeError, ValueError):
        return False
