"""``open_text()``: the app with a transcript open for coding."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from workbench.tui.coding.screen import CodingScreen

Size = tuple[int, int]


@pytest.fixture
def open_text(open_app: Any) -> Any:
    """``async with open_text() as (screen, pilot)``: K-01 (codings on its second and last sentence) by ann."""

    @asynccontextmanager
    async def opened(
        name: str = "K-01", *passage: int, size: Size = (120, 30), coder: str = "ann"
    ) -> AsyncIterator[tuple[CodingScreen, Any]]:
        async with open_app(coder=coder, size=size) as (app, pilot):
            app.open_transcript(name, *passage)
            await pilot.pause()
            await pilot.pause()
            assert isinstance(app.screen, CodingScreen)
            yield app.screen, pilot

    return opened
