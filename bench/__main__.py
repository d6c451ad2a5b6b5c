"""``python -m bench [PART…] [--quick]``: run the measurements and print one table. Exit 1 when a goal is missed."""

import argparse
import importlib
import importlib.util
import os
import sys
import time
from collections.abc import Sequence

from bench.measure import Goal, table

PARTS = (
    "start",
    "terminal",
    "matrix",
    "synthesis_screen",
    "codebook",
    "agreement",
    "coverage",
    "store",
    "sync",
    "hub",
    "search",
    "reanchoring",
    "importing",
    "identifiers",
    "sentences",
)
"""Modules of this package, each with ``measure(quick: bool) -> list[Goal]``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run what was asked for, one part after the other: side by side they would measure each other."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (default: all there are)")
    parser.add_argument("--quick", action="store_true", help="one run of little data: does it work at all")
    given = parser.parse_args(argv)
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    goals: list[Goal] = []
    for part in given.parts or PARTS:
        if importlib.util.find_spec(f"bench.{part}") is None:
            continue
        begin = time.monotonic()
        goals += importlib.import_module(f"bench.{part}").measure(given.quick)
        print(f"{part}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
    print(table(goals))
    if hasattr(os, "getloadavg"):
        print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", file=sys.stderr)
    return 0 if all(goal.met for goal in goals) else 1


if __name__ == "__main__":
    sys.exit(main())
