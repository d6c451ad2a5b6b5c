"""A disk in memory for tests that write much, where the machine has one with room."""

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
