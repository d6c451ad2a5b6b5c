"""Who is coding: what the command line is told, and what a terminal remembers on this machine."""

import getpass
import json
import os
from pathlib import Path

from workbench.errors import InputError
from workbench.sanitise import name, unstorable
from workbench.store.streams import state_dir
from workbench.study.folder import make_folder, write_file

_MAX_NAME = 100
_LAYERS = ("all", "consensus")
"""What is nobody's name: a matrix or an export could not tell such a coder's work from everybody's."""


def coder_name(given: str) -> str:
    """``given`` as it is stored. Raises ``InputError`` where it is no name."""
    clean = name(given)
    if not clean or len(clean) > _MAX_NAME or unstorable(clean) or not clean.isprintable():
        raise InputError("a coder's name is 1 to 100 printable characters")
    if clean.casefold() in _LAYERS:
        raise InputError(f"nobody can be called {clean}: that is a layer of codings", "Choose another name.")
    return clean


def login() -> str:
    """Who runs this program, as far as the machine knows."""
    if given := os.environ.get("WORKBENCH_CODER", "").strip():
        return given
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "coder"


def remembered_coder(folder: Path) -> str:
    """Who coded this study last on this machine, or ''."""
    known = _read()
    return known.get(str(folder.resolve()), "")


def remember_coder(folder: Path, coder: str) -> None:
    """Remember that ``coder`` works in this study on this machine."""
    known = _read() | {str(folder.resolve()): coder_name(coder)}
    make_folder(state_dir())
    write_file(state_dir() / "coders.json", json.dumps(known, ensure_ascii=False, indent=1))


def _read() -> dict[str, str]:
    try:
        known = json.loads((state_dir() / "coders.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in known.items() if isinstance(v, str)} if isinstance(known, dict) else {}
