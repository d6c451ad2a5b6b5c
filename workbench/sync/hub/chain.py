"""A long chain on the server, read a batch at a time: no more of it is in memory."""

from collections.abc import Callable, Sequence
from typing import Any

from workbench.errors import StudyError
from workbench.sync.peer import Held

Part = Callable[[Held, int, int], list[str | bytes]]


class Chain(Sequence[str | bytes]):
    """The lines of ``held`` above ``after``; ``part`` fetches those above one sequence and up to another.

    ``many`` are fetched at a time. Reading raises StudyError where they have gone meanwhile.
    """

    def __init__(self, part: Part, held: Held, after: int, many: int) -> None:
        self._part, self._held, self._after, self._many = part, held, after, many
        self._first, self._lines = 0, list[str | bytes]()

    def __len__(self) -> int:
        return self._held.last - self._after

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        if not self._first <= place < self._first + len(self._lines):
            start = self._after + place
            self._lines = self._part(self._held, start, min(start + self._many, self._held.last))
            self._first = place
            if not self._lines:
                raise StudyError("the server has lost changes while they were read", "Sync once more.")
        return self._lines[place - self._first]
