"""``workbench settings``: out of the study, into it, and what changed."""

from pathlib import Path

import pytest

from tests.cli.conftest import SETTINGS, Run


def test_the_settings_are_listed_in_their_order(run: Run, study: Path) -> None:
    rows = run("settings").rows
    assert ["study.title", "Havnen"] in rows
    assert [key for key, _ in rows if key.endswith(".label")] == [
        "groups.municipal.label",
        "groups.club.label",
        "groups.school.label",
    ]
    document = run("settings", "--json").json
    assert list(document["matrix"]) == ["harbour", "data"]
    assert document["facets"]["kind"]["values"] == ["formel", "reel"]


def test_what_was_exported_changes_nothing_when_it_comes_back(run: Run, study: Path) -> None:
    assert run("settings", "export", "s.toml").status == 0
    before = run("log", "--json").json
    told = run("settings", "import", "s.toml")
    assert (told.status, told.out) == (0, "the settings say that already\n")
    assert run("log", "--json").json == before


def test_only_what_differs_is_recorded_and_each_key_is_named(run: Run, study: Path) -> None:
    text, before = run("settings", "export").out, run("settings", "--json").json
    head, harbour = text.split("[matrix.harbour]")
    harbour, data = harbour.split("[matrix.data]")
    changed = head.replace("Havnen", "Havet") + "[matrix.data]" + data + "\n[matrix.harbour]" + harbour
    Path("s.toml").write_text(changed.replace('title = "Data"\n', "") + '\n[guide.Q1]\ntext = "?"\n', encoding="utf-8")
    told = run("settings", "import", "s.toml")
    assert told.out.splitlines() == [
        "new: guide.Q1.text",
        "changed: study.title",
        "removed: matrix.data.title",
        "moved: matrix.data.rows",
    ]
    assert list(run("settings", "--json").json["matrix"]) == ["data", "harbour"]
    assert 'title = "Havet"' in (study / "codebook/study.toml").read_text(encoding="utf-8")
    assert run("log", "undo").status == 0
    after = run("settings", "--json").json
    assert after == before
    assert list(after["matrix"]) == list(before["matrix"])


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[study]\ntitle = 3\n", "s.toml:2: "),
        ("[study]\ntitle = 'x\n", "s.toml:2: "),
        ("[groups.a]\n[matrix.m]\ngroups = ['b']\n", "s.toml:3: "),
        ("[study]\nid = 'another'\n", "s.toml: "),
    ],
)
def test_one_wrong_line_refuses_the_whole_file(run: Run, study: Path, text: str, where: str) -> None:
    before = run("settings").out
    Path("s.toml").write_text(text, encoding="utf-8")
    told = run("settings", "import", "s.toml")
    assert (told.status, told.out) == (2, "")
    assert where in told.err
    assert run("settings").out == before


def test_a_setting_comes_through_a_pipe(run: Run, study: Path) -> None:
    told = run("settings", "import", "-", stdin=SETTINGS.replace("Havnen", "Havet").encode())
    assert told.out == "changed: study.title\n"


def test_what_a_file_leaves_out_goes_with_its_table_and_the_study_still_opens(run: Run, study: Path) -> None:
    text = run("settings", "export").out
    start = text.index("[facets.kind]")
    shorter = text[:start] + text[text.index("[matrix.", start) :]
    assert "removed: facets.kind.values" in run("settings", "import", "-", stdin=shorter.encode()).out
    assert "facets" not in (study / "codebook" / "study.toml").read_text(encoding="utf-8")
    assert run("codebook", "add", "Mod").status == 0
    assert run("settings", "import", "-", stdin=b"").status == 0
    told = run("settings", "--json")
    assert (told.status, list(told.json)) == (0, ["study"])
    run("settings", "import", "-", stdin=text.encode())
    assert "kind" in run("settings", "--json").json["facets"]
