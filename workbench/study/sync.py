"""Sync: this replica and its peer, a shared folder or a PostgreSQL server."""

import json
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.folder import SETTINGS
from workbench.study.news import Newsroom, tally

if TYPE_CHECKING:
    from workbench.sync import Peer
    from workbench.sync.exchange import Exchanged

Progress = Callable[[str, int, int], None]
Tell = Callable[[str], object]
SCOPE = "sync"
"""Where the database's own notes keep who the peer is, and how the last exchange went."""
BATCH = 1000
"""Changes taken in at once when somebody waits for it: faster, and the file is held for some 30 ms at most."""
PASSWORD = "The password was left out: it belongs into the file ~/.pgpass, or into the environment as PGPASSWORD."


class SyncState(NamedTuple):
    """How this replica stands with its peer.

    ``peer`` is its address, '' for none; ``state`` is never, up to date, waiting or trouble; ``at`` is when they last
    exchanged (seconds since 1970, 0: never); ``waiting`` changes came before the ones they follow.
    """

    peer: str
    state: str
    at: float
    waiting: int


class Link:
    """An open way to one peer; ``exchange`` as often as there is something, then ``close``."""

    def __init__(self, base: Base, project: Callable[[], None], peer: "Peer") -> None:
        self._base = base
        self._project = project
        self._peer = peer
        self.label: str = peer.label
        self.live: bool = peer.live

    def exchange(self, progress: Progress | None = None, batch: int = 300, breath: float = 0.01) -> "Exchanged":
        """Take in and hand over; what was taken in reaches the files, and withdrawals are carried out.

        ``batch`` changes are taken in at a time, and ``breath`` seconds are between two of them.
        """
        from workbench.study.corrections import originals

        read = originals.being_read(self._base)
        done = self._once(progress, batch, breath)
        if not done.taken and not done.texts_taken:
            return done
        before = self._base.store.heads()
        self._settle()
        originals.arrived(self._base, read)
        if self._base.store.heads() == before:
            return done
        more = self._once(None, batch, breath)
        return more._replace(**{field: getattr(done, field) + getattr(more, field) for field in _SUMS})

    def _once(self, progress: Progress | None, batch: int, breath: float) -> "Exchanged":
        from workbench.sync.exchange import exchange

        return exchange(self._base.store, self._peer, progress=progress, batch=batch, breath=breath)

    def _settle(self) -> None:
        from workbench.study.withdrawals import Withdrawals

        self._project()
        Withdrawals(self._base).carry_out()

    def wait(self, seconds: float) -> bool:
        """Until the peer may have something new, at most so long."""
        return self._peer.wait(seconds)

    def close(self) -> None:
        """Let go of the peer."""
        self._peer.close()


_SUMS = ("sent", "taken", "texts_sent", "texts_taken", "refused", "troubles")


class Sync:
    """``study.sync``."""

    def __init__(self, base: Base, project: Callable[[], None]) -> None:
        self._base = base
        self._project = project

    # --- who the peer is

    def remembered(self) -> str:
        """The address of the peer, without a password; '' where there is none."""
        return self._notes().get("peer", "")

    def forget(self) -> str:
        """Sync with nobody any more; returns who it was. What is at the peer stays there."""
        peer = self.remembered()
        self._base.store.note(SCOPE, dict.fromkeys(("peer", "trusted", "at", "state")))
        return peer

    def remember(self, address: str, *, trust_server: bool = False) -> None:
        """Sync with this peer from now on. Raises InputError for what is no address."""
        address, _ = spelled(address)
        notes: dict[str, str | None] = {"peer": address}
        if address != self.remembered():
            notes |= {"at": None, "state": None, "trusted": None}
        if trust_server:
            notes["trusted"] = "1"
        self._base.store.note(SCOPE, notes)

    def state(self) -> SyncState:
        """How things stand, from what is written down here; nobody is asked."""
        notes = self._notes()
        at = float(notes.get("at", "0"))
        waiting = self._base.store.waiting()
        told = notes.get("state", "never")
        return SyncState(notes.get("peer", ""), "waiting" if waiting and told == "up to date" else told, at, waiting)

    def waits_for(self) -> list[str]:
        """Whose earlier work has not come yet: the names of colleagues."""
        names = self._base.coder_names()
        found = []
        for (text,) in self._base.store.read("SELECT min(line) FROM pending GROUP BY stream"):
            with suppress(ValueError, AttributeError):
                actor = str(json.loads(text).get("a", ""))
                found.append(names.get(actor, "a colleague"))
        return sorted(set(found))

    def _notes(self) -> dict[str, str]:
        return self._base.store.notes(SCOPE)

    # --- exchange

    def run(
        self,
        address: str = "",
        *,
        progress: Progress | None = None,
        once: bool = False,
        trust_server: bool = False,
        tell: Tell | None = None,
    ) -> "Exchanged":
        """Exchange changes with the peer at ``address`` (default: the remembered one), which is remembered from now on.

        ``once``: it is not. ``progress`` is told (what, done, total); ``tell`` what a person should know besides.
        Raises StudyError where there is no peer, where it cannot be reached and where it holds another study.
        """
        with closing(self.link(address, trust_server=trust_server, tell=tell)) as link:
            done = link.exchange(progress, BATCH)
        if address and not once:
            self.remember(address, trust_server=trust_server)
        if not once:
            self.note(done)
        return done

    def note(self, done: "Exchanged") -> None:
        """Write down how an exchange with the remembered peer went."""
        self._base.store.note(SCOPE, {"at": f"{time.time():.0f}", "state": state_of(done)})

    def link(self, address: str = "", *, trust_server: bool = False, tell: Tell | None = None) -> Link:
        """A way to the peer that stays open. Raises as ``run`` does."""
        from workbench.sync import connect, notebook

        notes = self._notes()
        known = notes.get("peer", "")
        if not (address or known):
            raise StudyError(
                "this study has no peer to sync with yet",
                "`workbench sync FOLDER` names a folder your team shares, `workbench sync postgresql://…` a server.",
            )
        clean, had_password = spelled(address or known)
        if had_password and tell is not None:
            tell(PASSWORD)
        seal = self._base.seal
        if not is_server(clean):
            check_folder(Path(clean), self._base.folder, make=clean != known or "at" not in notes, tell=tell)
        elif seal is not None:
            if not trust_server and (clean != known or notes.get("trusted") != "1"):
                from workbench.sync.hub.address import refuse_sealed

                refuse_sealed()
            seal = None  # the server is trusted with what it reads
        peer = connect(address if had_password else clean, self._base.id, notebook(self._base.store, clean), seal)
        return Link(self._base, self._project, peer)

    # --- what came in, for the screens

    def newsroom(self) -> Newsroom:
        """A reader of what arrives in this database from now on, whoever brings it."""
        return Newsroom(self._base)

    def tally(self) -> Callable[[], dict[str, int]]:
        """What counts how often each code is used, its own codings only; to be called in another thread."""
        return tally(self._base)

    def reread_settings(self) -> None:
        """Let this process know what a colleague has changed in the settings."""
        self._project()


def state_of(done: "Exchanged") -> str:
    """An exchange in a word: up to date, waiting (for earlier work), trouble."""
    if done.refused or done.troubles:
        return "trouble"
    return "waiting" if done.waiting else "up to date"


# --- addresses


def spelled(address: str) -> tuple[str, bool]:
    """An address as it is remembered, and whether a password was taken out of it; folders become absolute.

    Raises InputError for what is neither a folder nor a PostgreSQL server.
    """
    if is_server(address):
        from workbench.sync.hub.address import is_secret, read_address

        server = read_address(address)
        return server.shown, any(map(is_secret, server.parameters))
    if "://" in address:
        raise InputError(
            f"{line(address.partition('://')[0], 20)}:// is no way to sync",
            "Name a folder that your team shares, or a server as postgresql://USER@HOST/DATABASE.",
        )
    if not address.strip() or "\x00" in address:
        raise InputError("that names no folder")
    return str(Path(address).expanduser().absolute()), False


def is_server(address: str) -> bool:
    """Whether this names a PostgreSQL server, not a folder."""
    from workbench.sync import is_hub

    return is_hub(address)


def check_folder(folder: Path, study: Path, *, make: bool, tell: Tell | None = None) -> None:
    """Raise unless the ``study`` (its folder) can be exchanged through ``folder``.

    With ``make``, one that is missing is made, below one that is there. Neither may lie inside the other: each
    would take the other's files for its own.
    """
    try:
        _check_folder(folder, study, make=make, tell=tell)
    except (OSError, RuntimeError) as error:  # the latter: links that lead in a circle
        why = getattr(error, "strerror", "") or "its links lead in a circle"
        raise StudyError(
            f"the folder {line(str(folder), 200)} cannot be used: {why}", "Check its name and permissions."
        ) from error


def _check_folder(folder: Path, study: Path, *, make: bool, tell: Tell | None) -> None:
    ours, theirs = study.resolve(), folder.resolve()
    if (folder / SETTINGS).exists():
        raise StudyError(
            f"{folder} is the folder of a study itself",
            "Name another one, which holds nothing but what your team exchanges.",
        )
    if theirs.is_relative_to(ours) or ours.is_relative_to(theirs):
        where = f"{folder} lies in" if theirs.is_relative_to(ours) else f"{folder} holds"
        raise StudyError(
            f"{where} the study's own folder, {ours}",
            "Name a folder beside it, which holds nothing but what your team exchanges.",
        )
    if folder.is_dir():
        return
    if folder.exists():
        raise StudyError(f"{folder} is a file, not a folder", "Name the folder that your team shares.")
    if not make or not folder.parent.is_dir():
        raise StudyError(f"the folder {folder} is not there", "Is its drive connected, or its program running?")
    folder.mkdir()
    if tell is not None:
        tell(f"The folder {folder} was not there; it was made.")
