"""The codebook: the plain-text form, what a hand edit of it intends, the tree of codes, and what resembles what.

``similar`` and ``alike`` are reached as ``workbench.codebook.similar`` and so on: they need rapidfuzz, and reading a
codebook does not.
"""

from workbench.codebook.edits import Edit, differences, renumbered
from workbench.codebook.heading import Heading
from workbench.codebook.text import parse, render
from workbench.codebook.tree import SEPARATOR, Node, check_name, ordered, paths, split_path

__all__ = [
    "SEPARATOR",
    "Edit",
    "Heading",
    "Node",
    "check_name",
    "differences",
    "ordered",
    "parse",
    "paths",
    "render",
    "renumbered",
    "split_path",
]
