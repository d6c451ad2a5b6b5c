import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts import Turn, is_unattributed, turns


def spoken(text: str) -> list[tuple[str, str]]:
    return [(turn.label, text[turn.speech : turn.end]) for turn in turns(text)]


def test_a_turn_goes_from_its_label_to_the_next() -> None:
    text = "I: Hej.\n\nR1: Goddag.\nOg velkommen.\n\nKom ind.  \n\n\nI: Tak.\n"
    assert spoken(text) == [("I", "Hej."), ("R1", "Goddag.\nOg velkommen.\n\nKom ind."), ("I", "Tak.")]
    assert turns("I: Hej.\n") == (Turn(0, 3, 7, "I"),)


def test_a_turn_without_label_belongs_to_nobody_and_every_paragraph_is_one() -> None:
    assert spoken("Først lidt stemning.\nDet regner.\n \nSå begynder vi.\n\nI: Hej.") == [
        ("", "Først lidt stemning.\nDet regner."),
        ("", "Så begynder vi."),
        ("I", "Hej."),
    ]


@pytest.mark.parametrize(
    "label",
    [
        "I",
        "R1",
        "Interviewer",
        "Informant 2",
        "Anne Marie",
        "A.B.",
        "Dr. Lund",
        "INT",
        "P-07",
        "R1/R2",
        "R1 og R2",
        "Deltager A",
        "R1 (leder, 45 år)",
        "Åse",
        "Speaker 1",
        "?",
        "??",
        "R2?",
        "Flere",
        "flere",
        "Ukendt stemme",
        "O'Hara",
        "Κώστας",
        "رنا",
    ],
)
def test_this_is_a_label(label: str) -> None:
    assert spoken(f"{label}: Hej.\nog mere") == [(label, "Hej.\nog mere")]


@pytest.mark.parametrize(
    "line",
    [
        "12:30 gik vi",
        "12: gik vi",
        "http://example.org",
        "http: nej",
        "Så sagde jeg: nej",
        "sagde han: nej",
        "kl. 12: så",
        "Kl: 12",
        "3: x",
        "Tlf: 12",
        "Dato: i går",
        "“Ja”: sådan",
        "- R1: hej",
        "Ja, altså: nej",
        "Han sagde det igen og igen og igen: nej",
        ": ja",
    ],
)
def test_this_is_no_label(line: str) -> None:
    assert [label for label, _ in spoken(f"I: Hej.\n{line}\nR1: Dav.")] == ["I", "R1"]


def test_a_slip_of_the_space_bar_is_no_new_speaker_but_a_known_one() -> None:
    assert spoken("R1: Ja.\nR2:Nej.\nR1:Jo.") == [("R1", "Ja.\nR2:Nej."), ("R1", "Jo.")]


def test_small_letters_are_labels_where_the_whole_text_is_written_so() -> None:
    assert spoken("anna: hej\n\nbo: dav\nanna: nå") == [("anna", "hej"), ("bo", "dav"), ("anna", "nå")]
    assert spoken("hej du\naltså: hej\nog så\nikke: det\nog mere") == [
        ("", "hej du\naltså: hej\nog så\nikke: det\nog mere")
    ]


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("[00:04:10] I: ", "I"),
        ("I: [00:04:10] ", "I"),
        ("I [00:04:10]: ", "I"),
        ("00:04:10 I: ", "I"),
        ("I 04:10: ", "I"),
        ("#00:04:10-4# Bo Ek: ", "Bo Ek"),
        ("**I:** ", "I"),
        ("R1 : ", "R1"),
        ("**R1**: ", "R1"),
        ("_R1_: ", "R1"),
        ("[Flere]: ", "Flere"),
        ("  R1:\t", "R1"),
        ("R1:\n", "R1"),
        ("R1: (00:12) ", "R1"),
        ("<00:00:12> R1: ", "R1"),
    ],
)
def test_time_stamps_and_stars_are_neither_label_nor_speech(head: str, label: str) -> None:
    text = f"{head}Hej med dig."
    assert spoken(text) == [(label, "Hej med dig.")]
    assert turns(text)[0].start == len(text) - len(text.lstrip())


def test_a_turn_in_which_nothing_is_said_is_a_turn_all_the_same() -> None:
    assert turns("I:\nR1: [00:01:02]\nI: Ja") == (Turn(0, 2, 2, "I"), Turn(3, 17, 17, "R1"), Turn(18, 21, 23, "I"))


def test_labels_are_compared_as_they_are_typed() -> None:
    assert turns("A\u030ase: Hej")[0].label == "Åse"


@pytest.mark.parametrize(
    ("label", "nobody"), [("", True), ("?", True), ("R2?", True), ("Flere", True), ("ALLE", True), ("R1", False)]
)
def test_some_labels_stand_for_nobody_known(label: str, nobody: bool) -> None:
    assert is_unattributed(label) is nobody


_PIECES = st.sampled_from(
    [
        "I: ",
        "R1:",
        "\n",
        "\n\n",
        " ",
        "?: ",
        "Hej.",
        "(griner)",
        "[00:01:02] ",
        "12:30",
        ":",
        "**",
        "anna: ",
        "\t",
        "\u2028",
        "\x0b",
        "å",
        "Flere:\n",
    ]
)


@given(st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=60)))
def test_turns_tile_everything_that_is_visible_and_never_overlap(text: str) -> None:
    found = turns(text)
    covered = 0
    for turn in found:
        assert not text[covered : turn.start].strip()
        assert covered <= turn.start < turn.end
        assert turn.start <= turn.speech <= turn.end
        assert not text[turn.start].isspace()
        assert not text[turn.end - 1].isspace()
        assert turn.speech == turn.end or not text[turn.speech].isspace()
        covered = turn.end
    assert not text[covered:].strip()


@given(
    st.lists(
        st.tuples(st.sampled_from(["I", "R1", "Anne B", "?"]), st.sampled_from(["Ja.", "Nej, du", "a b\nc", "(x)"]))
    )
)
def test_a_transcript_written_as_labels_and_speech_is_read_as_those(written: list[tuple[str, str]]) -> None:
    assert spoken("\n\n".join(f"{label}: {speech}" for label, speech in written)) == written


def test_a_numbered_role_in_small_letters_is_a_label_where_it_comes_back() -> None:
    text = "Social worker 1: Yes.\n\nSocial worker 2: No.\n\nSocial worker 1: Perhaps.\n"
    assert [turn.label for turn in turns(text)] == ["Social worker 1", "Social worker 2", "Social worker 1"]
    once = "I: Og?\n\nDet koster omkring 3: altså kroner.\n"
    assert [turn.label for turn in turns(once)] == ["I"]


@pytest.mark.parametrize(
    "line",
    ["{}\t{}", "{}\n{}\n", "  {}\n\n{}\n\n", "00:00:12\t{}\t{}", "1. {}: {}", "12 {}: {}"],
    ids=["tab", "own line", "own line, blank line", "time and tab", "paragraph number", "line number"],
)
@pytest.mark.parametrize("names", [("I", "R1"), ("Interviewer", "Taler 2"), ("Mette Holm", "Åse")], ids=str)
def test_labels_without_a_colon_or_behind_a_number_count_where_they_come_back(
    line: str, names: tuple[str, str]
) -> None:
    said = ["Hvordan?", "Derfor", "Ja", "Det var sådan det var.", "Nå.", "Netop."]
    expected = [(names[i % 2], words) for i, words in enumerate(said)]
    assert spoken("\n".join(line.format(*pair) for pair in expected)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ja\t5\nNej\t3\nJa\t4\nNej\t2\nJa\t1\n",
        "Emne\tSamarbejde\nDato\tI går\nSted\tKøge\nTid\tTo timer\n",
        "Indledning\n\nVi kom.\n\nDebat\n\nVi talte.\n\nIndledning\n\nIgen.\n\nDebat\n\nSlut.\n",
        "Vil I det?\nJa\nHvornår?\nNej\nJa\nNej\nJa\n",
        "1. Kom til tiden\n2. Tal pænt\n3. Gå hjem\n",
        "Rosen\nkom i maj.\nRosen\ngik i juni.\nRosen\ner væk.\n",
    ],
)
def test_tables_headings_lists_and_short_answers_are_no_labels(text: str) -> None:
    assert {label for label, _ in spoken(text)} == {""}


def test_a_word_on_a_line_of_its_own_is_no_label_beside_labels_with_a_colon() -> None:
    text = "I: Var det?\nR1: Ja.\nDerfor\nNetop\nI: Godt.\nR1: Nemlig.\nDerfor\nNetop\n"
    assert [label for label, _ in spoken(text)] == ["I", "R1", "I", "R1"]


@pytest.mark.parametrize("text", ["00:00:01 Taler 1\n{}", "Taler 1\n{}x", "R1\t{}", "1 {}R1: x"])
def test_a_hundred_thousand_spaces_are_passed_over_once(text: str) -> None:
    assert turns(text.format(" " * 100_000))  # time that grows with the square would be some minutes


def test_a_small_word_before_a_colon_is_no_speaker() -> None:
    text = "I: Og?\n\nR1: Vi ville gerne.\nMen: der var ingen penge. Aber nicht: so.\nOg: ingen tid.\n"
    assert [turn.label for turn in turns(text)] == ["I", "R1"]
