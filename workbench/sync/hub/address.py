"""The address of a server: what of it may be shown, and what of it names the study.

A password may stand in an address that a person types, but it is never shown, logged or remembered. libpq's own
complaints about an address repeat parts of it, so they are never passed on.
"""

import re
from hashlib import sha256
from typing import Any, NamedTuple, NoReturn

from workbench.errors import InputError, StudyError

_SECRET = re.compile("password|secret|^scram_")
SCHEMES = ("postgresql://", "postgres://")
_HINT = (
    "An address looks like postgresql://anna@server.example.org/interviews; leave the password out of it: it belongs "
    "into ~/.pgpass or PGPASSWORD."
)


class Address(NamedTuple):
    """Where a server is: libpq's parameters, what people call it, and what remains without the password.

    ``study``: which of its studies somebody wants who has none yet (``?study=ID``, a parameter of ours).
    """

    parameters: dict[str, Any]
    label: str
    shown: str
    study: str = ""


def read_address(text: str) -> Address:
    """The server that ``text`` (``postgresql://…``) names. Raises InputError, which repeats nothing of ``text``."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not text.startswith(SCHEMES):
        raise InputError("a server's address begins with postgresql://", _HINT)
    bare, study = _without_study(text)
    try:
        given = conninfo_to_dict(bare)
    except ProgrammingError:
        given = {"host": "@"}
    host, port, base = (str(given.get(key) or "") for key in ("host", "port", "dbname"))
    # a password with an unescaped @ or / becomes part of the host or the name of the database
    if not re.fullmatch(r"[^@\s]*", host) or not re.fullmatch(r"[0-9,]*", port) or "@" in base or ":" in base:
        raise InputError(
            "the server's address cannot be read", "A password with @, / or : in it is better left out. " + _HINT
        )
    service = str(given.get("service") or "")
    place = host or (f"service {service}" if service else "localhost")
    label = place + (f":{port}" if port not in ("", "5432") else "") + (f"/{base}" if base else "")
    return Address(given, label, _shown(given, host, port, base), study)


def _without_study(text: str) -> tuple[str, str]:
    from urllib.parse import unquote

    start, question, query = text.partition("?")
    kept = [part for part in query.split("&") if not part.startswith("study=")]
    found = [unquote(part[6:]) for part in query.split("&") if part.startswith("study=")]
    return start + (question + "&".join(kept) if any(kept) else ""), found[-1] if found else ""


def _shown(given: dict[str, Any], host: str, port: str, base: str) -> str:
    from urllib.parse import quote, urlencode

    user = quote(str(given["user"]), safe="") + "@" if given.get("user") else ""
    rest = {k: v for k, v in given.items() if k not in ("host", "port", "dbname", "user") and not is_secret(k)}
    where = host if re.fullmatch(r"[A-Za-z0-9.-]*", host) else quote(host, safe="")
    where = f"[{host}]" if ":" in host and "/" not in host else where
    query = f"?{urlencode(rest)}" if rest else ""
    return f"postgresql://{user}{where}{':' + port if port else ''}/{quote(base, safe='')}{query}"


def is_secret(parameter: str) -> bool:
    """Whether what a parameter of an address says is for nobody's eyes: passwords, and what serves as one."""
    return _SECRET.search(parameter) is not None


def without_password(text: str) -> str:
    """An address as it may be kept and shown. Raises InputError where it is none."""
    return read_address(text).shown


def schema_of(study: str) -> str:
    """The schema that holds a study's hub: from its id, so that several studies share one database."""
    plain = study.lower() if re.fullmatch(r"[0-9A-Z]{26}", study) else sha256(study.encode()).hexdigest()[:26]
    return f"workbench_{plain}"


def role_name(given: str) -> str:
    """``given`` as the name of a login of the server. Raises InputError for what would need quoting to be harmless."""
    name = given.strip()
    if not re.fullmatch(r"[^\W\d][\w.@-]{0,62}", name) or len(name.encode()) > 63:
        raise InputError(
            f"{given!r} is no name for a login of the server",
            "Name one with --role: letters, digits, _ . - and @, a letter first.",
        )
    return name


def refuse_sealed() -> NoReturn:
    """Say that an encrypted study does not go to a server that reads what it is given."""
    raise StudyError(
        "this study is encrypted, and the server would hold its changes and texts in the clear",
        "Exchange through a shared folder, where everything is sealed; or say --trust-server if whoever runs the "
        "server may read the interviews.",
    )
