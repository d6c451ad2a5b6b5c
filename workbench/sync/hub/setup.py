"""Setting a hub up, and who belongs to it: what the team lead does on the server, once.

For each study there are a schema, a role that owns it (no login), and a group of those who may read it. Logins are
people's own. Whoever sets the hub up needs CREATEROLE and CREATE on the database, but is no superuser; PostgreSQL makes
no difference between a server of one's own and one in the cloud then.
"""

import secrets
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.identity import new_id
from workbench.sync.hub.address import Address, read_address, role_name, schema_of
from workbench.sync.hub.connection import Server
from workbench.sync.hub.peer import FORMAT

if TYPE_CHECKING:
    from workbench.sync.hub.connection import Connection

RIGHTS = ("read", "code", "lead")
_SYNTAX = ("0A000", "42601", "42883", "42704")


class Member(NamedTuple):
    """Who belongs to the team: coder, login, right; changes sent by this login, and by others in this coder's name."""

    name: str
    role: str
    can: str
    sent: int
    relayed: int
    last: str


class Admin:
    """The hub of ``study`` on a server, as somebody who may change it."""

    def __init__(self, address: str, study: str) -> None:
        self.address: Address = read_address(address)
        self.study = study
        self.schema = schema_of(study)
        self.owner, self.member = f"{self.schema}_owner", f"{self.schema}_member"
        self.analyst = f"{self.schema}_analyst"
        self.server = Server(
            self.address,
            f"Use the login that set the hub up; or it runs: GRANT {self.owner}, {self.member}, {self.analyst} "
            "TO yours WITH ADMIN OPTION.",
        )

    def __enter__(self) -> "Admin":
        return self

    def __exit__(self, *_: object) -> None:
        self.server.close()

    # --- setting it up

    def init(self, title: str) -> bool:
        """Make the hub, or bring an older one up to date; what it holds stays. Returns whether it is new."""
        self._fit()
        return self.server.run(lambda con: self._init(con, title))

    def _fit(self) -> None:
        ((encoding, roles, create),) = self.server.read(
            "SELECT current_setting('server_encoding'), r.rolsuper OR r.rolcreaterole, "
            "has_database_privilege(current_database(), 'CREATE') FROM pg_roles r WHERE r.rolname = current_user"
        )
        known = self._roles()
        if encoding != "UTF8":
            raise StudyError(
                f"the database does not keep text as UTF-8 but as {encoding}",
                "Have another made: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0.",
            )
        if not roles and len(known) < 3:
            raise StudyError(
                f"{self.server.user} may not make roles on this server",
                f"Its administrator can allow it: ALTER ROLE {quoted(self.server.user)} CREATEROLE.",
            )
        if not create and not self._there():
            raise StudyError(
                f"{self.server.user} may not make a schema in this database",
                f"Its owner can allow it: GRANT CREATE ON DATABASE … TO {quoted(self.server.user)}.",
            )

    def _roles(self) -> set[str]:
        names = [self.owner, self.member, self.analyst]
        return {name for (name,) in self.server.read("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", (names,))}

    def _there(self) -> bool:
        return bool(self.server.read("SELECT 1 FROM pg_namespace WHERE nspname = %s", (self.schema,)))

    def _init(self, con: "Connection", title: str) -> bool:
        known = self._roles()
        with con.transaction():
            for role in (self.owner, self.member, self.analyst):
                if role not in known:
                    run(con, f"CREATE ROLE {role} NOLOGIN")
            run(con, f"GRANT {self.owner} TO CURRENT_USER")
            run(con, f"CREATE SCHEMA IF NOT EXISTS {self.schema} AUTHORIZATION {self.owner}")
            run(con, f"CREATE SCHEMA IF NOT EXISTS {self.schema}_tables AUTHORIZATION {self.owner}")
            self._refuse_strange(con)
            run(con, f"SET LOCAL ROLE {self.owner}")
            run(con, self._script(notifies(con)))
            run(con, f"INSERT INTO {self.schema}.arrival VALUES (true, 0) ON CONFLICT DO NOTHING")
            new = con.execute(
                f"INSERT INTO {self.schema}.hub (study, title, format, epoch) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING RETURNING 1".encode(),
                (self.study, title, FORMAT, new_id()),
            ).fetchall()
            con.execute(f"UPDATE {self.schema}.hub SET title = %s, format = %s".encode(), (title, FORMAT))
        return bool(new)

    def _refuse_strange(self, con: "Connection") -> None:
        """Raise StudyError for a schema of ours that was there and is another's, who could put anything into it."""
        strange = con.execute(
            b"SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s) AND pg_get_userbyid(nspowner) <> %s",
            ([self.schema, f"{self.schema}_tables"], self.owner),
        ).fetchall()
        if strange:
            raise StudyError(
                "somebody else has made a schema in this database under the name that this study's hub would have",
                f"Ask its administrator who made {strange[0][0]} and why; it has to go first.",
            )

    def _script(self, notify: bool) -> str:
        script = files("workbench.sync.hub").joinpath("hub.sql").read_text(encoding="utf-8")
        tell = f"PERFORM pg_notify('{self.schema}', last::text);" if notify else "NULL;"
        return script.replace("@hub@", self.schema).replace("@member@", self.member).replace("@notify@", tell)

    # --- who belongs to it

    def login(self) -> str:
        """The login one is connected as."""
        ((name,),) = self.server.read("SELECT session_user::text")
        return str(name)

    def add(self, actor: str, name: str, role: str, can: str, *, create: bool = False) -> str:
        """Let the coder ``actor`` in with the login ``role``; a coder who is in gets this login and right.

        ``create``: make the login where there is none. Returns its new password, or ''.
        """
        if can not in RIGHTS:
            raise InputError(f"{can!r} is no right", f"There are {', '.join(RIGHTS)}.")
        role = role_name(role)
        return self.server.run(lambda con: self._add(con, actor, name, role, can, create))

    def _add(self, con: "Connection", actor: str, name: str, role: str, can: str, create: bool) -> str:
        there = con.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchall()
        if not there and not create:
            raise NotFoundError(
                f"the server has no login called {role}",
                "Name one with --role, or have one made with --create; a cloud's console makes them too.",
            )
        password = ""
        with con.transaction():
            if not there:
                password = secrets.token_urlsafe(18)
                run(con, f"CREATE ROLE {quoted(role)} LOGIN PASSWORD {literal(sealed_password(con, role, password))}")
            run(con, f"GRANT {self.member} TO {quoted(role)}")
            run(con, f"SET LOCAL ROLE {self.owner}")
            taken = con.execute(
                f"SELECT name FROM {self.schema}.member WHERE role = %s AND actor <> %s".encode(), (role, actor)
            ).fetchall()
            if taken:
                raise StudyError(
                    f"the login {role} is {taken[0][0]}'s already",
                    "Each coder needs a login of their own: name it with --role.",
                )
            # who changes the login keeps what the old one has sent
            con.execute(f"UPDATE {self.schema}.stream SET owner = %s WHERE actor = %s".encode(), (role, actor))
            con.execute(f"DELETE FROM {self.schema}.member WHERE actor = %s".encode(), (actor,))
            con.execute(
                f"INSERT INTO {self.schema}.member (role, actor, name, can) VALUES (%s, %s, %s, %s)".encode(),
                (role, actor, name, can),
            )
        return password

    def remove(self, actor: str, name: str) -> str:
        """Let a coder in no longer; what they sent stays. Returns the login, which is still there."""
        return self.server.run(lambda con: self._remove(con, actor, name))

    def _remove(self, con: "Connection", actor: str, name: str) -> str:
        with con.transaction():
            run(con, f"SET LOCAL ROLE {self.owner}")
            gone = con.execute(
                f"DELETE FROM {self.schema}.member WHERE actor = %s RETURNING role".encode(), (actor,)
            ).fetchall()
            if not gone:
                raise NotFoundError(
                    f"{name} does not belong to the team on the server", "`workbench hub members` lists it."
                )
            role = str(gone[0][0])
            run(con, "RESET ROLE")
            if con.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchall():
                run(con, f"REVOKE {self.member} FROM {quoted(role)}")
        return role

    def members(self) -> list[Member]:
        """Who belongs to the team, by name."""
        rows = self.server.read(
            "SELECT m.name, m.role, m.can, count(c.hash) FILTER (WHERE c.pushed_by = m.role), "
            "count(c.hash) FILTER (WHERE c.pushed_by <> m.role), coalesce(max(c.pushed_at)::text, '') "
            f"FROM {self.schema}.member m LEFT JOIN {self.schema}.change c ON c.actor = m.actor "
            "GROUP BY m.name, m.role, m.can ORDER BY m.name"
        )
        return [Member(*row) for row in rows]


def run(con: "Connection", statement: str) -> Any:
    """Run a statement of our own making."""
    return con.execute(statement.encode())


def quoted(name: str) -> str:
    """A name as SQL spells it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL spells it."""
    return "'" + text.replace("'", "''") + "'"


def sealed_password(con: "Connection", role: str, password: str) -> str:
    """What a server keeps of a password, so that not even its log sees the password itself."""
    return con.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()


def notifies(con: "Connection") -> bool:
    """Whether the server can tell who listens; asked, because servers that speak the dialect differ in this."""
    from psycopg import Error

    try:
        with con.transaction():
            run(con, "SELECT pg_notify('workbench_probe', '')")
    except Error as error:
        if error.sqlstate in _SYNTAX:
            return False
        raise
    return True
