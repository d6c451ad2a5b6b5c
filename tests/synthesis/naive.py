"""Everything a matrix says, counted a second time in the slow and obvious way: sets of persons, interviews, passages.

Nothing here knows of bits, signatures or sums over subtrees: each number is counted from the codings anew.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from workbench.synthesis import Evidence, Interview, Matrix, Row, Rule, Speaker, Theme

SHARED = "shared"
UNKNOWN = ""
Passage = tuple[str, int, int]


class Naive:
    """A second count of one matrix; columns are asked of it by the ids that the matrix has."""

    def __init__(
        self,
        rule: Rule,
        themes: Sequence[Theme],
        evidence: Iterable[Evidence],
        speakers: Iterable[Speaker],
        interviews: Iterable[Interview],
        columns: Sequence[str],
    ) -> None:
        self.rule, self.themes, self.evidence = rule, themes, list(evidence)
        self.speakers = {speaker.id: speaker for speaker in speakers}
        self.columns = [column for column in columns if column != SHARED]
        self.shared = set(rule.shared_groups if rule.shared_groups is not None else _shared_by(rule.group_columns))
        self.interviews = {
            one.id: one
            for one in interviews
            if not rule.groups or any(self.heard(s) for s in self.speakers.values() if s.transcript == one.id)
        }

    # --- who counts where

    def heard(self, speaker: Speaker) -> bool:
        return not self.rule.groups or speaker.group in self.rule.groups

    def below(self, theme: str) -> set[str]:
        """A theme and everything below it."""
        found, more = {theme}, True
        while more:
            more = {t.id for t in self.themes if t.parent in found} - found
            found |= more
        return found

    def says(self, row: Evidence, one: str) -> set[str]:
        """The columns that a coding names by itself."""
        if one.startswith("facet:"):
            values = set(row.facets.get(one[6:], ()))
            return set(self.columns) if "both" in values and "both" not in self.columns else values & set(self.columns)
        if one == "coder":
            return {row.coder} & set(self.columns)
        root = next(theme.id for theme in self.themes if theme.path == one[5:])
        found = set()
        for column in [theme.id for theme in self.themes if theme.parent == root] or [root]:
            below = self.below(column)
            for other in self.evidence:
                same_text = other.theme in below and other.transcript == row.transcript
                if same_text and not denied(other) and max(row.start, other.start) < min(row.end, other.end):
                    found.add(column)
        return found & set(self.columns)

    def placed_in(self, row: Evidence | None, transcript: str, speaker: Speaker | None) -> set[str]:
        """The columns that one voice (None: somebody unknown) counts in; without a coding, where it could by itself."""
        group, known = speaker.group if speaker else "", set(self.columns)
        for one in self.rule.by.split(", "):
            if one == "group":
                found = {group} & known
                found = found or (
                    {SHARED} if group in self.shared else {self.rule.group_columns.get(group, "")} & known
                )
            elif one in ("site", "kind", "mode"):
                found = {str(getattr(self.interviews[transcript], one))} & known
            elif one == "transcript":
                found = {self.interviews[transcript].name} & known
            elif one == "coder" or one.startswith(("facet:", "code:")):
                found = self.says(row, one) if row else set()
            else:
                found = {speaker.attributes.get(one, "")} & known if speaker else set()
            if found:
                return found
        return {SHARED} if group in self.shared else set()

    def voices(self, row: Evidence) -> Iterator[tuple[str, set[tuple[str, str]]]]:
        """Whoever speaks in a coding that counts, with the slots; ``UNKNOWN`` for somebody nobody knows."""
        if row.transcript not in self.interviews or denied(row):
            return
        yield from self.speaking(row)

    def speaking(self, row: Evidence) -> Iterator[tuple[str, set[tuple[str, str]]]]:
        known = [self.speakers[s] for s in row.speakers if s in self.speakers]
        for speaker in filter(self.heard, known):
            columns = self.placed_in(row, row.transcript, speaker)
            yield person(speaker), _slots(speaker.group, columns)
        if row.unattributed or len(known) < len(row.speakers):
            present: list[Speaker] = [s for s in self.speakers.values() if s.transcript == row.transcript]
            if self.rule.groups and not (present and all(map(self.heard, present))):
                return
            groups = {s.group for s in present}
            columns = {frozenset(self.placed_in(row, row.transcript, s)) for s in present or (None,)}
            alike = columns.pop() if len(columns) == 1 else frozenset()
            yield UNKNOWN, _slots(groups.pop() if len(groups) == 1 else "", alike)

    # --- counting

    @cached_property
    def spoken(self) -> dict[str, list[tuple[Evidence, list[tuple[str, set[tuple[str, str]]]]]]]:
        """Theme → its codings, each with whoever speaks there; looked up once, for all of it is asked many times."""
        found: dict[str, list[tuple[Evidence, list[tuple[str, set[tuple[str, str]]]]]]] = {}
        for row in self.evidence:
            found.setdefault(row.theme, []).append((row, list(self.voices(row))))
        return found

    def found(self, themes: set[str], slot: tuple[str, str]) -> tuple[dict[str, set[Passage]], set[Passage]]:
        """Person → passages they speak in, and all passages, that count in a slot for any of some themes."""
        by_whom: dict[str, set[Passage]] = {}
        passages: set[Passage] = set()
        for row, speaking in (each for theme in themes for each in self.spoken.get(theme, ())):
            for who, slots in speaking:
                if slot in slots:
                    passages.add(row[2:5])
                    if who != UNKNOWN:
                        by_whom.setdefault(who, set()).add(row[2:5])
        return by_whom, passages

    def count(self, themes: set[str], slot: tuple[str, str]) -> tuple[int, int, int]:
        by_whom, passages = self.found(themes, slot)
        return len(by_whom), len({passage[0] for passage in passages}), len(passages)

    def could(self, slot: tuple[str, str]) -> set[str]:
        """The persons who could be counted in a slot: heard in an interview that is done."""
        by_coding = any(one == "coder" or one.startswith(("facet:", "code:")) for one in self.rule.by.split(", "))
        found = set()
        for speaker in self.speakers.values():
            interview = self.interviews.get(speaker.transcript)
            if interview is None or not interview.done or (slot[0] != "group" and not self.heard(speaker)):
                continue
            columns = self.placed_in(None, speaker.transcript, speaker) | (set(self.columns) if by_coding else set())
            if slot in _slots(speaker.group, columns):
                found.add(person(speaker))
        return found

    # --- placing

    def reached(self, themes: set[str], least: tuple[int, int]) -> list[str]:
        counts = {column: self.count(themes, ("column", column)) for column in (SHARED, *self.columns)}
        return [
            c
            for c, (people, interviews, passages) in counts.items()
            if passages and (people >= least[0] and interviews >= least[1])
        ]

    def judged(self, themes: set[str], least: tuple[int, int]) -> str | None:
        reached = self.reached(themes, least)
        return SHARED if SHARED in reached or len(reached) > 1 else reached[0] if reached else None

    def column(self, theme: str) -> str | None:
        """Where a theme stands by the rule."""
        least = self.rule.min_informants, self.rule.min_interviews
        whole = self.judged(self.below(theme), least)
        children = [one.id for one in self.themes if one.parent == theme]
        if whole != SHARED or not children:
            return whole
        parts = {self.judged({theme}, least), *map(self.column, children)}
        return SHARED if SHARED in parts else "mixed"

    # --- all of it

    def check(self, matrix: Matrix) -> None:
        """Hold every number of ``matrix`` against the second count."""
        assert matrix.column_denominators == {c: len(self.could(("column", c))) for c, _ in matrix.columns}
        for row in matrix.rows:
            self.check_row(row, matrix)

    def check_row(self, row: Row, matrix: Matrix) -> None:
        themes = self.below(row.theme)
        assert tuple(row.total) == self.count(themes, ("total", ""))
        assert tuple(row.columns) == self.count(themes, ("columns", ""))
        assert row.by_rule == self.column(row.theme)
        groups = [group for group, _ in matrix.groups]
        for kind, ids, counts in (("column", row.cells, row.cells), ("group", groups, row.groups)):
            for id_ in ids:
                self.check_slot(themes, (kind, id_), tuple(counts[id_]), row, matrix)
        by_whom, passages = self.found(themes, ("total", ""))
        assert row.carried.get("", "") == carried(by_whom, passages)
        self.check_spread(row, by_whom, passages)

    def check_slot(
        self, themes: set[str], slot: tuple[str, str], counted: tuple[int, ...], row: Row, matrix: Matrix
    ) -> None:
        kind, id_ = slot
        by_whom, passages = self.found(themes, slot)
        assert counted == self.count(themes, slot), slot
        shares, carries = (row.shares, row.carried) if kind == "group" else (row.column_shares, row.column_carried)
        assert carries.get(id_, "") == carried(by_whom, passages), slot
        of = matrix.denominators[id_] if kind == "group" else matrix.column_denominators[id_]
        assert shares[id_] == (len(by_whom.keys() & self.could(slot)), of), slot
        if id_ not in row.groups:
            assert (row.shares[id_], row.carried.get(id_, "")) == (shares[id_], carries.get(id_, ""))

    def check_spread(self, row: Row, by_whom: Mapping[str, set[Passage]], passages: set[Passage]) -> None:
        spread, talk = row.spread, Counter({who: len(theirs) for who, theirs in by_whom.items()})
        done = {one.id for one in self.interviews.values() if one.done}
        assert spread.informants == len(by_whom.keys() & self.could(("total", "")))
        assert spread.of_informants == len(self.could(("total", "")))
        assert (spread.interviews, spread.of_interviews) == (len({p[0] for p in passages} & done), len(done))
        assert spread.excerpts == len(passages)
        known = set().union(*by_whom.values())
        assert spread.density == (len(known) / len(by_whom) if by_whom else 0)
        total = sum(talk.values())
        simpson = sum((Fraction(n, total) ** 2 for n in talk.values()), Fraction(0))
        assert spread.effective == (float(1 / simpson) if talk else 0)
        most = max(talk.values(), default=0)
        assert (spread.top, row.top) == (most, most)
        assert spread.top_person == min((who for who, n in talk.items() if n == most), default="")


def denied(row: Evidence) -> bool:
    return "denies" in row.facets.get("stance", ())


def person(speaker: Speaker) -> str:
    return speaker.person or speaker.id


def carried(by_whom: Mapping[str, set[Passage]], passages: set[Passage]) -> str:
    """Where one person carries what is there."""
    if len(by_whom) == 1:
        return "only"
    return "most" if len(passages) >= 3 and any(2 * len(theirs) > len(passages) for theirs in by_whom.values()) else ""


def _slots(group: str, columns: Iterable[str]) -> set[tuple[str, str]]:
    found = {("column", column) for column in columns if column}
    return found | ({("columns", "")} if found else set()) | {("total", "")} | ({("group", group)} if group else set())


def _shared_by(columns: Mapping[str, str]) -> list[str]:
    return [group for group, column in columns.items() if column == SHARED]
