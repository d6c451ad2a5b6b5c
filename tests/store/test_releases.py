"""What a release has written is read for ever: the log of each is replayed to the digest it had then.

A file in ``fixtures`` is never written again. A release that changes what a log can hold adds a file of its own.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.log.change import canonical_json, decode, encode, sealed
from workbench.log.clock import CEILING
from workbench.model import ENTITIES
from workbench.store import Store, blob_id, delete, put
from workbench.store.rows import shape

FIXTURES = Path(__file__).parent / "fixtures"
DIGESTS = {
    "0.1.jsonl": "b1a96a43c71bb6df352fb06bc7b0ed3008cb62a7bd0552842b1dc8cef82df0da",
}
ERASED, KEPT = (blob_id(b"salt", text) for text in ("what was taken back", "I: Hvad så?\nR1: Dømmekraft, ikke?\n"))


def write_fixture_of_this_release(path: Path) -> None:
    """Write every kind of thing that a log of today can hold. NOT to be run again for a file that was released."""
    now = 1.79e9

    def clock() -> float:
        nonlocal now
        now += 1
        return now

    ada, bo = (Store.open(":memory:", who, clock=clock) for who in ("ada", "bo"))
    for ent in ENTITIES:
        form = shape(ent)
        fields = {field: f"{field} på «{ent}» 🜁\u2028" for field in sorted(form.plain)}
        fields |= {field: ["part", *range(len(parts) - 1)] for field, parts in form.composites.items()}
        fields |= {f"{prefix}kind": ["b", "a"] for prefix in form.folders}
        ada.write(
            f"add a {ent}", [put(ent, f"{ent}-1", **fields), put(ent, f"{ent}-2", alive=None, ukendt=[1, {"a": None}])]
        )
    texts = [(b"salt", "what was taken back"), (b"salt", "I: Hvad så?\nR1: Dømmekraft, ikke?\n")]
    ada.write(
        "import", [put("revision", "revision-1", text=ERASED), put("memo", "memo-1", text=[None, KEPT])], texts=texts
    )
    codes = [put("code", f"C{i}", name=f"c{i}", parent=f"C{i - 1}" if i else None) for i in range(6)]
    ada.write("codebook", codes)
    ada.write(
        "code", [put("coding", f"G{i}", span=["revision-1", i, i + 4], code=f"C{i}", coder="ada") for i in range(6)]
    )
    bo.ingest(ada.export())
    ada.write("merge", [put("code", "C4", merged="C3"), put("code", "C5", merged=None, sort=-7)])
    bo.write("merge", [put("code", "C3", merged="C4"), put("code", "C0", parent="C2", definition="bo's")])
    ada.write(
        "move", [put("code", "C0", definition="ada's", **{"name": ""}), delete("coding", "G1"), delete("code", "C5")]
    )
    bo.write("edit", [put("coding", "G1", memo="outlives", mood="grey"), put("coding", "G2", **{"facet.kind": []})])
    bo.write("newer", [put("nobody.knows", "N1", a=[True, None, -1, {"æ": "ø"}]), delete("nobody.knows", "N2")])
    ada.ingest(bo.export())
    for store in (ada, bo):
        step = store.undo_list().done[-1]
        store.undo(step.stream, step.tx)
        step = store.undo_list().undone[-1]
        store.undo(step.stream, step.tx, "redo")
    step = ada.undo_list().done[-3]
    ada.undo(step.stream, step.tx)
    ada.ingest(bo.export())
    ada.write("settle", [put("code", "C0", definition="both")])
    ada.write("erase", [put("erasure", "E1", text=ERASED, withdrawal="withdrawal-1")])
    changes = [decode(line) for line in bo.export() if '"h"' in line[:5] and '"a":"bo"' in line]
    branch = sealed(changes[2]._replace(body=canonical_json({"name": "branch"}), op="put", hash=b""))
    ahead = branch._replace(seq=branch.seq + 1, tx=branch.seq + 1, hlc=CEILING + 1, prev=branch.hash)
    ahead = sealed(ahead._replace(more=canonical_json({"z": {"of": "a newer line"}}), deps="", undoes="", hash=b""))
    last = ahead._replace(seq=ahead.seq + 1, tx=ahead.seq + 1, hlc=CEILING + 2, prev=ahead.hash, op="del", body="{}")
    assert not ada.ingest([encode(branch), encode(ahead), encode(sealed(last._replace(hash=b"")))]).refused
    ada.write("after all", [put("code", "C2", name="after all")])
    with path.open("x", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in ada.export())
    print(path, ada.digest(), ada.verify().faults, ada.waiting())
    for store in (ada, bo):
        store.close()


@pytest.mark.parametrize("name", DIGESTS)
@pytest.mark.parametrize("order", ["as written", "backwards", "any", "any other"])
def test_the_log_of_an_old_release_makes_the_study_that_it_made_then(
    replica: Callable[..., Store], name: str, order: str
) -> None:
    lines = (FIXTURES / name).read_text(encoding="utf-8").split("\n")[:-1]
    if order != "as written":
        lines.reverse()
    if order.startswith("any"):
        random.Random(order).shuffle(lines)
    store = replica()
    for start in range(0, len(lines), 17):
        assert not store.ingest(lines[start : start + 17]).refused
    assert (store.digest(), store.waiting(), store.verify().faults) == (DIGESTS[name], 0, ())
    assert (store.text(ERASED), store.text(KEPT)) == (None, "I: Hvad så?\nR1: Dømmekraft, ikke?\n")
    assert set(store.export()) == {line for line in lines if ERASED not in line[:80]}


def test_every_release_has_its_log_here() -> None:
    assert sorted(path.name for path in FIXTURES.iterdir()) == sorted(DIGESTS)


def test_a_column_that_nobody_fills_leaves_the_digest_as_it_was(store: Store) -> None:
    store.write("add", [put(ent, f"{ent}-1", name="n", text=["t", None]) for ent in ENTITIES])
    before = store.digest()
    for ent in ENTITIES:
        store.db.con.execute(f'ALTER TABLE "{ent}" ADD COLUMN of_a_later_release TEXT')
    assert store.digest() == before
    store.db.con.execute("UPDATE code SET of_a_later_release = 'filled'")
    assert store.digest() != before
