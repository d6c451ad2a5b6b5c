"""A file in which something else stands than anybody wrote: told as what it is, and never as a fault of the program.

Nothing is checked while all goes well. Where an error comes up that a sound file cannot cause, the file is looked at;
if it is damaged, that is what is said, and otherwise the error goes on as the bug that it is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from workbench.errors import BusyError, StudyError, WorkbenchError
from workbench.store.database import Database
from workbench.store.verify import broken

_SUSPICIOUS = (
    *(TypeError, ValueError, LookupError, AttributeError, ArithmeticError, StopIteration),
    *(dbapi2.Error, DBAPIError),
)


class _HasDatabase(Protocol):
    db: Database


_Self = TypeVar("_Self", bound=_HasDatabase)
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


@contextmanager
def told(db: Database) -> Iterator[None]:
    """Raise StudyError instead of what a damaged file causes."""
    try:
        yield
    except _SUSPICIOUS as error:
        if not _damaged(db):
            raise
        raise StudyError(
            f"the database file is damaged: {db.path}", "Restore it from a backup, or merge it from a colleague."
        ) from error


def tells(method: Callable[Concatenate[_Self, _Given], _Result]) -> Callable[Concatenate[_Self, _Given], _Result]:
    """A method of what has a database as ``db``, under ``told``."""

    @wraps(method)
    def under(self: _Self, /, *given: _Given.args, **named: _Given.kwargs) -> _Result:
        with told(self.db):
            return method(self, *given, **named)

    return under


def _damaged(db: Database) -> bool:
    try:
        return bool(broken(db))
    except WorkbenchError as error:
        return not isinstance(error, BusyError)
    except _SUSPICIOUS as error:
        return not any(word in str(error) for word in ("locked", "closed database"))
