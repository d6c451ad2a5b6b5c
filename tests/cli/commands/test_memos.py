"""``workbench memos``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_memo_is_about_the_study_a_code_a_transcript_or_a_passage(run: Run, study: Path) -> None:
    run("codebook", "add", "Mod")
    ids = [
        run("memos", "add", "Om det hele.").out.strip(),
        run("memos", "add", "Om modet.", "--code", "Mod").out.strip(),
        run("memos", "add", "Om samtalen.", "--transcript", "H-02", "--kind", "method").out.strip(),
        run("memos", "add", "Om stedet.", "--transcript", "H-01", "--passage", 3, 30, "--coder", "bo").out.strip(),
    ]
    listed = {memo["id"]: memo for memo in run("memos", "--json").json}
    assert set(listed) == set(ids)
    of_study, of_code, of_transcript, of_passage = (listed[id_] for id_ in ids)
    assert (of_study["about"], of_study["text"], of_study["coder"]) == ("study", "Om det hele.", "ann")
    assert (of_code["about"], of_code["code"]) == ("code", "Mod")
    assert (of_transcript["about"], of_transcript["transcript"], of_transcript["kind"]) == (
        "transcript",
        "H-02",
        "method",
    )
    place = (of_passage["transcript"], of_passage["start"], of_passage["end"], of_passage["coder"])
    assert place == ("H-01", 3, 30, "bo")


def test_the_list_in_a_pipe_keeps_a_memo_on_its_line(run: Run, study: Path) -> None:
    run("memos", "add", "To\nlinjer\tmed mere", "--transcript", "H-01", "--passage", 3, 30)
    ((about, what, kind, coder, memo, day, links, id_),) = run("memos").rows
    assert (about, what, kind, coder, memo) == ("passage", "H-01 3–30", "note", "ann", "To linjer med mere")
    (told,) = run("memos", "--json").json
    assert (day, links) == (told["created"][:10], "")
    assert told["id"].lower().endswith(id_)


@pytest.mark.parametrize(
    "words",
    [
        (" ",),
        ("x", "--code", "Nej"),
        ("x", "--transcript", "H-99"),
        ("x", "--passage", 1, 2),
        ("x", "--transcript", "H-01", "--passage", 1, 100_000),
        ("x", "--transcript", "H-01", "--passage", 9, 9),
        ("x", "--transcript", "H-01", "--code", "A"),
    ],
)
def test_a_wrong_memo_is_not_written(run: Run, study: Path, words: tuple[str | int, ...]) -> None:
    told = run("memos", "add", *words)
    assert (told.status, told.out) == (2, "")
    assert run("memos", "--json").json == []


def test_memos_are_listed_by_kind_coder_subject_day_and_words(run: Run, study: Path) -> None:
    run("codebook", "add", "Mod")
    field = run("memos", "add", "Et koldt kajkontor.", "--transcript", "H-01", "--kind", "field note").out.strip()
    diary = run("memos", "add", "Jeg var træt.", "--kind", "reflexive", "--coder", "bo").out.strip()
    coded = run("memos", "add", "Er det mod? Kontorerne er kolde.", "--code", "Mod", "--kind", "analytic").out.strip()

    def listed(*words: str) -> list[str]:
        return [memo["id"] for memo in run("memos", *words, "--json").json]

    assert listed("--kind", "field") == listed("--transcript", "H-01") == [field]
    assert listed("--by", "bo") == listed("--about", "study") == [diary]
    assert listed("--code", "Mod") == [coded]
    assert listed("--search", "kontor") == [coded, field]
    assert listed("--search", "kontor", "--kind", "field") == [field]
    assert listed("--sort", "date") == [coded, diary, field]
    assert listed("--sort", "oldest") == [field, diary, coded]
    assert listed("--sort", "kind") == [coded, field, diary]
    day = run("memos", "--json").json[0]["created"][:10]
    assert set(listed("--since", day, "--until", day)) == {field, diary, coded}
    assert listed("--until", "2001-01-01") == []
    for wrong in (("--since", "i går"), ("--about", "mod"), ("--by", "cia"), ("--code", "Nej"), ("--kind", " ")):
        told = run("memos", *wrong)
        assert (told.status, told.out) == (2, "")


def test_a_memo_is_edited_moved_linked_and_removed_by_the_end_of_its_id(run: Run, study: Path) -> None:
    run("codebook", "add", "Mod")
    memo = run("memos", "add", "-", "--kind", "analytic", "--link", "H-01", "3", "30", stdin="Føl\nvinden.\n".encode())
    short = run("memos").rows[0][-1]
    assert memo.out.strip().lower().endswith(short)
    run("memos", "edit", short, "Føl strømmen.")
    run("memos", "kind", short, "decision")
    run("memos", "move", short, "--code", "Mod")
    link = run("memos", "link", short, "H-02", 0, 5).out.strip()
    (told,) = run("memos", "--json").json
    assert (told["text"], told["kind"], told["about"], told["code"]) == ("Føl strømmen.", "decision", "code", "Mod")
    assert [(one["transcript"], one["start"], one["end"], one["lost"]) for one in told["links"]] == [
        ("H-01", 3, 30, False),
        ("H-02", 0, 5, False),
    ]
    assert run("memos", "links", short, "--json").json == told["links"]
    assert told["links"][1]["id"] == link
    assert run("memos", "links", short).rows[1][3] == "0–5"
    run("memos", "unlink", short, "H-02", 0, 5)
    assert run("memos", "unlink", short, "H-02", 0, 5).status == 2
    assert run("memos", "remove", short).status == 0
    assert run("memos", "--json").json == []
    run("log", "undo")
    assert len(run("memos", "--json").json[0]["links"]) == 1
    for wrong in (
        ("edit", "nope", "x"),
        ("edit", short, " "),
        ("kind", short, ""),
        ("move", short, "--transcript", "H-99"),
        ("link", short, "H-01", 9, 9),
        ("add", "x", "--link", "H-01", "a", "b"),
    ):
        assert run("memos", *wrong).status == 2


def test_memos_are_written_to_a_file_with_the_quotes_they_point_to(run: Run, study: Path) -> None:
    run("memos", "add", "Ring 28 93 44 10 først.", "--link", "H-01", "3", "30")
    told = run("memos", "-o", "memoer.md")
    assert told.status == 0
    assert "may identify somebody: phone 1" in told.err
    text = (study / "memoer.md").read_text(encoding="utf-8")
    words = run("memos", "--json").json[0]["links"][0]["text"]
    assert "Ring 28 93 44 10 først." in text
    assert f"- “{' '.join(words.split())}” (H-01" in text
    assert run("memos", "-o", "strict.md", "--strict").status == 2
    assert not (study / "strict.md").exists()
    assert run("memos", "--format", "json").json["memos"][0]["links"][0]["start"] == 3
    assert run("memos", "--format", "csv").out.startswith("id,kind,created")
    assert run("memos", "--format", "pages").status == 2


@pytest.mark.parametrize("where", [(), ("-o", "memoer.json")])
def test_the_words_that_memos_point_to_are_looked_through_in_a_list_for_programs_too(
    where: tuple[str, ...], run: Run, study: Path
) -> None:
    (study / "H-09.md").write_text(
        "---\nid: H-09\n---\nR1: Ring til Mette Sørensen på 28 93 44 10.\n", encoding="utf-8"
    )
    run("import", study / "H-09.md")
    run("memos", "add", "Se der.", "--link", "H-09", 4, 42)
    assert "may identify somebody: name 1, phone 1" in run("memos", "--json", *where).err
    refused = run("memos", "--json", "--strict", *where)
    assert (refused.status, refused.out) == (2, "")
    assert run("memos", "links", run("memos", "--json").json[0]["id"]).err.startswith("warning")
