"""Codes that may be one: gone through, merged either way, kept apart, looked at side by side."""

from typing import Any

from workbench.tui.codebook.asking import WhyScreen
from workbench.tui.codebook.both import BothScreen
from workbench.tui.codebook.similar import AlikeScreen


async def pairs(app: Any, pilot: Any) -> Any:
    """The room of the pairs, with what was compared."""
    await pilot.press("s")
    for _ in range(100):
        await pilot.pause(0.02)
        if app.screen._all is not None:
            break
    return app.screen


async def test_a_pair_is_merged_either_way_after_what_follows_is_shown(
    open_app: Any, at_code: Any, seen: Any, coded: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        coded(app.study, "K-02", "drikker vi kaffe", "Netværkene")
        await at_code(app, pilot)
        screen = await pairs(app, pilot)
        assert isinstance(screen, AlikeScreen)
        pair = screen.current
        assert {pair.first.name, pair.second.name} == {"Netværk", "Netværkene"}
        assert "almost surely" in seen(app)
        await pilot.press("1")
        assert isinstance(app.screen, WhyScreen)
        assert "Together 3 codings" in seen(app)
        await pilot.press("y")
        assert app.study.codes.get(pair.first.id).count == 3
        assert all(pair.second.id not in (p.first.id, p.second.id) for p in screen._shown)
        await pilot.press("u", "2", "y")
        assert app.study.codes.get(pair.second.id).count == 3


async def test_both_are_kept_with_a_reason_until_one_is_redefined(
    open_app: Any, at_code: Any, seen: Any, coded: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        coded(app.study, "K-02", "drikker vi kaffe", "Netværkene")
        await at_code(app, pilot)
        screen = await pairs(app, pilot)
        await pilot.press("b", "w", *"to slags", "enter")
        assert screen._shown == []
        assert "No two codes look as if they were one." in seen(app)
        await pilot.press("v")
        assert len(screen._shown) == 1
        await pilot.press("w", "v")
        assert len(screen._shown) == 1  # back on the list


async def test_the_passages_of_both_stand_beside_each_other(open_app: Any, at_code: Any, seen: Any, coded: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        coded(app.study, "K-01", "Vi ringer til hinanden.", "Netværkene")
        await at_code(app, pilot)
        screen = await pairs(app, pilot)
        pair = screen.current
        await pilot.press("enter")
        assert isinstance(app.screen, BothScreen)
        assert "1 with both" in seen(app)
        opened: list[Any] = []
        app.open_transcript = lambda *where: opened.append(where[0])
        await pilot.press("enter", "tab", "enter")
        assert sorted(opened) == ["F-01", "K-01"] or opened == ["K-01", "F-01"] or opened == ["K-01", "K-01"]
        await pilot.press("1", "y")
        assert app.screen is screen  # one of the two has gone
        assert app.study.codes.get(pair.first.id).count == 2
