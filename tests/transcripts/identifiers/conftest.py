"""Dictionaries of other languages are dear to load: what holds without them is tried without, and nightly with them."""

from collections.abc import Iterator

import pytest

from workbench.transcripts.identifiers import words


@pytest.fixture(params=["rules alone", pytest.param("dictionary", marks=pytest.mark.nightly)])
def dictionary(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Without a dictionary every word is an ordinary one; with one, what it knows."""
    if request.param == "rules alone":
        monkeypatch.setattr(words, "_dictionary", lambda code: None)
    words.ordinary.cache_clear()
    yield
    words.ordinary.cache_clear()
