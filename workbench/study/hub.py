"""The team's hub on a PostgreSQL server: setting it up, who belongs to it, tables for analysts, what it holds."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import InputError, StudyError
from workbench.study.base import Base
from workbench.study.sync import SCOPE as SYNCED
from workbench.study.sync import Sync
from workbench.study.who import coder_name

if TYPE_CHECKING:
    from workbench.sync.hub.check import Checked
    from workbench.sync.hub.setup import Admin, Member
    from workbench.sync.hub.tables import Written

SCOPE = "hub"
"""Where the database's own notes keep the address that the hub is administered at, without a password."""


class Started(NamedTuple):
    """A hub that was set up: where, whether it is new, the login that leads it, and whether sync goes there now."""

    label: str
    new: bool
    role: str
    synced: bool


class Added(NamedTuple):
    """A colleague who was let in: the coder's name, the login, the right, and the password of a login just made."""

    name: str
    role: str
    can: str
    password: str


class TeamHub:
    """``study.hub``. ``server`` is an address wherever one may be given; '' is the one of last time."""

    def __init__(self, base: Base, sync: Sync) -> None:
        self._base = base
        self._sync = sync

    def init(self, server: str, *, trust_server: bool = False) -> Started:
        """Set the hub of this study up on ``server``, or bring it up to date; whoever is at work leads it."""
        from workbench.sync.hub.address import refuse_sealed

        if self._base.encrypted and not trust_server:
            refuse_sealed()
        with self._admin(server, trusted=True) as admin:
            new = admin.init(self._base.settings.title)
            role = admin.login()
            known = {member.name.casefold(): member for member in admin.members()}
            mine = known.get(self._base.coder_name.casefold())
            if mine:
                role = mine.role
            else:
                admin.add(self._base.coder, self._base.coder_name, role, "lead")
            label, shown = admin.address.label, admin.address.shown
        store = self._base.store
        store.note(SCOPE, {"address": shown, "trusted": "1" if trust_server else None})
        synced = not self._sync.remembered()
        if synced:
            self._sync.remember(shown, trust_server=trust_server)
        return Started(label, new, role, synced)

    def add(self, name: str, *, role: str = "", can: str = "code", create: bool = False, server: str = "") -> Added:
        """Let the coder ``name`` in, with the login ``role`` (default: the name in lower case, spaces as _).

        ``can``: read, code or lead. ``create``: make the login where the server has none.
        """
        clean = coder_name(name)
        login = role or clean.casefold().replace(" ", "_")
        with self._admin(server) as admin:
            password = admin.add(self._base.coder_id(clean), clean, login, can, create=create)
        return Added(clean, login, can, password)

    def remove(self, name: str, *, server: str = "") -> str:
        """Let a coder in no longer; what they sent stays. Returns their login, which the server still has."""
        clean = coder_name(name)
        with self._admin(server) as admin:
            return admin.remove(self._base.coder_id(clean), clean)

    def members(self, *, server: str = "") -> "list[Member]":
        """Who belongs to the team on the server."""
        with self._admin(self._reading(server)) as admin:
            return admin.members()

    def tables(self, *, readers: Sequence[str] = (), server: str = "") -> "Written":
        """Write the study as tables for analysts; ``readers`` are logins that may read them from now on."""
        from workbench.sync.hub.address import role_name
        from workbench.sync.hub.tables import write_tables

        with self._admin(server) as admin:
            logins = tuple(map(role_name, readers))
            return write_tables(admin, self._base.store, self._base.settings.title, self._base.position(), logins)

    def check(self, *, server: str = "") -> "Checked":
        """Compare what the server holds with what is here, as a member."""
        from workbench.sync import notebook
        from workbench.sync.hub import Hub
        from workbench.sync.hub.address import read_address
        from workbench.sync.hub.check import check

        address = self._known(self._reading(server))
        book = notebook(self._base.store, read_address(address).shown)
        with closing(Hub(address, self._base.id, book, None if self._trusted() else self._base.seal)) as hub:
            return check(hub.server, hub.study(), self._base.store)

    def _reading(self, server: str) -> str:
        """A member's own address comes first where one only reads."""
        from workbench.sync import is_hub

        peer = self._sync.remembered()
        return server or (peer if is_hub(peer) else "")

    def _known(self, server: str) -> str:
        from workbench.sync import is_hub

        peer = self._sync.remembered()
        known = server or self._base.store.notes(SCOPE).get("address", "") or (peer if is_hub(peer) else "")
        if not known:
            raise StudyError(
                "this study has no hub yet",
                "`workbench hub init postgresql://USER@HOST/DATABASE` sets one up; --server names one that is there.",
            )
        if not is_hub(known):
            raise InputError("a hub is a PostgreSQL server", "Its address begins with postgresql://.")
        return known

    def _trusted(self) -> bool:
        """Whether somebody has said that the server may read an encrypted study."""
        return any(self._base.store.notes(scope).get("trusted") == "1" for scope in (SCOPE, SYNCED))

    def _admin(self, server: str, *, trusted: bool = False) -> "Admin":
        from workbench.sync.hub.address import refuse_sealed
        from workbench.sync.hub.setup import Admin

        if self._base.encrypted and not (trusted or self._trusted()):
            refuse_sealed()
        return Admin(self._known(server), self._base.id)
