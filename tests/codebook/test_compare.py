"""The differences of two codebooks: put into the one, they make the other; and each is called what it is."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.codebook import parse
from workbench.codebook.compare import Comparison, Difference, Entry, compare, of_headings

WORDS = ["", "a", "b"]


@st.composite
def books(draw: st.DrawFn) -> tuple[Entry, ...]:
    """A codebook of up to six of eight codes, depth first."""
    ids = draw(st.permutations("ABCDEFGH"))[: draw(st.integers(0, 6))]
    parents = {code: draw(st.sampled_from(["", *ids[:i]])) for i, code in enumerate(ids)}

    def below(parent: str) -> list[Entry]:
        found = []
        for code in ids:
            if parents[code] == parent:
                texts = {field: draw(st.sampled_from(WORDS)) for field in ("definition", "include", "status")}
                name, facets = draw(st.sampled_from(["x", "y"])), draw(st.sampled_from([{}, {"kind": ("formel",)}]))
                found += [
                    Entry(code, name, parent, facets=facets, exclusive=draw(st.booleans()), **texts),
                    *below(code),
                ]
        return found

    return tuple(below(""))


def applied(before: Sequence[Entry], found: Comparison) -> tuple[Entry, ...]:
    """What the differences make of a codebook, and nothing else but them."""
    now = {entry.id: entry for entry in before}
    siblings: dict[str, list[str]] = {}
    for entry in before:
        siblings.setdefault(entry.parent, []).append(entry.id)
    coming = []
    for one in found.differences:
        if one.kind in ("removed", "merged", "moved", "reordered"):
            siblings[now[one.id].parent].remove(one.id)
        if one.kind in ("removed", "merged"):
            del now[one.id]
        elif one.kind in ("added", "unmerged"):
            assert one.entry is not None
            now[one.id] = one.entry
        elif one.field and one.kind != "reordered":
            assert getattr(now[one.id], one.field) == one.before
            now[one.id] = now[one.id]._replace(**{one.field: one.after})
        if one.kind in ("added", "unmerged", "moved", "reordered"):
            coming.append(one)
    for one in coming:  # in the order of the later book: the sibling it stands behind is there already
        group = siblings.setdefault(now[one.id].parent, [])
        group.insert(group.index(one.beside) + 1 if one.beside else 0, one.id)

    def below(parent: str) -> list[Entry]:
        return [each for code in siblings.get(parent, ()) for each in (now[code], *below(code))]

    return tuple(below(""))


@settings(max_examples=examples(200))
@given(books(), books())
def test_put_into_the_one_book_the_differences_make_the_other(
    before: tuple[Entry, ...], after: tuple[Entry, ...]
) -> None:
    found = compare(before, after)
    assert applied(before, found) == after
    touched = {one.id for one in found.differences}
    assert found.unchanged == len({entry.id for entry in before} & {entry.id for entry in after} - touched)
    assert compare(after, after) == Comparison((), len(after))


def told(found: Comparison) -> list[tuple[object, ...]]:
    """Kind, code, field and both values."""
    return [one[:5] for one in found.differences]


def test_each_difference_is_called_what_it_is() -> None:
    before = (
        Entry("r", "Relationer"),
        Entry("n", "Netværk", "r", "at kende nogen"),
        Entry("t", "Tid"),
        Entry("s", "Sted"),
    )
    after = (
        Entry("r", "Relationer", status="settled"),
        Entry("n", "Netværksledelse", "", "at kende nogen"),
        Entry("g", "Gaver", "n"),
        Entry("s", "Sted", "", "hvor"),
    )
    assert told(compare(before, after, {"t": "s"})) == [
        ("status", "r", "status", "", "settled"),
        ("renamed", "n", "name", "Netværk", "Netværksledelse"),
        ("moved", "n", "parent", "r", ""),
        ("added", "g", "", "", ""),
        ("redefined", "s", "definition", "", "hvor"),
        ("merged", "t", "", "", "s"),
    ]
    assert told(compare(after, before, {"g": "n"}, {"t": "s"}))[-2:] == [
        ("redefined", "s", "definition", "hvor", ""),
        ("merged", "g", "", "", "n"),
    ]
    assert ("unmerged", "t", "", "s", "") in told(compare(after, before, {}, {"t": "s"}))


def test_what_is_below_a_code_that_was_renamed_or_moved_has_not_changed() -> None:
    before = (Entry("a", "A"), Entry("b", "B", "a"), Entry("c", "C", "b"), Entry("d", "D"))
    after = (Entry("d", "D"), Entry("b", "Bb", "d"), Entry("c", "C", "b"), Entry("a", "A"))
    found = compare(before, after)
    assert [(one.kind, one.id) for one in found.differences] == [("reordered", "d"), ("renamed", "b"), ("moved", "b")]
    assert found.unchanged == 2


def test_as_few_codes_as_can_be_have_gone_past_others() -> None:
    before = [Entry(code, code) for code in "ABCDEFGHIJ"]
    after = [Entry(code, code) for code in "JABCDEFGHI"]
    assert [one.id for one in compare(before, after).differences] == ["J"]


def test_two_texts_are_compared_by_their_short_ids() -> None:
    before = of_headings(parse("# A {#aaaa}\n\nord\n\n## B {#bbbb}\n"))
    after = of_headings(parse("# A {#aaaa}\n\nandre ord\n\n# C {#bbbb}\n\nStatus: draft\n"))
    assert compare(before, after).differences == (
        Difference("redefined", "aaaa", "definition", "ord", "andre ord"),
        Difference("renamed", "bbbb", "name", "B", "C"),
        Difference("moved", "bbbb", "parent", "aaaa", "", "aaaa"),
        Difference("status", "bbbb", "status", "", "draft"),
    )
