"""The study as it stood at a moment, to be read with the same functions as it is now."""

import contextlib
import json
from collections.abc import Callable
from typing import Generic, TypeVar

from workbench.errors import InputError, StudyError
from workbench.store import Position, Store
from workbench.store.moment import write_position
from workbench.study import settings as toml
from workbench.study.base import Base
from workbench.study.codehistory.moments import Moment, place

REMEMBERED = 2
"""So many moments are kept open: the two sides of a comparison."""

T = TypeVar("T")


class Then(Generic[T]):
    """What ``make`` makes of the study as it stood, for the moments asked for last."""

    def __init__(self, base: Base, make: Callable[[Base], T]) -> None:
        self._base = base
        self._make = make
        self._open: dict[tuple[str, object], tuple[Store, T]] = {}

    def at(self, moment: Moment) -> T | None:
        """The study at ``moment``; None where that is now. Raises ``NotFoundError`` for what is no moment."""
        position = place(self._base, moment).position
        written = write_position(position)
        if written == self._base.position():
            return None
        key = written, self._since()
        if key not in self._open:
            for old in [*self._open][: max(len(self._open) + 1 - REMEMBERED, 0)]:
                self._let_go(old)
            base = base_then(self._base, position)
            self._open[key] = base.store, self._make(base)
        self._open[key] = self._open.pop(key)  # the last one asked for is the last to go
        return self._open[key][1]

    def _since(self) -> object:
        """What has been done since that is true of the past as well: who may see what, and what was erased for ever."""
        erased = self._base.store.read("SELECT count(*) FROM erasure UNION ALL SELECT count(*) FROM withdrawal")
        state = tuple(erased), self._base.blind.state()
        for old in [key for key in self._open if key[1] != state]:
            self._let_go(old)
        return state

    def _let_go(self, key: tuple[str, object]) -> None:
        self._open.pop(key)[0].close()


def base_then(base: Base, position: Position) -> Base:
    """What the subjects of a study stand on, as it was at ``position``; to be read only, and its store closed.

    What is kept from whoever is at work now is kept there, too. Raises ``StudyError`` where the settings of then cannot
    be read.
    """
    store = base.store.at(position)
    try:
        settings = toml.read(_settings(store))
    except InputError as error:
        store.close()
        raise StudyError(f"study.toml, as it stood then, cannot be read: {error.message}") from None
    then = Base(base.folder, store, base.id, base.coder_name, settings, base.seal)
    then.blind = base.blind
    return then


def _settings(store: Store) -> toml.Flat:
    rows = store.read(
        "SELECT key, value FROM setting WHERE alive = 1 AND key > '' AND value > '' "
        "ORDER BY typeof(sort) <> 'integer', sort, key"
    )
    flat: toml.Flat = {}
    for key, value in rows:
        with contextlib.suppress(ValueError, RecursionError):  # what no program of ours wrote is no setting
            flat[key] = json.loads(value)
    flat.pop(toml.ENCRYPTED, None)
    return flat
