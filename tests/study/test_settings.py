"""study.toml: what it says, and what is said about what it should not say."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.study import settings


def parsed(text: str) -> settings.Settings:
    return settings.read(settings.load(text), text)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[study]\ntitle = 1\n", 2, "title"),
        ("[study]\n\napproach = 'x'\n", 3, "approach"),
        ("[study]\ntitle = 'x\n", 2, "TOML"),
        ("[groups.shared]\nlabel = 'x'\n", 1, "id"),
        ("[facets.kind]\nvalues = []\n", 1, "kind"),
        ("[groups.a]\n[matrix.m]\ncolumns = ['a']\nmin_informants = 0\n", 4, "min_informants"),
        ("[groups.a]\n[matrix.m]\ncolumns = ['a', 'a']\n", 3, "twice"),
        ("[groups.a]\n[matrix.m]\nby = 'facet:x'\n", 3, "facet"),
        ("[groups.a]\n[matrix.m]\ngroups = ['b']\n", 3, "group"),
        ("[groups.a]\n[guide.Q1]\ntext = 'x'\ngroups = ['b']\n", 2, "Q1"),
        ("study = 3\n", 1, "table"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parsed(text)
    assert caught.value.line == line
    assert words in caught.value.message


def test_what_is_missing_has_its_default() -> None:
    found = parsed("[groups.a]\n[groups.b]\ncolumn = 'shared'\n")
    assert (found.language, found.approach, found.leads) == ("da", "reliability", ())
    (rule,) = found.matrices.values()
    assert (rule.columns, rule.shared_groups, rule.min_informants) == (("a",), ("b",), 1)


def test_the_first_matrix_is_the_default_and_labels_come_from_the_groups() -> None:
    found = parsed("[groups.a]\nlabel='Alfa'\n[matrix.z]\ncolumns=['a']\n[matrix.a]\ncolumns=['a']\n")
    assert list(found.matrices) == ["z", "a"]
    assert found.matrices["z"].labels == {"a": "Alfa"}


def test_a_matrix_says_what_makes_its_columns_and_how_numbers_are_said_or_the_study_does() -> None:
    text = """[study]\ncounts = "words"
[facets.form]\nvalues = ["a"]
[matrix.a]\nby = ["facet:form", "form"]
[matrix.b]\nby = "code:Tid, ro, group"\ncounts = "none"
"""
    found = settings.read(settings.load(text)).matrices
    assert (found["a"].by, found["a"].counts) == ("facet:form, form", "words")
    assert (found["b"].by, found["b"].counts) == ("code:Tid, ro, group", "none")
    for line, wrong in ((5, 'by = "facet:none, form"'), (5, 'by = "group, group"'), (5, 'counts = "many"')):
        with pytest.raises(InputError) as caught:
            parsed(f'[matrix.a]\nby = "group"\ncounts = "none"\n[matrix.b]\n{wrong}\n')
        assert caught.value.line == line


def test_a_tree_too_deep_to_read_is_an_error_and_no_crash() -> None:
    with pytest.raises(InputError):
        settings.load("a = " + "[" * 100_000)


keys = st.text('abcdæ. -"\\', min_size=1, max_size=6)
values = st.one_of(
    st.booleans(),
    st.integers(-9, 9),
    st.text("abæ\"'\\\n #", max_size=6),
    st.lists(st.text("ab", max_size=3), max_size=3),
)
trees = st.recursive(
    st.dictionaries(keys, values, max_size=3), lambda t: st.dictionaries(keys, t | values, max_size=3), max_leaves=8
)


@given(trees, trees)
def test_a_file_can_be_made_to_say_anything_and_says_then_exactly_that(
    before: dict[str, object], after: dict[str, object]
) -> None:
    import tomlkit

    text = "# kept\n" + tomlkit.dumps(before)
    wanted = settings.load(tomlkit.dumps(after))
    written = settings.render(text, wanted)
    assert {k: v for k, v in settings.load(written).items() if v != {}} == {k: v for k, v in wanted.items() if v != {}}
    assert written.startswith("# kept\n")


@given(st.dictionaries(st.tuples(keys, keys), st.integers(0, 9), max_size=4))
def test_a_dotted_key_comes_apart_as_it_was_put_together(table: dict[tuple[str, str], int]) -> None:
    import tomlkit

    nested: dict[str, dict[str, int]] = {}
    for (outer, inner), value in table.items():
        nested.setdefault(outer, {})[inner] = value
    flat = settings.load(tomlkit.dumps(nested))
    assert {tuple(settings.split_key(k)): v for k, v in flat.items()} == table


LAYOUT = """\
# of the file
[study]
title = "x"

[guide]   # a table above its tables

# of the second
[guide.Q2]
text = '''
[guide.Q9]
["\\q"]
'''

[guide.Q1]
text = "a"
groups = []
[guide.Q1.more]
k = 1  # deep

[groups.a]

[groups.b]"""


@given(st.permutations(["groups.a", "groups.b"]), st.permutations(["guide.Q2", "guide.Q1"]))
def test_tables_change_places_with_their_comments_and_nothing_else_moves(
    groups: list[str], questions: list[str]
) -> None:
    flat = settings.load(LAYOUT)
    wanted = [*questions, *groups]
    rank = {key: next((i for i, name in enumerate(wanted) if key.startswith(name)), -1) for key in flat}
    ordered = {key: flat[key] for key in sorted(flat, key=rank.__getitem__)}
    text = settings.render(LAYOUT, ordered)
    assert settings.load(text) == flat
    assert sorted(line for line in text.splitlines() if line) == sorted(line for line in LAYOUT.splitlines() if line)
    assert text.startswith("# of the file\n[study]")
    assert "# of the second\n[guide.Q2]" in text
    places = [text.index(f"\n[{name}]") for name in wanted]
    assert places[:2] == sorted(places[:2])
    assert places[2:] == sorted(places[2:])
    assert settings.render(text, ordered) == text


@given(trees, st.randoms(use_true_random=False))
def test_no_order_changes_what_a_file_says(tree: dict[str, object], dice: Random) -> None:
    import tomlkit

    text = tomlkit.dumps(tree)
    flat = settings.load(text)
    keys = list(flat)
    dice.shuffle(keys)
    assert settings.load(settings.render(text, {key: flat[key] for key in keys})) == flat
