"""Anonymisation accepted: the earlier texts are erased for ever, and the originals in the folder with them."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from workbench import transcripts as room
from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.store import Op, put
from workbench.study.anonymity.edits import found_in
from workbench.study.anonymity.replacing import WHY
from workbench.study.base import ACCEPTED, ANONYMISED, Base
from workbench.study.folder import TRANSCRIPTS
from workbench.study.owner import owner
from workbench.study.withdrawals import aftermath, leaving
from workbench.study.words import BEARERS, FIELDS, reference
from workbench.sync import is_hub

ALWAYS = (
    "what was exported, printed, quoted or sent earlier",
    "other copies of this folder, of its database and of its backups; what disks keep of files that were deleted",
    "recordings, and transcripts outside this folder",
    "the log: it keeps the labels speakers had, former names and definitions of codes, sites, attributes, file names, "
    "and a check sum of every earlier text, by which somebody can tell that a guess is right: words replaced one by "
    "one can be guessed one by one, and a number by trying all there are",
    "the key file, with which all of it can be undone: delete it when the study is to be anonymous",
)
"""What no program can know or reach."""


class Accepted(NamedTuple):
    """What was done: ``texts`` erased, sentences, and what is ``left`` to people."""

    texts: int
    done: tuple[str, ...]
    left: tuple[str, ...]


def anonymised(base: Base, transcripts: Collection[str] = ()) -> list[str]:
    """The transcripts (rows) of which a text was anonymised, among those given, or all."""
    rows = base.store.read(
        "SELECT DISTINCT r.transcript FROM revision r JOIN transcript t ON t.id = r.transcript "
        "WHERE r.why = ? AND r.alive = 1 AND t.alive = 1 ORDER BY r.transcript",
        (WHY,),
    )
    return [row for (row,) in rows if not transcripts or row in transcripts]


def earlier(base: Base, transcripts: Collection[str]) -> set[str]:
    """The texts out of line that are read no more in these transcripts, and have not been erased."""
    found: set[str] = set()
    current = {
        text
        for (text,) in base.store.read(
            "SELECT r.text FROM transcript t JOIN revision r ON r.id = t.current WHERE t.alive = 1"
        )
    }
    erased = base.store.texts().erased
    for row, transcript, text in base.store.read(
        "SELECT r.id, r.transcript, r.text FROM revision r JOIN transcript t ON t.id = r.transcript "
        "WHERE t.current IS NOT r.id AND r.text > ''"
    ):
        if row and transcript in transcripts and text not in current and text not in erased:
            found.add(text)
    return found


def earlier_words(base: Base) -> set[str]:
    """The earlier versions of memos, remarks and examples in which a word was replaced."""
    found: set[str] = set()
    erased = base.store.texts().erased
    for row, ent in base.store.read(
        f"SELECT DISTINCT row, ent FROM change WHERE verb = ? AND ent IN {BEARERS}", (ANONYMISED,)
    ):
        now = _now(base, ent, row)
        found |= {text for text in leaving.versions_of(base, row) if text != now and text not in erased}
    return found


def removed_words(base: Base, words: Collection[str]) -> set[str]:
    """The texts that hold a word of the key file, and that nothing names but what was removed or rewritten.

    What two have written at the same time, and nobody has joined yet, is neither.
    """
    named = {text for (text,) in base.store.read("SELECT text FROM revision WHERE text > ''")}
    for (row,) in base.store.read("SELECT DISTINCT row FROM dispute"):
        named |= leaving.versions_of(base, row)
    for ent in BEARERS:
        named |= {
            _named(ent, value) for (value,) in base.store.read(f"SELECT {_column(ent)} FROM {ent} WHERE alive = 1")
        }
    held = base.store.read("SELECT id, data FROM blob WHERE data IS NOT NULL")
    return {text for text, data in held if text not in named and any(found_in(data, word) for word in words)}


def _now(base: Base, ent: str, row: str) -> str:
    rows = base.store.read(f"SELECT {_column(ent)} FROM {ent} WHERE id = ?", (row,))
    return _named(ent, rows[0][0]) if rows else ""


def _column(ent: str) -> str:
    """The column that names the words of a kind of row."""
    return "blob" if ent == "memo" else FIELDS[ent][0]


def _named(ent: str, value: Any) -> str:
    return str(value or "") if ent == "memo" else reference(value)


def erasures(base: Base, texts: Collection[str]) -> list[Op]:
    """What erases texts, the same whoever accepts."""
    return [
        put("erasure", base.derive("erasure", ACCEPTED, text), text=text, reason=ACCEPTED) for text in sorted(texts)
    ]


def originals(base: Base, transcripts: Collection[str], words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Remove from the study's folder the files that hold what was replaced: (what was done, what is left).

    A file goes whose text is an earlier one of these transcripts, or that cannot be compared, or in whose head a word
    of the key file still stands. The study has the text; nothing is lost by it.
    """
    home = base.folder / TRANSCRIPTS
    names = dict(base.store.read("SELECT id, name FROM transcript"))
    by_name = {name: row for row, name in names.items()}
    digests = dict(base.store.read("SELECT sha256, transcript FROM revision WHERE sha256 > ''"))
    current = dict(
        base.store.read("SELECT t.id, r.sha256 FROM transcript t JOIN revision r ON r.id = t.current WHERE t.alive = 1")
    )
    sources = {source: row for row, source in base.store.read("SELECT id, source FROM transcript WHERE source > ''")}
    done, left = [], []
    for path in sorted(p for p in home.rglob("*") if p.is_file()) if home.is_dir() else ():
        shown = path.relative_to(base.folder).as_posix()
        try:
            data = path.read_bytes()
            source = room.read(data, str(path))
            row = digests.get(source.sha256) or by_name.get(source.front.id, "") or sources.get(path.name, "")
            stale = source.sha256 != current.get(row) or _held(data, source.text, words)
        except (InputError, OSError):
            row, stale = sources.get(path.name, ""), True
        if row not in transcripts:
            continue
        if stale:
            try:
                path.unlink()
                done.append(f"{shown} was removed: it held an earlier text")
            except OSError:
                left.append(f"{shown} holds an earlier text and could not be removed: delete it")
    return done, left


def _held(data: bytes, text: str, words: Sequence[str]) -> bool:
    """Whether a word stands in what a file says besides its text."""
    whole = data.decode("utf-8", "replace").replace("\r\n", "\n")
    head = whole[: len(whole) - len(text)] if whole.endswith(text) else whole
    return any(found_in(head, word) for word in words)


def beyond(base: Base, folder: Path) -> list[str]:
    """What the program cannot reach, as sentences."""
    from workbench.study.sync import SCOPE

    found = []
    if any((place / ".git").exists() for place in (folder.resolve(), *folder.resolve().parents)):
        found.append("git keeps the older states of this folder: rewrite its history, or begin a new repository")
    if why := owner(folder):
        found.append(f"{why}, and older versions of its files may be kept there: delete them")
    if peer := base.store.notes(SCOPE).get("peer", ""):
        place = "the backups of the team's server" if is_hub(peer) else f"older versions of files in {line(peer, 120)}"
        found.append(f"{place}; and colleagues' copies, until they have synced")
    return [*found, *ALWAYS]


def rid(base: Base) -> tuple[list[str], list[str]]:
    """Rid the database's file and its backups of what was erased: (what was done, what is left)."""
    if not base.store.scrub():
        return [], ["another program holds the database: close it, and accept once more to finish this"]
    if failed := aftermath.renew_backups(base):
        return [], failed
    return ["the database and its backups were written anew without the earlier texts"], []


def check_settled(base: Base, transcripts: Collection[str], disputed: Collection[str]) -> None:
    """Raise ``StudyError`` where two colleagues' corrected texts of one transcript are not joined yet."""
    names = dict(base.store.read("SELECT id, name FROM transcript"))
    if open_ := sorted(names.get(row, row) for row in transcripts if row in disputed or names.get(row) in disputed):
        raise StudyError(
            f"{', '.join(line(name, 40) for name in open_[:5])}: there are two corrected texts",
            "Join them first with `workbench transcripts join ID`: what is erased cannot be joined.",
        )
