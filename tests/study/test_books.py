"""The codebook in other shapes, there and back; other people's; what is hostile; and two readings in one study."""

import csv
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.agreement.values import Scope
from workbench.codebook import Heading, parse, render, starters, tree
from workbench.errors import InputError, NotFoundError
from workbench.sanitise import name as stored
from workbench.study import Study
from workbench.study.anonymity.gate import words_of
from workbench.study.books import FORMATS
from workbench.study.progress import FIRST_ROUND
from workbench.study.saturation import PairsAsked

TEXT = """\
# Relationer {#r1}

Definition: Bånd mellem mennesker.

To linjer.
Include: nøgler
Exclude: regler
Example: "Han har nøglen" (A-1)
Facets: kind = reel
Colour: #aabbcc
Exclusive: yes
Status: settled

## Tillid {#t1}

Status: draft

## Netværk {#n1}

# Mod {#m1}
"""


@pytest.fixture
def book(study: Study, tmp_path: Path) -> Callable[..., Path]:
    """Writes a file with this content."""

    def book(content: str | bytes, name: str = "bog.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return book


def paths(study: Study) -> list[str]:
    return [code.path for code in study.codes.list()]


def filled(study: Study, text: str = TEXT) -> Study:
    study.books.take("a.md", data=text.encode())
    return study


def xlsx(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """An archive with other or more parts; __ stands for a dot, _ for a slash, but in the list of types."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        new = {name.replace("__", ".").replace("_", "/"): content for name, content in parts.items()}
        if types := new.pop("types", b""):
            new["[Content_Types].xml"] = types
        for name in {*given.namelist(), *new}:
            package.writestr(name, new[name] if name in new else given.read(name))
    return out.getvalue()


# --- there and back


@pytest.mark.parametrize("format", ["text", "csv", "xlsx", "docx"])
def test_a_codebook_written_and_taken_into_another_study_is_the_same(
    format: str, study: Study, tmp_path: Path, opened: Callable[..., Study]
) -> None:
    from workbench.study import init

    filled(study)
    content = study.books.export(format)
    init(tmp_path / "anden")
    (tmp_path / "anden" / "codebook" / "study.toml").write_bytes(
        (study.folder / "codebook" / "study.toml").read_bytes()
    )
    other = opened(tmp_path / "anden", "bo")
    data = content.encode() if isinstance(content, str) else content
    taken = other.books.take(f"x{FORMATS[format]}", data=data)
    assert (taken.format, len(taken.added), taken.warnings) == (format, 4, ())
    assert other.export_codebook() == study.export_codebook()
    assert other.books.take("x", data=data).changes == 0


LETTERS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
PIECES = st.sampled_from(
    [
        "=cmd()",
        "+1",
        "-1",
        "@x",
        "'=",
        "\x1b[31m",
        "_x001B_",
        "\u202e",
        "👩‍👩‍👧",
        "~2",
        "/",
        " / ",
        "<b>&amp;",
        "\ufeff",
        '"',
        ";",
        "a",
    ]
)
NAMES = (
    st.lists(st.one_of(PIECES, LETTERS), min_size=1, max_size=4)
    .map(" ".join)
    .map(stored)
    .filter(lambda name: len(name) > 0)
) | st.just("å" * tree.MAX_NAME)
WORDS = st.lists(
    st.one_of(PIECES, LETTERS, st.sampled_from(["\n", "\n\n", "\t", "\r\n", "Include: x", "# nej"])), max_size=5
)
TEXTS = WORDS.map("".join).map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n").strip())


@st.composite
def codebooks(draw: st.DrawFn) -> list[Heading]:
    found: list[Heading] = []
    for number in range(draw(st.integers(1, 7))):
        parent = draw(st.sampled_from(["", *(h.short for h in found)]))
        found.append(
            Heading(
                f"k{number}",
                draw(NAMES if not found else NAMES | st.sampled_from([h.name for h in found])),
                parent,
                definition=draw(TEXTS),
                include=draw(TEXTS),
                exclude=draw(TEXTS),
                example=draw(TEXTS),
                facets=draw(st.sampled_from([{}, {"kind": ("reel",), "stance": ("claims", "denies")}])),
                colour=draw(st.sampled_from(["", "#aabbcc", "=rød"])),
                exclusive=draw(st.booleans()),
                status=draw(st.sampled_from(["", "draft", "settled"])),
            )
        )
    return found


def test_whatever_the_names_and_words_every_way_there_and_back_gives_the_same_codebook(study: Study) -> None:
    @settings(max_examples=examples(6), phases=[Phase.explicit, Phase.generate])
    @given(codebooks())
    def there_and_back(headings: list[Heading]) -> None:
        while study.codes.list():  # left by an example that failed
            study.undo()
        filled(study, render(headings))
        before = study.export_codebook()
        contents = {format: study.books.export(format) for format in ("csv", "xlsx", "docx")}
        study.undo()
        assert not study.codes.list()
        for format, content in contents.items():
            data = content.encode() if isinstance(content, str) else content
            study.books.take(f"x.{format}", data=data)
            assert study.export_codebook() == before, format
            study.undo()

    there_and_back()


def test_ours_for_taguette_and_atlas_ti_come_back_with_all_their_words(study: Study) -> None:
    filled(study)
    before = study.export_codebook()
    for format in ("taguette", "atlas"):
        content = study.books.export(format)
        assert isinstance(content, str)
        assert study.books.read("x.csv", data=content.encode()).changes == 0
        study.undo()
        taken = study.books.take("x.csv", data=content.encode())
        assert list(taken.added) == ["Relationer", "Relationer / Tillid", "Relationer / Netværk", "Mod"]
        assert study.codes.find("Relationer").include == "nøgler"
        study.undo()
        filled(study)
    assert study.export_codebook() == before


def test_the_tables_of_taguette_and_atlas_ti_have_their_headings(study: Study) -> None:
    filled(study)
    taguette, atlas = study.books.export("taguette"), study.books.export("atlas")
    assert isinstance(taguette, str)
    assert isinstance(atlas, str)
    assert taguette.startswith("\ufefftag,description,number of highlights,number of documents\n")
    assert atlas.startswith("\ufeffCode;Comment;Code Group 1\n")
    assert ["Tillid", "", "Relationer"] in list(csv.reader(io.StringIO(atlas), delimiter=";"))


def test_counts_say_what_one_may_see_and_who_made_a_code(study: Study) -> None:
    document = study.transcripts.document("A-1")
    code = study.codes.create("Bånd / Tillid")
    study.codings.add(document.revision, 5, 20, code.id)
    study.codings.add(document.revision, 25, 30, code.id)
    content = study.books.export("csv", under="Bånd / Tillid")
    assert isinstance(content, str)
    (row,) = csv.DictReader(io.StringIO(content[1:]))
    assert (row["path"], row["level"], row["parent"]) == ("Tillid", "1", "")
    assert [row[f"n_{what}"] for what in ("passages", "transcripts", "coders")] == ["2", "1", "1"]
    assert row["created_by"] == "ann"
    assert row["created_at"].endswith("Z")
    bare = study.books.export("csv", counts=False)
    assert "n_passages" not in bare
    assert "created_by" not in bare


def test_who_codes_blind_writes_nothing_of_others_down(folder: Path, opened: Callable[..., Study]) -> None:
    ann, bo = opened(folder, "ann"), opened(folder, "bo")
    shared = ann.codes.create("Fælles")
    ann.progress.assign(["A-1"], ["ann", "bo"])
    document = ann.transcripts.document("A-1")
    ann.codings.add(document.revision, 5, 20, shared.id)
    ann.codes.create("Kun anns")
    content = bo.books.export("csv")
    (row,) = csv.DictReader(io.StringIO(str(content)[1:]))
    assert (row["path"], row["n_passages"], row["n_coders"]) == ("Fælles", "0", "0")
    for format in FORMATS:
        written = bo.books.export(format)
        assert "Kun anns" not in (written if isinstance(written, str) else words_of(written))


def test_word_excel_and_markdown_are_to_be_read(study: Study) -> None:
    filled(study)
    word, excel = study.books.export("docx"), study.books.export("xlsx")
    assert isinstance(word, bytes)
    assert isinstance(excel, bytes)
    table = docx.Document(io.BytesIO(word)).tables[0]
    assert [c.text for c in table.rows[0].cells][:5] == ["Kode", "Definition", "Inkluder", "Ekskluder", "Eksempel"]
    assert table.cell(1, 1).text == "Bånd mellem mennesker.\n\nTo linjer."
    sheet = openpyxl.load_workbook(io.BytesIO(excel)).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == [
        "path",
        "Relationer",
        "Relationer / Tillid",
        "Relationer / Netværk",
        "Mod",
    ]
    written = study.books.export("md")
    assert "## Relationer" in written
    assert "**Status:** fastlagt" in written
    with pytest.raises(InputError, match="written to be read"):
        study.books.take("x.md", data=str(written).encode())


def test_a_text_that_excel_cannot_hold_is_not_cut_in_silence(study: Study) -> None:
    code = study.codes.create("Lang")
    study.codes.define(code.id, definition="x" * 40_000)
    with pytest.raises(InputError, match="Lang has more text than a cell"):
        study.books.export("xlsx")
    assert isinstance(study.books.export("docx"), bytes)


def test_an_unknown_format_names_those_there_are(study: Study) -> None:
    with pytest.raises(NotFoundError):
        study.books.export("pdf")


# --- taking in


def test_what_is_missing_is_added_words_that_differ_change_and_nothing_is_deleted(
    study: Study, book: Callable[..., Path]
) -> None:
    filled(study)
    file = book("sti,definition,inkluder\nRelationer,Andre ord,\nRelationer / Nyt,n,\nMod,,\n")
    seen = study.books.read(file)
    assert paths(study) == ["Relationer", "Relationer / Tillid", "Relationer / Netværk", "Mod"]
    taken = study.books.take(file)
    assert seen == taken
    assert taken.added == ("Relationer / Nyt",)
    assert [(c.path, c.fields) for c in taken.changed] == [("Relationer", ("definition",))]
    assert taken.same == 1
    assert paths(study) == ["Relationer", "Relationer / Tillid", "Relationer / Netværk", "Relationer / Nyt", "Mod"]
    assert study.codes.find("Relationer").include == "nøgler"  # an empty cell says nothing
    study.undo()
    assert "Relationer / Nyt" not in paths(study)
    assert study.codes.find("Relationer").definition.startswith("Bånd")


def test_a_name_changed_in_a_table_of_ours_is_a_rename_and_a_code_that_moved_stays(
    study: Study, book: Callable[..., Path]
) -> None:
    filled(study)
    content = study.books.export("csv")
    assert isinstance(content, str)
    study.codes.move(study.codes.find("Mod").id, study.codes.find("Relationer").id)
    taken = study.books.take(book(content.replace("Netværk,Netværk", "Netværk,Kendskab")))
    assert paths(study) == ["Relationer", "Relationer / Tillid", "Relationer / Kendskab", "Relationer / Mod"]
    assert any("Relationer / Mod stands elsewhere" in warning for warning in taken.warnings)


def test_below_a_code_a_second_copy_is_codes_of_its_own(study: Study, book: Callable[..., Path]) -> None:
    filled(study)
    file = book(TEXT, "a.md")
    study.books.take(file, under="Mod")
    assert paths(study)[4:] == [
        "Mod / Relationer",
        "Mod / Relationer / Tillid",
        "Mod / Relationer / Netværk",
        "Mod / Mod",
    ]
    assert study.books.take(file, under="Mod").changes == 0
    table = book(str(study.books.export("csv")))
    assert study.books.take(table).changes == 0
    with pytest.raises(NotFoundError):
        study.books.take(file, under="Findes ikke")


def test_facets_that_the_study_does_not_know_are_left_out_and_said(study: Study, book: Callable[..., Path]) -> None:
    taken = study.books.take(book('kode,facetter\nA,"kind = reel, sær; andet = x"\n'))
    assert study.codes.find("A").facets == {"kind": ("reel",)}
    assert any("kind = sær, andet = x" in warning for warning in taken.warnings)
    study.close()
    Study.open(study.folder, "ann").close()  # the file is read again


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_a_spreadsheet_saves(encoding: str, study: Study, book: Callable[..., Path]) -> None:
    study.books.take(book("Kode;Definition\r\nBånd;At være på bølgelængde\r\n".encode(encoding)))
    assert study.codes.find("Bånd").definition == "At være på bølgelængde"


def test_a_workbook_of_somebody_else(study: Study, book: Callable[..., Path]) -> None:
    data = xlsx(
        ["Kodebog for projektet"],
        [],
        ["Kode", "Overordnet", "Definition", "Antal"],
        ["Bånd", None, "To\nlinjer", 3],
        ["Tillid", "Bånd", 2024, 1.0],
        notes=[["Kode"], ["Ikke denne"]],
    )
    taken = study.books.take(book(data, "x.bin"))
    assert (taken.format, paths(study)) == ("xlsx", ["Bånd", "Bånd / Tillid"])
    assert [c.definition for c in study.codes.list()] == ["To\nlinjer", "2024"]
    assert taken.warnings == ("columns that are not taken: Antal",)


def test_a_workbook_whose_first_sheet_is_no_table(study: Study, book: Callable[..., Path]) -> None:
    study.books.take(book(xlsx(["Om denne fil"], koder=[["Kode", "Memo"], ["A", "m"]]), "x.xlsx"))
    assert study.codes.find("A").definition == "m"


def test_tables_in_word_that_somebody_else_wrote(study: Study, book: Callable[..., Path]) -> None:
    document = docx.Document()
    document.add_heading("Vores kodebog")
    for name, words in (("Bånd", "b"), ("Mod", "m")):
        table = document.add_table(2, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Kode", "Beskrivelse"
        table.cell(1, 0).text = name
        table.cell(1, 1).text = words
        table.cell(1, 1).add_paragraph("to")
        document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    taken = study.books.take(book(out.getvalue(), "x.docx"))
    assert (taken.added, study.codes.find("Mod").definition) == (("Bånd", "Mod"), "m\nto")


# --- hostile and broken


def archive(kind: str) -> bytes:
    return xlsx(["kode"], ["A"]) if kind == "xlsx" else _document()


def _document() -> bytes:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "kode"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;">]><x>&b;</x>'
_TYPES = b'<?xml version="1.0"?><Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>'


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "no text": (lambda: b"\x00\x01\x02" * 50, "NUL"),
    "half a package": (lambda: b"PK\x03\x04" + b"x" * 200, "damaged"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "old kind"),
    "a PDF": (lambda: b"%PDF-1.7", "PDF"),
    "JSON": (lambda: b'{"codes": []}', "written to be read"),
    "too large": (lambda: b"x" * 20_000_001, "larger than 20 MB"),
    "entities in a sheet": (lambda: repacked(archive("xlsx"), xl_worksheets_sheet1__xml=_ENTITIES), "entities"),
    "entities in a document": (lambda: repacked(archive("docx"), word_document__xml=_ENTITIES), "entities"),
    "a bomb": (lambda: repacked(archive("xlsx"), xl_worksheets_sheet1__xml=b"<x>" + b"<y/>" * 1_000_000), "far more"),
    "macros in a workbook": (lambda: repacked(archive("xlsx"), xl_vbaProject__bin=b"x"), "macros"),
    "macros in a document": (lambda: repacked(archive("docx"), word_vbaProject__bin=b"x"), "macros"),
    "macros by its type": (lambda: repacked(archive("xlsx"), types=_TYPES), "macros"),
    "broken XML": (lambda: repacked(archive("xlsx"), xl_worksheets_sheet1__xml=b"<x><y></x>"), "damaged"),
    "two rows of one path": (lambda: b"kode,definition\nA,a\nA,b\n", ":3: .*stands already in row 2"),
    "a ring": (lambda: xlsx(["kode", "parent"], ["A", "B"], ["B", "A"]), ":2: .*ring"),
    "a broken facet": (lambda: b"kode,facetter\nA,kind\n", ":2: a facet is not written"),
    "a name like a twin's": (lambda: b"kode\nFase ~2\n", ":2: .*ends like"),
    "broken UTF-8": (lambda: b"kode,definition\nA,\xc3\n" + "æøå\n".encode() * 9, ":2: .*UTF-8"),
    "a long name": (lambda: ("kode\n" + "å" * 301).encode(), ":2: the name is 301"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_broken_or_hostile_names_its_place_and_changes_nothing(
    what: str, study: Study, book: Callable[..., Path]
) -> None:
    make, words = HOSTILE[what]
    content = make()
    filled(study)
    before, log = study.export_codebook(), len(study.log.entries())
    file = book(content, "bog.xlsx" if content[:2] == b"PK" else "bog.csv" if b"," in content[:9] else "bog")
    if content.startswith(b"kode"):
        file = file.rename(file.with_suffix(".csv"))
    with pytest.raises(InputError, match=words) as caught:
        study.books.take(file)
    assert file.name in caught.value.message
    assert (study.export_codebook(), len(study.log.entries())) == (before, log)


@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_a_file_with_any_bytes_changed_is_taken_or_refused_in_our_words(format: str, study: Study) -> None:
    filled(study)
    content = study.books.export(format)
    assert isinstance(content, bytes)
    chance = random.Random(7)
    for _ in range(60):
        broken = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            study.books.read(
                "x", data=bytes(broken[: chance.choice([len(broken), len(broken), chance.randrange(len(broken))])])
            )
        except InputError:
            continue


def test_a_file_that_is_not_there(study: Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        study.books.take(tmp_path / "nej.csv")


# --- starters, and a second reading


@pytest.mark.parametrize("language", starters.LANGUAGES)
@pytest.mark.parametrize("name", [starter.name for starter in starters.STARTERS])
def test_every_starter_is_a_codebook_in_which_every_code_says_what_it_is(name: str, language: str) -> None:
    headings = parse(starters.text(name, language), name)
    assert all(heading.definition for heading in headings if heading.parent)
    assert headings[0].definition
    assert render(parse(render(headings))) == render(headings)
    below = {heading.parent for heading in headings}
    assert all(heading.short in below for heading in headings if heading.exclusive)
    for heading in headings:
        tree.check_name(heading.name)


def test_both_languages_of_a_starter_have_the_same_tree() -> None:
    for starter in starters.STARTERS:
        danish, english = (parse(starters.text(starter.name, language)) for language in ("da", "en"))
        shape = [(h.depth, h.exclusive, h.status, bool(h.include), bool(h.exclude)) for h in danish]
        assert [(h.depth, h.exclusive, h.status) for h in english] == [s[:3] for s in shape]
    root = parse(starters.text("sympathy", "da"))[0]
    assert all(word in root.definition for word in ("Candace Clark", "1987", "Misery and Company", "1997"))


def test_starting_twice_changes_nothing_and_colleagues_get_the_same_codes(
    folder: Path, opened: Callable[..., Study]
) -> None:
    ann = opened(folder)
    assert [name for name, _ in ann.books.starters()] == ["competences", "sympathy"]
    preview = ann.books.preview("sympathy")
    assert ann.books.start("sympathy") == preview
    assert ann.books.start("sympathy").changes == 0
    assert ann.codes.find("Sympati / Anerkendelse / Grunde").exclusive
    before = [c.id for c in ann.codes.list()]
    ann.undo()
    assert ann.codes.list() == []
    ann.books.start("sympathy")
    assert [c.id for c in ann.codes.list()] == before
    ann.books.start("competences", language="en", under="Sympati")
    assert ann.codes.find("Sympati / Competences / With people").status == "draft"
    with pytest.raises(NotFoundError, match="no codebook to start with"):
        ann.books.start("andet")


def test_a_theory_led_reading_stands_beside_the_inductive_one_and_leaves_its_tables_alone(
    sample_study: Study, opened: Callable[..., Study]
) -> None:
    ann = sample_study
    first = [code.path for code in ann.codes.list()]
    roots = [path for path in first if " / " not in path]
    scope = Scope(codes=tuple(code.id for code in ann.codes.list()), round=FIRST_ROUND)

    def tables(study: Study) -> tuple[object, ...]:
        rows = [study.synthesis.matrix(rows=root).rows for root in roots]
        agreement = study.agreement.table(scope)
        together = [study.saturation.cooccurrence(PairsAsked(under=root)).pairs.pairs for root in roots]
        return rows, agreement.rows, agreement.pooled, together

    before = tables(ann)
    ann.books.start("sympathy")
    bo = opened(ann.folder, "bo")
    names = list(ann.transcripts.names())[:4]
    luck, fault = "Sympati / Anerkendelse / Grunde / Uheld", "Sympati / Anerkendelse / Grunde / Egen skyld"
    worth = "Sympati / Anerkendelse / Værdighed"
    for study, shift in ((ann, 0), (bo, 10)):
        for name in names:
            document = study.transcripts.document(name)
            turn = next(t for t in document.turns if t.label not in document.interviewer and t.end - t.speech > 60)
            for theme in (luck, worth):
                study.codings.add(document.revision, turn.speech + shift, turn.end, study.codes.find(theme).id)
        study.progress.done(names, round="teori")  # read once more
    under = [code for code in ann.codes.list() if code.path.startswith("Sympati")]
    second = ann.synthesis.matrix(rows="Sympati")
    assert [row.path for row in second.rows] == [code.path for code in under]
    evidence = {row.path: row.total.interviews for row in second.rows}
    assert (evidence["Sympati"], evidence[luck], evidence[fault]) == (4, 4, 0)
    measured = ann.agreement.table(Scope(codes=tuple(code.id for code in under), round="teori"))
    assert {row.path: row.agreement.status for row in measured.rows}[luck] == "ok"
    assert all(row.path.startswith("Sympati") for row in measured.rows)
    (pair,) = ann.saturation.cooccurrence(PairsAsked(under="Sympati")).pairs.pairs
    assert ((pair.first, pair.second), pair.interviews) == ((ann.codes.find(luck).id, ann.codes.find(worth).id), 4)
    content = ann.books.export("csv", under="Sympati")
    assert len(list(csv.DictReader(io.StringIO(str(content)[1:])))) == len(under)
    assert tables(ann) == before
