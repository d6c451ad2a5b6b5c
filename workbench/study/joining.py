"""A new folder with the study of a peer: what a colleague does on the first day."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import StudyError, WrongKeyError
from workbench.sealing import Seal, new_salt, salt_of
from workbench.store import Store, streams
from workbench.study import place, vault
from workbench.study.base import Base
from workbench.study.codes import Codes
from workbench.study.files import Files
from workbench.study.folder import SETTINGS, TRANSCRIPTS, make_folder, read_text, write_file
from workbench.study.place import Place
from workbench.study.settings import Settings
from workbench.study.sync import SCOPE, Progress, check_folder, is_server, spelled
from workbench.study.who import coder_name, login

if TYPE_CHECKING:
    from workbench.sync.exchange import Exchanged

_MOST_SALTS = 5


def join(
    folder: Path,
    address: str,
    *,
    passphrase: str | None = None,
    encrypt: bool = False,
    coder: str = "",
    progress: Progress | None = None,
) -> "Exchanged":
    """Make a new ``folder`` with the study that is at ``address``, and remember that peer.

    ``passphrase`` opens what a peer holds sealed. With ``encrypt`` the copy is sealed, or none is made: what a folder
    holds is sealed already then, and a server is trusted with what it reads. Raises ``StudyError`` where the folder
    holds anything, where the peer cannot be reached, and where nobody has synced there yet. Then nothing stays.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(f"{folder} is not empty", "Name a folder that does not exist yet.")
    there = folder.is_dir()
    where: list[Place] = []
    try:
        return _joined(folder, address, passphrase, encrypt, coder, progress, where.append)
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
    encrypt: bool,
    coder: str,
    progress: Progress | None,
    began: Callable[[Place], object],
) -> "Exchanged":
    from workbench.study import Study
    from workbench.sync import connect, exchange, notebook
    from workbench.sync.notes import NoNotebook

    clean, _ = spelled(address)
    if not is_server(clean):
        check_folder(Path(clean), folder, make=False)
    seal, its = _seals(clean, passphrase, encrypt)
    with closing(connect(address, "", NoNotebook(), its)) as peer:
        study = peer.study()
    if not study:
        raise StudyError(
            f"nobody has synced there yet: {clean}",
            "Whoever has the study runs `workbench sync` with this address first.",
        )
    if encrypt and seal is None:
        raise StudyError(
            f"what is in {clean} is not encrypted, and a copy that is could not exchange with it",
            "Leave --encrypt out, or let the team begin an encrypted study: `workbench init DIR --encrypt`.",
        )
    store = _begin(folder, study, seal, began)
    streams.claim(store.db)
    try:
        with closing(connect(address, study, notebook(store, clean), its)) as peer:
            done = exchange(store, peer, progress=progress, batch=10_000, breath=0.0)  # nobody else has the file yet
        store.note(SCOPE, {"peer": clean, "trusted": "1" if seal and not its else None})
        _finish(folder, store, seal, coder)
    finally:
        store.close()
    opened = Study.open(folder, coder, passphrase=passphrase if seal else None)
    try:
        opened.sync.note(done)
    finally:
        opened.close()
    return done


def _seals(address: str, passphrase: str | None, encrypt: bool) -> tuple[Seal | None, Seal | None]:
    """The seal of the copy, and of what it exchanges; None for what lies open, as it always does on a server."""
    if not is_server(address):
        seal = _seal(address, passphrase, encrypt)
        return seal, seal
    if not encrypt:
        return None, None
    if passphrase is None:
        raise WrongKeyError("a copy that is encrypted needs a passphrase, and none was given", _ASKED)
    return Seal.derive(vault.check_new(passphrase), new_salt()), None


def _seal(address: str, passphrase: str | None, encrypt: bool) -> Seal | None:
    """The seal of what a shared folder holds; None for what lies open.

    Whoever carries the folder may put files into it: a passphrase that opens any of them is never passed over because
    there are more in the clear, for the copy would be a plain one then.
    """
    from workbench.sync.salts import fronts_at

    fronts = fronts_at(address)
    mostly_plain = not (fronts and fronts[0])
    if not any(fronts) or (mostly_plain and passphrase is None and not encrypt):
        return None
    if passphrase is None:
        raise WrongKeyError(f"what is in {address} is encrypted, and no passphrase was given", _ASKED)
    for front in [front for front in fronts if front][:_MOST_SALTS]:
        seal = Seal.derive(passphrase, salt_of(front))
        if seal.fits(front):
            return seal
    if mostly_plain and not encrypt:
        return None
    raise WrongKeyError(
        f"what is in {address} was encrypted with another passphrase",
        "Everybody who works on an encrypted study has the same passphrase.",
    )


_ASKED = "Set WORKBENCH_PASSPHRASE or WORKBENCH_PASSPHRASE_FILE, or run it on a terminal, which asks for it."


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
