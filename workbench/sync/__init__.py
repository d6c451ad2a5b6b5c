"""Exchange of changes with peers behind one contract: a shared folder, a PostgreSQL hub."""

from typing import TYPE_CHECKING

from workbench.sync.exchange import Exchanged, exchange
from workbench.sync.notes import notebook
from workbench.sync.peer import Held, Names, Notebook, Peer

if TYPE_CHECKING:
    from workbench.sealing import Seal

__all__ = [
    "Exchanged",
    "Held",
    "Names",
    "Notebook",
    "Peer",
    "connect",
    "exchange",
    "is_hub",
    "notebook",
]


def is_hub(address: str) -> bool:
    """Whether ``address`` names a PostgreSQL server; otherwise it is a folder's path."""
    return address.startswith(("postgresql://", "postgres://"))


def connect(address: str, study: str, notebook: Notebook, seal: "Seal | None" = None) -> Peer:
    """The peer at ``address``, for a replica of ``study`` ('': one that joins whatever study is there)."""
    if is_hub(address):
        from workbench.sync.hub import Hub  # its driver is heavy, and few need it

        return Hub(address, study, notebook, seal)
    from workbench.sync.folder import Folder

    return Folder(address, study, notebook, seal)
