"""The words of a study that stand outside the texts of its transcripts: memos, remarks, codes, and what is said of
interviews and informants. All of them travel, and most of them are exported.
"""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study.anonymity.edits import replaced
from workbench.study.base import Base, parsed_list
from workbench.study.words import NOTES, Text, hidden
from workbench.synthesis.answers import opened, reworded, words_in

INLINE = ("name", "definition", "include", "exclude")
"""What is said of a code in the log itself: it can be changed, but not taken out of the log."""


class Place(NamedTuple):
    """Words that people read. ``where`` says so to them; ``seen``: they are not kept from whoever is at work.

    ``transcript``: the row of the one they are about, or ''. ``fixed``: nothing here changes them. ``in_log``: they
    stand in the log itself, from where nothing can be taken. ``gone``: taken back, but read in a history.
    ``column``: of a table, for the reason why a code was put there by hand: both are one field; of a survey, all its
    answers as they are kept.
    """

    ent: str
    row: str
    field: str
    words: str
    where: str
    transcript: str = ""
    seen: bool = True
    fixed: bool = False
    in_log: bool = False
    gone: bool = False
    column: str = ""


def places(base: Base) -> list[Place]:
    """All of them, in a fixed order; those without words are left out."""
    found = [
        *_memos(base),
        *_remarks(base),
        *_picks(base),
        *_summaries(base),
        *_codes(base),
        *_told(base),
        *_surveys(base),
        *_interviews(base),
        *_people(base),
        *_settings(base),
    ]
    return [place for place in found if place.words.strip() and place.words not in NOTES]


def _memos(base: Base) -> Iterator[Place]:
    for row, text, body, about, coder, code, transcript, name in base.store.read(
        "SELECT m.id, m.blob, m.body, m.about, c.name, k.name, t.id, t.name FROM memo m "
        "LEFT JOIN coder c ON c.id = m.coder LEFT JOIN code k ON k.id = m.target "
        "LEFT JOIN revision r ON r.id = m.revision LEFT JOIN transcript t ON t.id = COALESCE(r.transcript, m.target) "
        "WHERE m.alive = 1 ORDER BY m.id"
    ):
        on = f" on {line(code or name, 60)}" if code or name else f" on the {about}"
        words = base.words.of({"text": text}) if text else body or ""
        where = f"memo by {line(coder or '?', 40)}{on}"
        yield Place("memo", row, "text", words, where, transcript or "", not base.blind.hides("memo", row))


def _remarks(base: Base) -> Iterator[Place]:
    rows = base.store.read(
        "SELECT g.id, g.memo, c.name, k.name, t.id, t.name FROM coding g LEFT JOIN coder c ON c.id = g.coder "
        "LEFT JOIN code k ON k.id = g.code LEFT JOIN revision r ON r.id = g.revision "
        "LEFT JOIN transcript t ON t.id = r.transcript WHERE g.alive = 1 AND g.memo > '' ORDER BY g.id"
    )
    words = base.words.all(row[1] for row in rows)
    for (row, _, coder, code, transcript, name), remark in zip(rows, words, strict=True):
        where = f"remark by {line(coder or '?', 40)} on {line(code or '?', 60)} in {line(name or '?', 60)}"
        yield Place("coding", row, "memo", remark, where, transcript or "", not base.blind.hides("coding", row))


def _picks(base: Base) -> Iterator[Place]:
    """How passages that were picked are to be read."""
    rows = base.store.read(
        "SELECT p.id, p.shown, k.name, t.id, t.name FROM pick p LEFT JOIN code k ON k.id = p.code "
        "LEFT JOIN revision r ON r.id = p.revision LEFT JOIN transcript t ON t.id = r.transcript "
        "WHERE p.alive = 1 AND p.shown > '' ORDER BY p.id"
    )
    words = base.words.all(row[1] for row in rows)
    for (row, _, code, transcript, name), shown in zip(rows, words, strict=True):
        where = f"quotation for {line(code or '?', 60)} from {line(name or '?', 60)}"
        yield Place("pick", row, "shown", shown, where, transcript or "", not base.blind.hides("pick", row))


def _codes(base: Base) -> Iterator[Place]:
    examples = base.blind.examples()
    for row, name, definition, include, exclude, example in base.store.read(
        "SELECT id, name, definition, include, exclude, example FROM code WHERE alive = 1 ORDER BY id"
    ):
        seen, called = not base.blind.hides("code", row), line(name or "?", 60)
        for field, words in zip(INLINE, (name, definition, include, exclude), strict=True):
            where = f"name of the code {called}" if field == "name" else f"{field} of the code {called}"
            yield Place("code", row, field, words or "", where, seen=seen, in_log=True)
        where = f"example of the code {called}"
        yield Place("code", row, "example", base.words.of(example), where, seen=seen and row not in examples)


def _told(base: Base) -> Iterator[Place]:
    """Why codes were changed or put somewhere by hand, and what is said of versions of the codebook."""
    rows = base.store.read(
        "SELECT r.id, r.words, c.name, k.name, r.alive FROM reason r LEFT JOIN coder c ON c.id = r.coder "
        "LEFT JOIN code k ON k.id = r.target WHERE r.words > '' ORDER BY r.id"
    )
    for (row, _, coder, code, alive), words in zip(rows, base.words.all(row[1] for row in rows), strict=True):
        where = f"reason given by {line(coder or '?', 40)} for a change of {line(code or '?', 60)}"
        yield Place("reason", row, "words", words, where, seen=not base.blind.hides("reason", row), gone=not alive)
    for row, matrix, column, reason, code in base.store.read(
        'SELECT p.id, p.matrix, p."column", p.reason, k.name FROM placement p LEFT JOIN code k ON k.id = p.code '
        "WHERE p.alive = 1 AND p.reason > '' ORDER BY p.id"
    ):
        where = f"reason for the place of {line(code or '?', 60)} in the table {line(matrix or '?', 40)}"
        seen = not base.blind.hides("placement", row)
        yield Place("placement", row, "place", reason, where, seen=seen, in_log=True, column=column or "")
    for row, matrix, words, code in base.store.read(
        "SELECT w.id, w.matrix, w.words, k.name FROM wording w LEFT JOIN code k ON k.id = w.code "
        "WHERE w.alive = 1 AND w.words > '' ORDER BY w.id"
    ):
        table = f"the table {line(matrix, 40)}" if matrix else "every table"
        where = f"wording of {line(code or '?', 60)} in {table}"
        yield Place("wording", row, "words", words, where, seen=not base.blind.hides("wording", row), in_log=True)
    for row, name, note in base.store.read("SELECT id, name, note FROM version WHERE alive = 1 ORDER BY id"):
        called = line(name or "?", 60)
        yield Place("version", row, "name", name or "", f"name of the version {called}", in_log=True)
        yield Place("version", row, "note", base.words.of(note), f"note on the version {called}")


def _summaries(base: Base) -> Iterator[Place]:
    """What the team wrote of themes, of groups and of informants."""
    rows = base.store.read(
        "SELECT s.id, s.words, c.name, k.name FROM summary s LEFT JOIN coder c ON c.id = s.coder "
        "LEFT JOIN code k ON k.id = s.code WHERE s.alive = 1 AND s.words > '' ORDER BY s.id"
    )
    for (row, _, coder, code), words in zip(rows, base.words.all(row[1] for row in rows), strict=True):
        where = f"summary of {line(code or '?', 60)} by {line(coder or '?', 40)}"
        yield Place("summary", row, "words", words, where, seen=not base.blind.hides("summary", row))


def _surveys(base: Base) -> Iterator[Place]:
    """The words of a survey's answers, each once on a line of its own; numbers of a scale say nothing."""
    for row, name, value in base.store.read('SELECT id, name, "rows" FROM survey WHERE alive = 1 ORDER BY id'):
        kept = base.words.of(value)
        form = base.settings.surveys.get(name or "")
        if kept not in NOTES:
            answers = opened(kept)
            words = words_in(answers, set(answers.columns) - set(form.items if form else ()))
            where = f"answers to the survey {line(name or '?', 60)}"
            yield Place("survey", row, "rows", "\n".join(words), where, column=kept)


def _interviews(base: Base) -> Iterator[Place]:
    for row, name, source, site, mode in base.store.read(
        "SELECT id, name, source, site, mode FROM transcript WHERE alive = 1 ORDER BY id"
    ):
        called = line(name or "?", 60)
        yield Place("transcript", row, "name", name or "", f"id of the transcript {called}", row, fixed=True)
        stem = (source or "").rpartition(".")[0] or source or ""
        if stem != name:
            yield Place("transcript", row, "source", stem, f"file name of {called}", row, fixed=True)
        yield Place("transcript", row, "site", site or "", f"site of {called}", row, in_log=True)
        yield Place("transcript", row, "mode", mode or "", f"mode of {called}", row, in_log=True)


def _people(base: Base) -> Iterator[Place]:
    for row, transcript, name, label, key, value in base.store.read(
        "SELECT a.id, t.id, t.name, i.label, a.name, a.value FROM attribute a JOIN informant i ON i.id = a.owner "
        "JOIN transcript t ON t.id = i.transcript WHERE a.alive = 1 AND i.alive = 1 AND t.alive = 1 ORDER BY a.id"
    ):
        where = f"{line(key or '?', 40)} of {line(label or '?', 40)} in {line(name or '?', 60)}"
        yield Place("attribute", row, "value", value or "", where, transcript, in_log=True)
    for row, name in base.store.read(
        "SELECT p.id, p.name FROM person p WHERE p.alive = 1 AND p.name > '' AND EXISTS (SELECT 1 FROM informant i "
        "JOIN transcript t ON t.id = i.transcript WHERE i.person = p.id AND i.alive = 1 AND t.alive = 1) ORDER BY p.id"
    ):
        yield Place("person", row, "name", name, "written id of a person", in_log=True)


def _settings(base: Base) -> Iterator[Place]:
    yield Place("setting", "", "title", base.settings.title, "title of the study", fixed=True)
    for group in base.settings.groups.values():
        yield Place("setting", group.id, "label", group.label, f"group {line(group.id, 40)} in study.toml", fixed=True)
    for form in base.settings.surveys.values():
        told = [form.title, *form.questions.values(), *(topic.label for topic in form.themes)]
        where = f"survey {line(form.name, 40)} in study.toml"
        yield Place("setting", form.name, "survey", "\n".join(filter(None, told)), where, fixed=True)


def changes(words: Sequence[tuple[str, str]], among: Sequence[Place]) -> Iterator[tuple[Place, list[Op], list[Text]]]:
    """What replaces words in places, one by one: the changes, and texts that lie out of line."""
    for place in among:
        new = replaced(place.words, words)
        if not place.fixed and new != place.words:
            yield place, *rewritten(place, new)


def rewritten(place: Place, new: str) -> tuple[list[Op], list[Text]]:
    """What makes a place say ``new``."""
    if place.ent == "memo":
        value, text = hidden(new)
        return [put("memo", place.row, text=[None, value["text"]])], [text]
    if place.ent == "coding":
        value, text = hidden(new)
        return [put("coding", place.row, memo=value)], [text]
    if place.ent == "placement":
        return [put("placement", place.row, place=[place.column or None, new])], []
    if place.ent == "survey":
        said = dict(zip(place.words.split("\n"), new.split("\n"), strict=False))
        value, text = hidden(reworded(place.column, lambda cell: said.get(cell, cell)))
        return [put("survey", place.row, rows=value)], [text]
    again = [delete(place.ent, place.row)] if place.gone else []
    return [put(place.ent, place.row, **{place.field: new}), *again], []


def label_changes(base: Base, labels: dict[str, dict[str, str]]) -> list[Op]:
    """What gives informants and interviewers their new labels; ``labels``: transcript row → old → new."""
    ops: list[Op] = []
    for row, transcript, label in base.store.read(
        "SELECT id, transcript, label FROM informant WHERE alive = 1 ORDER BY id"
    ):
        if new := labels.get(transcript, {}).get(label):
            ops.append(put("informant", row, label=new))
    for row, asking in base.store.read("SELECT id, interviewer FROM transcript WHERE alive = 1 ORDER BY id"):
        names = parsed_list(asking, lambda name: isinstance(name, str))
        now = [labels.get(row, {}).get(name, name) for name in names]
        if now != names:
            ops.append(put("transcript", row, interviewer=json.dumps(now, ensure_ascii=False)))
    return ops
