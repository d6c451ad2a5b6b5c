"""What keeps the tests quick: a disk in memory, where the machine has one with room, and how long one searches."""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 4 << 30

QUICK: str | None = (
    str(_MEMORY)
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    else None
)
"""The folder for temporary folders; None for the system's own."""


THOROUGH = 10 if os.environ.get("WORKBENCH_NIGHTLY") else 0.6


def examples(usual: int) -> int:
    """How many examples a search goes through: ten times the ``usual`` number by night, fewer than that by day."""
    return max(int(usual * THOROUGH), min(usual, 5))
