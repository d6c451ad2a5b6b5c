"""A folder that a released version wrote is read for ever. Never make these files anew: add a folder instead."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.store import Store
from workbench.sync import exchange
from workbench.sync.folder import Folder

RELEASED = sorted((Path(__file__).parent / "released").iterdir())


@pytest.mark.parametrize("place", RELEASED, ids=lambda place: place.name)
def test_a_folder_of_an_earlier_release_is_read_as_it_was(
    replica: Callable[..., Store], folder: Callable[..., Folder], shared: Path, place: Path
) -> None:
    shutil.copytree(place, shared)
    store = replica("cy")
    done = exchange(store, folder(store), breath=0)
    assert (done.taken, done.texts_taken, done.waiting, done.refused) == (9, 1, 0, ())
    assert store.read("SELECT id, name, alive FROM code ORDER BY id") == [
        ("C1", "Relationsarbejde", 0),
        ("C2", "Ledelse af netværk", 1),
    ]
    assert store.read("SELECT field FROM dispute WHERE row = 'C2' ORDER BY n") == [("name",), ("name",)]
    assert store.read('SELECT revision, start, "end", code, coder FROM coding') == [("R1", 10, 42, "C2", "BO")]
    assert store.read("SELECT id, ent, alive FROM unknown") == [("T1", "theory", 1)]
    (text,) = store.texts().here
    assert (store.text(text) or "").startswith("Det er jo dem, der kender borgeren – ikke os.")
    assert store.verify().faults == ()
