"""Taking speakers out of a text: what is left is exactly the rest, and every passage is found again."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts import turns
from workbench.transcripts.cuts import Ruler, carry, mentions, spans, taken_out, without

LABELS = ("I", "R1", "R2", "R3")
speech = st.text(alphabet="abc æ.,?\n🛶", max_size=30)
turn = st.tuples(st.sampled_from(LABELS), speech, st.sampled_from(["\n\n", "\n", "\n \n\n", "\r\n\n"]))
transcripts = st.builds(
    lambda start, spoken, end: start + "".join(f"{label}: {said}{gap}" for label, said, gap in spoken) + end,
    st.sampled_from(["", "\n", "  ", "Referat.\n\n"]),
    st.lists(turn, min_size=1, max_size=12),
    st.sampled_from(["", "\n", "  \n"]),
)
leaving = st.sets(st.sampled_from(LABELS), max_size=4)

TEXT = "I: Hvad nu?\n\nR1: Vi venter.\n\nR2: Ja.\n\nR1: Og så\n\nmere ventetid.\n\nI: Tak.\n"


def visible(text: str) -> str:
    return "".join(text.split())


def test_turns_go_with_their_labels_and_the_layout_stays() -> None:
    assert without(TEXT, turns(TEXT), {"R1"}).text == "I: Hvad nu?\n\nR2: Ja.\n\nI: Tak.\n"
    assert without(TEXT, turns(TEXT), {"I"}).text == "R1: Vi venter.\n\nR2: Ja.\n\nR1: Og så\n\nmere ventetid.\n"
    assert without(TEXT, turns(TEXT), {"I", "R2"}).text == "R1: Vi venter.\n\nR1: Og så\n\nmere ventetid.\n"


def test_without_anybody_leaving_nothing_changes() -> None:
    assert without(TEXT, turns(TEXT), {"R9"}) == (TEXT, (), turns(TEXT))


def test_when_everybody_leaves_nothing_is_left() -> None:
    assert without(TEXT, turns(TEXT), {"I", "R1", "R2"}) == ("", ((0, len(TEXT)),), ())


@given(transcripts, leaving)
def test_what_stays_is_what_the_others_said_word_by_word(text: str, labels: set[str]) -> None:
    before = turns(text)
    left, cuts, after = without(text, before, labels)
    stay = [t for t in before if t.label not in labels]
    assert [left[t.start : t.end] for t in after] == [text[t.start : t.end] for t in stay]
    assert [(left[t.speech : t.end], t.label) for t in after] == [(text[t.speech : t.end], t.label) for t in stay]
    assert visible(left) == visible("".join(text[t.start : t.end] for t in stay))
    assert all(start < end for start, end in cuts)
    assert all(a[1] < b[0] for a, b in pairwise(cuts))


@given(transcripts, leaving, st.data())
def test_a_passage_carried_over_reads_as_before_without_what_left(
    text: str, labels: set[str], data: st.DataObject
) -> None:
    left, cuts, _ = without(text, turns(text), labels)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    inside = tuple((max(a, start) - start, min(b, end) - start) for a, b in cuts if max(a, start) < min(b, end))
    rest = taken_out(text[start:end], inside)
    carried = carry(cuts, start, end)
    if not rest:
        assert carried is None
    else:
        assert carried is not None
        assert left[slice(*carried)] == rest
    ruler = Ruler(cuts)
    assert ruler.carry(start, end) == carried
    assert ruler.touches(start, end) == (rest != text[start:end])
    assert cuts or carried in (None, (start, end))


@given(transcripts, leaving)
def test_positions_keep_their_order(text: str, labels: set[str]) -> None:
    ruler = Ruler(spans(turns(text), len(text), labels))
    carried = [ruler.at(p) for p in range(len(text) + 1)]
    assert carried == sorted(carried)
    assert carried[0] == 0
    assert carried[-1] == len(without(text, turns(text), labels).text)


@given(transcripts, leaving, leaving)
def test_in_which_order_people_leave_makes_no_difference(text: str, first: set[str], then: set[str]) -> None:
    def one_by_one(a: set[str], b: set[str]) -> tuple[str, tuple[object, ...]]:
        once = without(text, turns(text), a)
        twice = without(once.text, once.turns, b)
        return twice.text, twice.turns

    together = without(text, turns(text), first | then)
    assert one_by_one(first, then) == one_by_one(then, first) == (together.text, together.turns)


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 3, st.sampled_from(LABELS)), max_size=8), leaving)
def test_turns_that_no_text_has_are_cut_without_an_error(
    given_turns: list[tuple[int, int, int, str]], labels: set[str]
) -> None:
    from workbench.transcripts import Turn

    odd = [Turn(*sorted(t[:3]), t[3]) for t in given_turns]
    text = "x" * 40
    left, cuts, _ = without(text, odd, labels)
    assert len(left) == 40 - sum(b - a for a, b in cuts)
    assert all(any(a <= p < b for a, b in cuts) for t in odd if t.label in labels for p in range(t.start, t.end))


def test_sentences_that_left_are_no_starts_any_more() -> None:
    cuts = spans(turns(TEXT), len(TEXT), {"R1"})
    starts = [m.start() for m in re.finditer(r"(?<=: )\S", TEXT)]
    left = without(TEXT, turns(TEXT), {"R1"}).text
    assert [left[p] for p in Ruler(cuts).points(starts)] == ["H", "J", "T"]


def test_who_is_mentioned_is_found_as_a_word_of_its_own() -> None:
    text = "R2: Som r1 sagde.\n\nR3: R11 og R1a.\n\nR1?: Hm.\n\nR2: P07 var der.\n"
    assert [text[t.start : t.end] for t in mentions(text, turns(text), {"R1", "P07"})] == [
        "R2: Som r1 sagde.",
        "R1?: Hm.",
        "R2: P07 var der.",
    ]
    assert mentions(text, turns(text), {""}) == ()
