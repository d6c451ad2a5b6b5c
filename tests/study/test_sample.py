"""The sample study, and the numbers that come out of it, counted a second time by other means."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from workbench.study import Study, demo, is_demo

ROOT = Path(__file__).parents[2]
BACK_CHANNEL = {"ja", "nej", "mm", "mhm", "jo", "nå", "okay", "hm", "øh", "altså", "ah", "åh"}


def test_the_sample_is_the_study_that_it_says_it_is(sample_study: Study) -> None:
    rows = sample_study.transcripts.list()
    assert Counter(t.name[0] for t in rows) == {"K": 8, "F": 6, "U": 9}
    assert Counter(t.kind for t in rows) == {"group": 15, "single": 8}
    people = {i.person: i.group for t in rows for i in t.informants}
    assert Counter(people.values()) == {"professional": 16, "volunteer": 12, "education": 16}
    assert sum(t.words for t in rows) / len(rows) >= 900
    assert min(t.words for t in rows) >= 800


def test_every_informant_speaks_and_nobody_else_does(sample_study: Study) -> None:
    for transcript in sample_study.transcripts.list():
        document = sample_study.transcripts.document(transcript.name)
        spoken = {t.label for t in document.turns} - set(document.interviewer) - {"?", "Flere"}
        assert spoken == {i.label for i in transcript.informants}, transcript.name


def test_the_demo_is_the_sample_with_both_coders_work(sample_study: Study) -> None:
    done = Counter(s.coder for s in sample_study.progress.table() if s.state == "done")
    assert done == {"ann": 23, "bo": 9}
    assert sample_study.log.verify().faults == ()
    assert is_demo(sample_study.folder)
    csv_rows = [row for name in ("ann", "bo") for row in segments(name)]
    assert sample_study.codings.count() == len(csv_rows)


def test_the_demo_leaves_its_own_files_as_they_are(sample_study: Study) -> None:
    for name in ("codebook/codebook.md", "codebook/study.toml"):
        assert (sample_study.folder / name).read_bytes() == (ROOT / name).read_bytes(), name


def test_exporting_the_segments_gives_what_was_imported(sample_study: Study) -> None:
    def plain(text: str) -> list[tuple[str, ...]]:
        return sorted(tuple(sorted(row.items())) for row in csv.DictReader(text.splitlines()))  # type: ignore[misc]

    given = [row for name in ("ann", "bo") for row in segments(name)]
    assert plain(sample_study.exchange.export_segments()) == sorted(tuple(sorted(row.items())) for row in given)


def test_importing_the_segments_again_changes_nothing(sample_study: Study) -> None:
    before = sample_study.log.entries(1)
    report = sample_study.exchange.import_segments(sample_study.exchange.export_segments(), "again.csv")
    assert (report.added, report.codes, report.coders) == (0, 0, 0)
    assert sample_study.log.entries(1) == before


def segments(coder: str) -> list[dict[str, str]]:
    with open(ROOT / "codebook" / "segments" / f"{coder}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Recount:
    """An independent count from the files alone: a line is a turn; a speaker is who says more than a back-channel."""

    def __init__(self) -> None:
        self.text: dict[str, str] = {}
        self.people: dict[str, dict[str, tuple[str, str]]] = {}
        for path in (ROOT / "transcripts").glob("*.md"):
            _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
            meta = yaml.safe_load(front)
            self.text[meta["id"]] = body
            self.people[meta["id"]] = {i["label"]: (i["person"], i["group"]) for i in meta["informants"]}

    def speakers(self, transcript: str, start: int, end: int) -> set[tuple[str, str]]:
        found, at = set(), 0
        for line in self.text[transcript].splitlines(keepends=True):
            label, _, speech = line.partition(":")
            begin, stop = max(start, at + len(label) + 1), min(end, at + len(line))
            at += len(line)
            if begin < stop and speech and label in self.people[transcript]:
                said = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", self.text[transcript][begin:stop])
                if any(w.casefold() not in BACK_CHANNEL for w in re.findall(r"[^\W\d_]+|\d+", said)):
                    found.add(self.people[transcript][label])
        return found

    def table(self) -> dict[str, dict[str, tuple[int, int, int]]]:
        """Path → group → (informants, interviews, excerpts), for every code that is tagged, and its parents."""
        cells: dict[tuple[str, str], tuple[set[str], set[str], set[tuple[str, str, str]]]] = {}
        for row in [*segments("ann"), *segments("bo")]:
            if row["stance"] == "denies":
                continue
            parts = row["code"].split(" / ")
            for person, group in self.speakers(row["transcript"], int(row["start"]), int(row["end"])):
                for depth in range(1, len(parts) + 1):
                    cell = cells.setdefault((" / ".join(parts[:depth]), group), (set(), set(), set()))
                    cell[0].add(person)
                    cell[1].add(row["transcript"])
                    cell[2].add((row["transcript"], row["start"], row["end"]))
        table: dict[str, dict[str, tuple[int, int, int]]] = {}
        for (path, group), (people, interviews, excerpts) in cells.items():
            table.setdefault(path, {})[group] = (len(people), len(interviews), len(excerpts))
        return table


@pytest.fixture(scope="module")
def recount() -> dict[str, dict[str, tuple[int, int, int]]]:
    return Recount().table()


def test_the_matrix_counts_what_an_independent_count_counts(
    sample_study: Study, recount: dict[str, dict[str, tuple[int, int, int]]]
) -> None:
    matrix = json.loads(sample_study.synthesis.render("", "json"))
    assert [c["id"] for c in matrix["columns"]] == ["shared", "professional", "volunteer"]
    for row in matrix["rows"]:
        for group, counts in row["groups"].items():
            wanted = recount.get(row["code"], {}).get(group, (0, 0, 0))
            assert (counts["informants"], counts["interviews"], counts["excerpts"]) == wanted, (row["code"], group)
    assert len(matrix["rows"]) == len(sample_study.codes.list()) >= 24


def test_the_columns_follow_from_the_counts_by_the_rule(
    sample_study: Study, recount: dict[str, dict[str, tuple[int, int, int]]]
) -> None:
    matrix = json.loads(sample_study.synthesis.render("", "json"))
    parents = {row["code"].rsplit(" / ", 1)[0] for row in matrix["rows"] if " / " in row["code"]}
    for row in matrix["rows"]:
        if row["code"] in parents:
            continue
        voiced = {g for g, n in recount.get(row["code"], {}).items() if n[0]}
        both = {"professional", "volunteer"} <= voiced
        wanted = "shared" if both or "education" in voiced else next(iter(voiced), None)
        assert row["column"] == wanted, row["code"]
    columns = Counter(row["column"] for row in matrix["rows"])
    assert all(columns[c] for c in ("shared", "professional", "volunteer", None))


@pytest.mark.parametrize("name", ["competences", "educators", "professionals", "volunteers", "overview"])
def test_all_five_tables_come_out_of_the_sample(sample_study: Study, name: str) -> None:
    assert name in sample_study.synthesis.names()
    text = sample_study.synthesis.render(name, "md")
    assert isinstance(text, str)
    assert text.count("\n|") > 3


def test_behind_every_number_of_the_matrix_stand_its_excerpts(sample_study: Study) -> None:
    matrix = sample_study.synthesis.matrix()
    for row in [r for r in matrix.rows if r.depth][:6]:
        for group, count in row.groups.items():
            quotes = sample_study.synthesis.evidence("", row.theme, group)
            assert len(quotes) == count.excerpts
            assert len({q.transcript for q in quotes}) == count.interviews
            for quote in quotes:
                document = sample_study.transcripts.document(quote.transcript)
                assert document.text[quote.start : quote.end] == quote.text != ""
                assert group in quote.groups


def test_a_demo_needs_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(Exception, match="not empty"):
        demo(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["x"]
