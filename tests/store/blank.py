"""Empty databases by the thousand: made once, and copied. That one can be made at all is tested elsewhere."""

import tempfile
from functools import cache
from pathlib import Path

from workbench.store import Store
from workbench.store.moving import renew


@cache
def _blank() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.db"
        Store.open(path, "nobody").close()
        return path.read_bytes()


def blank(*paths: Path) -> None:
    """Put an empty database at each of these paths, a replica of its own."""
    for path in paths:
        path.write_bytes(_blank())
        renew(path, None)
