"""The quotations of a report, and where a misquoted passage stands in the material."""

import random
import re

import pytest

from tests import danish
from workbench.transcripts import turns
from workbench.transcripts.alike import alike, several
from workbench.transcripts.folding import fold, folded
from workbench.transcripts.quotations import Piece, pieces, quotations


def quoted(markdown: str, *known: str) -> list[str]:
    """The words of the quotations."""
    return [one.text for one in quotations(markdown, known)]


@pytest.mark.parametrize(
    "marked",
    [
        '"Vi ringer til hinanden"', "“Vi ringer til hinanden”", "”Vi ringer til hinanden”", "„Vi ringer til hinanden“",
        "„Vi ringer til hinanden”", "»Vi ringer til hinanden«", "«Vi ringer til hinanden»", "‘Vi ringer til hinanden’",
        "'Vi ringer til hinanden'", "‚Vi ringer til hinanden‘", "›Vi ringer til hinanden‹",
    ],
)  # fmt: skip
def test_the_marks_of_danish_english_german_french_and_of_typists_are_known(marked: str) -> None:
    assert quoted(f"Som en siger: {marked}, og gik.") == ["Vi ringer til hinanden"]
    assert quoted(f"({marked})") == ["Vi ringer til hinanden"]


def test_apostrophes_and_single_words_in_marks_are_no_quotations() -> None:
    assert quoted("De unge's ting og de ældres' ting, og 'sådan' er det, it’s what it’s.") == []
    assert quoted('Den "reelle" kompetence, den "rigtige kompetence".') == []
    assert quoted('Den "reelle" (K-03, R1) kompetence.') == ["reelle"], "a source follows"


def test_a_source_may_stand_at_the_end_of_what_is_said_about_a_quotation() -> None:
    text = '"Vi går hjem nu", siger en (K-03, R1), mens "de andre bliver her" er sagt. Før (K-01).\n'
    assert [q.source for q in quotations(text)] == ["K-03, R1", ""]
    assert [q.source for q in quotations('"Vi går hjem nu" og "de andre bliver" (K-02)\n')] == ["", "K-02"]


def test_the_outermost_marks_count_also_where_the_inner_ones_are_the_same() -> None:
    assert quoted('Han sagde: "Så sagde hun: "Du kan da komme" til mig", og gik.') == [
        'Så sagde hun: "Du kan da komme" til mig'
    ]
    assert quoted("“Og så ‘kom du’, ja” sagde hun.") == ["Og så ‘kom du’, ja"]


def test_a_mark_that_is_never_closed_swallows_nothing() -> None:
    assert quoted('Han er 6" høj.\n\nHun sagde: "Vi kommer i morgen."') == ["Vi kommer i morgen."]


def test_lines_are_counted_and_what_goes_over_lines_is_one_quotation() -> None:
    text = '# Titel\n\nFørst "det ene\nog det andet" (K-01)\nog så "det tredje her".\n\n'
    text += '- "I en liste her"\n- "og en til her"\n'
    assert [(q.line, q.text, q.source) for q in quotations(text)] == [
        (3, "det ene\nog det andet", "K-01"),
        (5, "det tredje her", ""),
        (7, "I en liste her", ""),
        (8, "og en til her", ""),
    ]


def test_block_quotes_lose_their_marks_their_speakers_and_their_source() -> None:
    text = (
        "> Vi ringer til hinanden.\n> Det er det hele. (K-01, R1)\n\nOg:\n\n"
        "> “Og så *drikker* vi kaffe.”\n>\n> — K-02, R1\n\n"
        "> **I:** Hvad gør I så?\n> **R1:** Vi ringer: altid.\n"
    )
    found = quotations(text, ("I", "R1"))
    assert [(q.line, q.text, q.source, q.labels) for q in found] == [
        (1, "Vi ringer til hinanden.\nDet er det hele.", "K-01, R1", ()),
        (6, "Og så drikker vi kaffe.", "K-02, R1", ()),
        (10, "Hvad gør I så?\nVi ringer: altid.", "", ("I", "R1")),
    ]


def test_code_links_and_comments_are_passed_over_and_escapes_are_read() -> None:
    text = (
        '```\nx = "ikke et citat her"\n```\n`"heller ikke dette her"` <!-- "og ikke dette her" -->\n'
        '[et link](sted "med en lang titel") og "det her \\[navn på by\\] er *et* citat" [kilde](x)\n'
    )
    assert quoted(text) == ["det her [navn på by] er et citat"]


def test_a_report_cannot_make_reading_it_slow() -> None:
    for hostile in ('"' * 6_000, '("' * 3_000, "“a " * 3_000, "*_" * 3_000, "[(" * 3_000, "> " * 3_000):
        quotations(hostile)


@pytest.mark.parametrize(
    ("quotation", "parts"),
    [
        ("Vi ringer", [("Vi ringer", "")]),
        ("Vi ringer (…) og går", [("Vi ringer", ""), ("og går", "omitted")]),
        ("Vi ringer [...] og går (. . .) hjem", [("Vi ringer", ""), ("og går", "omitted"), ("hjem", "omitted")]),
        ("(…) og går […]", [("og går", "")]),
        ("Vi [kommunen] går", [("Vi", ""), ("går", "inserted")]),
        ("[V]i går", [("Vi går", "")]),
        ("Vi går … hjem", [("Vi går … hjem", "")]),
    ],
)
def test_what_is_left_out_and_put_in_parts_a_quotation(quotation: str, parts: list[tuple[str, str]]) -> None:
    assert pieces(quotation) == [Piece(*part) for part in parts]


def test_a_pause_leaves_something_out_where_that_is_asked() -> None:
    assert pieces("Vi går … hjem", pauses=True) == [Piece("Vi går", ""), Piece("hjem", "omitted")]


# --- misquoted


def misquoted(dice: random.Random, words: list[str]) -> list[str]:
    """One word in eight replaced, dropped, put in or misspelt."""
    made = list(words)
    for _ in range(max(1, len(made) // 8)):
        at, how = dice.randrange(len(made)), dice.random()
        if how < 0.35:
            made[at] = dice.choice(("netop", "måske", "faktisk", "ligesom"))
        elif how < 0.6:
            del made[at]
        elif how < 0.8:
            made.insert(at, dice.choice(("altså", "jo", "ligesom", "så")))
        elif len(made[at]) > 3:
            made[at] = made[at][:1] + made[at][2] + made[at][1] + made[at][3:]
    return made


def test_a_misquoted_passage_of_a_million_characters_is_found_with_its_edges() -> None:
    one = danish.interview("M", 1_000_000, 4)
    said = [turn for turn in turns(one.text) if turn.end - turn.speech > 300]
    made = folded(one.text, turns(one.text))
    dice = random.Random(7)
    right = 0
    for _ in range(40):
        turn = dice.choice(said)
        words = [
            (turn.speech + m.start(), turn.speech + m.end())
            for m in re.finditer(r"\S+", one.text[turn.speech : turn.end])
        ]
        first = dice.randrange(max(len(words) - 25, 1))
        start, end = words[first][0], words[min(first + 22, len(words) - 1)][1]
        found = alike(fold(" ".join(misquoted(dice, one.text[start:end].split()))), made.text)
        assert found is not None
        got = made.span(found.start, found.end)
        right += abs(got[0] - start) <= 8 and abs(got[1] - end) <= 8
    assert right >= 28, right


def test_several_passages_are_apart_and_the_most_alike_comes_first() -> None:
    text = folded("Vi drikker kaffe om morgenen. Så snakker vi. Vi drikker kaffe hver morgen, sagde de.").text
    found = several("vi drikker kaffe om morgenen", text, 60, 5)
    assert text[found[0].start : found[0].end] == "vi drikker kaffe om morgenen"
    assert len(found) == 2
    assert found[0].end <= found[1].start
    assert found[0].score == 100


def test_nothing_is_alike_where_there_is_nothing() -> None:
    assert alike("", "noget") is None
    assert alike("noget", "\x00") is None
    assert alike("noget helt andet", folded("ja").text, 50) is None
