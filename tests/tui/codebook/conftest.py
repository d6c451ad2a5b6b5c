"""What the tests of the codebook's rooms share."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

At = Callable[..., Awaitable[Any]]


@pytest.fixture
def at_code() -> At:
    """``await at_code(app, pilot, path)``: the codebook with the cursor on a code; returns the screen."""

    async def at(app: Any, pilot: Any, path: str = "") -> Any:
        app.open_codebook(app.study.codes.find(path).id if path else "")
        await pilot.pause()
        await pilot.pause()
        return app.screen

    return at
