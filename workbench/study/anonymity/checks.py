"""What else is not whole: codings that a corrected text has moved or lost, and rows that point to nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.store.inbox import DANGLING
from workbench.study.anonymity.edits import found_in
from workbench.study.anonymity.keyfile import Key
from workbench.study.base import Base
from workbench.study.folder import TRANSCRIPTS

if TYPE_CHECKING:
    from workbench.study.corrections import Corrections
    from workbench.study.inbox import Inbox


class Problem(NamedTuple):
    """Something to look at: ``kind`` coding or reference; positions are those of the current text, or 0, 0."""

    kind: str
    transcript: str
    start: int
    end: int
    text: str
    where: str


def drifted(base: Base, corrections: "Corrections") -> list[Problem]:
    """Codings and notes whose passage was changed at an edge or lost by a correction, and that wait to be looked at."""
    names = dict(base.store.read("SELECT r.id, t.name FROM revision r JOIN transcript t ON t.id = r.transcript"))
    found = []
    for fate in corrections.queue():
        revision, start, end = fate.new or fate.old
        said = "lost by a correction" if fate.new is None else "changed at an edge by a correction"
        kinds = {"coding": f"coding {fate.code}", "link": "link of a memo", "pick": f"quotation for {fate.code}"}
        kind = kinds.get(fate.ent, "note")
        what = f"{kind} by {fate.coder}"
        place = (start, end) if fate.new else (0, 0)
        found.append(
            Problem("coding", names.get(revision) or "", *place, fate.after if fate.new else "", f"{what}: {said}")
        )
    return found


def broken(base: Base, inbox: "Inbox") -> list[Problem]:
    """Rows that name what is not there, and codings that no text has room for."""
    found = [Problem("reference", "", 0, 0, "", one.sentence) for one in inbox.items() if one.kind == DANGLING]
    rows = base.store.read(
        "SELECT t.name, g.start, g.end FROM coding g JOIN revision r ON r.id = g.revision "
        "JOIN transcript t ON t.id = r.transcript WHERE g.alive = 1 AND t.alive = 1 "
        "AND NOT (g.start >= 0 AND g.start < g.end AND g.end <= COALESCE(r.characters, g.end))"
        f"{base.blind.sql()} ORDER BY t.name, g.start, g.id"
    )
    found += [
        Problem("reference", name or "", 0, 0, "", f"a coding from {start} to {end}, which is outside the text")
        for name, start, end in rows
    ]
    return found


def travelling(base: Base, key: Key) -> list[Problem]:
    """Earlier texts that hold a word of the key file and travel still: a colleague's, made of one with the name."""
    found = []
    for name, text in base.store.read(
        "SELECT t.name, b.data FROM revision r JOIN transcript t ON t.id = r.transcript JOIN blob b ON b.id = r.text "
        "WHERE r.alive = 1 AND r.private IS NOT 1 AND b.data IS NOT NULL AND t.alive = 1 AND t.current IS NOT r.id "
        "AND EXISTS (SELECT 1 FROM revision a WHERE a.transcript = t.id AND a.why = 'anonymised' AND a.alive = 1) "
        "ORDER BY t.name, r.id"
    ):
        if any(found_in(text, rule.word) for rule in key.rules):
            said = "an earlier text holds a word of the key file, and travels: `workbench anonymise accept` erases it"
            found.append(Problem("name", name or "", 0, 0, "", said))
    return found


def heads(folder: Path, key: Key) -> list[Problem]:
    """Files in transcripts/ in which a word of the key file still stands: in their names, or in their words."""
    found = []
    home = folder / TRANSCRIPTS
    for path in sorted(p for p in home.rglob("*") if p.is_file()) if home.is_dir() and key.rules else ():
        shown = path.relative_to(folder).as_posix()
        try:
            words = f"{path.stem}\n{path.read_bytes().decode('utf-8', 'replace')}"
        except OSError:
            continue
        if any(found_in(words, rule.word) for rule in key.rules):
            said = f"the file {shown} holds a word of the key file: `workbench anonymise accept` sees to earlier texts"
            found.append(Problem("name", "", 0, 0, "", said))
    return found
