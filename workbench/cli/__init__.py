"""The command line: one file a command under ``commands``, and only the one that is run is loaded."""

from workbench.cli.entry import main

__all__ = ["main"]
