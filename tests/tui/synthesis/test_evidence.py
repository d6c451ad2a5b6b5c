"""The excerpts behind a number: stars, picks, shortened quotes, two orders, and ten thousand of them."""

from typing import Any

import pytest
from textual.widgets import TextArea

from workbench.study import Quote
from workbench.tui.synthesis.evidence import EvidenceScreen
from workbench.tui.synthesis.shorten import ShortenScreen
from workbench.tui.widgets import excerpts
from workbench.tui.widgets.excerpts import ExcerptsScreen


async def evidence(app: Any, pilot: Any, path: str = "Relationer") -> EvidenceScreen:
    """The excerpts of a theme."""
    theme = next(code.id for code in app.study.codes.list() if code.path == path)
    app.push_screen(EvidenceScreen(path, "competences", theme))
    await pilot.pause()
    await pilot.pause()
    shown: EvidenceScreen = app.screen
    return shown


async def test_excerpts_are_starred_picked_shortened_and_chosen_in_place(
    open_app: Any, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        shown = await evidence(app, pilot)
        places = [(q.transcript, q.text) for q in shown._shown]
        assert len(places) == 3
        reading = shown.fetch
        read: list[int] = []

        def again(then: Any) -> None:
            read.append(1)
            reading(then)

        monkeypatch.setattr(shown, "fetch", again)

        await pilot.press("asterisk")
        assert shown.current is not None
        assert shown.current.starred
        assert "★" in seen(app)
        await pilot.press("j", "p")
        now = shown.current
        (pick,) = app.study.quotes.list(picked=True)
        assert pick.span == (now.revision, now.start, now.end)
        assert pick.path == "Relationer / Netværk"  # the code that it is coded with
        assert "❝ picked" in seen(app)
        assert not read

        await pilot.press("f")
        assert [(q.transcript, q.text) for q in shown._shown] == places[:2]
        await pilot.press("f", "o")
        assert "fairly: each group and informant in turn" in seen(app)
        first = {q.groups for q in shown._shown[:2]}
        assert first == {("professional",), ("volunteer",)}
        assert sorted((q.transcript, q.text) for q in shown._shown) == sorted(places)
        await pilot.press("o")
        assert [(q.transcript, q.text) for q in shown._shown] == places

        await pilot.press("u")  # what is taken back is read again
        assert app.study.quotes.list(picked=True) == []
        assert read


async def test_a_shortened_quote_is_held_against_the_passage_while_one_writes(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        shown: Any = await evidence(app, pilot, "Relationer / Netværk")
        await pilot.press("E")
        assert isinstance(app.screen, ShortenScreen)
        editor: Any = app.screen
        assert "everything stands in the passage" in seen(app)
        area = editor.query_one(TextArea)
        area.text = "Vi skriver til hinanden."
        await pilot.pause()
        assert "✗" in seen(app)
        assert "skriver" in seen(app)
        await pilot.press("ctrl+s")
        assert app.screen is editor  # what was not said is not kept
        area.text = "Vi ringer (…)"
        await pilot.pause()
        assert editor.found.holds
        await pilot.press("ctrl+s")
        assert app.screen is shown
        (pick,) = app.study.quotes.list(picked=True)
        assert pick.shown == "Vi ringer (…)"
        assert "quoted: Vi ringer (…)" in seen(app)
        await pilot.press("E")
        app.screen.query_one(TextArea).text = "Noget andet"
        await pilot.press("escape", "escape")
        assert app.screen is shown
        (pick,) = app.study.quotes.list(picked=True)
        assert pick.shown == "Vi ringer (…)"
        await pilot.press("p")
        assert app.study.quotes.list(picked=True) == []


async def test_a_star_in_the_consensus_goes_to_the_codings_it_was_made_from(open_app: Any, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        theme = next(code.id for code in app.study.codes.list() if code.path == "Relationer")
        app.push_screen(EvidenceScreen("Relationer", "competences", theme, "", {"layer": "consensus"}))
        await pilot.pause()
        await pilot.press("asterisk")
        now = app.screen.current
        assert now.starred
        assert "★" in seen(app)
        starred = app.study.synthesis.evidence("competences", theme)
        assert [q.starred for q in starred] == [place == (now.transcript, now.start) for place in _places(starred)]


def _places(quotes: list[Quote]) -> list[tuple[str, int]]:
    return [(quote.transcript, quote.start) for quote in quotes]


async def test_whose_words_they_are_is_told_as_a_report_would(open_app: Any, seen: Any) -> None:
    async with open_app(size=(140, 40)) as (app, pilot):
        shown: Any = await evidence(app, pilot)
        looked = shown._look(shown.current)
        assert looked is not None
        assert f"— {looked.attribution.text}" in seen(app)
        assert looked.source in seen(app)
        assert "not “En informant fra Frivillige”, which only one informant is" in seen(app)
        await pilot.press("y")
        assert app.clipboard.startswith(f"“{looked.shown}” — ")


async def test_of_ten_thousand_excerpts_only_those_on_the_screen_are_drawn(
    open_app: Any, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage = "Vi ringer til hinanden, når det brænder på, og så finder vi en løsning sammen. " * 3
    many = [
        Quote(("c",), f"K-{n % 40:02}", "r", n, n + 200, f"{n} {passage}", ("R1",), ("g",), ("ann",), (), n, False, ())
        for n in range(10_000)
    ]
    drawn: list[int] = []
    draw = excerpts.drawn

    def counted(quote: Quote, *rest: Any) -> Any:
        drawn.append(quote.start)
        return draw(quote, *rest)

    monkeypatch.setattr(excerpts, "drawn", counted)
    async with open_app(size=(100, 30)) as (app, pilot):
        app.push_screen(ExcerptsScreen("mange", lambda: list(many)))
        await pilot.pause()
        await pilot.pause()
        assert "10,000 excerpts" in seen(app)
        assert set(drawn) <= set(range(30))
        await pilot.press("G")
        assert app.screen.current == many[-1]
        assert "9999 Vi ringer" in seen(app)
        assert len(set(drawn)) <= 60
        await pilot.press("slash", *"777", "enter")
        assert all("777" in q.text for q in app.screen._shown)
        assert len(app.screen._shown) == 19
