"""``python -m workbench.worker KIND --study DIR --coder NAME``: one kind of work; the package tells what there is."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.worker.counting import agreement
from workbench.worker.line import Line
from workbench.worker.reading import reading
from workbench.worker.syncing import sync

KINDS = {"sync": sync, "agreement": agreement, "reading": reading}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one kind of work; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m workbench.worker", description="Work beside the screens.")
    parser.add_argument("work", choices=tuple(KINDS))
    parser.add_argument("--study", type=Path, required=True)
    parser.add_argument("--coder", required=True)
    given = parser.parse_args(argv)
    # Without a buffer: a thread that waits in one keeps Python from ending.
    given_to_us = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115
    return KINDS[given.work](given.study, given.coder, Line(given_to_us, sys.stdout, lambda: os._exit(0)))


if __name__ == "__main__":
    sys.exit(main())
