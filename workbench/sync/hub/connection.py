"""A connection to the server: opened when it is needed, opened again when it was lost, its errors in plain words.

Everything asked here can be asked twice: reads are reads, and what is put is put once. So a lost connection costs one
more try, and whoever held the same row at the same moment is waited for.
"""

import os
import random
import re
import time
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from workbench.errors import BusyError, StudyError
from workbench.sync.hub.address import Address

try:
    import psycopg
except ImportError as _missing:  # pragma: no cover - the environment of the tests has it
    raise StudyError(
        "this needs the PostgreSQL driver psycopg", "It comes with workbench: install that again."
    ) from _missing

T = TypeVar("T")
Connection = psycopg.Connection[tuple[Any, ...]]

_TRIES = 8
_AGAIN = ("40001", "40P01")  # somebody wrote at the same moment (a distributed server), or each waited for the other
_GONE = ("57P01", "57P02", "57P03")
_ASK = "A team lead lets colleagues in: `workbench hub add NAME --role LOGIN`."

_REFUSED = {
    "WB001": ("you do not belong to this study's team on the server", _ASK),
    "WB002": ("you may read on the server, but not write", "A team lead can change that: `workbench hub add`."),
    "WB003": (
        "on the server, only a lead takes back what a person said or erases a text",
        "Nothing is lost here. A lead lets it through: `workbench hub add NAME --can lead`; then sync again.",
    ),
    "WB004": ("the server found a change or a text that is not what it says", "`workbench verify` checks the study."),
    "WB005": (
        "the server does not take another coder's work from you",
        "Who made it sends it, or a lead; `workbench hub members` shows as whom the server knows you.",
    ),
    "WB006": (
        "the server does not take this work from this login: another login has begun to send it",
        "Sync with the login you used before, or ask a lead to sync once.",
    ),
    "WB007": ("the server has not got the changes that these follow", "Sync once more: it is sent what it lacks."),
    "WB008": ("this text was erased for ever", "Nothing is to be done; the next sync takes it away here too."),
}
_STATES = {
    "28P01": "login",
    "28000": "login",
    "3D000": "database",
    "3F000": "no hub",
    "42P01": "no hub",
    "42883": "no hub",
    "42501": "forbidden",
    "55P03": "busy",
    "53100": "full",
    "25006": "read only",
    "2BP01": "hangs on",
}
_WORDS = (  # what libpq and the server say before there is a state to go by; the first that fits
    ("starting up", "busy"),
    ("shutting down", "busy"),
    ("too many", "busy"),
    ("connection slots", "busy"),
    ("pg_hba", "hba"),
    ("certificate", "tls"),
    ("ssl", "tls"),
    ("password", "login"),
    ("authentication", "login"),
    ('role "" ', "login"),
    ('database "" ', "database"),
    ("definition of service", "service"),
)
_NAMES = re.compile('"[^"]*"')
_EXPLAINED = {
    "login": (
        "the server at {label} does not let {user} in: the login or its password is wrong",
        "Put the password into ~/.pgpass (a line host:port:database:login:password, for your eyes only: chmod 600) "
        "or into PGPASSWORD.",
    ),
    "hba": ("the server at {label} takes no connections from here", "Its administrator allows them in pg_hba.conf."),
    "database": ("the server at {label} has no such database", "Check the end of the address, or create it there."),
    "tls": (
        "no trusted, encrypted connection to the server at {label} could be made",
        "Ask for its root certificate and name it with sslrootcert=FILE; do not go on without.",
    ),
    "service": ("the address names a service that is in no service file here", "Check ~/.pg_service.conf."),
    "no hub": (
        "the server at {label} holds no hub for this study, or not for you",
        "A team lead sets it up with `workbench hub init ADDRESS` and lets you in with `workbench hub add`.",
    ),
    "forbidden": ("the server at {label} does not allow {user} to do that", "{ask}"),
    "hangs on": (
        "the tables cannot be renewed: something of the analysts' hangs on them",
        "Their views on tables of an older shape have to go first.",
    ),
    "read only": ("the server at {label} only gives and takes nothing at the moment", "Try again later."),
    "full": ("the disk of the server at {label} is full", "Its administrator has to make room; nothing is lost here."),
}


class Server:
    """One connection to the server of ``address``."""

    def __init__(self, address: Address, ask: str = _ASK) -> None:
        self.address = address
        self.connects = 0
        """How often a connection was made: what was remembered of the server before may not hold any more."""
        self._ask = ask  # what to do where something is not allowed
        self._con: Connection | None = None

    @property
    def user(self) -> str:
        """The login, as far as it is known without asking."""
        if self._con is not None and not self._con.closed:
            return self._con.info.user
        return str(self.address.parameters.get("user") or os.environ.get("PGUSER") or "you")

    def connection(self) -> Connection:
        """The open connection. Raises StudyError where the server does not let us in."""
        if self._con is None or self._con.closed:
            given: dict[str, Any] = {"connect_timeout": 10, "keepalives_idle": 30} | self.address.parameters
            given |= {"application_name": "workbench", "client_encoding": "UTF8"}
            try:
                # no prepared statements: a pooler between us and the server would lose them
                self._con = psycopg.connect(**given, autocommit=True, prepare_threshold=None)
                # what others have put into schemas of the database is never taken for the server's own
                self._con.execute(b"SET search_path = pg_catalog, pg_temp")
            except psycopg.Error as error:
                self.explain(error)
            self._refuse_open(self._con)
            self.connects += 1
        return self._con

    def _refuse_open(self, con: Connection) -> None:
        """Close what would carry interviews readable over a network, unless somebody has said how it should be."""
        said = "sslmode" in self.address.parameters or "PGSSLMODE" in os.environ
        said = said or "sslmode" in con.info.get_parameters()  # of a service file, as far as it is not the default
        if not (con.pgconn.ssl_in_use or said or is_local(con.info.host)):
            con.close()
            raise StudyError(
                f"the connection to the server at {self.address.label} would not be encrypted",
                "Put ?sslmode=verify-full at the end of the address, or ?sslmode=prefer where the network is your own.",
            )

    def run(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` makes of the connection; it may be called several times. Raises StudyError."""
        lost = tried = 0
        while True:
            connection = self.connection()
            try:
                return work(connection)
            except psycopg.Error as error:
                tried += 1
                if connection.closed or connection.broken or error.sqlstate in _GONE:
                    connection.close()
                    lost += 1
                    if lost > 1:
                        raise self._lost() from None
                elif error.sqlstate not in _AGAIN or tried == _TRIES:
                    self.explain(error)
                time.sleep(random.uniform(0, min(0.02 * 2**tried, 0.5)))

    def read(self, query: str, parameters: Sequence[object] | None = None) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.run(lambda connection: connection.execute(query.encode(), parameters).fetchall())

    def explain(self, error: psycopg.Error) -> NoReturn:
        """Raise what a person can act on; the driver's own words, which may repeat the address, are left out."""
        state = error.sqlstate or ""
        if state.startswith("22"):  # what the server's own functions could not read
            state = "WB004"
        if state in _REFUSED:
            raise StudyError(*_REFUSED[state]) from None
        low = _NAMES.sub('""', str(error).lower())  # a server may be called anything
        kind = _STATES.get(state) or next((kind for word, kind in _WORDS if not state and word in low), "")
        if kind == "busy":
            raise BusyError(f"the server at {self.address.label} is busy", "Try again in a moment.") from None
        if kind:
            message, hint = _EXPLAINED[kind]
            words = {"label": self.address.label, "user": self.user, "ask": self._ask}
            raise StudyError(message.format(**words), hint.format(**words)) from None
        if state:
            raise StudyError(
                f"the server at {self.address.label} answered with error {state}",
                "Its log says more; nothing is lost here.",
            ) from None
        raise StudyError(
            f"the server at {self.address.label} cannot be reached", "Check the address and the network; work goes on."
        ) from None

    def _lost(self) -> StudyError:
        return StudyError(
            f"the connection to the server at {self.address.label} was lost",
            "Sync again: what has arrived is kept, and the rest is sent then.",
        )

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        if self._con is not None:
            self._con.close()
            self._con = None


def is_local(host: str) -> bool:
    """Whether a server runs on this machine, so that nothing passes a network."""
    return host.startswith(("/", "@")) or host in ("", "localhost", "127.0.0.1", "::1")
