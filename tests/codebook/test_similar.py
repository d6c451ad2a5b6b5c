"""Finding a code by a few letters, and the code that a new name resembles."""

import subprocess
import sys
import time
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.codebook import ranked_one_by_one as before
from tests.quick import examples
from workbench.codebook import fits, folded
from workbench.codebook.lines import Lines, within
from workbench.codebook.similar import Candidate, Match, Ranking, near_duplicates, rank
from workbench.codebook.text import parse
from workbench.codebook.tree import Node, paths


@pytest.fixture
def codes(sample: str) -> list[Candidate]:
    headings = parse(sample)
    names = paths([Node(code.short, code.name, code.parent or None, n) for n, code in enumerate(headings)])
    return [Candidate(code.short, names[code.short], code.name) for code in headings]


def named(matches: list[Match], codes: list[Candidate]) -> list[str]:
    names = {code.id: code.name for code in codes}
    return [names[match.id] for match in matches]


def bold(match: Match, codes: list[Candidate]) -> list[str]:
    path = next(code.path for code in codes if code.id == match.id)
    return [path[start:end] for start, end in match.spans]


@pytest.mark.parametrize(
    ("query", "name", "parts"),
    [
        ("netv", "Netværk", ["Netv"]),
        ("NETVAERK", "Netværk", ["Netværk"]),
        ("sporge", "Lytte og spørge", ["spørge"]),
        ("spoerge", "Lytte og spørge", ["spørge"]),
        ("laering", "Læring og forståelse", ["Læring"]),
        ("forstaaelse", "Læring og forståelse", ["forståelse"]),
        ("forstaelse", "Læring og forståelse", ["forståelse"]),
        ("relatoin", "Relationer", ["Relation"]),
        ("hunor", "Humor", ["Humor"]),
        ("kende vaerd", "Kende sit eget værd", ["Kende", "værd"]),
        ("rel / ti", "Tillid", ["Rel", "Ti"]),
        ("frvl", "Frivilliges egne", ["Fr", "v", "l"]),
    ],
)
def test_the_code_that_is_meant_comes_first(codes: list[Candidate], query: str, name: str, parts: list[str]) -> None:
    best = rank(query, codes)[0]
    assert named([best], codes) == [name]
    assert bold(best, codes) == parts


def test_better_kinds_of_fit_come_first() -> None:
    names = ["et x tid y", "ut-tid", "Utid", "Tid", "Tidlig", "Tie den", "Sted"]
    codes = [Candidate(str(n), name, name, count=n, recent=n) for n, name in enumerate(names)]
    assert named(rank("tid", codes), codes)[:2] == ["Tid", "Tidlig"]
    assert set(named(rank("tid", codes), codes)[2:4]) == {"et x tid y", "ut-tid"}
    assert named(rank("tid", codes), codes)[4:6] == ["Utid", "Tie den"]
    assert "Sted" not in named(rank("tid", codes), codes)


def test_among_equals_the_code_used_last_then_nearby_then_often_comes_first() -> None:
    codes = [
        Candidate("a", "Fa", "Fa", count=90), Candidate("b", "Fb", "Fb"), Candidate("c", "Fc", "Fc", nearby=3),
        Candidate("d", "Fd", "Fd", recent=1), Candidate("e", "Fe", "Fe", recent=0),
    ]  # fmt: skip
    for query in ("", "f"):
        assert [match.id for match in rank(query, codes)] == ["e", "d", "c", "a", "b"]
    assert [match.id for match in rank("f", codes, limit=2)] == ["e", "d"]


def test_what_fits_nothing_finds_nothing(codes: list[Candidate]) -> None:
    assert rank("xyzxyz", codes) == []
    assert rank("a", []) == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("netvaerk", "Netværk"),
        ("Netværker", "Netværk"),
        ("Relationer / netværksledelse", "Netværk"),
        ("Grænser sætte", "Sætte grænser"),
        ("tilid", "Tillid"),
        ("HUMOR", "Humor"),
    ],
)
def test_a_new_name_is_held_against_those_it_resembles(codes: list[Candidate], name: str, near: str) -> None:
    assert named(near_duplicates(name, codes), codes)[0] == near


def test_a_new_name_like_no_other_resembles_nothing(codes: list[Candidate]) -> None:
    for name in ("Noget helt andet", "Tid", "", " "):
        assert near_duplicates(name, codes) == []


def test_the_same_but_for_case_and_letters_scores_a_hundred(codes: list[Candidate]) -> None:
    assert near_duplicates("SPOERGE og lytte", codes)[0].score == 100
    assert near_duplicates("faciltering", codes)[0].score < 100


letters = st.text(st.sampled_from("aAeEoOåæøÅǽäé\u030a\u0301 /-Ißŉİ한'"), max_size=14) | st.text(max_size=10)


@given(letters)
def test_folding_keeps_account_of_where_each_letter_was(text: str) -> None:
    positions = folded.positions(text)
    assert len(positions) == len(folded.fold(text))
    assert all(0 <= start < end <= len(text) for start, end in positions)


@given(letters, st.lists(st.lists(letters, min_size=1, max_size=3), max_size=5))
def test_spans_are_ordered_parts_of_the_path_whatever_is_typed(query: str, names: list[list[str]]) -> None:
    codes = [Candidate(str(n), " / ".join(parts), parts[-1]) for n, parts in enumerate(names)]
    for match in (*rank(query, codes), *near_duplicates(query, codes)):
        flat = [at for span in match.spans for at in span]
        assert flat == sorted(set(flat))
        assert not flat or (flat[0] >= 0 and flat[-1] <= len(codes[int(match.id)].path))


def test_two_thousand_codes_are_ranked_within_a_keystroke() -> None:
    codes = [
        Candidate(str(n), f"Tema {n % 40} / Arbejde {n} med netværk", f"Arbejde {n} med netværk") for n in range(2000)
    ]
    rank("a", codes)
    best = min(_seconds("netvark", codes) for _ in range(5))
    assert best < 0.2  # about 5 ms on an idle machine; other tests run beside it


def test_long_names_do_not_make_a_query_slow() -> None:
    codes = [Candidate("1", "ab" * 5000, "ab" * 5000)]
    assert min(_seconds("ab" * 60 + "c", codes) for _ in range(3)) < 0.5


def _seconds(query: str, codes: list[Candidate]) -> float:
    start = time.process_time()
    rank(query, codes)
    return time.process_time() - start


# --- what is found with an index is what is found by looking at every code

words = st.sampled_from(
    ["tillid", "tilid", "hjælp", "hjaelp", "at", "turde", "netværk", "møde", "ud-tid", "fejl", "fælles", "å", "og", "x"]
)
name = st.lists(words, min_size=1, max_size=3).map(" ".join) | letters | st.text("abc ", max_size=9)
path = st.lists(name, min_size=1, max_size=3).map(" / ".join)
candidate = st.tuples(path, st.integers(0, 30), st.none() | st.integers(0, 60), st.integers(0, 5))


def made(rows: list[tuple[str, int, int | None, int]]) -> list[Candidate]:
    return [Candidate(str(n), path, folded.leaf(path), *more) for n, (path, *more) in enumerate(rows)]  # type: ignore[arg-type]


@given(st.lists(candidate, max_size=40), st.lists(name | path, min_size=1, max_size=3), st.integers(0, 12))
@settings(max_examples=examples(150))
def test_the_same_is_found_as_by_looking_at_every_code(
    rows: list[tuple[str, int, int | None, int]], queries: list[str], limit: int
) -> None:
    codes = made(rows)
    ranking = Ranking(codes)
    for query in queries:
        assert ranking.rank(query, limit) == before.rank(query, codes, limit)
        assert ranking.near_duplicates(query, limit) == before.near_duplicates(query, codes, limit)


@given(st.integers(0, 10**9), st.integers(1, 4))
@settings(max_examples=examples(12))
def test_of_very_many_that_fit_the_same_come_first(seed: int, limit: int) -> None:
    """Here more fit than are looked at one by one, and what is used much stands among them by chance."""
    dice = Random(seed)
    stock = ["tillid", "tid", "netværk", "møde", "hjælp", "turde", "nv", "altid", "ud", "nævn"]
    rows = [
        (" / ".join(" ".join(dice.choices(stock, k=dice.randint(1, 2))) for _ in range(dice.randint(1, 3))),
         dice.randrange(1, 5) ** dice.randrange(8),
         dice.choice([None] * 9 + [dice.randint(0, 60)]), dice.choice([0] * 9 + [3]))
        for _ in range(300)
    ]  # fmt: skip
    codes = made(rows)
    ranking = Ranking(codes)
    for query in ("t", "ti", "tid", "tilid", "nv", "nvt", "tid ud", "ud tid", "mdø", "hælp", "turde tillid", "ætd", ""):
        assert ranking.rank(query, limit) == before.rank(query, codes, limit)


@given(st.text("abcd ", min_size=3, max_size=14), st.text("abcd ", max_size=20))
@settings(max_examples=examples(400))
def test_no_misspelling_is_left_out(query: str, own: str) -> None:
    query = " ".join(query.split())
    codes = [Candidate("1", own, own)]
    assert rank(query, codes) == before.rank(query, codes)


def test_a_ranking_of_the_same_paths_takes_over_what_was_made_ready() -> None:
    codes = made([("A / Tillid", 1, None, 0), ("B", 2, None, 0)])
    first = Ranking(codes)
    assert Ranking([replace(codes[0], count=9), codes[1]], first.names).names is first.names
    assert Ranking(codes[:1], first.names).names is not first.names


@given(st.lists(st.text("ab\n\x00é한?", max_size=6), max_size=8), st.text("ab\n?é한", min_size=1, max_size=3))
def test_lines_are_looked_through_at_once(texts: list[str], wanted: str) -> None:
    lines = Lines(texts)
    assert lines.numbers(lines.holding(lines.phrase(wanted))) == [n for n, t in enumerate(texts) if wanted in t]
    first, last = lines.in_order(wanted)
    chains = [fits.in_order(wanted).match(text) for text in texts]
    assert lines.numbers(lines.holding(last)) == [n for n, chain in enumerate(chains) if chain]
    tight = [n for n, c in enumerate(chains) if c and c.end(len(wanted)) - c.start(1) <= len(wanted) + 1]
    found = lines.numbers(lines.holding(within(first, len(wanted)) & last))
    assert set(tight) <= set(found)
    odd = lines.lines(range(1, len(texts), 2))
    assert [n for n in range(len(texts)) if n in lines.among(odd)] == lines.numbers(odd)
    assert lines.at_least(2, [odd, lines.ends]) == odd


def test_reading_a_codebook_loads_no_rapidfuzz() -> None:
    code = "import sys, workbench.codebook.text, workbench.codebook; sys.exit('rapidfuzz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
