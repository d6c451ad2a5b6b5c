"""Who speaks, with all that a quotation may say of them."""

from collections.abc import Iterable, Mapping

from workbench.study.base import Base
from workbench.synthesis.quotes import Attribution, Population, Voice, attribution

_INTERVIEWER = {"da": "Interviewer", "": "The interviewer"}


class People:
    """Reads everybody once, for one look."""

    def __init__(self, base: Base) -> None:
        self._quoting = base.settings.quotes
        self._danish = base.settings.language.lower().split("-")[0] == "da"
        self._voices = dict(_voices(base))
        self.population = Population(self._voices.values())
        self._told: dict[tuple[str, tuple[str, ...], bool], Attribution] = {}

    def voices(self, transcript: str, labels: Iterable[str]) -> list[Voice]:
        """Those who speak under ``labels`` in the transcript of that name, as far as they are informants."""
        return [self._voices[transcript, label] for label in labels if (transcript, label) in self._voices]

    def attribution(self, transcript: str, labels: tuple[str, ...], *, asked: bool) -> Attribution:
        """Who says it; ``asked``: it is the interviewer's own words. Of somebody unknown nothing is said."""
        key = transcript, labels, asked
        if key not in self._told:
            self._told[key] = self._attribution(transcript, labels, asked)
        return self._told[key]

    def _attribution(self, transcript: str, labels: tuple[str, ...], asked: bool) -> Attribution:
        if asked:
            return Attribution(_INTERVIEWER["da" if self._danish else ""], -1, 0)
        voices = self.voices(transcript, labels) or [Voice("", {})]
        return attribution(voices, self._quoting.patterns, self.population, self._quoting.min_same)


def _voices(base: Base) -> Iterable[tuple[tuple[str, str], Voice]]:
    """(transcript's name, label) → who that is."""
    groups = base.settings.groups
    labels = {group.id: group.label for group in groups.values()}
    ones = {group.id: group.one for group in groups.values()}
    said = _attributes(base)
    for row, label, group, joined, name, transcript, site, kind in base.store.read(
        'SELECT i.id, i.label, i."group", i.person, p.name, t.name, t.site, t.kind FROM informant i '
        "JOIN transcript t ON t.id = i.transcript LEFT JOIN person p ON p.id = i.person AND p.alive = 1 "
        "WHERE i.alive = 1 AND t.alive = 1 ORDER BY i.id"
    ):
        known = {
            "group": labels.get(group or "", group),
            "one": ones.get(group or "", ""),
            "site": site,
            "kind": kind,
            "transcript": transcript,
            "informant": label,
            "person": name,
        }
        # What the study itself knows comes before an attribute that somebody has called the same.
        values = {**said.get(row, {}), **{key: value for key, value in known.items() if value}}
        yield (transcript or "", label or ""), Voice(joined or row, values)


def _attributes(base: Base) -> Mapping[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for owner, name, value in base.store.read("SELECT owner, name, value FROM attribute WHERE alive = 1"):
        if name and value:
            found.setdefault(owner, {})[name] = value
    return found
