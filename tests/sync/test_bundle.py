"""Bundles: files that never change and that say themselves whether they are whole."""

import gzip
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.store import Store, blob_id, delete, put
from workbench.sync import bundle
from workbench.sync.bundle import TornError, lines_of, pack, pieces, portions, read_text, unpack

Replica = Callable[..., Store]


def history(store: Store, count: int, size: int = 1) -> list[str]:
    """``count`` transactions of ``size`` changes each."""
    for i in range(count):
        store.write("add", [put("code", f"C{i}", name=f"æble {k}") for k in range(size)])
    return list(store.export())


def whole(body: bytes, **foot: object) -> bytes:
    """A bundle made by hand, with a last line that fits unless ``foot`` says otherwise."""
    fitting = {"end": body.count(b"\n"), "sha256": sha256(body).hexdigest(), "study": "S"}
    return body + json.dumps(fitting | foot).encode() + b"\n"


def test_a_bundle_gives_back_its_lines_and_its_study(replica: Replica) -> None:
    lines = history(replica(), 5)
    name, data = pack(lines, "S")
    assert unpack(data) == ("S", [line.encode() for line in lines])
    digest = sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    assert name == f"00000001-00000005.{digest[:12]}.jsonl.gz"


def test_the_same_lines_are_the_same_bytes(replica: Replica) -> None:
    lines = history(replica(), 5)
    assert pack(lines, "S") == pack([line.encode() for line in lines], "S")


def test_the_last_line_is_as_it_is_promised(replica: Replica) -> None:
    lines = history(replica(), 2)
    last = gzip.decompress(pack(lines, "S")[1]).splitlines()[-1]
    body = "".join(f"{line}\n" for line in lines).encode()
    assert json.loads(last) == {"end": 2, "sha256": sha256(body).hexdigest(), "study": "S"}


def test_no_part_of_a_bundle_and_no_spoilt_one_passes_for_another(replica: Replica) -> None:
    lines = history(replica(), 3)
    packed = pack(lines, "S")[1]
    for at in range(len(packed)):
        with pytest.raises(TornError):
            unpack(packed[:at])
        spoilt = bytearray(packed)
        spoilt[at] ^= 1 << at % 8
        try:
            assert unpack(bytes(spoilt)) == unpack(packed)  # a bit that says nothing, such as the time in the header
        except TornError:
            continue


@given(st.binary(max_size=200))
def test_rubbish_is_no_bundle_and_no_text(rubbish: bytes) -> None:
    for data in (rubbish, gzip.compress(rubbish), b'{"' + rubbish):
        with pytest.raises(TornError):
            unpack(data)
        with pytest.raises(TornError):
            read_text(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b'{"end":0}',
        b"[" * 100_000,
        b'{"' * 50_000,
        b'{"a":' * 50_000 + b"\n",
        whole(b'{"h":1}\n', end=2),
        whole(b'{"h":1}\n', end=True, sha256=None),
        whole(b'{"h":1}\n', sha256="0" * 64),
        whole(b'{"h":1}\n', study=["S"]),
        whole(b'{"h":1}\n', study="../../S"),
        whole(b'{"h":1}\n', study=""),
        whole(b'{"h":1}\n', more="x" * 2000),
        whole(b'{"h":1}\n') + b"{}\n",
        whole(b"not the front of an object\n"),
        b'{"end":' + b"9" * 900 + b"}",
    ],
)
def test_what_is_made_to_look_whole_is_refused(data: bytes) -> None:
    with pytest.raises(TornError):
        unpack(data)
    with pytest.raises(TornError):
        unpack(gzip.compress(data))


def test_a_bundle_that_was_unpacked_by_somebody_is_still_one(replica: Replica) -> None:
    lines = history(replica(), 2)
    assert unpack(gzip.decompress(pack(lines, "S")[1])).lines == [line.encode() for line in lines]


@pytest.mark.parametrize("front", [b"", b'{"h":"'])
def test_a_bomb_is_not_let_off(front: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_PLAIN", 1_000_000)
    bomb = gzip.compress(front + b"0" * 20_000_000 + b"\n" + front * 2)
    assert len(bomb) < 100_000
    with pytest.raises(TornError):
        unpack(bomb)
    many = gzip.compress(b'{"a":1}\n' * 200_000)
    with pytest.raises(TornError):
        unpack(many)


def test_a_line_that_is_no_change_spoils_nothing_else(replica: Replica) -> None:
    first, second, third = history(replica(), 3)
    odd = second.replace("æble", "pære")
    found = pieces([line.encode() for line in (first, odd, '{"blob":1}', third)])
    assert [(p.first, p.last) for p in found] == [(1, 1), (3, 3)]


def test_chains_are_found_whatever_else_is_in_the_file(replica: Replica) -> None:
    ada, bo = history(replica("ada"), 3), history(replica("bo"), 2)
    mixed = [line.encode() for pair in zip(ada, [*bo, ada[0]], strict=True) for line in pair]
    found = {p.stream: p for p in pieces(mixed)}
    assert sorted((p.first, p.last) for p in found.values()) == [(1, 2), (1, 3)]
    stream = json.loads(ada[0])["s"]
    assert lines_of(found[stream], mixed, 1) == [line.encode() for line in ada[1:]]


def test_a_fork_inside_one_file_is_two_chains(replica: Replica) -> None:
    ada = replica("ada")
    history(ada, 2)
    stream = ada.heads()[0].stream
    trunk = list(ada.export())
    branch = Store.open(":memory:", "ada")
    branch.ingest(trunk)
    branch._stream = stream
    for store, name in ((ada, "x"), (branch, "y")):
        store.write("add", [put("code", "C", name=name)])
    lines = [line.encode() for line in dict.fromkeys([*ada.export(), *branch.export()])]
    found = pieces(lines)
    assert sorted((p.first, p.last) for p in found) == [(1, 3), (3, 3)]
    for piece in found:
        assert len(lines_of(piece, lines, 0)) == piece.last - piece.first + 1
    branch.close()


def test_a_portion_ends_where_a_transaction_ends(replica: Replica) -> None:
    store = replica()
    sizes = [1, 3, 2, 7, 1, 1, 4]
    for number, size in enumerate(sizes):
        store.write("add", [put("code", f"C{number}", name=str(k)) for k in range(size)])
    lines = list(store.export())
    for most in range(1, 12):
        found = list(portions(lines, most))
        assert [line for portion in found for line in portion] == lines
        assert all(json.loads(portion[0])["q"] == json.loads(portion[0])["x"] for portion in found)
        assert max(map(len, found)) <= most + max(sizes) - 1
    assert len(list(portions(lines, 100, 1))) == len(sizes)


def test_only_a_transaction_that_no_file_can_hold_is_cut(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "LONGEST_TRANSACTION", 3000)
    store = replica()
    store.write("add", [put("code", "C", name="x" * 900) for _ in range(6)])
    assert [len(portion) for portion in portions(list(store.export()), 1, 1)] == [2, 2, 2]
    store.write("add", [put("code", "C", name="x" * 900) for _ in range(2)])
    store.write("add", [put("code", "C", name="x" * 900) for _ in range(2)])
    assert [len(portion) for portion in portions(list(store.export())[6:], 9, 9999)] == [4]


def test_a_text_is_what_its_id_says(replica: Replica) -> None:
    store = replica()
    text = "Jeg sagde: “æ” \u2028 og\n\tmere" * 100
    name = blob_id(b"salt", text)
    store.write("add", [put("memo", "M", text=[None, name])], texts=[(b"salt", text)])
    line = store.text_line(name)
    assert line is not None
    assert read_text(line.encode() + b"\n") == (name, line)
    with pytest.raises(TornError):
        read_text(line.replace("mere", "andet").encode())
    store.write("drop", [delete("memo", "M")])
