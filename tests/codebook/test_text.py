"""The codebook file: what can be written, what is refused, and that nothing a person types is changed by it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench import sanitise
from workbench.codebook.heading import TEXT_FIELDS, Heading
from workbench.codebook.text import MAX_CHARACTERS, MAX_CODES, parse, render
from workbench.errors import InputError

PIECES = [
    *(
        "# ",
        "## Navn {#k7f3}",
        "#",
        "{#x}",
        "Definition:",
        "Include: ",
        "Eksempel:",
        "**Facets**:",
        "Examples:",
        "Exclusive: yes",
        "Eksklusiv: nej",
        "Exclusiv: ja",
    ),
    *("\\", "\\\\", " ", "  ", "\n", "\n\n", "\t", "\u2028", "<!-- note -->", "===", "---", " / ", " ~2"),
    *("tekst", "æøå", ";", "=", ",", "'", ":"),
]
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=6)
texts = st.lists(st.sampled_from(PIECES) | anything, max_size=8).map("".join)
words = texts.map(sanitise.name).filter(bool)
several = st.lists(words, min_size=1, max_size=3, unique=True).map(tuple)
facets = st.dictionaries(words, several, max_size=3)


@st.composite
def codebooks(draw: st.DrawFn, names: st.SearchStrategy[str] = words) -> tuple[Heading, ...]:
    """Codes depth first: each under one of those that are still open, or at the top."""
    result: list[Heading] = []
    trail: list[str] = []
    for number in range(draw(st.integers(0, 7))):
        del trail[draw(st.integers(0, len(trail))) :]
        fields = {name: draw(texts) for name in TEXT_FIELDS if draw(st.booleans())}
        result.append(
            Heading(
                short=f"c{number}",
                name=draw(names),
                parent=trail[-1] if trail else "",
                **fields,
                facets=draw(facets),
                colour=draw(words | st.just("")),
                exclusive=draw(st.booleans()),
                status=draw(st.sampled_from(["", "draft", "settled"])),
            )
        )
        trail.append(f"c{number}")
    return tuple(result)


def with_definition(text: str) -> tuple[Heading, ...]:
    return (Heading("k7f3", "Netværk", definition=text),)


def complaint(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        parse(text, "book.md")
    assert caught.value.file == "book.md"
    assert caught.value.hint
    return caught.value


def test_the_sample_codebook_is_written_back_byte_for_byte(sample: str) -> None:
    headings = parse(sample)
    assert len(headings) == 27
    assert render(headings) == sample
    network = next(heading for heading in headings if heading.short == "k7f3")
    assert (network.name, network.parent, network.depth, network.line, network.given) == (
        "Netværk",
        "r1ax",
        2,
        11,
        True,
    )
    assert network.include == 'navngivne kontakter, faste møder, at "vide hvem man ringer til".'


@given(codebooks())
@example(with_definition("\n"))
@example(with_definition(" "))
@example(with_definition("\\"))
@example(with_definition("\\\\\n\\"))
@example(with_definition("a\n\n\n# b\n \\\nDefinition: c\\ \n\n"))
def test_whatever_is_typed_is_read_back_as_it_was_written(headings: tuple[Heading, ...]) -> None:
    text = render(headings)
    assert parse(text) == headings
    assert render(parse(text)) == text


@given(st.lists(st.sampled_from([*PIECES, "# A\n", "## B\n", "\n", "Facets: a = b"]) | texts, max_size=12).map("".join))
def test_any_text_is_either_refused_with_its_line_or_stays_what_it_was_read_as(text: str) -> None:
    headings, refused = read(text)
    if refused is not None:
        assert refused.file == "codebook.md"
        assert refused.line > 0
    else:
        assert headings == parse(render(headings))


def read(text: str) -> tuple[tuple[Heading, ...], InputError | None]:
    try:
        return parse(text), None
    except InputError as error:
        return (), error


def test_text_right_after_a_heading_is_the_definition_and_fields_run_on() -> None:
    (code,) = parse(
        "# Humor\n\nAt le sammen.\n\nOgså bagefter.\nInclude: a\n  b\n\nc\n\n**Ekskluder:** d\nEksempel:\ne\n"
    )
    assert code.definition == "At le sammen.\n\nOgså bagefter."
    assert code.include == "a\n  b\n\nc"
    assert (code.exclude, code.example) == ("d", "e")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(sample: str) -> None:
    assert parse("\ufeff" + sample.replace("\n", "\r\n")) == parse(sample)


def test_ordinary_backslashes_are_left_alone() -> None:
    text = "\\alpha, C:\\\nog \\# midt i"
    assert parse(f"# A\n\nDefinition: {text}\n")[0].definition == text


def test_facets_hold_several_values_and_escaped_marks() -> None:
    (code,) = parse("# A\nFacets: kind = formel, reel; bearer=both;\n a\\=b = c\\;d\n")
    assert code.facets == {"kind": ("formel", "reel"), "bearer": ("both",), "a=b": ("c;d",)}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Status: draft", "draft"),
        ("Status:  Fastlagt", "settled"),
        ("**Status:** udkast", "draft"),
        ("status: ingen", ""),
    ],
)
def test_status_is_read_in_danish_and_english(said: str, status: str) -> None:
    (code,) = parse(f"# A\n\nDefinition: Et valg.\n{said}\nInclude: b\n")
    assert (code.status, code.definition, code.include) == (status, "Et valg.", "b")


@pytest.mark.parametrize("line", ["Status: uafklaret", "Status: draft of ann"])
def test_a_line_that_begins_with_status_and_says_something_else_stays_text(line: str) -> None:
    (code,) = parse(f"# A\n\nDefinition: x\n{line}\n")
    assert (code.definition, code.status) == (f"x\n{line}", "")


def test_more_under_status_than_its_word_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        parse("# A\n\nStatus: settled\nOg mere.\n")
    assert caught.value.line == 3


@pytest.mark.parametrize("said", ["Exclusive: yes", "Eksklusiv:  Ja", "**Exclusive:** yes", "exclusive : YES"])
def test_a_code_whose_children_exclude_each_other_says_so(said: str) -> None:
    (code,) = parse(f"# A {{#a}}\n\nEt valg.\n{said}\nInclude: b\n")
    assert (code.exclusive, code.definition, code.include) == (True, "Et valg.", "b")
    assert render([code]) == "# A {#a}\n\nDefinition: Et valg.\nInclude: b\nExclusive: yes\n"


def test_to_say_no_is_to_say_nothing() -> None:
    (code,) = parse("# A {#a}\n\nExclusive: no\n")
    assert not code.exclusive
    assert render([code]) == "# A {#a}\n"


@pytest.mark.parametrize("line", ["Exclusive: til klubben", "Exclusive:", "Exclusiv: kun for medlemmer"])
def test_a_line_from_before_exclusive_was_a_field_stays_text(line: str) -> None:
    (code,) = parse(f"# A {{#a}}\n\nDefinition: x\n{line}\n")
    assert (code.definition, code.exclusive) == (f"x\n{line}", False)
    assert render([code]) == f"# A {{#a}}\n\nDefinition: x\n{line}\n"


@pytest.mark.parametrize("text", ["# A\nExclusive: yes\nmore\n", "# A\nExclusiv: yes\n"])
def test_nothing_follows_yes_and_no_slip_of_the_word_is_passed_over(text: str) -> None:
    assert complaint(text).line == 2


def test_levels_below_the_sixth_are_kept() -> None:
    chain = tuple(Heading(f"c{n}", f"N{n}", f"c{n - 1}" if n else "") for n in range(9))
    assert parse(render(chain)) == chain


def test_a_heading_without_an_id_gets_the_one_its_path_derives() -> None:
    first, second = parse("# A\n## B\n"), parse("# A {#zzz}\n## B\n")
    assert first[1].short == second[1].short != first[0].short
    assert not first[0].given
    assert second[0].given


def test_a_derived_id_gives_way_to_a_written_one() -> None:
    short = parse("# Gammelt navn\n")[0].short
    renamed, new = parse(f"# Nyt navn {{#{short}}}\n# Gammelt navn\n")
    assert renamed.short == short != new.short


def test_two_replicas_codes_of_one_path_can_be_read() -> None:
    assert [code.short for code in parse("# A {#one}\n# A {#two}\n")] == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("# A\n### C\n", 2, "skipped"),
        ("## A\n", 1, "first heading"),
        ("intro\n# A\n", 1, "before the first heading"),
        ("\n<!-- x -->\n# A\n", 2, "comment"),
        ("# A\nDefinition: x\n<!-- x -->\n", 3, "comment"),
        ("# A\nDefinition: x\nDefinition: y\n", 3, "second Definition"),
        ("# A\n\ntekst\nDefinition: y\n", 4, "second Definition"),
        ("# A\nExlude: x\n", 2, '"Exlude"'),
        ("# A\n#B\n", 2, "no heading"),
        ("# A\n     # B\n", 2, "no heading"),
        ("# \n", 1, "needs a name"),
        ("# A {#k7f3}\n# B {#k7f3}\n", 2, "line 1"),
        ("# A\n# B\n# A {#k7f3}\n", 3, "line 1"),
        ("# A {#ø}\n", 1, "no short id"),
        ("# A {#k7f3} mere\n", 1, "must end"),
        ("# A / B\n", 1, '" / "'),
        ("# A ~2\n", 1, '"~2"'),
        ("# A\nB\n===\n", 3, "underlined"),
        ("# A\nFacets: kind\n", 2, "name = value"),
        ("# A\nFacets: kind = ;\n", 2, "empty"),
        ("# A\nFacets: kind = a; kind = b\n", 2, "twice"),
        ("# A\nDefinition: \x00\n", 2, "NUL"),
        ("# A\n" * (MAX_CODES + 1), MAX_CODES + 1, "headings"),
    ],
)
def test_what_is_doubtful_is_refused_with_its_line(text: str, line: int, word: str) -> None:
    error = complaint(text)
    assert error.line == line
    assert word in error.message


def test_a_file_of_absurd_size_is_refused() -> None:
    assert "characters" in complaint("x" * (MAX_CHARACTERS + 1)).message


def test_rings_and_doubled_ids_are_not_written() -> None:
    with pytest.raises(ValueError, match="ring"):
        render([Heading("a", "A", "b"), Heading("b", "B", "a")])
    with pytest.raises(ValueError, match="twice"):
        render([Heading("a", "A"), Heading("a", "B")])
