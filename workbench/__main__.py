"""The program: hands the command line a function that opens the screens, so neither front end knows the other."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command (default: the process's own arguments) and return the exit status."""
    from workbench import cli

    return cli.main(argv, open_tui)


def open_tui(folder: Path, coder: str | None, passphrase: str | None = None) -> int:
    """Open the screens on a study as ``coder`` (None: who coded there last); return the exit status."""
    from workbench import tui

    return tui.run(folder, coder, passphrase)


if __name__ == "__main__":
    sys.exit(main())
