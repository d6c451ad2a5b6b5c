"""The text as it is drawn: what each row holds, and that only rows that changed are drawn again."""

from typing import Any

import pytest
from rich.color import Color
from rich.segment import Segment
from textual.geometry import Region

from workbench.tui.coding.document import Span, Unit
from workbench.tui.coding.looks import Looks, Piece
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.coding.search import Finder
from workbench.tui.coding.view import TranscriptView


@pytest.fixture(autouse=True)
def truecolour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, whatever the tests are run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)


def row_at(view: TranscriptView, words: str) -> int:
    return view.rows.row_of(view.document.text.index(words)) - view.scroll_offset.y


def segment(view: TranscriptView, words: str) -> Segment:
    """The run of characters that shows ``words``."""
    return next(s for s in view.render_line(row_at(view, words)) if words in s.text)


def ground(view: TranscriptView, words: str) -> Color | None:
    style = segment(view, words).style
    return style.bgcolor if style else None


async def test_margin_label_and_words_stand_in_their_columns(open_text: Any) -> None:
    async with open_text() as (screen, _):
        view = screen.view
        line = view.render_line(row_at(view, "Vi ringer")).text
        left = view.text_left
        assert line[left : left + 3] == "R1 "
        assert line[left + 3 :].startswith("Vi ringer til hinanden. Det er det hele.")
        assert len(line) == view.region.width


async def test_a_coding_has_a_stripe_in_its_hue_with_two_letters_where_it_begins(open_text: Any) -> None:
    async with open_text() as (screen, _):
        view = screen.view
        row = screen.marks.row(screen.marks.overlapping(20, 30)[0])
        look = view.codes[row.code]
        strip = view.render_line(row_at(view, "Vi ringer"))
        assert strip.text[1:4] == "Ne" + look.glyph
        assert any(look.glyph in s.text and s.style and s.style.color == look.style.color for s in strip)
        below = view.render_line(row_at(view, "Vi ringer") - 1).text
        assert not below[: view.text_left].strip()


async def test_the_ground_tells_the_number_of_codings_and_one_singled_out_its_hue(open_text: Any) -> None:
    async with open_text() as (screen, pilot):
        view = screen.view
        nothing, one = ground(view, "Det er"), ground(view, "Vi ringer")
        assert nothing != one
        screen.action_step("sentence", 1)
        screen._picked(screen.study.codes.find("Tillid").id)
        screen.action_escape()
        screen.action_step("sentence", -1)
        await pilot.pause()
        two = ground(view, "Vi ringer")
        assert two not in (nothing, one)
        view.single(screen.marks.overlapping(*view.document.containing(Unit.SENTENCE, 22))[0])
        assert ground(view, "Vi ringer") not in (nothing, one, two)


async def test_cursor_and_selection_look_different_and_the_interviewer_is_dim(open_text: Any) -> None:
    async with open_text() as (screen, _):
        view = screen.view
        cursor = ground(view, "Hvad gør")
        screen.action_extend()
        selected = segment(view, "Hvad gør").style
        assert selected is not None
        assert selected.bgcolor != cursor
        screen.action_escape()
        screen.action_step("sentence", 2)
        asked, answered = segment(view, "Hvad gør").style, segment(view, "Det er").style
        assert asked is not None
        assert answered is not None
        assert asked.color != answered.color


async def test_what_a_search_found_is_marked_in_the_middle_of_a_row(open_text: Any) -> None:
    async with open_text() as (screen, _):
        view = screen.view
        view.show_hits(Finder(view.document.text).find("hinanden"))
        assert segment(view, "hinanden").text == "hinanden"


async def test_a_step_draws_only_the_rows_of_both_sentences(open_text: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_text() as (screen, pilot):
        view = screen.view
        drawn: list[int] = []
        build = view.build
        monkeypatch.setattr(view, "build", lambda line: drawn.append(line) or build(line))
        asked: list[Region] = []
        refresh = view.refresh
        monkeypatch.setattr(
            view, "refresh", lambda *regions, **more: asked.extend(regions) or refresh(*regions, **more)
        )
        screen.action_step("sentence", 1)
        await pilot.pause()
        assert sorted(set(drawn)) == [row_at(view, "Hvad gør"), row_at(view, "Vi ringer")]
        assert {region.height for region in asked} == {1}


async def test_a_new_width_keeps_the_words_at_the_top(open_text: Any) -> None:
    async with open_text(size=(140, 30)) as (screen, pilot):
        view = screen.view
        screen.action_last()
        view.scroll_to(y=2, animate=False, immediate=True)
        top = view.rows.span(view.scroll_offset.y).start
        await pilot.resize_terminal(70, 16)
        await pilot.pause()
        await pilot.pause()
        drawn = [view.render_line(y).text for y in range(view.size.height)]
        assert all(len(line) == view.region.width for line in drawn)
        assert view.rows.row_of(top) >= view.scroll_offset.y
        words = [view.document.display[slice(*view.rows.words(row))].rstrip() for row in range(len(view.rows))]
        for y, line in enumerate(drawn):
            if y + view.scroll_offset.y < len(words):
                assert line[view.text_left + view.rows.indent :].rstrip() == words[y + view.scroll_offset.y]


def place(screen: CodingScreen, words: str) -> tuple[int, int]:
    """Where ``words`` begin on the view."""
    row, cell = screen.view.rows.place(screen.source.text.index(words))
    return cell + screen.view.text_left, row - screen.view.scroll_offset.y


async def test_clicks_take_place_word_and_sentence(open_text: Any) -> None:
    async with open_text() as (screen, pilot):
        text = screen.source.text
        at = place(screen, "hinanden")
        await pilot.click(screen.view, offset=at)
        assert text[slice(*screen.passage)] == "Vi ringer til hinanden."
        assert not screen.view.cursor.selected
        await pilot.click(screen.view, offset=at, times=2)
        assert text[slice(*screen.passage)] == "hinanden"
        await pilot.click(screen.view, offset=at, times=3)
        assert text[slice(*screen.passage)] == "Vi ringer til hinanden."
        assert screen.view.cursor.selected


async def test_a_drag_selects_whole_words(open_text: Any) -> None:
    async with open_text() as (screen, pilot):
        await pilot.mouse_down(screen.view, offset=place(screen, "inger til"))
        await pilot.hover(screen.view, offset=place(screen, "nanden"))
        await pilot.mouse_up(screen.view, offset=place(screen, "nanden"))
        assert screen.source.text[slice(*screen.passage)] == "ringer til hinanden"
        await pilot.pause()
        assert screen.source.text[slice(*screen.passage)] == "ringer til hinanden"


def test_without_colours_coded_is_underlined_selected_reversed_and_the_cursor_bold() -> None:
    looks = Looks({}, plain=True)
    coded, selected, cursor = (
        looks.piece(Piece(depth=1)),
        looks.piece(Piece(selected=True)),
        looks.piece(Piece(cursor=True)),
    )
    assert (coded.underline, selected.reverse, cursor.bold) == (True, True, True)
    assert all(style.color is None and style.bgcolor is None for style in (coded, selected, cursor))


def test_a_colour_the_codebook_got_wrong_falls_back_to_the_hue_of_the_number() -> None:
    looks = Looks({})
    assert looks.code("Re", 1, "#nonsense").hue == looks.code("Re", 1).hue
    assert looks.code("Re", 1, "#ff0000").hue.hex == "#FF0000"


def test_more_codings_than_lanes_are_counted_by_a_sign(small_scene: Any) -> None:
    text = small_scene(9)
    assert "+" in text[:12]
    assert "+" not in small_scene(3)[:12]


@pytest.fixture
def small_scene() -> Any:
    """``small_scene(n)``: the first row of a text with ``n`` codings on it."""
    from workbench.study import CodingRow
    from workbench.transcripts import sentences, turns
    from workbench.tui.coding.cursor import Cursor
    from workbench.tui.coding.document import Document
    from workbench.tui.coding.marks import Marks
    from workbench.tui.coding.painter import Scene, draw
    from workbench.tui.coding.rows import Rows
    from workbench.tui.coding.search import Hits

    def line(count: int) -> str:
        found = turns("R1: Vi ringer.")
        document = Document("R1: Vi ringer.", found, sentences("R1: Vi ringer.", found, "da"))
        marks = Marks(20)
        for i in range(count):
            marks.add(CodingRow(f"g{i}", "r", 4, 14, "gone", "ann", "", {}, None))
        looks, memos = Looks({}), [Span(4, 6)]
        scene = Scene(document, Rows(document, 40), marks, Cursor(document), looks, {}, None, -1, Hits(), memos, (), 60)
        return draw(scene, 0).text

    return line
