"""Where a peer remembers what spares it work: in the replica's own file, which it never leaves."""

from collections.abc import Mapping

from workbench.store import Store
from workbench.sync.peer import Notebook


class StoreNotebook:
    """A peer's notebook in the replica's own file."""

    def __init__(self, store: Store, scope: str) -> None:
        self._store, self._scope = store, scope

    def read(self) -> dict[str, str]:
        """Everything that was remembered."""
        return self._store.notes(self._scope)

    def write(self, notes: Mapping[str, str | None]) -> None:
        """Remember these; None forgets a key. What stands there already is not written again."""
        have = self.read()
        if changed := {key: value for key, value in notes.items() if have.get(key) != value}:
            self._store.note(self._scope, changed)


def notebook(store: Store, label: str) -> Notebook:
    """Where ``store`` keeps what the peer called ``label`` wants to remember."""
    return StoreNotebook(store, f"peer:{label}")


class NoNotebook:
    """For who has no file yet, or will not come back."""

    def read(self) -> dict[str, str]:
        """Nothing."""
        return {}

    def write(self, notes: Mapping[str, str | None]) -> None:
        """Forgotten at once."""
