"""What a hand edit intends: no more and no less than what the hand changed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.codebook.edits import Edit, differences
from workbench.codebook.heading import Heading
from workbench.codebook.text import parse, render
from workbench.codebook.tree import Node, ordered

BOOK = "# A {#a1}\n\nDefinition: om a\n\n## B {#b1}\n\n## C {#c1}\n\nInclude: x\n\n## D {#d1}\n\n# E {#e1}\n"


def edited(*changes: tuple[str, str], sorts: dict[str, int] | None = None) -> list[Edit]:
    text = BOOK
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [edit._replace(line=0) for edit in differences(parse(BOOK), parse(text), sorts)]


def applied(before: tuple[Heading, ...], edits: tuple[Edit, ...], sorts: dict[str, int]) -> tuple[Heading, ...]:
    """The codes as the study would hold them after ``edits``, one at a time, in the order of their sort numbers."""
    held = {heading.short: heading for heading in before}
    sorts = dict(sorts)
    for edit in edits:
        fields = dict(edit.fields)
        sort = fields.pop("sort", None)
        if edit.kind == "delete":
            assert not any(heading.parent == edit.short for heading in held.values())
            del held[edit.short]
            continue
        assert (edit.kind == "add") == (edit.short not in held)
        assert not fields.get("parent") or fields["parent"] in held
        held[edit.short] = replace(held.get(edit.short) or Heading(edit.short, ""), **fields)  # type: ignore[arg-type]
        if sort is not None:
            sorts[edit.short] = int(sort)  # type: ignore[call-overload]
        above, seen = held[edit.short].parent, set()
        while above:
            assert above not in seen | {edit.short}, "a move closed a ring"
            seen.add(above)
            above = held[above].parent
    nodes = [Node(short, heading.name, heading.parent or None, sorts[short]) for short, heading in held.items()]
    return tuple(held[node.id] for node in ordered(nodes))


def default_sorts(before: tuple[Heading, ...]) -> dict[str, int]:
    return {heading.short: 1000 * number for number, heading in enumerate(before, 1)}


@st.composite
def books(draw: st.DrawFn, shorts: list[str]) -> tuple[Heading, ...]:
    """Codes with these short ids in some order, some left out, names unique among siblings."""
    result: list[Heading] = []
    trail: list[str] = []
    taken: set[tuple[str, str]] = set()
    for short in draw(st.permutations(shorts))[: draw(st.integers(0, len(shorts)))]:
        del trail[draw(st.integers(0, len(trail))) :]
        parent = trail[-1] if trail else ""
        name = draw(st.sampled_from("ABCDEFGH").filter(lambda name, parent=parent: (parent, name) not in taken))
        taken.add((parent, name))
        result.append(Heading(short, name, parent, definition=draw(st.sampled_from(["", "x", "y"]))))
        trail.append(short)
    return tuple(result)


OLD = ["s1", "s2", "s3", "s4", "s5", "s6"]


@given(
    books(OLD), books([*OLD[2:], "n1", "n2", "n3"]), st.lists(st.integers(-3, 9), min_size=6, max_size=6), st.booleans()
)
def test_doing_the_edits_to_the_old_book_gives_the_new_one(
    before: tuple[Heading, ...], after: tuple[Heading, ...], numbers: list[int], stored: bool
) -> None:
    sorts = default_sorts(before)
    if stored:  # narrow numbers, as many insertions leave them
        room = sorted({*numbers, *range(10, 17)})
        order = sorted(sorts, key=sorts.__getitem__)
        sorts = dict(zip(order, room, strict=False))
    edits = differences(before, after, sorts)
    assert applied(before, edits, sorts) == after
    same = {old.short for old in before for new in after if old == new}
    for edit in edits:
        assert edit.short not in same or set(edit.fields) <= {"sort"}


@given(books(OLD), books([*OLD[1:], "n1", "n2"]), st.sets(st.integers(0, 6)))
def test_lost_ids_still_give_the_new_book(
    before: tuple[Heading, ...], after: tuple[Heading, ...], lost: set[int]
) -> None:
    text = render(after)
    for number in lost:
        if number < len(after):
            text = text.replace(f" {{#{after[number].short}}}", "")
    read = parse(text)
    held = applied(before, differences(before, read, default_sorts(before)), default_sorts(before))
    assert [(heading.name, heading.definition) for heading in held] == [(h.name, h.definition) for h in after]
    assert depths(held) == depths(after)
    kept = {heading.short for heading in held}
    for number, heading in enumerate(after):
        if number not in lost or (heading in before and all(above in before for above in ancestors(after, heading))):
            assert heading.short in kept


def ancestors(headings: tuple[Heading, ...], heading: Heading) -> list[Heading]:
    by_short = {h.short: h for h in headings}
    found = []
    while heading.parent:
        heading = by_short[heading.parent]
        found.append(heading)
    return found


def depths(headings: tuple[Heading, ...]) -> list[int]:
    return [len(ancestors(headings, heading)) for heading in headings]


def test_an_unchanged_book_has_no_edits(sample: str) -> None:
    assert differences(parse(sample), parse(sample)) == ()


def test_the_first_reading_adds_every_code_with_its_parent_first(sample: str) -> None:
    edits = differences((), parse(sample))
    assert [edit.kind for edit in edits] == ["add"] * 27
    assert edits[1].fields["parent"] == edits[0].short
    assert [edit.fields["sort"] for edit in edits[:4]] == [1000, 1000, 2000, 3000]
    assert edits[2].line == 11


def test_a_changed_field_is_that_field_only() -> None:
    assert edited(("om a", "om A")) == [Edit("set", "a1", {"definition": "om A"})]
    assert edited(("Include: x\n", "")) == [Edit("set", "c1", {"include": ""})]
    assert edited(("Include: x", "Include: x\nFacets: kind = reel")) == [
        Edit("set", "c1", {"facets": {"kind": ("reel",)}})
    ]


def test_a_status_is_set_changed_and_taken_back_like_any_field() -> None:
    plain, draft, settled = (parse(f"# A {{#a}}\n{said}") for said in ("", "Status: draft\n", "Status: settled\n"))
    assert [edit[:3] for edit in differences(plain, draft)] == [("set", "a", {"status": "draft"})]
    assert [edit[:3] for edit in differences(draft, settled)] == [("set", "a", {"status": "settled"})]
    assert [edit[:3] for edit in differences(settled, plain)] == [("set", "a", {"status": ""})]


def test_exclusive_is_set_and_taken_back_like_any_field() -> None:
    plain, marked = parse("# A {#a}\n"), parse("# A {#a}\n\nExclusive: yes\n")
    assert [edit[:3] for edit in differences(plain, marked)] == [("set", "a", {"exclusive": True})]
    assert [edit[:3] for edit in differences(marked, plain)] == [("set", "a", {"exclusive": False})]


def test_a_new_name_beside_the_same_id_is_a_rename() -> None:
    assert edited(("## C {", "## Ny {")) == [Edit("set", "c1", {"name": "Ny"})]


def test_a_code_between_two_others_gets_a_number_between_theirs() -> None:
    (edit,) = edited(("## C", "## Ny {#n1}\n\n## C"))
    assert edit == Edit("add", "n1", {"name": "Ny", "parent": "a1", "sort": 1500})


def test_where_there_is_no_room_only_the_next_codes_are_renumbered() -> None:
    sorts = {"a1": 1, "e1": 2, "b1": 1, "c1": 2, "d1": 50}
    edits = edited(("## C", "## Ny {#n1}\n\n## C"), sorts=sorts)
    assert [(edit.kind, edit.short) for edit in edits] == [("add", "n1"), ("set", "c1")]
    assert 1 < edits[0].fields["sort"] < edits[1].fields["sort"] < 50  # type: ignore[operator]


def test_moving_the_last_to_the_front_numbers_one_code() -> None:
    edits = edited(("\n## D {#d1}\n", ""), ("## B", "## D {#d1}\n\n## B"))
    assert edits == [Edit("set", "d1", {"sort": 0})]


def test_a_heading_under_another_parent_is_a_move() -> None:
    assert edited(("\n## D {#d1}\n", ""), ("# E {#e1}\n", "# E {#e1}\n\n## D {#d1}\n")) == [
        Edit("move", "d1", {"parent": "e1", "sort": 1000})
    ]


def test_a_removed_branch_is_deleted_from_below() -> None:
    after = parse("# E {#e1}\n")
    assert [(edit.kind, edit.short) for edit in differences(parse(BOOK), after)] == [
        ("delete", "d1"), ("delete", "c1"), ("delete", "b1"), ("delete", "a1"),
    ]  # fmt: skip


def test_parent_and_child_can_change_places() -> None:
    edits = differences(parse("# A {#a}\n## B {#b}\n"), parse("# B {#b}\n## A {#a}\n"))
    assert [(edit.kind, edit.short, edit.fields["parent"]) for edit in edits] == [("move", "b", ""), ("move", "a", "b")]


@pytest.mark.parametrize("lost", [[" {#b1}"], [" {#a1}"], [" {#a1}", " {#b1}", " {#c1}", " {#d1}", " {#e1}"]])
def test_lost_ids_change_nothing_when_the_path_is_the_same(lost: list[str]) -> None:
    assert edited(*((id_, "") for id_ in lost)) == []


def test_a_child_without_id_is_found_under_its_renamed_parent() -> None:
    assert edited(("# A {#a1}", "# Ny {#a1}"), (" {#b1}", "")) == [Edit("set", "a1", {"name": "Ny"})]


def test_a_new_heading_does_not_take_the_id_of_a_code_that_once_had_its_name() -> None:
    old = parse("# Relationer\n")[0].short
    before = parse(f"# Forbindelser {{#{old}}}\n")
    after = parse("# Forbindelser\n# Relationer\n")
    (edit,) = differences(before, after)
    assert (edit.kind, edit.fields["name"]) == ("add", "Relationer")
    assert edit.short != old


@pytest.mark.parametrize("numbers", [(3, 2, 1), (5, 5, 5), (5, 4, 5), ()])
def test_stored_numbers_that_are_tied_turned_or_missing_still_give_the_order_of_the_file(
    numbers: tuple[int, ...],
) -> None:
    before = parse("# A {#a}\n# B {#b}\n# C {#c}\n")
    after = parse("# N {#n}\n# A {#a}\n# B {#b}\n# C {#c}\n")
    sorts = dict(zip("abc", numbers, strict=False))
    assert applied(before, differences(before, after, sorts), sorts) == after
