"""Codings as CSV: the sample's files, the round trip, and every wrong row refused with its place."""

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import sanitise
from workbench.errors import InputError
from workbench.interchange.segments import COLUMNS, Segment, parse, render

ROOT = Path(__file__).parents[2]
FACETS = {"kind": ("formel", "reel"), "bearer": ("professional", "volunteer", "both"), "stance": ("claims", "denies")}
LENGTHS = {"K-01": 100, "K-02": 50}
HEADER = "transcript,coder,code,start,end,memo,kind\n"

hostile = st.lists(
    st.sampled_from(["=1+1", "'", '"', ",", ";", "\n", "\r", "\r\n", "\t", "@", "+", "-", "\\", " ", "æ", "\ufeff"])
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5),
    max_size=6,
).map("".join)
names = hostile.map(sanitise.name).filter(lambda name: name and "/" not in name)
values = hostile.map(str.strip).filter(bool)
several = st.lists(values, min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def studies(draw: st.DrawFn) -> tuple[dict[str, tuple[str, ...]], list[Segment]]:
    facets = draw(st.dictionaries(names | st.sampled_from(COLUMNS), several, max_size=3))
    segments = []
    for _ in range(draw(st.integers(0, 4))):
        chosen = {name: tuple(draw(st.lists(st.sampled_from(may), unique=True))) for name, may in facets.items()}
        start = draw(st.integers(0, 99))
        end = draw(st.integers(start + 1, 100))
        path = " / ".join(draw(st.lists(names, min_size=1, max_size=3)))
        said = {name: may for name, may in chosen.items() if may}
        segments.append(Segment(draw(names), draw(names), path, start, end, draw(hostile), said))
    return facets, segments


@given(studies())
def test_what_was_written_is_read_back(study: tuple[dict[str, tuple[str, ...]], list[Segment]]) -> None:
    facets, segments = study
    text = render(segments, list(facets))
    read = parse(text, "x.csv", facets, {segment.transcript: 100 for segment in segments})
    assert [segment._replace(line=0) for segment in read] == segments
    assert render(read, list(facets)) == text


@given(studies())
def test_no_cell_is_a_formula(study: tuple[dict[str, tuple[str, ...]], list[Segment]]) -> None:
    facets, segments = study
    for row in csv.reader(io.StringIO(render(segments, list(facets)), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize(("coder", "rows"), [("ann", 882), ("bo", 230)])
def test_the_sample_files_are_read_and_written_back_byte_for_byte(coder: str, rows: int) -> None:
    lengths = {
        file.stem: len(file.read_text(encoding="utf-8").split("\n---\n", 1)[1])
        for file in (ROOT / "transcripts").glob("*.md")
    }
    text = (ROOT / "codebook" / "segments" / f"{coder}.csv").read_text(encoding="utf-8")
    segments = parse(text, f"{coder}.csv", FACETS, lengths)
    assert len(segments) == rows
    assert {segment.coder for segment in segments} == {coder}
    assert render(segments, list(FACETS)) == text


def test_a_row_becomes_names_positions_and_values() -> None:
    assert parse(HEADER + 'K-01,ann,A / B,3,9,"to\nlinjer",formel; reel\n', "x.csv", FACETS, LENGTHS) == (
        Segment("K-01", "ann", "A / B", 3, 9, "to\nlinjer", {"kind": ("formel", "reel")}, 2),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_usual_separator_a_byte_order_mark_and_empty_rows_are_read(separator: str) -> None:
    rows = ["code,transcript,coder,end,start", "A,K-01,ann,9,3", ",,,,", "", "A,K-02,ann,50,0"]
    text = "\ufeff" + "\r\n".join(rows).replace(",", separator)
    assert [(s.transcript, s.start, s.end, s.line) for s in parse(text, "x.csv", FACETS, LENGTHS)] == [
        ("K-01", 3, 9, 2), ("K-02", 0, 50, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("K-01,ann,A,5,5,,", "empty"),
        ("K-01,ann,A,6,5,,", "empty"),
        ("K-01,ann,A,5,101,,", "beyond"),
        ("K-01,ann,A,-1,5,,", "not a whole number"),
        ("K-01,ann,A,1.0,5,,", "not a whole number"),
        ("K-01,ann,A,,5,,", "not a whole number"),
        ("K-03,ann,A,1,5,,", 'no transcript is called "K-03"'),
        (",ann,A,1,5,,", "transcript is empty"),
        ("K-01,,A,1,5,,", "coder is empty"),
        ("K-01,ann,,1,5,,", "code is empty"),
        ("K-01,ann,A / ,1,5,,", "empty name"),
        ("K-01,ann,A / / B,1,5,,", "empty name"),
        ("K-01,ann,A,1,5,,uformel", '"uformel" is no value of the facet kind'),
        ("K-01,ann,A,1,5,", "6 cells"),
        ("K-01,ann,A,1,5,,,", "8 cells"),
        ('K-01,ann,"A"B,1,5,,', "no CSV"),
        ("K-01,an\x00n,A,1,5,,", "NUL"),
    ],
)
def test_one_wrong_row_refuses_the_file_with_its_line(row: str, word: str) -> None:
    good = 'K-01,ann,A,1,5,"en\nto",\n'
    with pytest.raises(InputError) as caught:
        parse(HEADER + good + row + "\n" + good, "x.csv", FACETS, LENGTHS)
    assert word in caught.value.message
    assert (caught.value.file, caught.value.line) == ("x.csv", 4)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("", "transcript is missing"),
        ("transcript,coder,code,start", "end is missing"),
        ("transcript,coder,code,start,end,colour", '"colour"'),
        ("transcript,coder,code,start,end,end", "twice"),
    ],
)
def test_a_wrong_header_is_refused(header: str, word: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(header + "\nK-01,ann,A,1,5,\n", "x.csv", FACETS, LENGTHS)
    assert word in caught.value.message
    assert caught.value.line == 1


def test_a_facet_nobody_asked_for_is_written_all_the_same() -> None:
    segment = Segment("K-01", "ann", "A", 1, 5, "", {"stance": ("denies",)})
    assert render([segment], ["kind"]) == HEADER[:-1] + ",stance\nK-01,ann,A,1,5,,,denies\n"


def test_a_long_memo_is_read() -> None:
    segment = Segment("K-01", "ann", "A", 1, 5, "ord " * 100_000, {})
    assert parse(render([segment], []), "x.csv", {}, LENGTHS)[0].memo == segment.memo


def test_a_hundred_thousand_rows_are_read_in_about_a_second() -> None:
    text = HEADER + "".join(f"K-01,ann,Tema {n % 50} / Kode,{n % 90},{n % 90 + 5},,reel\n" for n in range(100_000))
    start = time.process_time()
    assert len(parse(text, "x.csv", FACETS, LENGTHS)) == 100_000
    assert time.process_time() - start < 6  # half a second on an idle machine
