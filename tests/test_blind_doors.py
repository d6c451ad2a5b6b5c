"""Whoever codes blind sees nothing of the others' work through any door; once all are done, everything is there."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench import cli
from workbench.agreement.values import Scope
from workbench.study import CodeRow, Study
from workbench.study.saturation import CurveAsked, PairsAsked
from workbench.study.synthesis import Side

SETTINGS = """\
[study]
title = "Nabohjælp"
language = "da"

[groups.professional]
label = "Kommunen"
column = "professional"
[groups.volunteer]
label = "De frivillige"
column = "volunteer"

[facets.stance]
values = ["claims", "denies"]

[matrix.competences]
by = "group"
columns = ["professional", "volunteer"]
shared_label = "Fælles"
[matrix.bo]
by = "group"
columns = ["professional", "volunteer"]
shared_label = "Fælles"
layer = "bo"

[survey.s]
group = "hvem"
scale = {1 = "Nej", 2 = "Ja"}
groups = {a = "professional"}
themes.l = {code = "Lytte", items = ["q"]}
themes.h = {code = "Hemmelig", items = ["q"]}
"""
TEXTS = {
    "A-1": ("professional", "I: Hvad kræver det?\n\nR1: Man skal turde. Og man skal lytte, altså rigtigt lytte.\n"),
    "B-1": ("volunteer", "I: Hvad kræver det?\n\nR1: Tid. Og at man lytter. Det er ikke det med at turde.\n"),
    "C-1": ("volunteer", "I: Og så?\n\nR1: Så ringer vi til hinanden, altid, også om natten.\n"),
}
FRONT = "---\nid: {id}\ninterviewer: [I]\ninformants:\n  - {{label: R1, group: {group}}}\n---\n"
CURRENT = Scope(reading="current")
COMMANDS = (
    "codebook",
    "codebook --json",
    "codebook similar Lyte --json",
    "codebook similar --dismissed --json",
    "codebook history Lytte --json",
    "codebook history --json",
    "codebook versions --json",
    "codebook at now --json",
    "codebook diff start --json",
    "codebook changed --json",
    "codebook passages Lytte --json",
    "codebook passages Turde --subtree --json",
    "codebook split Lytte --list",
    "codebook merge Turde Lytte --preview --json",
    "codebook export --format csv",
    "codebook export --format md",
    "codebook export",
    "memos",
    "segments export",
    "matrix --json",
    "matrix bo",
    "progress",
    "progress --json",
    "progress rounds --json",
    "progress reread --json",
    "agree",
    "agree --json",
    "agree --confusion",
    "matrix --layer consensus",
    "segments export --layer consensus",
    "coders --json",
    "inbox --json",
    "log --json",
    "transcripts --json",
    "search lytte --code Lytte --exact --json",
    "withdraw A-1:R1 --preview --json",
    "withdraw --status --json",
    "memos --json",
    "memos --format md",
    "survey --json",
    "quotes --json",
    "quotes --picked --json",
    "quotes check --json",
    "summaries --json",
    "summaries --by person --missing",
    "matrix --excerpts --quotes 2",
    "matrix --at start --json",
    "matrix few --json",
    "plot heat",
    "plot profile Lytte",
    "export report --json",
    "survey s --layer consensus",
    "agree --current --json",
    "agree consensus --json",
    "saturation --json",
    "saturation --order coding --unfinished",
    "saturation --layer consensus --json",
    "cooccurrence --json",
    "cooccurrence --within turns:2 --subtree",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of three interviews; A-1 and B-1 will be given to ann and bo, who have done C-1."""
    home = tmp_path / "nabohjælp"
    (home / "codebook").mkdir(parents=True)
    (home / "transcripts").mkdir()
    (home / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    for name, (group, text) in TEXTS.items():
        front = FRONT.format(id=name, group=group)
        (home / "transcripts" / f"{name}.md").write_text(front + text, encoding="utf-8")
    (home / "svar.csv").write_text("hvem,q\na,1\na,2\nb,2\n", encoding="utf-8")
    return home


class Team:
    """One study, open as whoever is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open: dict[str, Study] = {}
        lead = self["lead"]
        for name in ("Lytte", "Turde"):
            lead.codes.create(name)
        lead.surveys.import_file("s", folder / "svar.csv")
        lead.history.name_version("start")
        lead.codes.define(self.code("Lytte"), definition="At høre efter.", example="Jeg hører dig.")
        for coder in ("ann", "bo"):
            lead.progress.assign(["A-1", "B-1"], coder)
            self[coder].memos.add("study", "", f"{coder} has begun")
            self[coder].codings.add(lead.transcripts.document("C-1").revision, 9, 30, self.code("Lytte"))
            lead.progress.done(["C-1"], coder)

    def __getitem__(self, name: str) -> Study:
        if name not in self.open:
            self.open[name] = Study.open(self.folder, name)
        return self.open[name]

    def code(self, path: str, coder: str = "lead") -> str:
        return self[coder].codes.find(path).id

    def close(self) -> None:
        for study in self.open.values():
            study.close()


@pytest.fixture
def team(folder: Path) -> Iterator[Team]:
    """ann and bo, who code two interviews blind."""
    team = Team(folder)
    yield team
    team.close()


def everything(study: Study) -> dict[str, Any]:
    """All that can be read of a study through its subjects."""
    codes = study.codes.list()
    found: dict[str, Any] = {
        "codes": codes,
        "merged": study.codes.merged(),
        "deleted": study.codes.deleted(),
        "recent": study.codes.recent(),
        "palette": [[m.id for m in study.codes.rank(query)] for query in ("", "l", "lytte", "tid")],
        "similar": [[m.id for m in study.codes.near_duplicates(name)] for name in ("Lyte", "Nyt", "Hemmelig", "Tid")],
        "alike": study.similar.pairs(dismissed=True),
        "history": {c.path: study.codes.history(c.id) for c in codes},
        "past": {c.path: study.history.code(c.id) for c in codes},
        "past of all": study.history.all(),
        "then": study.history.at("start", counts=True),
        "now": study.history.at("now", counts=True),
        "since": study.history.diff("start"),
        "outdated": study.history.changed(),
        "versions": study.history.versions(),
        "passages": {c.path: study.passages.of(c.id, subtree=True) for c in codes},
        "starred": {c.path: study.passages.of(c.id, starred=True) for c in codes},
        "narrowing": study.passages.filters(),
        "sheets": {c.path: study.splitting.open(c.id) for c in codes},
        "merging": study.codes.merge_preview(codes[0].id, codes[1].id),
        "books": [study.books.export(form) for form in ("text", "md", "csv", "json", "atlas", "taguette")],
        "count": study.codings.count(),
        "with code": {c.path: study.codings.with_code(c.id) for c in codes},
        "found": {c.path: study.search.find("det", mode="folded", code=c.path) for c in codes},
        "memos": study.memos.list(),
        "progress": study.progress.table(),
        "done": study.progress.done_by(),
        "rounds": study.progress.rounds(),
        "coders": study.coders(),
        "tally": study.sync.tally()(),
        "segments": study.exchange.export_segments(),
        "codebook": study.export_codebook(),
        "log": study.log.entries(1000),
        "inbox": study.inbox.items(),
        "survey": study.surveys.get("s"),
        "of themes": {c.path: study.surveys.for_theme(c.id) for c in codes},
        "survey told": [study.surveys.render("s", form) for form in ("md", "json", "csv")],
        "evidence": {
            (name, c.path): study.synthesis.evidence(name, c.id) for name in study.synthesis.names() for c in codes
        },
        "denied": study.synthesis.counter_evidence(),
        "quotes": [study.quotes.list(), study.quotes.list(picked=True), study.quotes.check()],
        "chosen": {c.path: study.quotes.choose(c.id, 3) for c in codes},
        "summaries": study.summaries.list(),
        "framework": [study.summaries.grid("competences", by=by) for by in ("group", "person")],
        "wordings": study.synthesis.wordings("competences"),
        "placements": study.synthesis.placements("competences"),
        "table then": study.synthesis.matrix(at="start", by="coder", columns=(), labels={}),
        "tables compared": study.synthesis.compare("", Side(at="start"), Side()),
    }
    agreement = study.agreement
    found |= {
        "agreement": agreement.table(),
        "agreement now": agreement.table(CURRENT),
        "by": [(name, table) for what in ("transcript", "speaker", "pair") for name, table in agreement.by(what)],
        "confusion": agreement.confusion(CURRENT),
        "episodes": {c.path: agreement.episodes(c.id, CURRENT) for c in codes},
        "consensus": agreement.consensus(),
        "settlements": agreement.settlements(),
        "reread": agreement.reread(),
        "matrix of the consensus": study.synthesis.matrix(layer="consensus"),
    }
    curves = [CurveAsked("coding"), CurveAsked(unfinished=True), CurveAsked(layer="consensus", unfinished=True)]
    found["new codes"] = [study.saturation.curve(asked) for asked in curves]
    pairs = [PairsAsked(mode="near", turns=9), PairsAsked(subtree=True), PairsAsked(layer="consensus")]
    found["together"] = [study.saturation.cooccurrence(asked) for asked in pairs]
    found["links"] = {memo.id: study.memos.links(memo.id) for memo in study.memos.list()}
    for name in study.transcripts.names():
        revision = study.transcripts.document(name).revision
        found[f"codings of {name}"] = study.codings.of(revision)
        found[f"memos of {name}"] = study.memos.list(revision=revision)
        found[f"linking to {name}"] = study.memos.linking(revision)
    for name in study.synthesis.names():
        found[f"matrix {name}"] = study.synthesis.matrix(name)
        for form in ("md", "json", "csv"):  # all others are of the same document
            found[f"{name} as {form}"] = study.synthesis.render(name, form)
    return found


def differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What is not the same in two readings."""
    return {k: (before.get(k), after.get(k)) for k in before.keys() | after.keys() if before.get(k) != after.get(k)}


def told(
    folder: Path, coder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, str]:
    """All that the command line tells a coder, and what the codebook's file says after that."""
    monkeypatch.setenv("WORKBENCH_CODER", coder)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    capsys.readouterr()
    study = Study.open(folder, coder)
    study.close()
    found = {}
    for command in COMMANDS:
        status = cli.main(["--study", str(folder), *command.split()], lambda *_: 0)
        out = capsys.readouterr()
        assert status == 0, out.err
        found[command] = out.out + out.err
    found["the file"] = (folder / "codebook" / "codebook.md").read_text(encoding="utf-8")
    return found


def work(team: Team, coder: str) -> None:
    """Everything that one does while coding: passages, remarks, memos, an example, codes of one's own."""
    study = team[coder]
    a, c = study.transcripts.document("A-1"), study.transcripts.document("C-1")
    coding = study.codings.add(a.revision, 25, 40, team.code("Lytte"), memo="godt sagt")
    study.codings.set_facet(coding, "stance", ["denies"])
    study.codings.borders(coding, 25, 45)
    new = study.codings.add_new(a.revision, 41, 60, "Hemmelig / Tid")
    study.codings.note(new, "er det en kode?")
    study.codings.add_new(c.revision, 10, 20, "Hemmelig")
    study.memos.add("passage", a.id, "her tøver hun", revision=a.revision, start=25, end=40)
    field = study.memos.add("transcript", a.id, "et godt interview", kind="field")
    study.memos.link(field, c.revision, 10, 20)
    for memo in study.memos.list(about=["study"]):
        study.memos.link(memo.id, a.revision, 25, 40)
    study.memos.add("code", team.code("Hemmelig", coder), "det hemmelige")
    study.codes.define(team.code("Lytte"), example="altså rigtigt lytte")
    study.codes.define(team.code("Hemmelig / Tid", coder), definition="At have den.", example="Tid.")
    gone = study.codes.create("Hemmelig / Nyt")
    study.codes.delete(gone.id)
    study.codes.merge(study.codes.create("Dobbelt").id, team.code("Hemmelig", coder))
    study.codes.rename(team.code("Hemmelig / Tid", coder), "Tiden", why="det er dét, de siger")
    study.codes.set_status(team.code("Hemmelig", coder), "draft", why="endnu ikke sikkert")
    study.passages.star([coding])
    sheet = study.splitting.open(team.code("Hemmelig / Tiden", coder))
    key = study.splitting.add_target(sheet.code.id, "Ro")
    study.splitting.sort(sheet.code.id, sheet.passages[0], key)
    study.splitting.apply(sheet.code.id, why="to ting i én")
    study.undo()
    study.codes.rename(team.code("Hemmelig / Tiden", coder), "Tid")
    study.synthesis.place("competences", team.code("Hemmelig", coder), "volunteer", "det hører til her")
    study.synthesis.set_wording("competences", team.code("Hemmelig", coder), "Det hemmelige")
    for place in ((a.revision, 25, 45), (c.revision, 10, 20)):
        study.quotes.pick(team.code("Hemmelig", coder), *place)
    shortened = f"(…) {a.text[25:45].split()[1]} (…)"
    study.quotes.edit(study.quotes.pick(team.code("Lytte"), a.revision, 25, 45), shortened)
    study.summaries.write(team.code("Hemmelig", coder), "Det vigtigste er hemmeligt.")
    study.summaries.write(team.code("Hemmelig", coder), "Kun de frivillige.", "group", "volunteer")
    study.codings.remove(study.codings.add(a.revision, 30, 35, team.code("Turde")))
    study.undo()


def test_nothing_of_the_others_work_is_read_through_any_door_until_all_are_done(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, bo = team["ann"], team["bo"]
    ann.codings.add(ann.transcripts.document("A-1").revision, 25, 38, team.code("Lytte"), memo="mit")
    before = everything(ann), told(team.folder, "ann", monkeypatch, capsys)
    work(team, "bo")
    bo_sees = everything(bo)
    assert differing(before[0], everything(ann)) == {}
    assert differing(before[1], told(team.folder, "ann", monkeypatch, capsys)) == {}

    # What bo sees is bo's own, and the lead sees both.
    assert {row.coder for row in bo_sees["codings of A-1"]} == {bo.coder}
    assert {c.path: c.draft for c in bo_sees["codes"]}["Hemmelig / Tid"] == "bo"
    lead = everything(team["lead"])
    assert {row.coder for row in lead["codings of A-1"]} == {ann.coder, bo.coder}
    assert {c.path for c in lead["codes"]} == {"Lytte", "Turde", "Hemmelig", "Hemmelig / Tid"}
    assert "Hemmelig (unproposed, by bo" in bo_terminal(team, monkeypatch, capsys)

    for coder in ("ann", "bo"):
        team["lead"].progress.done(["A-1", "B-1"], coder)
    now = everything(ann)
    assert [c.id for c in now["codes"]] == [c.id for c in lead["codes"]]
    for what in ("memos", "segments", "codings of A-1", "count", "merged", "tally", "evidence", "denied"):
        assert now[what] == everything(team["lead"])[what], what
    assert now["history"]["Lytte"] == team["lead"].codes.history(team.code("Lytte"))
    assert {line.coder for line in now["log"]} == {"lead", "ann", "bo"}
    assert {c.path: c.example for c in now["codes"]}["Lytte"] == "altså rigtigt lytte"
    assert "Hemmelig" in told(team.folder, "ann", monkeypatch, capsys)["the file"]


def bo_terminal(team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """The codebook as bo sees it on a terminal."""
    monkeypatch.setenv("WORKBENCH_CODER", "bo")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    cli.main(["--study", str(team.folder), "codebook"], lambda *_: 0)
    monkeypatch.undo()
    return capsys.readouterr().out


def test_what_is_hidden_cannot_be_changed_either(team: Team) -> None:
    ann, bo = team["ann"], team["bo"]
    a = ann.transcripts.document("A-1")
    coding = bo.codings.add(a.revision, 25, 40, team.code("Lytte"))
    draft, double, gone = (bo.codes.create(name).id for name in ("Hemmelig", "Dobbelt", "Væk"))
    bo.codes.merge(double, draft)
    bo.codes.delete(gone)
    memo = bo.memos.add("passage", a.id, "her", revision=a.revision, start=25, end=40)
    (entry,) = [e for e in team["lead"].log.entries() if (e.verb, e.what) == ("code", "Lytte in A-1")]
    verbs: list[Callable[[], object]] = [
        lambda: ann.codings.get(coding),
        lambda: ann.codings.remove(coding),
        lambda: ann.codings.borders(coding, 25, 41),
        lambda: ann.codings.set_facet(coding, "stance", ["claims"]),
        lambda: ann.codings.set_voices(coding, None),
        lambda: ann.codings.note(coding, "?"),
        lambda: ann.codings.add(a.revision, 25, 40, draft),
        lambda: ann.codes.get(draft),
        lambda: ann.codes.rename(draft, "Andet"),
        lambda: ann.codes.propose(draft),
        lambda: ann.codes.move(team.code("Lytte"), draft),
        lambda: ann.codes.merge(team.code("Lytte"), draft),
        lambda: ann.codes.unmerge(double),
        lambda: ann.codes.find_merged("Dobbelt"),
        lambda: ann.codes.restore(gone),
        lambda: ann.memos.edit(memo, "?"),
        lambda: ann.memos.remove(memo),
        lambda: ann.log.undo(entry.stream, entry.tx),
        lambda: ann.progress.sought(["A-1"], draft),
    ]
    before = everything(team["lead"])
    for verb in verbs:
        with pytest.raises(Exception, match=r"there is no|no longer there|not in the codebook|not merged"):
            verb()
    assert differing(before, everything(team["lead"])) == {}


def test_a_code_is_deleted_and_merged_with_a_word_on_what_is_not_counted(
    team: Team, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work(team, "bo")
    for coder, told in (("ann", True), ("lead", False)):
        monkeypatch.setenv("WORKBENCH_CODER", coder)
        for command in (["merge", "Lytte", "Turde"], ["unmerge", "Lytte"], ["delete", "Lytte"]):
            cli.main(["--study", str(team.folder), "codebook", *command], lambda *_: 0)
            assert ("codes A-1, B-1 blind" in capsys.readouterr().err) == (told and command[0] != "unmerge")
        team[coder].undo()


STEPS: tuple[Callable[[Study, int], object], ...] = (
    lambda s, n: s.codings.add(_text(s, n), 25 + n % 7, 40 + n % 5, _code(s, n)),
    lambda s, n: s.codings.add_new(_text(s, n), 25 + n % 7, 41, f"Ny {n % 3} / Under {n % 2}"),
    lambda s, n: s.codings.add_new(s.transcripts.document("C-1").revision, 5 + n % 7, 20, f"Kladde {n % 2}"),
    lambda s, n: [s.codings.note(row.id, f"note {n}") for row in _own(s, n)],
    lambda s, n: [s.codings.remove(row.id) for row in _own(s, n)],
    lambda s, n: [s.codings.set_facet(row.id, "stance", ["denies"][: n % 2]) for row in _own(s, n)],
    lambda s, n: s.memos.add("passage", "", f"memo {n}", revision=_text(s, n), start=5, end=9),
    lambda s, n: s.codes.define(s.codes.find("Lytte").id, example=f"eksempel {n}"),
    lambda s, n: s.codes.create(f"Ny {n % 3}", definition=f"hvad {n} er"),
    lambda s, n: [s.codes.delete(c.id) for c in _drafts(s)[:1]],
    lambda s, n: [s.codes.rename(c.id, _free(s, c.name)) for c in _drafts(s)[:1]],
    lambda s, n: [s.codes.move(c.id, None) for c in _drafts(s)[-1:] if c.name not in _top(s)],
    lambda s, n: s.undo(),
    lambda s, n: s.redo(),
)


def _drafts(study: Study) -> list[CodeRow]:
    return [c for c in study.codes.list() if c.draft]


def _free(study: Study, name: str) -> str:
    names = {c.name for c in study.codes.list()}
    return next(new for i in range(1000) if (new := f"{name[:20]} {i}") not in names)


def _top(study: Study) -> list[str]:
    return [c.name for c in study.codes.list() if c.parent is None]


def _text(study: Study, n: int) -> str:
    return study.transcripts.document(("A-1", "B-1")[n % 2]).revision


def _code(study: Study, n: int) -> str:
    codes = study.codes.list()
    return codes[n % len(codes)].id


def _own(study: Study, n: int) -> list[Any]:
    return [row for row in study.codings.of(_text(study, n)) if row.coder == study.coder][n % 3 : n % 3 + 1]


def test_whatever_one_does_the_other_reads_the_same(team: Team) -> None:
    ann, bo = team["ann"], team["bo"]
    ann.codings.add(ann.transcripts.document("B-1").revision, 25, 38, team.code("Turde"))
    bo.codings.add(bo.transcripts.document("A-1").revision, 25, 38, team.code("Turde"))
    before = everything(ann)

    @settings(max_examples=12)
    @given(st.lists(st.tuples(st.sampled_from(range(len(STEPS))), st.integers(0, 40)), min_size=1, max_size=6))
    def whatever(steps: list[tuple[int, int]]) -> None:
        for step, n in steps:
            STEPS[step](bo, n)
        assert differing(before, everything(ann)) == {}

    whatever()
    assert len(everything(bo)["log"]) > len(before["log"])
