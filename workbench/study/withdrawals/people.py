"""Who takes back what they said, and who has: persons, and the labels under which they speak."""

from typing import NamedTuple

from workbench.sanitise import unstorable
from workbench.study.base import Base, not_found, parsed_list
from workbench.study.withdrawals import leaving
from workbench.study.withdrawals.leaving import Labels


class Person(NamedTuple):
    """Who withdraws: the row, what to call them, and the labels they speak under, by transcript row."""

    row: str
    name: str
    labels: Labels


class Withdrawn(NamedTuple):
    """A withdrawal: its row, the person's, and the labels that left, by transcript."""

    id: str
    person: str
    labels: Labels


def transcript_names(base: Base) -> dict[str, str]:
    """Name by row, also of transcripts that are gone."""
    return {row: name or row for row, name in base.store.read("SELECT id, name FROM transcript")}


def person_called(base: Base, written: str) -> Person:
    """The person called ``written``; TRANSCRIPT:LABEL means whoever speaks there so, in all their interviews."""
    rows = base.store.read("SELECT id, name FROM person WHERE name > '' ORDER BY name")
    found = [row for row, name in rows if name == written]
    if not found and not unstorable(written):  # what no database can be asked for is in none
        transcript, _, label = written.rpartition(":")
        found = [
            person or informant
            for informant, person in base.store.read(
                "SELECT i.id, i.person FROM informant i JOIN transcript t ON t.id = i.transcript "
                "WHERE t.name = ? AND i.label = ? ORDER BY i.alive DESC",
                (transcript.strip(), label.strip()),
            )
        ]
    if not found:
        labels = base.store.read(
            "SELECT t.name || ':' || i.label FROM informant i JOIN transcript t ON t.id = i.transcript "
            "LEFT JOIN person p ON p.id = i.person WHERE i.alive = 1 AND COALESCE(p.name, '') = '' ORDER BY 1"
        )
        raise not_found("person", written, [*(name for _, name in rows), *(name for (name,) in labels if name)])
    name = next((name for row, name in rows if row == found[0]), "") or written
    return Person(found[0], name, labels_of(base, found[0]))


def labels_of(base: Base, person: str) -> dict[str, frozenset[str]]:
    """Under which labels a person speaks, by transcript; "" where the whole of an unlabelled text is theirs."""
    labels = _named(base, person)
    return {t: spoken | {""} if _wrote_all(base, t, spoken) else spoken for t, spoken in labels.items()}


def _named(base: Base, person: str) -> dict[str, frozenset[str]]:
    """The labels a person has, or had in an earlier text: who is R1 now may have stood there by name."""
    rows = base.store.read(
        "SELECT i.transcript, json_extract(c.body, '$.label') AS label FROM informant i "
        "JOIN change c ON c.row = i.id AND c.ent = 'informant' AND c.op = 'put' "
        "WHERE COALESCE(i.person, i.id) = ? AND i.transcript > '' AND typeof(label) = 'text' AND label > ''",
        (person,),
    )
    return {transcript: frozenset(label for t, label in rows if t == transcript) for transcript, _ in rows}


def _wrote_all(base: Base, transcript: str, labels: frozenset[str]) -> bool:
    """Whether a text without any label (a diary, a letter) has no author but this one."""
    store = base.store
    others = {label for (label,) in store.read("SELECT label FROM informant WHERE transcript = ?", (transcript,))}
    return others <= labels and leaving.unlabelled(base, transcript)


def withdrawn(base: Base) -> list[Withdrawn]:
    """All withdrawals."""
    rows = base.store.read("SELECT id, person, transcripts FROM withdrawal WHERE alive = 1 ORDER BY id")
    return [Withdrawn(row, who or "", read_labels(where)) for row, who, where in rows]


def all_labels(base: Base) -> dict[str, frozenset[str]]:
    """Every label that has left, by transcript; also one that the person has come to have there since."""
    labels: dict[str, frozenset[str]] = {}
    for one in withdrawn(base):
        now = _named(base, one.person)
        for transcript, spoken in one.labels.items():
            more = now.get(transcript, frozenset())
            labels[transcript] = labels.get(transcript, frozenset()) | spoken | more
    return labels


def written_ids(base: Base) -> dict[str, frozenset[str]]:
    """The written ids (P07) of those who have left, by transcript."""
    names = dict(base.store.read("SELECT id, name FROM person WHERE name > ''"))
    found: dict[str, frozenset[str]] = {}
    for one in withdrawn(base):
        for transcript in one.labels if one.person in names else ():
            found[transcript] = found.get(transcript, frozenset()) | {names[one.person]}
    return found


def read_labels(transcripts: str | None) -> dict[str, frozenset[str]]:
    """What a withdrawal says it concerned: a JSON list of [transcript, label, …]."""
    items = parsed_list(transcripts, lambda t: isinstance(t, list) and t != [] and all(isinstance(x, str) for x in t))
    return {item[0]: frozenset(item[1:]) for item in items}
