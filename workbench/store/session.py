"""Sessions of SQLModel over the tables, to read with: the log is the only way to write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool, StaticPool
from sqlcipher3 import dbapi2
from sqlmodel import Session, create_engine

from workbench.store.damage import told
from workbench.store.database import MEMORY, Database


class Sessions:
    """The sessions of one database, over one engine made when the first is opened."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._engine: Engine | None = None

    @contextmanager
    def open(self) -> Iterator[Session]:
        """A session to read with; it refuses to write."""
        if self._engine is None:
            self._engine = self._make_engine()
        with told(self.db), Session(self._engine, expire_on_commit=False) as session, self._reading():
            event.listen(session, "before_flush", _refuse_flush)
            yield session

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Where a session shares our only connection, nothing is written meanwhile, not even past the session."""
        if self.db.path != MEMORY:
            yield
            return
        ((before,),) = self.db.read("PRAGMA query_only")
        self.db.con.execute("PRAGMA query_only=1")
        try:
            yield
        finally:
            self.db.con.execute(f"PRAGMA query_only={before}")

    def _make_engine(self) -> Engine:
        if self.db.path == MEMORY:
            return create_engine("sqlite://", module=dbapi2, creator=lambda: self.db.con, poolclass=StaticPool)
        return create_engine("sqlite://", module=dbapi2, creator=self._reader, poolclass=NullPool)

    def _reader(self) -> Any:
        con = Database(self.db.path, key=self.db.key).con
        con.execute("PRAGMA query_only=1")
        return con

    def close(self) -> None:
        """Let go of the file."""
        if self._engine is not None:
            self._engine.dispose()


def _refuse_flush(session: Session, *_: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("projections are written by the log alone")
