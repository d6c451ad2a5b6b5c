"""A report is what the study held at a place in the log: the same place, the same bytes, on any machine."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.study import ReportAsked, Study

Opened = Callable[..., Study]
TURDE, LYTTE = "Man skal turde.", "man skal lytte, altså rigtigt lytte."


def passage(study: Study, transcript: str, words: str) -> tuple[str, int, int]:
    """Where words stand."""
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    return document.revision, start, start + len(words)


@pytest.fixture
def coded(study: Study) -> Study:
    """Two themes, one of them voiced by two groups and denied once; a summary, and everything done."""
    study.codes.create("At turde")
    study.codings.add_new(*passage(study, "A-1", TURDE), "At turde")
    denial = study.codings.add_new(*passage(study, "B-1", "Det er ikke det med at turde."), "At turde")
    study.codings.set_facet(denial, "stance", ["denies"])
    study.codings.add_new(*passage(study, "A-1", LYTTE), "At lytte")
    study.codings.add_new(*passage(study, "B-1", "Og at man lytter."), "At lytte")
    study.summaries.write(study.codes.find("At turde").id, "De siger “Man skal turde”.")
    study.progress.done(["A-1", "B-1", "C-1"])
    return study


def written(study: Study, at: str = "now", **asked: object) -> str:
    return str(study.report.render(ReportAsked(**asked), "md", at))  # type: ignore[arg-type]


def place(study: Study) -> tuple[str, str]:
    """The mark and the place that a report names."""
    found = json.loads(study.report.render(format="json"))
    return found["log"], found["position"]


def test_the_same_place_in_the_log_gives_the_same_bytes_whatever_was_done_since(coded: Study) -> None:
    before = {format: coded.report.render(format=format) for format in ("md", "html", "docx", "json")}
    mark, where = place(coded)
    assert mark in str(before["md"])
    assert where in re.sub(r"\\(?=[+:])", "", str(before["md"]))
    coded.codes.rename(coded.codes.find("At turde").id, "Mod")
    coded.codings.add_new(*passage(coded, "C-1", "Vi lærer dem at sige fra."), "Mod")
    coded.memos.add("study", "", "Ingen så det komme.")
    coded.summaries.write(coded.codes.find("Mod").id, "")
    coded.import_settings(coded.export_settings().replace("Nabohjælp", "Naboer"), "study.toml")
    now = written(coded)
    assert "Mod" in now
    assert now.startswith('# <a id="rapport"></a>Naboer')
    for moment in (mark, where):
        assert coded.report.render(format="md", at=moment) == before["md"]
    for format in ("html", "docx", "json"):
        assert coded.report.render(format=format, at=where) == before[format]


def test_another_machine_makes_the_same_report_of_the_place(coded: Study, folder: Path, opened: Opened) -> None:
    _, where = place(coded)
    there = shutil.copytree(folder, folder.parent / "andet", ignore=shutil.ignore_patterns(".workbench"))
    other = opened(there, "bo")
    other.log.ingest(coded.log.export())
    other.codings.add_new(*passage(other, "C-1", "Vi lærer dem at sige fra."), "At lytte")
    assert other.report.render(at=where) == coded.report.render()
    with pytest.raises(NotFoundError, match="not here"):
        coded.report.render(at=place(other)[1])


@pytest.mark.parametrize("moment", ["never", "0123456789ab", "X:1:0123456789ab"])
def test_what_is_no_place_in_the_log_is_refused(study: Study, moment: str) -> None:
    with pytest.raises(NotFoundError):
        study.report.render(at=moment)


def test_a_page_has_the_themes_numbers_its_words_and_who_denies_it(coded: Study) -> None:
    said = written(coded)
    page = said[said.index('<a id="at-turde">') : said.index('<a id="at-lytte">')]
    assert "Udtrykt af 1 af 4 informanter i 1 af 3 interview (1 uddrag). Står i: Kommunen." in page
    assert "De siger “Man skal turde”." in page
    assert "> „Man skal turde.“\n>\n> — En informant (A-1, R1)" in page
    assert "**Modsigelse (tæller ikke med):**\n\n> „Det er ikke det med at turde.“" in page
    assert all(one.status in ("exact", "ambiguous") for one in coded.search.verify(page))
    assert "> „" not in written(coded, quotes=0)


def test_of_agreement_nothing_is_said_where_nobody_has_coded_what_another_has(coded: Study) -> None:
    said = written(coded)
    assert "Interviewene er kodet efter en fælles kodebog. Én koder (ann) har kodet" in said
    assert "målt" not in said


def test_a_quotation_that_is_not_what_was_said_refuses_the_report_and_names_its_place(coded: Study) -> None:
    theme = coded.codes.find("At lytte").id
    coded.quotes.pick(theme, *passage(coded, "A-1", LYTTE), "man skal lytte, (…) lytte.")
    assert "„man skal lytte, (…) lytte.“" in written(coded)
    text = coded.transcripts.document("A-1").text
    coded.corrections.correct("A-1", text.replace("altså rigtigt lytte", "altså rigtigt høre efter"))
    with pytest.raises(InputError, match="A-1, R1 under At lytte is not what was said"):
        written(coded)
    assert coded.report.render(ReportAsked(quotes=0))


def test_words_in_a_summary_that_nobody_said_are_told_of(coded: Study) -> None:
    assert coded.report.written().risks.get("unsaid", 0) == 0
    coded.summaries.write(
        coded.codes.find("At lytte").id, "De siger “man skal høre rigtig godt efter”.", "group", "volunteer"
    )
    found = coded.report.written()
    assert found.risks["unsaid"] == 1
    assert "**De frivillige:** De siger" in coded.report.told(found.document)


def test_who_codes_blind_gets_a_report_without_what_is_hidden_and_without_a_place(
    coded: Study, folder: Path, opened: Opened
) -> None:
    mark, where = place(coded)
    coded.progress.assign(["A-1"], ["ann", "bo"], "2")
    bo = opened(folder, "bo")
    for said in (written(bo), written(bo, at=where)):
        assert "A-1 blindt" in said
        for hidden in (TURDE, mark, "--at"):
            assert hidden not in said
    with pytest.raises(NotFoundError):
        written(bo, at=mark)  # it is not told which places there were
    assert TURDE in written(coded)


def test_a_table_layer_or_format_that_is_not_there_is_refused(coded: Study) -> None:
    for wrong in ({"matrices": ("nono",)}, {"layer": "nobody"}):
        with pytest.raises(NotFoundError):
            written(coded, **wrong)
    with pytest.raises(NotFoundError, match="xlsx"):
        coded.report.render(format="xlsx")


def test_the_command_in_a_report_has_what_was_asked(coded: Study) -> None:
    asked = ReportAsked(("competences",), "ann", 2, frozenset({"plots", "codebook"}))
    said = "workbench export report --matrix competences --layer ann --quotes 2 --no-codebook --no-plots"
    assert asked.command() == said
    assert coded.report.written(asked).document.sections[-1].blocks[1].line[0].text.startswith(f"{said} --at ")
    assert ReportAsked().command() == "workbench export report"


def test_a_folder_is_replaced_by_a_later_report_and_nothing_else_in_it_is_touched(coded: Study, tmp_path: Path) -> None:
    home = tmp_path / "rapport"
    first = coded.report.files(coded.report.written().document)
    assert coded.report.write_folder(first, home) == home / "report.md"
    assert {p.relative_to(home).as_posix() for p in home.rglob("*") if p.is_file()} == {*first, "checksums.txt"}
    (home / "themes" / "01-at-turde.md").write_text("set efter", encoding="utf-8")
    (home / "egne-noter.txt").write_text("mine", encoding="utf-8")
    coded.codes.rename(coded.codes.find("At turde").id, "Mod")
    coded.codes.rename(coded.codes.find("At lytte").id, "Øre")
    coded.report.write_folder(coded.report.files(coded.report.written().document), home)
    there = {p.name for p in (home / "themes").iterdir()}
    assert there == {"01-at-turde.md", "01-mod.md", "02-oere.md"}  # what somebody has changed stays
    assert (home / "egne-noter.txt").read_text(encoding="utf-8") == "mine"
    (tmp_path / "andet").mkdir()
    (tmp_path / "andet" / "x").touch()
    with pytest.raises(InputError, match="something else"):
        coded.report.write_folder(first, tmp_path / "andet")


def test_the_samples_report_quotes_what_was_said_and_counts_what_the_matrix_counts(sample_study: Study) -> None:
    study = sample_study
    found = study.report.written()
    said = study.report.told(found.document)
    quoted = [line for line in said.splitlines() if line.startswith("> „")]
    assert len(quoted) > 60
    sources = re.findall(r"^> — .*$", said, re.MULTILINE)
    verified = study.search.verify("\n\n".join(f"{q}\n>\n{s}" for q, s in zip(quoted, sources, strict=True)))
    assert {one.status for one in verified} == {"exact"}
    matrix = study.synthesis.matrix()
    for row in matrix.rows:
        name = row.path.rpartition(" / ")[2]
        page = next(s for s in found.document.sections if s.title == name and s.level == 3 + row.depth)
        numbers = "".join(run.text for block in page.blocks[:3] for run in getattr(block, "line", ()))
        total = row.total
        assert (
            not total.excerpts or f"Udtrykt af {total.informants} af 44 informanter i {total.interviews} af" in numbers
        )
    for part in ("Kodernes enighed", "Nye koder undervejs", "Spørgeskema", "Tjeklister"):
        assert f"</a>{part}\n" in said
