"""Codes that may be one under two names."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from tests.quick import examples
from workbench.codebook import alike
from workbench.codebook.alike import LOOK, SURELY, Alike, Named
from workbench.codebook.similar import folded_name


def named(path: str, *lemmas: str) -> Named:
    name = path.rpartition(" / ")[2]
    return Named(path, path, name, "", lemmas or tuple(folded_name(name).split()))


def bands(*codes: Named) -> dict[tuple[str, str], str]:
    return {(found.first, found.second): found.band for found in alike.pairs(codes)}


def test_names_nearly_the_same_are_almost_surely_one() -> None:
    assert bands(named("Netværk"), named("Netvaerk"), named("Netværker"), named("Tillid")) == {
        ("Netvaerk", "Netværk"): SURELY,
        ("Netværk", "Netværker"): SURELY,
        ("Netvaerk", "Netværker"): SURELY,
    }


def test_the_same_words_in_other_forms_and_another_order_are_almost_surely_one() -> None:
    first = named("Sætter grænser", "saette", "graense")
    assert bands(first, named("Grænsen der sættes", "graense", "saette")) == {
        ("Grænsen der sættes", "Sætter grænser"): SURELY
    }


def test_a_name_inside_another_is_to_be_looked_at() -> None:
    assert bands(named("Tillid"), named("Tillid til kommunen"), named("Utilpas")) == {
        ("Tillid", "Tillid til kommunen"): LOOK
    }


def test_the_same_name_below_two_themes_is_found_in_every_pair() -> None:
    found = alike.pairs([named(f"{theme} / Andet") for theme in "ABC"])
    assert [(f.first, f.second, f.score, f.why) for f in found] == [
        (f"{a} / Andet", f"{b} / Andet", 100.0, "the same name") for a, b in ("AB", "AC", "BC")
    ]


def test_names_with_other_numbers_are_other_names() -> None:
    assert bands(named("Spørgsmål 1"), named("Spørgsmål 2"), named("Spørgsmål 12")) == {}
    assert bands(named("Runde 1"), named("Runder 1")) == {("Runde 1", "Runder 1"): SURELY}


def test_the_most_alike_come_first_and_no_more_than_asked_for() -> None:
    codes = [named("Relationer"), named("Relation"), named("A / Humor"), named("B / Humor"), named("Humor og glæde")]
    found = alike.pairs(codes)
    assert [one.band for one in found] == [SURELY, SURELY, LOOK, LOOK]
    assert found[0].why == "the same name"
    assert found == sorted(found, key=lambda one: (one.band == LOOK, -one.score))
    assert alike.pairs(codes, most=3) == found[:3]
    assert alike.pairs(codes, most=0) == []


def test_a_new_name_is_held_against_all() -> None:
    codes = [named("Grænser sætte"), named("Tillid til kommunen"), named("Runde 2"), named("Humor")]
    assert [one.second for one in alike.alike(named("Sætte grænser"), codes)] == ["Grænser sætte"]
    assert [(one.second, one.band) for one in alike.alike(named("Tillid"), codes)] == [("Tillid til kommunen", LOOK)]
    assert alike.alike(named("Runde 3"), codes) == []


words = st.sampled_from(["tillid", "tillids", "mod", "at", "lytte", "lytter", "netvaerk", "net", "aa", "1", "2"])
codes = st.lists(st.lists(words, min_size=1, max_size=4), max_size=12)


@given(codes)
@settings(max_examples=examples(150))
def test_no_pair_is_left_out(names: list[list[str]]) -> None:
    """What is compared with few is what comparing each with each finds."""
    given = [Named(str(n), f"T{n} / {' '.join(own)}", " ".join(own), "", tuple(own)) for n, own in enumerate(names)]
    found = {frozenset((one.first, one.second)): one for one in alike.pairs(given)}
    for one, other in combinations(given, 2):
        numbers = [[w for w in sorted(code.lemmas) if w.isdigit()] for code in (one, other)]
        same = [[w for w in code.lemmas if w.isdigit()] for code in (one, other)]
        if numbers[0] != numbers[1] or same[0] != same[1]:
            continue
        ordered = [" ".join(sorted(code.lemmas)) for code in (one, other)]
        score = max(fuzz.ratio(folded_name(one.name), folded_name(other.name)), fuzz.ratio(*ordered))
        pair: Alike | None = found.get(frozenset((one.id, other.id)))
        if score >= alike.NEAR:
            assert pair is not None
            assert (pair.band, round(pair.score, 6)) == (SURELY, round(score, 6))
        elif set(one.lemmas) < set(other.lemmas):
            assert pair is not None
            assert pair.band == LOOK


def test_many_names_of_few_words_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = Random(3)
    given = [named(f"{n} / {' '.join(dice.sample('abcdefgh', dice.randint(1, 3)))}") for n in range(300)]
    everything = alike.pairs(given, most=10**9)
    monkeypatch.setattr(alike, "MOST", 10)
    kept: list[int] = []
    keep = alike._keep

    def counted(found: dict[tuple[int, int], alike._Found], *more: object) -> None:
        keep(found, *more)  # type: ignore[arg-type]
        kept.append(len(found))

    monkeypatch.setattr(alike, "_keep", counted)
    assert alike.pairs(given, most=10) == everything[:10]
    assert max(kept) < 80
