"""In a large codebook nothing that takes long keeps a key waiting: it is counted between two keys, or beside."""

from typing import Any

from workbench.study.codes import Codes
from workbench.tui.codebook import merging, resting
from workbench.worker import codebook

TILLID, NET = "Relationer / Tillid", "Relationer / Netværk"


async def test_the_tree_is_there_before_its_counts(open_app: Any, at_code: Any, seen: Any, monkeypatch: Any) -> None:
    async with open_app() as (app, pilot):
        steps: list[int] = []

        def count_on(self: Codes, codes: int = 0) -> bool:
            steps.append(len(steps))
            return len(steps) > 1

        monkeypatch.setattr(Codes, "counted", property(lambda self: len(steps) > 1))
        monkeypatch.setattr(Codes, "count_on", count_on)
        screen = await at_code(app, pilot, TILLID)
        monkeypatch.setattr("workbench.tui.codebook.screen.QUIET", 0.0)
        assert screen.current.path == TILLID
        for _ in range(60):
            await pilot.pause(0.02)
            if screen._resting.counted:
                break
        assert steps == [0, 1]
        assert screen.current.count == 1


async def test_what_takes_long_is_found_out_by_another_process(
    open_app: Any, at_code: Any, seen: Any, coded: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(merging, "MUCH", 0)
    monkeypatch.setattr(resting, "MANY", 0)
    monkeypatch.setattr(resting, "PAUSE", 0.01)
    async with open_app(size=(160, 40)) as (app, pilot):
        coded(app.study, "K-02", "drikker vi kaffe", "Netværkene")
        asked: list[str] = []
        waiting: list[Any] = []

        def beside(purpose: str, work: Any, then: Any) -> None:  # as the process answers: later, and in plain values
            asked.append(work["do"])
            told = {"end": "done", "words": ""} | getattr(codebook, work["do"])(app.study, work)
            waiting.append(lambda: then(told))

        async def answered() -> None:
            while waiting:
                waiting.pop(0)()
                await pilot.pause()

        app.counts_beside, app.read_beside = True, beside
        await at_code(app, pilot, NET)
        while not waiting:  # the cursor has to rest
            await pilot.pause(0.02)
        await answered()
        assert "ann · made Netværk" in " ".join(seen(app).split())
        await pilot.press("M", *"tilli", "enter")
        assert "Looking at the tables …" in seen(app)
        await answered()
        assert "Fagprofessionelle → Fælles" in seen(app)
        await pilot.press("n", "s")
        assert "Comparing the codes …" in seen(app)
        await answered()
        assert {app.screen.current.first.name, app.screen.current.second.name} == {"Netværk", "Netværkene"}
        await pilot.press("1", "y")
        assert app.screen._shown == []  # at once, whatever is being compared again
        await answered()
        assert {"rested", "moved", "alike"} == set(asked)
        app.counts_beside = False
