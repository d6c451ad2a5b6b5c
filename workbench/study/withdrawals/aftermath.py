"""What a withdrawal asks of this machine, beyond the log: the originals, the codebook, the backups, the database file.

What was done is confirmed in the log for all to see, with what no program can reach.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from workbench import transcripts as room
from workbench.errors import InputError, StudyError, WorkbenchError
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.folder import CODEBOOK, TRANSCRIPTS, write_file
from workbench.study.owner import owner
from workbench.study.withdrawals.leaving import Labels
from workbench.sync import is_hub
from workbench.transcripts.originals import CannotRewriteError, without_speakers

_TABLES = (".csv", ".tsv", ".xlsx", ".docx", ".odt", ".html", ".pdf", ".json", ".qdpx")
ALWAYS = (
    "tables, reports and segments that were exported or sent earlier, and what was quoted from them",
    "other copies of this folder, of its database and backups, backups of the computer, and what disks keep of files",
    "recordings, and transcripts outside this folder",
    "the log goes on saying that somebody spoke under this label, in which group and with which attributes",
)
"""What no program can know or reach, whichever study it is."""


class Originals(NamedTuple):
    """What became of the files in transcripts/: their names; ``left`` are sentences about those still to be seen to.

    ``failed`` are sentences about those that could not be written just now.
    """

    rewritten: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    failed: tuple[str, ...]


def originals(base: Base, labels: Labels, persons: Mapping[str, frozenset[str]]) -> Originals:
    """Write the originals anew without those who left; one of which nothing would be left, or that resists, goes.

    ``persons``: transcript row → the written ids of those who left it, to be looked for in what stays.
    """
    home = base.folder / TRANSCRIPTS
    done = Originals((), (), (), ())
    names = dict(base.store.read("SELECT name, id FROM transcript WHERE name > ''"))
    digests = dict(base.store.read("SELECT sha256, transcript FROM revision WHERE sha256 > ''"))
    for path in sorted(p for p in home.rglob("*") if p.is_file()) if home.is_dir() else ():
        shown = path.relative_to(base.folder).as_posix()
        try:
            data = path.read_bytes()
            source = room.read(data, str(path))
        except (InputError, OSError):
            done = done._replace(left=(*done.left, f"{shown} is nothing that can be read here: look into it"))
            continue
        transcript = names.get(source.front.id, "")
        if transcript not in labels:
            transcript = digests.get(source.sha256, "")
        leaving = labels.get(transcript, frozenset())
        spoken = {turn.label for turn in source.turns} | {one.label for one in source.front.informants}
        if spoken & leaving:
            done = _original(done, path, shown, data, leaving, persons.get(transcript, frozenset()))
    return done


def _original(
    done: Originals, path: Path, shown: str, data: bytes, leaving: frozenset[str], persons: frozenset[str]
) -> Originals:
    """Write one original anew, or remove it."""
    left = done.left
    try:
        text = without_speakers(data, str(path), leaving)
    except (CannotRewriteError, InputError):
        text = ""
        left = (*left, f"{shown} was removed whole, for it could not be written anew; the study has what is left of it")
    try:
        if not text:
            path.unlink()
            return done._replace(removed=(*done.removed, shown), left=left)
        write_file(path, text)
    except (OSError, StudyError):
        return done._replace(failed=(*done.failed, f"{shown} cannot be written, and still holds what was taken back"))
    head = text[: len(text) - len(room.read(text.encode(), str(path)).text)]
    if any(person in head for person in persons):
        left = (*left, f"{shown} still names the person in its front matter")
    return done._replace(rewritten=(*done.rewritten, shown), left=left)


def own_files(base: Base) -> set[Path]:
    """The files that the program itself sees to: the codebook, and the originals of the study's transcripts."""
    home = base.folder / TRANSCRIPTS
    names = {name for (name,) in base.store.read("SELECT name FROM transcript WHERE name > ''")}
    found = {base.folder / CODEBOOK}
    for path in home.rglob("*") if home.is_dir() else ():
        try:
            if path.is_file() and room.read(path.read_bytes(), str(path)).front.id in names:
                found.add(path)
        except (InputError, OSError):
            continue
    return found


def beyond(folder: Path, known: Sequence[str] = (), peer: str = "") -> list[str]:
    """What the program cannot reach: sentences.

    ``known``: files in the folder in which the words were found. ``peer``: the address this replica syncs with, or ''.
    """
    found = [f"{line(name, 120)} holds words of theirs: it is none of the files this program writes" for name in known]
    inside = [path.relative_to(folder) for path in folder.rglob("*") if path.suffix.lower() in _TABLES]
    shown = sorted(path.as_posix() for path in inside if not any(part.startswith(".") for part in path.parts))
    if rest := [name for name in shown if name not in known]:
        more = f" and {len(rest) - 5} more" if len(rest) > 5 else ""
        found.append(f"files that may hold words of theirs: {', '.join(line(name, 60) for name in rest[:5])}{more}")
    if any((place / ".git").exists() for place in (folder.resolve(), *folder.resolve().parents)):
        found.append("git keeps the older states of this folder: rewrite its history, or begin a new repository")
    if why := owner(folder):
        found.append(f"{why}, and older versions of its files may be kept there: delete them")
    if peer:
        server = "the backups of the team's server"
        kept = f"older versions of the files in {line(peer, 120)}, if a sync client keeps any"
        found.append(server if is_hub(peer) else kept)
    return [*found, *ALWAYS]


def renew_backups(base: Base) -> list[str]:
    """Replace the backups by one that is made now; what is left to do by hand."""
    from workbench.study.backups import Backups

    try:
        Backups(base).renew()
    except WorkbenchError as error:
        return [f"the backups could not be renewed: {error.message}"]
    return []


def codebook(base: Base) -> list[str]:
    """Write the codebook's file anew; what is left to do by hand."""
    from workbench.study.codes import Codes
    from workbench.study.files import Files

    files = Files(base, Codes(base))
    try:
        files.project()
    except WorkbenchError as error:
        return [f"the codebook's file could not be written: {error.message}"]
    return list(files.warnings)
