"""Attributions that several informants share, risks, and a choice in which many are heard."""

import time
from collections import Counter
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.synthesis.quotes import (
    RISKS,
    Attribution,
    Coarsened,
    Population,
    Voice,
    attribution,
    fair,
    keys_of,
    risks,
    well_formed,
)

PATTERNS = ("En {role} på {area}", "En {role}", "En informant fra {group}", "En informant")


def voice(person: str, **values: str) -> Voice:
    return Voice(person, values)


ROOM = [
    *(voice(f"P{n}", role="pædagog", area="ungdom", group="Kommunen") for n in range(3)),
    voice("P3", role="pædagog", area="ældre", group="Kommunen", site="By A"),
    voice("P4", role="leder", area="ældre", group="Kommunen", site="By B"),
    voice("P4", role="leder", area="ungdom", group="Kommunen", site="By B"),
    voice("P5", group="Foreningen", site="By B"),
]
POPULATION = Population(ROOM)


def told(*voices: Voice, least: int = 3) -> Attribution:
    return attribution(voices, PATTERNS, POPULATION, least)


def test_the_finest_pattern_that_three_share_stands() -> None:
    assert told(ROOM[0]) == Attribution("En pædagog på ungdom", 0, 3, (), ("role", "area"))


def test_what_fewer_share_is_told_in_a_coarser_way_and_the_team_sees_why() -> None:
    assert told(ROOM[3]) == Attribution("En pædagog", 1, 4, (Coarsened("En pædagog på ældre", 1),), ("role",))
    assert told(ROOM[4])[:3] == ("En informant fra Kommunen", 2, 5)
    assert [one.shared_by for one in told(ROOM[4]).coarsened] == [1, 1]


def test_one_person_in_two_interviews_is_one() -> None:
    assert POPULATION.sharing({"role": "leder"}) == 1
    assert POPULATION.sharing({}) == 6


def test_case_and_white_space_make_nobody_different() -> None:
    alike = [voice("1", role="Pædagog"), voice("2", role=" pædagog"), voice("3", role="PÆDAGOG ")]
    assert attribution(alike[:1], ["En {role}"], Population(alike), 3).shared_by == 3


def test_what_is_not_known_is_passed_over_and_the_coarsest_stands_though_too_few_share_it() -> None:
    assert told(ROOM[-1]) == Attribution("En informant", 3, 6, (Coarsened("En informant fra Foreningen", 1),), ())
    assert told(ROOM[-1], least=9).text == "En informant"
    assert told(voice("", role="")).text == "En informant"
    assert attribution([ROOM[-1]], ["En {role}"], POPULATION) == Attribution("", -1, 0)


def test_several_speakers_are_each_told_by_themselves_and_who_is_alike_once() -> None:
    both = told(ROOM[0], ROOM[3])
    assert (both.text, both.level, both.shared_by) == ("En pædagog på ungdom / En pædagog", 1, 3)
    assert told(ROOM[0], ROOM[1]).text == "En pædagog på ungdom (2)"
    assert told() == Attribution("", -1, 0)


def test_so_many_speakers_that_it_would_be_long_are_told_coarsely() -> None:
    everybody = [voice(str(n), role=f"medarbejder i afdelingen for noget {n % 4}") for n in range(12)]
    found = attribution(everybody[:4], PATTERNS, Population(everybody), 3)
    assert (found.text, found.level, found.shared_by) == ("En informant (4)", 3, 12)


def test_a_value_with_braces_or_an_equals_sign_stays_a_value() -> None:
    hostile = voice("P", role="={group}", group="hemmelig")
    assert attribution([hostile], ["{role}"], Population([hostile]), 1).text == "={group}"


def test_a_pattern_has_words_and_paired_braces_with_a_key() -> None:
    assert keys_of("En {role} på { area } ({role})") == ("role", "area")
    good = ["En informant", "{role}", "En {form for samarbejde}"]
    bad = ["", " ", "En {role", "En role}", "En {}", "En {{role}}"]
    assert [well_formed(pattern) for pattern in (*good, *bad)] == [True] * 3 + [False] * 6


def test_the_risks_are_told_in_their_order() -> None:
    said = "Jeg er den eneste i By A, " + "ord " * 60
    few = told(ROOM[3], least=9)
    assert risks(said, few, [ROOM[3]], POPULATION, least=9, identifying=True) == RISKS
    assert risks("Kort.", told(ROOM[0]), ROOM[:1], POPULATION) == ()


def test_a_place_is_a_risk_only_where_it_has_one_informant_and_is_named() -> None:
    def place(said: str, one: Voice) -> bool:
        return "place" in risks(said, told(one), [one], POPULATION)

    assert place("her i by a er der stille", ROOM[3])
    assert not place("her i by ab", ROOM[3])
    assert not place("her i By B", ROOM[4])
    named = attribution([ROOM[3]], ["En fra {site}"], POPULATION, 1)
    assert "place" in risks("Ja.", named, [ROOM[3]], POPULATION, least=1)


def test_words_of_nobody_known_are_no_risk_of_their_own() -> None:
    assert risks("Ja.", told(), [], POPULATION) == ()


VALUES = st.dictionaries(st.sampled_from(["role", "area", "group"]), st.sampled_from(["a", "b"]))
ROOMS = st.lists(st.builds(Voice, st.sampled_from("PQRST"), VALUES), min_size=1, max_size=8)


@settings(max_examples=examples(150))
@given(ROOMS, st.integers(1, 4))
def test_no_attribution_stands_that_fewer_share_unless_it_is_the_last(room: list[Voice], least: int) -> None:
    for one in room:
        found = attribution([one], PATTERNS, Population(room), least)
        shown = {key: one.values[key] for key in found.keys}
        sharing = {other.person for other in room if shown.items() <= other.values.items()}
        assert found.shared_by == len(sharing)
        assert len(sharing) >= least or found.level == len(PATTERNS) - 1
        assert all(few.shared_by < least for few in found.coarsened)


# --- a fair choice


class Said(NamedTuple):
    people: tuple[str, ...]
    groups: tuple[str, ...]
    text: str = "ti tegn. ."
    starred: bool = False


def by(*persons: str, text: str = "ti tegn. .", starred: bool = False) -> Said:
    """What these have said; the first letter of a person is the group."""
    return Said(persons, tuple(dict.fromkeys(person[0] for person in persons)), text, starred)


def test_the_groups_take_turns_and_nobody_is_heard_twice_before_all_are_heard() -> None:
    quotes = [by("a1"), by("a1"), by("a2"), by("b1"), by("c1"), by("b1")]
    chosen = fair(quotes, groups=("b", "a"))
    assert [one.people[0] for one in chosen] == ["b1", "a1", "c1", "a2", "b1", "a1"]
    assert fair(quotes, 2, groups=("b", "a")) == chosen[:2]


def test_of_one_informant_the_picked_comes_first_then_the_starred_then_the_shorter_of_typical_length() -> None:
    long, short, typical, shorter = (by("a", text="x" * n) for n in (90, 2, 30, 28))
    starred, picked = by("a", text="x" * 80, starred=True), by("a", text="x" * 70)
    given_ = [long, short, typical, shorter, by("a", text="x" * 29), starred, picked]
    assert fair(given_, picked=lambda one: one is picked)[:4] == [picked, starred, shorter, by("a", text="x" * 29)]
    assert fair(given_)[-3:] == [short, picked, long]


def test_who_stands_there_already_has_been_heard() -> None:
    assert fair([by("a"), by("b")], 1, shown=[by("a")]) == [by("b")]


def test_what_nobody_known_says_comes_last() -> None:
    assert fair([Said((), ()), by("a"), by("a")])[-1] == Said((), ())
    assert fair([Said((), ())], 3) == [Said((), ())]
    assert fair([], 3) == []


PERSONS = st.lists(st.sampled_from(["a1", "a2", "b1", "b2", "c1"]), max_size=2, unique=True)
LENGTHS, STARS = st.integers(0, 9), st.booleans()
QUOTES = st.lists(
    st.builds(lambda persons, n, star: by(*persons, text="x" * n, starred=star), PERSONS, LENGTHS, STARS), max_size=12
)


@settings(max_examples=examples(200))
@given(QUOTES, st.integers(0, 12))
def test_each_is_there_once_and_nobody_comes_twice_while_somebody_waits(quotes: list[Said], n: int) -> None:
    chosen = fair(quotes, n)
    assert len(chosen) == min(n, len(quotes))
    assert not Counter(chosen) - Counter(quotes)
    assert fair(quotes, n) == chosen
    left, heard = Counter(quotes), set[str]()
    for one in chosen:
        unheard = [other for other in left.elements() if other.people and not heard & set(other.people)]
        assert not (unheard and heard & set(one.people)), (one, unheard)
        left[one] -= 1
        heard |= set(one.people)


def test_ten_thousand_are_put_in_order_at_once() -> None:
    many = [by(f"{'abc'[n % 3]}{n % 44}", text="x" * (n % 97)) for n in range(10_000)]
    begun = time.monotonic()
    assert len(fair(many)) == 10_000
    assert time.monotonic() - begun < 20  # minutes, where each is compared with each
