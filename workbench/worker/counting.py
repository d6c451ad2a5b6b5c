"""Numbers that take long, counted where nobody waits for keys; nothing is written."""

import contextlib
import os
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.worker.line import Gone, Line, opened


def agreement(folder: Path, coder: str, line: Line) -> int:
    """Answer questions about the study in ``folder``, as ``coder`` may see it; the exit status."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # nobody waits for it
    try:
        study = opened(folder, coder, line)
    except Gone:
        return 0
    except WorkbenchError as error:
        return error.status
    from workbench.study.agreement.asked import answer

    try:
        while True:
            try:
                told = answer(study, line.hear(None) or {})
            except (WorkbenchError, KeyError, TypeError):
                told = {}  # the screens do without
            line.tell(**told)
    except Gone:
        return 0
    finally:
        study.close()
