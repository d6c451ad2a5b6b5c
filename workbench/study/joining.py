"""A new folder with the study of a peer: what a colleague does on the first day."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import StudyError, WrongKeyError
from workbench.sealing import Seal
from workbench.store import Store, streams
from workbench.study import place, vault
from workbench.study.base import Base
from workbench.study.codes import Codes
from workbench.study.files import Files
from workbench.study.folder import SETTINGS, TRANSCRIPTS, make_folder, read_text, write_file
from workbench.study.place import Place
from workbench.study.settings import Settings
from workbench.study.sync import SCOPE, Notes, Progress, check_folder, is_server, spelled
from workbench.study.who import coder_name, login

if TYPE_CHECKING:
    from workbench.sync.exchange import Exchanged


def join(
    folder: Path,
    address: str,
    *,
    passphrase: str | None = None,
    coder: str = "",
    progress: Progress | None = None,
) -> "Exchanged":
    """Make a new ``folder`` with the study that is at ``address``, and remember that peer.

    ``passphrase`` opens what a peer holds sealed. Raises ``StudyError`` where the folder holds anything, where the peer
    cannot be reached, and where nobody has synced there yet; then nothing is left behind.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder} is not empty", "Name a folder that does not exist yet.")
    there = folder.is_dir()
    where: list[Place] = []
    try:
        return _joined(folder, address, passphrase, coder, progress, where.append)
    except BaseException:
        for path in (folder.iterdir() if there else (folder,)) if folder.exists() else ():
            shutil.rmtree(path, ignore_errors=True)
        for kept in where:
            shutil.rmtree(kept.private, ignore_errors=True)  # it may lie elsewhere
        raise


def _joined(
    folder: Path,
    address: str,
    passphrase: str | None,
    coder: str,
    progress: Progress | None,
    began: Callable[[Place], object],
) -> "Exchanged":
    from workbench.study import Study
    from workbench.sync import connect
    from workbench.sync.exchange import exchange

    clean, _ = spelled(address)
    seal = _seal(clean, passphrase)
    with closing(connect(address, "", _Blank(), seal)) as peer:
        study = peer.study()
    if not study:
        raise StudyError(
            f"nobody has synced there yet: {clean}",
            "Whoever has the study runs `workbench sync` with this address first.",
        )
    store = _begin(folder, study, seal, began)
    streams.claim(store.db)
    try:
        with closing(connect(address, study, Notes(store, f"peer:{clean}"), seal)) as peer:
            done = exchange(store, peer, progress=progress, batch=2000, breath=0.0)  # nobody else has the file yet
        store.note(SCOPE, {"peer": clean})
        _finish(folder, store, seal, coder)
    finally:
        store.close()
    opened = Study.open(folder, coder, passphrase=passphrase if seal else None)
    try:
        opened.sync.note(done)
    finally:
        opened.close()
    return done


def _seal(address: str, passphrase: str | None) -> Seal | None:
    """The seal of what a shared folder holds; None for what lies open, and for a server."""
    if is_server(address):
        return None
    from workbench.sync.folder import salt_at

    check_folder(Path(address), make=False)
    salt = salt_at(address)
    if salt is None:
        return None
    if passphrase is None:
        raise WrongKeyError(
            f"what is in {address} is encrypted, and no passphrase was given",
            "Set WORKBENCH_PASSPHRASE or WORKBENCH_PASSPHRASE_FILE, or run it on a terminal, which asks for it.",
        )
    return Seal.derive(passphrase, salt)


def _begin(folder: Path, study: str, seal: Seal | None, began: Callable[[Place], object]) -> Store:
    """An empty database where this folder's belongs, with the study's id; ``began`` hears where that is."""
    make_folder(folder)
    where = place.find(folder)
    if where.standing.exists():
        raise StudyError(
            f"a database is kept for {folder} already: {where.standing}", "Name another folder, or move it away."
        )
    began(where)
    key = seal.database_key if seal else None
    place.ready(folder, where, key)
    if seal is not None:
        return vault.begin(folder, where.database, seal, study)
    store = Store.open(where.database, "")
    store.keep("study", study)
    return store


def _finish(folder: Path, store: Store, seal: Seal | None, coder: str) -> None:
    """Write what says that there is a study, last of all: its settings and its codebook, as the log has them."""
    store.keep("opened", "1")
    if seal is not None:
        vault.finish(folder, store)
        return
    make_folder(folder / TRANSCRIPTS)
    study = store.db.meta("study")
    base = Base(folder, store, study, coder_name(coder or login()), Settings())
    Files(base, Codes(base)).project()
    if not (folder / SETTINGS).is_file() or not read_text(folder / SETTINGS).strip():
        make_folder(folder / SETTINGS.parent)
        write_file(folder / SETTINGS, f'[study]\nid = "{study}"\n')


class _Blank:
    """A notebook for the first question, before there is a file to keep one in."""

    def read(self) -> dict[str, str]:
        """Nothing is known yet."""
        return {}

    def write(self, notes: object) -> None:
        """Nothing is kept."""
