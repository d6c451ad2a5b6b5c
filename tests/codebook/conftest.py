"""The sample codebook, as every test of this room may read it."""

from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[2] / "codebook" / "codebook.md"


@pytest.fixture
def sample() -> str:
    return SAMPLE.read_text(encoding="utf-8")
