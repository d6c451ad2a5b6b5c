"""The list with a cursor: what is visible, where the cursor can be, what a click means."""

from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from workbench.tui.app import WorkbenchApp
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line


class ListApp(App[None]):
    """A list of numbered items of one to three lines."""

    def __init__(self, tall: bool) -> None:
        super().__init__()
        self.tall = tall
        self.drawn: set[int] = set()
        self.chosen: list[int] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables the real app has."""
        return WorkbenchApp.get_theme_variable_defaults(self)  # type: ignore[arg-type]

    def compose(self) -> ComposeResult:
        """Only the list."""
        yield Rows()

    def on_mount(self) -> None:
        """A thousand items."""
        height = (lambda index, width: index % 3 + 1) if self.tall else None
        self.query_one(Rows).show(1000, self.draw, height)
        self.query_one(Rows).focus()

    def draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        """Item and line."""
        self.drawn.add(index)
        return [[(f"{index}.{part} {'<' if here else ''}", "")] for part in range(3)]

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Remember."""
        self.chosen.append(event.index)


def lines(app: App[Any]) -> list[str]:
    """The lines on the screen."""
    return ["".join(s.text for s in strip).strip(" ▁▂▃▄▅▆▇█") for strip in app.screen._compositor.render_strips()]


async def at(pilot: "Pilot[None]", action: str) -> int:
    """The cursor after an action."""
    rows = pilot.app.query_one(Rows)
    await rows.run_action(action)
    return rows.cursor


async def test_only_what_is_visible_is_drawn_and_the_cursor_stays_in_sight() -> None:
    app = ListApp(tall=False)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        assert lines(app)[:2] == ["0.0 <", "1.0"]
        assert [await at(pilot, name) for name in ("down", "up", "up", "page_down", "page_up", "last")] == [
            1,
            0,
            0,
            9,
            0,
            999,
        ]
        await pilot.pause()
        assert lines(app)[-1] == "999.0 <"
        assert await at(pilot, "first") == 0
        assert len(app.drawn) < 60


async def test_items_of_several_lines_scroll_as_one() -> None:
    app = ListApp(tall=True)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.pause()
        assert lines(app)[:6] == ["0.0 <", "1.0", "1.1", "2.0", "2.1", "2.2"]
        assert await at(pilot, "last") == 999
        await pilot.pause()
        assert lines(app)[-1] == "999.0 <"
        rows = app.query_one(Rows)
        rows.move(5)
        await pilot.pause()
        assert lines(app)[:3] == ["5.0 <", "5.1 <", "5.2 <"]


async def test_a_click_moves_the_cursor_and_a_second_one_chooses() -> None:
    app = ListApp(tall=True)
    async with app.run_test(size=(30, 10)) as pilot:
        await pilot.click(Rows, offset=(2, 4))
        assert app.query_one(Rows).cursor == 2
        assert app.chosen == []
        await pilot.click(Rows, offset=(2, 3))
        assert app.chosen == [2]
        app.query_one(Rows).show(0, app.draw)
        await pilot.pause()
        assert app.query_one(Rows).cursor == -1 or lines(app) == [""] * 10
