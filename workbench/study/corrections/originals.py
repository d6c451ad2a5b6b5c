"""The study folder's own copy of a transcript: written anew with the text it has from now on."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.study.base import Base, parsed_list
from workbench.study.corrections.versions import Current, text_of
from workbench.study.folder import TRANSCRIPTS, write_file
from workbench.transcripts.decode import MAX_BYTES
from workbench.transcripts.originals import CannotRewriteError, text_in, with_text
from workbench.transcripts.readers import SUFFIXES


def rewritten(base: Base, before: Current, text: str) -> tuple[str, ...]:
    """Give every file in transcripts/ that holds the text ``before`` the new one; what is left to people, in sentences.

    Front matter stays as it was typed. Files of other formats are left.
    """
    rows = base.store.read("SELECT source FROM transcript WHERE id = ?", (before.transcript,))
    source = rows[0][0] if rows else None
    left = []
    for path in _files(base):
        shown = line(path.relative_to(base.folder).as_posix(), 120)
        try:
            state = _rewritten(path, before.text, text)
        except (OSError, StudyError):
            left.append(f"{shown} cannot be written: it may still hold the earlier text")
            continue
        if state == "left" and path.name == source:
            left.append(f"{shown} is left as it is, and may still hold the earlier text")
    return tuple(left)


def follow(base: Base, stream: str, tx: int) -> None:
    """Let the files that hold another text hold the one that is read, after a correction was undone or done again."""
    rows = base.store.read(
        "SELECT DISTINCT c.row FROM change c JOIN stream s ON s.no = c.stream "
        "WHERE s.id = ? AND c.tx = ? AND c.ent = 'transcript'",
        (stream, tx),
    )
    now = being_read(base)
    _follow(base, {row: now[row] for (row,) in rows if row in now}, kin=False)


def chosen(base: Base, transcript: str) -> None:
    """Let the files of a transcript (a row) follow where somebody has said which of its texts is read."""
    now = being_read(base)
    _follow(base, {row: now[row] for row in (transcript,) if row in now}, kin=False)


def being_read(base: Base) -> dict[str, str]:
    """Transcript (a row) → the text (a row) that is read; only where its words are here, and may leave this machine."""
    return dict(
        base.store.read(
            "SELECT t.id, r.id FROM transcript t JOIN revision r ON r.id = t.current AND r.transcript = t.id "
            "JOIN blob b ON b.id = r.text WHERE t.alive = 1 AND r.private IS NOT 1 AND b.data IS NOT NULL"
        )
    )


def arrived(base: Base, before: Mapping[str, str]) -> None:
    """Let the files follow what colleagues have corrected, or taken back, since ``being_read`` said ``before``.

    Of two corrections that nobody knew both of, neither follows the other before they are joined.
    """
    _follow(base, {row: text for row, text in being_read(base).items() if before.get(row) != text}, kin=True)


def _follow(base: Base, now: Mapping[str, str], *, kin: bool) -> None:
    """Let the files that hold another text of a transcript hold the one that is read.

    ``kin``: only a text that it was made from, or that was made from it. What was taken out because it may identify
    somebody is not written back: it has left the folder, and stays out.
    """
    files = _files(base) if now else []
    instead: dict[str, str] = {}
    for transcript, revision in now.items() if files else ():
        words = text_of(base, revision)
        for other in _others(base, transcript, revision, kin=kin):
            if words and (held := text_of(base, other)):
                instead[held] = words
    for path in files if instead else ():
        try:
            held = text_in(path.read_bytes(), str(path)) if path.stat().st_size <= MAX_BYTES else None
            if held and held in instead:
                _rewritten(path, held, instead[held])
        except (OSError, StudyError, InputError):
            continue  # as it was, then: nobody waits for it


def _others(base: Base, transcript: str, revision: str, *, kin: bool) -> Iterator[str]:
    """The texts whose place the one that is read may take in a file."""
    rows = base.store.read("SELECT id, parents, why FROM revision WHERE transcript = ? ORDER BY id", (transcript,))
    parents = {row: parsed_list(told, lambda name: isinstance(name, str)) for row, told, _ in rows}
    anonymised = {row for row, _, why in rows if why == "anonymised"}
    made_from = {row: _made_from(row, parents) for row in parents}
    for row, ancestors in made_from.items():
        related = row in made_from[revision] or revision in ancestors
        if row != revision and (related or not kin) and ancestors & anonymised <= made_from[revision]:
            yield row


def _made_from(row: str, parents: Mapping[str, Iterable[str]]) -> set[str]:
    """A text and all that it was made from."""
    found = {row}
    ahead = [row]
    for one in ahead:
        new = [parent for parent in parents.get(one, ()) if parent not in found]
        found.update(new)
        ahead += new
    return found


def _files(base: Base) -> list[Path]:
    """The originals in the folder; none where the study is encrypted."""
    home = base.folder / TRANSCRIPTS
    if base.encrypted or not home.is_dir():
        return []
    return sorted(path for path in home.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _rewritten(path: Path, before: str, after: str) -> str:
    """``written``, ``left`` (it holds something else, or cannot be written anew) or ``done`` (it holds it already)."""
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        return "left"
    data = path.read_bytes()
    try:
        new = with_text(data, str(path), before, after)
        if new is None:
            return "done" if with_text(data, str(path), after, after) is not None else "left"
    except (InputError, CannotRewriteError):
        return "left"
    write_file(path, new)
    return "written"
