"""Values that one process tells another come back as they were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.study.asjson import heard, told


class Leaf(NamedTuple):
    name: str
    span: tuple[int, int]


class Part(NamedTuple):
    name: str
    span: tuple[int, int]
    words: tuple[str, ...] = ()
    of: Mapping[str, Leaf] | None = None


@dataclass(frozen=True)
class Whole:
    title: str
    parts: tuple[Part, ...] = ()
    groups: tuple[str, ...] | None = None
    numbers: Mapping[int, float] = field(default_factory=dict)
    named: Mapping[str, str | None] = field(default_factory=dict)


words = st.text(max_size=4)
leaves = st.builds(Leaf, words, st.tuples(st.integers(), st.integers()))
parts = st.builds(
    Part,
    words,
    st.tuples(st.integers(), st.integers()),
    st.lists(words, max_size=2).map(tuple),
    st.none() | st.dictionaries(words, leaves, max_size=2),
)
wholes = st.builds(
    Whole,
    words,
    st.lists(parts, max_size=3).map(tuple),
    st.none() | st.lists(words, max_size=2).map(tuple),
    st.dictionaries(st.integers(), st.floats(allow_nan=False), max_size=2),
    st.dictionaries(words, st.none() | words, max_size=2),
)


@given(wholes)
@settings(max_examples=examples(40), deadline=None)
def test_what_was_told_is_heard_as_it_was(value: Whole) -> None:
    assert heard(Whole, json.loads(json.dumps(told(value)))) == value


def test_lists_of_values_are_told_too() -> None:
    value = [Part("a", (1, 2)), Part("b", (3, 4), ("c",))]
    assert heard(list[Part], json.loads(json.dumps(told(value)))) == value


def test_the_types_of_what_is_heard_are_those_that_were_told() -> None:
    found = heard(Whole, told(Whole("x", (Part("a", (1, 2), ("b",), {"c": Leaf("d", (0, 1))}),), ("e",))))
    assert isinstance(found.parts[0], Part)
    assert isinstance(found.parts[0].span, tuple)
    assert found.parts[0].of is not None
    assert isinstance(found.parts[0].of["c"], Leaf)
