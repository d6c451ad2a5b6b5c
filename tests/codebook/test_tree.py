"""The order and the paths of codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.codebook.tree import Node, check_name, ordered, paths, split_path
from workbench.errors import InputError

ids = st.sampled_from("abcdefgh")
names = st.sampled_from(["X", "Y", "X ~2", "X / Y"])
node = st.builds(Node, ids, names, st.none() | ids, st.integers(0, 2), living=st.booleans())
nodes = st.lists(node, unique_by=lambda node: node.id)


@given(nodes)
def test_every_living_node_has_one_place_after_its_parent_and_one_path(given_nodes: list[Node]) -> None:
    tree = ordered(given_nodes)
    assert sorted(node.id for node in tree) == sorted(node.id for node in given_nodes if node.living)
    seen: dict[str, Node] = {}
    for node in tree:
        assert node.depth == (seen[node.parent].depth + 1 if node.parent else 0)
        seen[node.id] = node
    shown = paths(given_nodes)
    assert list(shown) == list(seen)
    assert len(set(shown.values())) == len(shown)
    for node in tree:
        assert len(split_path(shown[node.id])) == node.depth + 1


def test_siblings_stand_by_sort_then_by_id() -> None:
    tree = ordered([Node("c", "C", "a", 2), Node("b", "B", "a", 2), Node("a", "A"), Node("d", "D", "a", 1)])
    assert [node.id for node in tree] == ["a", "d", "b", "c"]


def test_what_was_below_a_deleted_code_moves_up() -> None:
    tree = ordered([Node("a", "A"), Node("b", "B", "a", living=False), Node("c", "C", "b")])
    assert [(node.id, node.parent, node.depth) for node in tree] == [("a", None, 0), ("c", "a", 1)]


def test_the_later_of_two_codes_of_one_path_is_numbered_whatever_their_order() -> None:
    same = [Node("b", "X"), Node("a", "X", sort=2), Node("c", "X", sort=-1)]
    names = paths([*same, Node("d", "X ~2", sort=-2), Node("e", "K", "b")])
    assert names == {"d": "X ~2", "c": "X ~4", "b": "X ~3", "e": "X ~3 / K", "a": "X"}


def test_paths_are_split_at_spaced_slashes_only() -> None:
    assert split_path("Relationer /  Netværk/tillid ") == ("Relationer", "Netværk/tillid")
    for path in ("", "A / ", " / A", "A /  / B"):
        with pytest.raises(InputError):
            split_path(path)


@pytest.mark.parametrize("name", ["", " \t", "A / B", "/ A", "A /", "/", "A ~2", "~12", "x" * 301, "a\x00b", "\ud800"])
def test_names_that_a_path_could_not_hold_are_refused_with_a_hint(name: str) -> None:
    with pytest.raises(InputError) as caught:
        check_name(name)
    assert caught.value.hint


@given(st.text(max_size=12))
def test_an_accepted_name_is_one_part_of_a_path(name: str) -> None:
    try:
        stored = check_name(name)
    except InputError:
        return
    assert split_path(f"{stored} / {stored}") == (stored, stored)
    assert paths([Node("a", stored), Node("b", stored, "a")])["b"] == f"{stored} / {stored}"
    assert check_name(stored) == stored
