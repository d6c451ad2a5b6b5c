"""Codebooks of other programs, and of people who keep theirs in a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.interchange.codebook_tables import Entry, Row, csv_rows, looks_like_one, parse, render_csv


def read(text: str, known: tuple[str, ...] = ()) -> dict[str, Entry]:
    return {entry.key: entry for entry in parse(csv_rows(text), known).entries}


def refused(text: str, known: tuple[str, ...] = ()) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text, known)
    return caught.value


def rows(*lines: str) -> list[Row]:
    return [Row(number, tuple(line.split("|"))) for number, line in enumerate(lines, 1)]


# --- other programs


def test_taguette() -> None:
    found = read(
        "\ufefftag,description,number of highlights,number of documents\r\nTillid,At stole på,3,2\r\nMod,,0,0\r\n"
    )
    assert {key: dict(entry.fields) for key, entry in found.items()} == {
        "Tillid": {"definition": "At stole på"},
        "Mod": {},
    }


def test_a_younger_taguette_names_parents() -> None:
    found = read("tag,parent,description,number of highlights\nTillid,Relationer,,1\nRelationer,,Bånd,0\n")
    assert list(found) == ["Relationer", "Relationer / Tillid"]
    assert found["Relationer"].fields == {"definition": "Bånd"}


def test_atlas_ti() -> None:
    table = parse(csv_rows("Code;Comment;Code Group 1;Code Group 2\nTillid;At stole på;Relationer;Andet\nMod;;;\n"))
    assert [(e.key, e.parent, e.line) for e in table.entries] == [
        ("Relationer", "", 0),
        ("Relationer / Tillid", "Relationer", 2),
        ("Mod", "", 3),
    ]
    assert any("only the first was taken" in warning for warning in table.warnings)


def test_qualcoder_and_its_categories() -> None:
    found = read("Category,Code,Memo\nBånd > Nære,Tillid,At stole på\nBånd,Netværk,\n")
    assert list(found) == ["Bånd", "Bånd / Nære", "Bånd / Nære / Tillid", "Bånd / Netværk"]
    assert found["Bånd / Nære / Tillid"].fields == {"definition": "At stole på"}


@pytest.mark.parametrize(
    "path", [r"Bånd\Nære\Tillid", "Bånd > Nære > Tillid", "Bånd / Nære / Tillid", "Bånd>>Nære>>Tillid"]
)
def test_paths_as_other_programs_write_them(path: str) -> None:
    assert list(read(f"Codesystem\tColor\tKodememo\n{path}\t#ff0000\thej\n")) == [
        "Bånd",
        "Bånd / Nære",
        "Bånd / Nære / Tillid",
    ]


def test_such_a_path_beside_a_name() -> None:
    assert list(read("path,name\nBånd,Bånd\nBånd > Tillid,Tillid\n")) == ["Bånd", "Bånd / Tillid"]
    assert list(read("path,name\na > b,a > b\n")) == ["a > b"]


def test_maxqda_names_the_parent_code() -> None:
    text = "Color,Parent code,Code,Code memo,Coded segs. (all documents),% Coded segs.\n"
    found = read(text + "#f00,,Bånd,,3,1\n#0f0,Bånd,Nære,m,2,1\n#00f,Bånd\\Nære,Tillid,,2,1\n")
    assert list(found) == ["Bånd", "Bånd / Nære", "Bånd / Nære / Tillid"]
    assert found["Bånd / Nære"].fields == {"definition": "m", "colour": "#0f0"}


def test_columns_of_levels_filled_in_everywhere_or_only_where_something_begins() -> None:
    everywhere = "Kode 1;Kode 2;Kode 3;Definition\nA;;;a\nA;B;;b\nA;B;C;c\nA;D;;d\n"
    begins = "Niveau 1;Niveau 2;Niveau 3;Definition\nA;;;a\n;B;;b\n;;C;c\n;D;;d\n"
    assert read(everywhere) == read(begins)
    assert list(read(begins)) == ["A", "A / B", "A / B / C", "A / D"]


@pytest.mark.parametrize("first", [0, 1])
def test_levels_count_from_zero_or_one(first: int) -> None:
    text = f"code,level\nA,{first}\nB,{first + 1}\nC,{first + 2}\nD,{first + 1}\nE,{first}.0\n"
    assert list(read(text)) == ["A", "A / B", "A / B / C", "A / D", "E"]


def test_danish_headings() -> None:
    text = (
        "Kode;Overordnet kode;Definition:;Inkluder;Ekskluder;Eksempel;Facetter;Farve;"
        "Status;Eksklusiv;Kort_id;Bemærkning\n"
        "Tillid;;At stole på;nøgler;regler;»ja«;kind = reel;#aabbcc;Fastlagt;ja;t1;hemmelig\n"
    )
    table = parse(csv_rows(text))
    (entry,) = table.entries
    assert entry.short == "t1"
    assert entry.fields == {
        "definition": "At stole på",
        "include": "nøgler",
        "exclude": "regler",
        "example": "»ja«",
        "facets": "kind = reel",
        "colour": "#aabbcc",
        "status": "settled",
        "exclusive": "yes",
    }
    assert table.warnings == ("columns that are not taken: Bemærkning",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_separator_and_a_quoted_cell_of_several_lines(separator: str) -> None:
    text = separator.join(("kode", "definition")) + "\r\n" + separator.join(("Tillid", '"a,b;c\td\r\n""e"""')) + "\r\n"
    assert read(text)["Tillid"].fields == {"definition": 'a,b;c\td\n"e"'}


def test_titles_above_the_headings_empty_rows_and_headings_of_the_next_page_are_no_codes() -> None:
    found = parse(rows("Kodebog 2024", "", "Kode|Definition", "A|a", "|", "KODE|definition", "B|b")).entries
    assert [entry.key for entry in found] == ["A", "B"]


def test_headings_are_told_from_text() -> None:
    assert looks_like_one("kode;definition\nA;a\n")
    assert not looks_like_one("# Relationer\n\nDefinition: x, y\n")
    assert not looks_like_one("Et brev om navn, kode og definition, som det er\n")


def test_twins_and_names_with_a_slash_are_told_by_a_column_of_names_beside_the_path() -> None:
    found = read("path,name\nA,A\nA ~2,A\nA ~2 / b/c,b / c\n")
    assert [(e.key, e.parent, e.name, e.exact) for e in found.values()] == [
        ("A", "", "A", True),
        ("A ~2", "", "A", True),
        ("A ~2 / b/c", "A ~2", "b / c", True),
    ]


# --- what is refused


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("kode,definition\nA,a\n,b\n", 3, "name is missing"),
        ("sti,definition\nA,a\n,b\n", 3, "path is missing"),
        ("sti,definition\nA / B,a\nA,b\nA / B,c\n", 4, "stands already in row 2"),
        ("sti,definition\nA /  / B,a\n", 2, "a name in it is empty"),
        ("kode,parent\nA,B\nB,C\nC,A\n", 2, "form a ring"),
        ("kode,parent\nA,A\n", 2, "form a ring"),
        ("kode,parent\nB,A\n", 2, "is no code, neither in the file nor in the study"),
        ("kode,parent\nA,\nX,A\nY,\nX,Y\nZ,X\n", 6, "several rows are called"),
        ("sti,parent\nA,\nA / B,C\n", 3, "the path says"),
        ("kode,level\nA,1\nB,3\n", 3, "a level is skipped"),
        ("kode,level\nA,2\n", 2, "the first code is of level 2"),
        ("kode,level\nA,x\n", 2, "not a whole number"),
        ("kode 1,kode 2,kode 3\nA,,\nB,,C\n", 3, "a level is skipped"),
        ("kode,eksklusiv\nA,måske\n", 2, "exclusive is"),
        ("kode,short\nA,x1\nB,x1\n", 3, "stands already in row 2"),
        ('kode,definition\nA,"a\n', 2, "no CSV"),
        ("kode,definition\nA\x00,a\n", 2, "NUL"),
    ],
)
def test_one_wrong_row_refuses_the_table_and_is_named(text: str, line: int, words: str) -> None:
    error = refused(text)
    assert words in error.message
    assert error.line == line


def test_a_parent_may_be_in_the_study_instead() -> None:
    assert read("kode,parent\nB,A\n", ("A",))["A / B"].parent == "A"


def test_a_table_without_headings_says_which_it_wants() -> None:
    assert "no row of it has headings" in refused("a,b\nc,d\n").message


def test_more_codes_than_any_codebook_has() -> None:
    text = "kode,definition\n" + "".join(f"K{n},\n" for n in range(10_001))
    assert refused(text).line == 10_002


@given(st.text(max_size=300))
def test_whatever_the_text_it_is_a_table_or_an_error_of_ours(text: str) -> None:
    for given_text in (text, "kode,definition,parent\n" + text, "path;level\n" + text):
        try:
            entries = parse(csv_rows(given_text)).entries
        except InputError:
            continue
        keys = [entry.key for entry in entries]
        assert len(keys) == len(set(keys))
        assert all(not entry.parent or entry.parent in keys[: keys.index(entry.key)] for entry in entries)


# --- what is written


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12), min_size=2))
def test_a_spreadsheet_takes_nothing_for_a_formula_and_we_read_every_cell_back(cells: list[str]) -> None:
    written = render_csv(["a"] * len(cells), [cells])
    assert written.startswith("\ufeff")
    raw = list(csv.reader(io.StringIO(written[1:], newline="")))[1]
    assert not [cell for cell in raw if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert list(csv_rows(written))[1].cells == tuple(cells)
