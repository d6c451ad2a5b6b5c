"""The synthesis room: the matrix as cells and words, where one was, what is behind a cell, and its commands."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.color import Color
from textual.widgets import Input

from workbench.synthesis import Count, Evidence, Interview, Matrix, Rule, Speaker, Theme, build
from workbench.synthesis.values import Note
from workbench.tui.synthesis import counting, screen, table, words
from workbench.tui.synthesis.compared import ComparedScreen
from workbench.tui.synthesis.evidence import EvidenceScreen
from workbench.tui.synthesis.few import FewScreen
from workbench.tui.synthesis.heat import Tints
from workbench.tui.synthesis.plots import PlotsScreen
from workbench.tui.theme import DARK, LIGHT
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.lines import LinesScreen


async def room(app: Any, pilot: Any) -> Any:
    """The synthesis, painted."""
    app.open_synthesis()
    await pilot.pause()
    await pilot.pause()
    return app.screen


def at(screen: Any, path: str) -> None:
    """Put the cursor on a theme."""
    screen.query_one("#matrix").move([row.path for row in screen._rows].index(path))


# --- on the screen


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_themes_stand_with_their_counts_and_their_column(open_app: Any, seen: Any, size: tuple[int, int]) -> None:
    async with open_app(size=size) as (app, pilot):
        shown = await room(app, pilot)
        rows = [line.split() for line in seen(app).split("\n")]
        shared = next(row for row in rows if row[:1] == ["Netværk"])
        assert shared[1:3] == ["1/1", "■■■■"]
        assert "shared" in shared or "Fælles" in shared
        alone = next(row for row in rows if row[:1] == ["Tillid"])
        assert "–" in alone
        assert "layer: all coders · coders: ann" in seen(app)
        assert "shared when both columns voice it (≥ 1 informant each)" in seen(app)
        at(shown, "Relationer / Tillid")
        await pilot.press("l")
        text = seen(app)
        assert ": 1 of 1 informants · 1 interview · 1 excerpt" in text
        assert "! one informant carries this · could identify: only 1 informant in " in text
        assert size[0] < 100 or "Fagprofessionelle: no other column has enough evidence" in text


async def test_four_keys_lead_to_the_words_and_back_to_where_one_was(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        shown = await room(app, pilot)
        await pilot.press("o", "o", "slash", *"relat", "enter")
        at(shown, "Relationer / Netværk")
        await pilot.press("l", "l")

        def where() -> tuple[Any, ...]:
            return shown.name_shown, shown.row.path, shown.cell.id, shown.needle, shown._order, len(shown._rows)

        before = where()
        assert before == ("competences", "Relationer / Netværk", "volunteer", "relat", 2, 3)
        await pilot.press("enter")
        found: Any = app.screen
        assert isinstance(found, EvidenceScreen)
        assert [(q.transcript, q.speakers, q.groups) for q in found._shown] == [("F-01", ("R1",), ("volunteer",))]
        await pilot.press("enter")
        assert app.place == "coding"
        assert app.screen.source.text[slice(*app.screen.passage)] == "Vi ringer til hinanden."
        await pilot.press("escape", "escape")
        assert app.screen is shown
        assert where() == before

        app.show_library()
        await pilot.pause()
        shown = await room(app, pilot)  # another screen, and the same place
        assert where() == before
        await pilot.press("escape")
        assert shown.needle == ""
        assert shown.row.path == "Relationer / Netværk"


async def test_presets_have_numbers_and_the_overview_is_counted_from_the_transcripts(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        shown = await room(app, pilot)
        assert "1 Kompetencer   2 Data" in seen(app)
        for key in ("tab", "2"):
            await pilot.press("1", key)
            assert shown.name_shown == "overview"
        rows = [line.split() for line in seen(app).split("\n")]
        assert ["Total", "3", "1", "2", "–", "3"] in [row[:6] for row in rows]
        await pilot.press("enter", "p", "s", "l", "f", "x", "9")
        assert app.screen is shown
        assert shown.name_shown == "overview"
        await pilot.press("shift+tab")
        assert shown.name_shown == "competences"


async def test_a_theme_is_placed_by_hand_and_worded_with_all_of_it_shown(open_app: Any, seen: Any) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        shown = await room(app, pilot)
        at(shown, "Relationer / Tillid")
        await pilot.press("p", *"frivil", "enter")
        app.screen.query_one(Input).value = "Sagt uden for båndet"
        await pilot.press("enter")
        assert (shown.row.column, shown.row.placed) == ("volunteer", "Sagt uden for båndet")
        text = seen(app)
        assert f"Frivillige {table.PLACED}" in text
        assert "placed by hand by ann, 20" in text
        assert "(Sagt uden for båndet); by the rule Fagprofessionelle" in text
        await pilot.press("W")
        app.screen.query_one(Input).value = "At stole på hinanden"
        await pilot.press("enter")
        assert app.study.synthesis.wordings("competences")[shown.row.theme] == "At stole på hinanden"
        assert "Relationer / Tillid “At stole på hinanden”" in seen(app)
        await pilot.press("p", "enter")
        assert (shown.row.column, shown.row.placed) == ("professional", None)
        await pilot.press("p", *"no col", "enter")
        app.screen.query_one(Input).value = "For lidt"
        await pilot.press("enter")
        assert (shown.row.column, shown.row.placed) == (None, "For lidt")


async def test_what_the_table_does_not_say_is_a_key_away(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        app.study.codes.create("Humor")
        shown = await room(app, pilot)
        told = [text for text, _ in words.lists(shown.matrix, {})]
        assert "  Humor  (0 excerpts, 0 informants; nothing is coded)" in told
        assert any(text.startswith("With at least 2 informants: ") for text in told)
        assert "  1 theme with nothing at all: Humor" in told
        await pilot.press("s")
        assert isinstance(app.screen, LinesScreen)
        await pilot.press("escape", "f")
        assert isinstance(app.screen, FewScreen)
        assert "1 of 4 themes   a column needs ≥ 1 informant" in seen(app)
        assert "nothing is coded" in seen(app)
        await pilot.press("enter")
        assert isinstance(app.screen, EvidenceScreen)
        assert "Nothing stands behind this." in seen(app)
        await pilot.press("escape", "escape", "x")
        assert isinstance(app.screen, PlotsScreen)
        assert "█" in seen(app)
        await pilot.press("tab", "l", "escape")
        assert app.screen is shown


async def test_two_layers_and_two_moments_are_compared(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        app.study.history.name_version("før")
        study = app.study
        theme = next(code.id for code in study.codes.list() if code.name == "Tillid")
        text = study.transcripts.document("F-01")
        start = text.text.index("drikker vi kaffe")
        study.codings.add(text.revision, start, start + 16, theme)
        shown = await room(app, pilot)
        await pilot.press("equals_sign", *"før", "enter")
        assert isinstance(app.screen, ComparedScreen)
        compared: Any = app.screen
        assert "all coders, as of før  →  all coders" in seen(app)
        moved = next(row for row in compared._rows if row.state == "moved")
        assert (moved.path, moved.before, moved.after) == ("Relationer / Tillid", "professional", "shared")
        assert len(compared._rows) == 1 + len(compared._found.of("counts"))
        await pilot.press("a")
        assert len(compared._rows) == 3
        await pilot.press("tab")
        assert next(row for row in compared._rows if row.state == "moved").after == "professional"
        await pilot.press("escape", "equals_sign", *"layer ann", "enter")
        assert app.screen.after.told() == "ann"
        assert "Every theme stands in the same column" in seen(app)
        await pilot.press("escape")
        assert app.screen is shown


async def test_export_writes_the_file_and_asks_before_writing_over_one(open_app: Any, tmp_path: Path) -> None:
    target = tmp_path / "tabel.csv"
    async with open_app() as (app, pilot):
        shown = await room(app, pilot)
        for overwrite in (False, True):
            await pilot.press("e", *("excerpt" if overwrite else "alone"), "enter", *"csv", "enter")
            assert app.screen.query_one(Input).value == str(app.folder / "competences.csv")
            app.screen.query_one(Input).value = str(target)
            await pilot.press("enter")
            if overwrite:
                assert isinstance(app.screen, ConfirmScreen)
                await pilot.press("y")
            assert app.screen is shown
            assert "Netværk" in target.read_text(encoding="utf-8")
            target.write_text("andet", encoding="utf-8") if not overwrite else None


async def test_a_large_study_is_counted_by_another_process(open_app: Any, seen: Any, monkeypatch: Any) -> None:
    """The other process is played by its own functions, called later; what they answer has been JSON."""
    import json

    from workbench.worker import matrices

    waiting: list[Any] = []

    def beside(app: Any, purpose: str, work: Any, then: Any) -> None:
        does: dict[str, Any] = {
            "matrix": matrices.matrix,
            "evidence": lambda study, work: matrices.evidence(study, work, lambda **page: answers.append(page)),
            "quote": matrices.quote,
            "picks": matrices.picks,
            "compare": matrices.compare,
        }
        answers: list[Any] = []
        answers.append({"end": "done"} | does[work["do"]](app.study, json.loads(json.dumps(work))))
        waiting.extend(partial(then, json.loads(json.dumps(told))) for told in answers)

    async with open_app(size=(120, 30)) as (app, pilot):
        monkeypatch.setattr(counting, "elsewhere", lambda app: True)
        monkeypatch.setattr(app, "read_beside", lambda *asked: beside(app, *asked))
        shown = await room(app, pilot)
        assert "Counting …" in seen(app)
        await pilot.press("enter", "l", "o", "tab", "tab")  # nothing is there, and nothing breaks
        assert app.screen is shown
        waiting.pop(0)()
        await pilot.pause()
        assert not waiting
        assert "1/1 ■■■■" in seen(app)
        direct = app.study.synthesis.matrix("competences")
        assert shown.matrix == direct._replace(denied=())
        await pilot.press("o", "o", "o")
        at(shown, "Relationer / Netværk")
        await pilot.press("l", "l", "enter")
        assert "reading …" in seen(app)
        waiting.pop(0)()
        await pilot.pause()
        found = app.study.synthesis.evidence("competences", shown.row.theme, "group:volunteer")
        assert app.screen._shown == found
        assert "reading …" in seen(app)  # there may be more
        assert "— En informant" not in seen(app)
        while waiting:
            waiting.pop(0)()
            await pilot.pause()
        assert "reading …" not in seen(app)
        assert "— En informant" in seen(app)
        await pilot.press("escape", "equals_sign", *"layer ann", "enter")
        assert "counting …" in seen(app)
        waiting.pop(0)()
        await pilot.pause()
        assert "Every theme stands in the same column" in seen(app)


# --- without a screen

GROUPS = {"p": "Fagprofessionelle", "v": "Frivillige"}


def small(by: str = "group") -> Matrix:
    """Three informants in two groups; Tid is voiced four times, three of them by one person."""
    speakers = [Speaker(f"{i}", f"P{i}", "k", group) for i, group in enumerate("ppv")]
    evidence = [Evidence(f"c{i}", "t", "k", 10 * i, 10 * i + 5, "ann", (who,)) for i, who in enumerate("0001")]
    themes = [Theme("t", "Tid"), Theme("u", "Uro")]
    rule = Rule(name="m", by=by, columns=("p", "v") if by == "group" else (), group_columns={"p": "p", "v": "v"})
    return build(rule, themes, evidence, speakers, [Interview("k", "K-01")], groups=GROUPS)


def test_every_reason_of_the_synthesis_has_words_here() -> None:
    from workbench.synthesis import WHY

    assert set(words.WHY) == set(WHY)


def test_a_denominator_smaller_than_its_numerator_is_not_shown() -> None:
    number = table.number
    assert number(Count(16, 9, 60), 10, "", 12) == [("16", "")]
    assert number(Count(8, 5, 20), 16, "", 12) == [(" 8/16 ", ""), ("■■", "accent")]
    assert number(Count(0, 1, 2), 16, "", 20) == [("0  (2 unattributed)", "dim")]
    assert number(None, 16, "not_asked", 12) == [("not asked", "dim")]
    assert number(Count(8, 5, 20), 16, "", 12, "most") == [(" 8/16 ", ""), ("■■", "accent"), (" !", "warning")]


def test_warnings_say_who_carries_a_number_and_whom_it_could_identify() -> None:
    matrix = small()
    row = matrix.rows[0]
    first = table.cells(matrix)[0]
    assert words.warnings(row, None, 1) == ["one informant speaks in 3 of 4 excerpts"]
    assert words.warnings(row, first, 3) == [
        "one informant speaks in more than half of these excerpts",
        "could identify: only 2 informants in Fagprofessionelle",
    ]
    assert words.warnings(row, first, 2)[1:] == []
    assert words.warnings(matrix.rows[1], first, 3) == []


def test_what_is_odd_about_a_table_is_told_in_sentences() -> None:
    kinds = (
        "empty_group",
        "empty_column",
        "one_column",
        "two_groups",
        "two_groups",
        "not_done",
        "no_text",
        "no_columns",
    )
    odd = small()._replace(notes=tuple(Note(kind, "v", 2) for kind in kinds))
    told = words.notes(odd)
    assert len(told) == len(kinds) - 1
    assert "2 informants in several groups: counted in each of them, and once in all" in told
    assert "nobody in the study belongs to Frivillige" in told
    assert not any(line.startswith(kinds) for line in told)


def test_columns_that_do_not_fit_give_way_from_the_right_and_the_theme_stays() -> None:
    matrix = small()
    shown = tuple(table.Cell(f"c{i}", f"Kolonne {i}", False, 3) for i in range(12))
    for width in (60, 80, 120, 200):
        fitted = table.columns(matrix, shown, width)
        keys = [column.key for column, _ in fitted]
        assert sum(size for _, size in fitted) + 2 * (len(fitted) - 1) <= width
        assert keys[0] == "theme"
        assert "column" in keys
        cells = [key for key in keys if key.startswith("cell:")]
        assert cells == [f"cell:c{i}" for i in range(len(cells))]
        assert cells


def test_a_theme_below_another_keeps_its_indent_under_the_cursor() -> None:
    matrix = small()
    nested = matrix.rows[0]._replace(depth=2)
    ((text, _),) = table.values(matrix, nested, (), {"theme": 20}, "theme")["theme"]
    assert text == f"    {table.name(nested)}".ljust(20)


def test_orders_put_first_what_more_people_and_more_interviews_voice() -> None:
    tid, uro = small().rows
    wide = uro._replace(theme="w", column="shared", total=Count(1, 9, 9))
    rows = [uro, wide, tid]
    ordered = {order: [row.theme for row in screen._ordered(rows, order, ["shared", "p"])] for order in screen.ORDERS}
    assert ordered == {
        "codebook": ["u", "w", "t"],
        "column": ["w", "t", "u"],
        "informants": ["t", "w", "u"],
        "spread": ["w", "t", "u"],
    }


def _contrast(one: Color, other: Color) -> float:
    """The ratio of relative luminances as WCAG 2.2 defines it."""

    def luminance(colour: Color) -> float:
        parts = [value / 255 for value in colour.rgb]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_text_on_every_tint_can_be_read_and_more_is_always_further_from_the_ground(name: str) -> None:
    from workbench.tui.theme import themes

    theme = next(one for one in themes() if one.name == name)
    variables = {"background": str(theme.background), "accent": str(theme.accent)}
    console = SimpleNamespace(color_system="truecolor")
    app: Any = SimpleNamespace(no_color=False, native_ansi_color=False, console=console, theme_variables=variables)
    tints = Tints(app)
    assert tints.of(0.0) is None
    shades = [Color.from_rich_color(tint.bgcolor) for n in range(1, 11) if (tint := tints.of(n / 10)) and tint.bgcolor]
    assert len(shades) == 10
    assert all(_contrast(shade, Color.parse(str(theme.foreground))) >= 4.5 for shade in shades)
    away = [_contrast(shade, Color.parse(variables["background"])) for shade in shades]
    assert away == sorted(away)


def test_without_colours_there_are_no_tints() -> None:
    for plain in (
        {"no_color": True},
        {"native_ansi_color": True},
        {"console": SimpleNamespace(color_system="standard")},
    ):
        given = {"no_color": False, "native_ansi_color": False, "console": SimpleNamespace(color_system="truecolor")}
        app: Any = SimpleNamespace(**(given | plain))
        assert Tints(app).of(1.0) is None
